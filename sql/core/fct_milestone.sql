-- Milestones with their slip as of core.as_of: days from planned to actual, else to forecast, else to today when the day has
-- passed. A milestone without a planned day has no slip. is_late: not reached in time, or not expected to be.
-- Grain: one row per project and milestone.
-- Key: project_code, milestone_number
-- Same rows as: source.project_milestone
with
dated as (
    select
        milestone.*,
        case
            when milestone.actual_date is not null then milestone.actual_date
            when milestone.milestone_status = 'dropped' then null
            when milestone.forecast_date is not null and milestone.forecast_date > as_of.as_of_date
                then milestone.forecast_date
            when milestone.planned_date < as_of.as_of_date then as_of.as_of_date
            else milestone.forecast_date
        end as expected_date
    from source.project_milestone as milestone
    cross join core.as_of as as_of
)
select
    project_code,
    milestone_number,
    milestone_title,
    milestone_type,
    milestone_status,
    planned_date,
    forecast_date,
    actual_date,
    date_precision,
    date_diff('day', planned_date, expected_date) as slip_days,
    coalesce(date_diff('day', planned_date, expected_date) > 14, false) as is_late,
    responsible_role,
    data_class,
    source_document,
    source_place,
    delivery_id,
    source_row
from dated
