-- Each team in FTE: in all, by sector, with uncertain employer, vacant (unknown where nobody says what is filled).
-- missing_role_count of the seven roles a FACT team should have (psychiatrist, psychologist, nurse, social worker, employment
-- specialist, experience consultant, addiction competence).
-- Grain: one row per team (project).
-- Key: project_code
-- Pages: staffing, project
with
position as (
    select
        project_code,
        cast(count(*) as bigint) as position_count,
        sum(position_share) as fte,
        sum(case when employer_sector = 'specialist' then position_share else 0 end) as specialist_fte,
        sum(case when employer_sector = 'municipal' then position_share else 0 end) as municipal_fte,
        sum(case when employer_sector = 'nav' then position_share else 0 end) as nav_fte,
        sum(case when attribution_confidence = 'low' then position_share else 0 end) as uncertain_fte,
        sum(
            case
                when position_share is null or employer_sector in ('specialist', 'municipal', 'nav') then 0
                else position_share
            end
        ) as unknown_sector_fte,
        case when count(is_filled) > 0 then sum(case when not is_filled then position_share else 0 end) end as vacant_fte,
        cast(sum(case when is_filled is null then 1 else 0 end) as bigint) as filled_not_stated_count,
        cast(sum(case when position_share is null then 1 else 0 end) as bigint) as share_not_stated_count,
        max(data_class) as data_class
    from source.team_position
    where is_in_team
    group by project_code
),
missing as (
    select project_code, cast(count(*) as bigint) as missing_role_count
    from mart.team_missing_role
    group by project_code
)
select
    position.project_code,
    project.project_title,
    project.project_model,
    position.position_count,
    position.fte,
    position.specialist_fte,
    position.municipal_fte,
    position.nav_fte,
    position.uncertain_fte,
    position.unknown_sector_fte,
    position.vacant_fte,
    position.filled_not_stated_count,
    position.share_not_stated_count,
    coalesce(missing.missing_role_count, 0) as missing_role_count,
    position.data_class
from position
inner join source.project as project
    on position.project_code = project.project_code
left join missing
    on position.project_code = missing.project_code
