-- Risks with their score (probability × consequence) and light, and benefits with what was measured.
-- Grain: one row per project and item.
-- Key: project_code, item_code
-- Pages: project
-- Same rows as: source.project_risk_benefit
select
    project_code,
    item_code,
    item_type,
    item_title,
    assessed_date,
    probability,
    consequence,
    probability * consequence as risk_score,
    case
        when item_type <> 'risk' then null
        when probability * consequence >= 15 then 'red'
        when probability * consequence >= 6 then 'yellow'
        else 'green'
    end as risk_light,
    trend,
    mitigation,
    benefit_type,
    how_measured,
    prerequisite,
    baseline_value,
    target_value,
    measured_value,
    benefit_status,
    responsible_role,
    data_class,
    source_document,
    source_place,
    delivery_id,
    source_row
from source.project_risk_benefit
