-- How much of its time and its budget each project has used. time_share is as of core.as_of; accounts_time_share is as of the
-- day of the accounts, so that it can be held against the money. A project without a start or an end day has no time share,
-- which is neither 0 nor 1.
-- Grain: one row per project.
-- Key: project_code
-- Materialised: yes
with
period as (
    select
        project.project_code,
        project.project_state in ('running', 'on_hold') as is_running,
        cast(project.spent_nok as double) / nullif(cast(project.budget_nok as double), 0) as spent_share,
        nullif(date_diff('day', project.start_date, project.end_date), 0) as day_count,
        date_diff('day', project.start_date, as_of.as_of_date) as passed_count,
        date_diff('day', project.start_date, coalesce(project.spent_date, as_of.as_of_date)) as accounts_count
    from source.project as project
    cross join core.as_of as as_of
)
select
    project_code,
    case when day_count is null then null else greatest(0.0, least(1.0, 1.0 * passed_count / day_count)) end as time_share,
    case when day_count is null then null else greatest(0.0, least(1.0, 1.0 * accounts_count / day_count)) end
        as accounts_time_share,
    spent_share,
    is_running
from period
