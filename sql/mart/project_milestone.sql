-- Milestones as planned, expected and reached, with slip in days. A milestone without a planned day is there, without slip.
-- Grain: one row per project and milestone.
-- Key: project_code, milestone_number
-- Pages: projects, project
-- Same rows as: source.project_milestone
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
    slip_days,
    is_late,
    responsible_role,
    data_class,
    source_document,
    source_place,
    delivery_id,
    source_row
from core.fct_milestone
