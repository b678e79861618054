-- The lights of a project taken together: the worst dimension decides (as Danish state practice has it), for what is reported
-- and for what is computed. Grey is told apart: without any report the project is grey, not green. worse_dimension_count: in
-- how many dimensions the facts are worse than what is reported; unknown (null) where nothing can be compared.
-- Grain: one row per project.
-- Key: project_code
-- Materialised: yes
with
worst as (
    select
        project_code,
        max(last_reported_date) as last_reported_date,
        max(reported_rank) as reported_rank,
        max(computed_rank) as computed_rank,
        cast(sum(case light_comparison when 'worse' then 1 when 'same' then 0 when 'better' then 0 end) as bigint)
            as worse_dimension_count
    from core.project_light_comparison
    group by project_code
)
select
    project_time.project_code,
    project_time.time_share,
    project_time.accounts_time_share,
    project_time.spent_share,
    project_time.is_running,
    worst.last_reported_date,
    worst.worse_dimension_count,
    case worst.reported_rank when 3 then 'red' when 2 then 'yellow' when 1 then 'green' else 'grey' end as overall_light,
    case worst.computed_rank when 3 then 'red' when 2 then 'yellow' when 1 then 'green' else 'grey' end as computed_light
from core.project_time as project_time
inner join worst
    on project_time.project_code = worst.project_code
