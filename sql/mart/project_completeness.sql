-- Which parts of each project's description are filled. filled_count of wanted_count: of the milestones those with a day, of
-- the goals those that can be measured, of the positions those with a share and a sure employer; elsewhere 1 when it is there.
-- A part with nothing in it is blank: that is told, not hidden.
-- Grain: one row per project and part.
-- Key: project_code, project_part
-- Pages: project
with
team as (
    select
        project_code,
        cast(count(*) as bigint) as position_count,
        cast(sum(case when position_share is not null and attribution_confidence <> 'low' then 1 else 0 end) as bigint)
            as sure_count
    from source.team_position
    group by project_code
),
counted as (
    select
        project.project_code,
        part.code as project_part,
        project.data_class,
        case part.code
            when 'title' then cast(project.project_title is not null as integer)
            when 'owner' then cast(project.lead_organisation_name is not null as integer)
            when 'period' then cast(project.start_date is not null and project.end_date is not null as integer)
            when 'target_group' then cast(coalesce(project.target_group, project.age_group) is not null as integer)
            when 'budget' then cast(project.budget_nok is not null as integer)
            when 'accounts' then cast(project.spent_nok is not null as integer)
            when 'status' then cast(project.last_reported_date is not null as integer)
            when 'milestones' then project.milestone_count - project.undated_count
            when 'goals' then project.measurable_goal_count
            when 'measurements' then project.measured_goal_count
            when 'parties' then project.confirmed_party_count
            when 'risks' then project.risk_count
            when 'benefits' then project.benefit_count
            when 'team' then coalesce(team.sure_count, 0)
        end as filled_count,
        case part.code
            when 'milestones' then greatest(project.milestone_count, 1)
            when 'goals' then greatest(project.goal_count, 1)
            when 'measurements' then greatest(project.goal_count, 1)
            when 'parties' then greatest(project.party_count, 1)
            when 'risks' then greatest(project.risk_count, 1)
            when 'benefits' then greatest(project.benefit_count, 1)
            when 'team' then greatest(coalesce(team.position_count, 0), 1)
            else 1
        end as wanted_count
    from mart.project as project
    cross join meta.code as part
    left join team
        on project.project_code = team.project_code
    where part.code_list = 'project_part'
)
select
    project_code,
    project_part,
    case when filled_count = 0 then 'blank' when filled_count < wanted_count then 'partly' else 'filled' end as part_status,
    filled_count,
    wanted_count,
    data_class
from counted
