-- Money that was granted but not spent, and what becomes of it: carried over, claimed back, paid back. undecided_nok:
-- nobody has decided; to_repay_nok: claimed and not yet back; follow_up_role says who must act on either.
-- Grain: one row per manager, scheme, year, case and kind of report.
-- Key: manager_name, scheme_code, year, case_id, report_type
-- Pages: grants
select
    report.manager_name,
    report.scheme_code,
    report.year,
    report.case_id,
    report.report_type,
    scheme.scheme_name,
    grant_case.flow_level,
    grant_case.applicant_name,
    coalesce(grant_case.municipality_code, '9999') as municipality_code,
    coalesce(grant_case.health_area_code, '') as health_area_code,
    report.reported_granted_nok,
    report.spent_nok,
    report.unused_nok,
    report.carryover_approved_nok,
    report.claimed_back_nok,
    report.repaid_nok,
    coalesce(report.unused_status, 'none') as unused_status,
    report.undecided_nok,
    report.to_repay_nok,
    case when report.undecided_nok > 0 then 'manager' when report.to_repay_nok > 0 then 'recipient' end as follow_up_role,
    report.due_date,
    report.data_class,
    report.delivery_id,
    report.source_row
from core.fct_grant_report as report
left join core.dim_scheme as scheme
    on report.scheme_code = scheme.scheme_code
left join core.fct_grant_case as grant_case
    on report.manager_name = grant_case.manager_name
    and report.scheme_code = grant_case.scheme_code
    and report.year = grant_case.year
    and report.case_id = grant_case.case_id
where report.unused_nok > 0
