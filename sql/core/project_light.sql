-- The lights of a project taken together: the worst dimension decides (as Danish state practice has it), for what is reported
-- and for what is computed. Grey is told apart: without any report the project is grey, not green.
-- Grain: one row per project.
-- Key: project_code
with
reported as (
    select
        project_code,
        max(last_reported_date) as last_reported_date,
        max(case reported_light when 'red' then 3 when 'yellow' then 2 when 'green' then 1 else 0 end) as worst
    from core.project_dimension_light
    group by project_code
),
computed as (
    select
        project_code,
        max(case computed_light when 'red' then 3 when 'yellow' then 2 else 1 end) as worst
    from core.project_computed_light
    group by project_code
)
select
    project_time.project_code,
    project_time.time_share,
    project_time.is_running,
    reported.last_reported_date,
    case reported.worst when 3 then 'red' when 2 then 'yellow' when 1 then 'green' else 'grey' end as overall_light,
    case computed.worst when 3 then 'red' when 2 then 'yellow' when 1 then 'green' else 'grey' end as computed_light
from core.project_time as project_time
inner join reported
    on project_time.project_code = reported.project_code
left join computed
    on project_time.project_code = computed.project_code
