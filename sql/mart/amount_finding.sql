-- Where the amounts of a grant do not agree, with the case they are about: paid more than granted, paid before the
-- decision, on a refused case or on one that does not exist, an approved report that does not explain all of its money.
-- Grain: one row per kind of finding, manager, scheme, year, case and kind of report ('' where it is not about a report).
-- Key: finding_kind, manager_name, scheme_code, year, case_id, report_type
-- Pages: grants
select
    finding.finding_kind,
    finding.manager_name,
    finding.scheme_code,
    finding.year,
    finding.case_id,
    finding.report_type,
    scheme.scheme_name,
    grant_case.flow_level,
    grant_case.applicant_name,
    coalesce(grant_case.municipality_code, '9999') as municipality_code,
    coalesce(grant_case.health_area_code, '') as health_area_code,
    finding.expected_nok,
    finding.found_nok,
    finding.difference_nok,
    'manager' as follow_up_role,
    finding.data_class
from core.amount_finding as finding
left join core.dim_scheme as scheme
    on finding.scheme_code = scheme.scheme_code
left join core.fct_grant_case as grant_case
    on finding.manager_name = grant_case.manager_name
    and finding.scheme_code = grant_case.scheme_code
    and finding.year = grant_case.year
    and finding.case_id = grant_case.case_id
