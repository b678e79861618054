-- How much of its time and its budget each project has used, as of core.as_of (the budget: as of the day of the accounts).
-- Grain: one row per project.
-- Key: project_code
select
    project.project_code,
    greatest(
        0,
        least(
            1,
            1.0 * date_diff('day', project.start_date, as_of.as_of_date)
                / nullif(date_diff('day', project.start_date, project.end_date), 0)
        )
    ) as time_share,
    cast(project.spent_nok as double) / nullif(cast(project.budget_nok as double), 0) as spent_share,
    project.project_state in ('running', 'on_hold') as is_running
from source.project as project
cross join core.as_of as as_of
