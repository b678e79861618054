-- Projects that ran and the staff of their teams, per level, region, year and scheme ('all': every scheme), for the chain from
-- kroner to effect.
-- Grain: one row per level, region, year and scheme.
-- Key: region_level, region_code, year, scheme_code
-- Materialised: yes
with
team as (
    select project_code, sum(position_share) as fte
    from source.team_position
    where is_in_team
    group by project_code
),
placed as (
    select
        place.region_level,
        place.region_code,
        project_year.year,
        project.scheme_code,
        project.project_code,
        team.fte,
        project.data_class
    from core.project_year as project_year
    inner join source.project as project
        on project_year.project_code = project.project_code
    inner join core.project_region as place
        on project_year.project_code = place.project_code
    left join team
        on project_year.project_code = team.project_code
),
either as (
    select * from placed where scheme_code is not null
    union all
    select region_level, region_code, year, 'all', project_code, fte, data_class from placed
)
select
    region_level,
    region_code,
    year,
    scheme_code,
    cast(count(*) as bigint) as project_count,
    sum(fte) as fte,
    max(data_class) as data_class
from either
group by region_level, region_code, year, scheme_code
