-- Goals from baseline to target to measured. progress_share: how much of the way from baseline to target is gone; it may be
-- negative, or more than 1. A goal that is not measured has none, and that is not 0. goal_state says openly what is not
-- measured, and what cannot be measured yet because nothing says how.
-- Grain: one row per project and goal.
-- Key: project_code, goal_code
-- Pages: project
-- Same rows as: source.project_goal
select
    project_code,
    goal_code,
    parent_goal_code,
    goal_text,
    stated_goal_type,
    standard_goal_type,
    coalesce(stated_goal_type <> standard_goal_type, false) as is_stated_otherwise,
    indicator,
    measurement_unit,
    wanted_direction,
    baseline_value,
    baseline_date,
    target_value,
    target_date,
    measured_value,
    measured_date,
    (measured_value - baseline_value) / nullif(target_value - baseline_value, 0) as progress_share,
    case
        when measured_value is null and indicator is null then 'not_measurable'
        when measured_value is null then 'not_measured'
        when baseline_value is null or target_value is null then 'incomparable'
        when (measured_value - baseline_value) / nullif(target_value - baseline_value, 0) >= 1 then 'reached'
        when (measured_value - baseline_value) / nullif(target_value - baseline_value, 0) < 0 then 'worse'
        else 'measured'
    end as goal_state,
    responsible_role,
    data_class,
    source_document,
    source_place,
    delivery_id,
    source_row
from source.project_goal
