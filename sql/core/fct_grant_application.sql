-- Every application and grant as delivered, one row each, with where it came from. A row of a grant list that says
-- 0 kroner is neither an application nor an award, but the 0 is known. The flow level says who gave the money; levels are
-- never added together, since money passed on would count twice.
-- Grain: one row per manager, scheme, year and case.
-- Key: manager_name, scheme_code, year, case_id
-- Same rows as: source.grant_application
select
    manager_name,
    scheme_code,
    year,
    case_id,
    scheme_name,
    call_code,
    applicant_name,
    applicant_organisation_number,
    municipality_code,
    health_area_code,
    project_code,
    project_title,
    decision,
    flow_level,
    data_class,
    received_date,
    decision_date,
    priority_rank,
    applied_nok,
    granted_nok,
    original_currency,
    original_granted_amount,
    decision in ('granted', 'partly_granted') and coalesce(granted_nok, original_granted_amount, 0) > 0 as is_award,
    not (decision in ('granted', 'partly_granted') and coalesce(granted_nok, original_granted_amount, 0) = 0)
        as is_application,
    delivery_id,
    source_row
from source.grant_application
