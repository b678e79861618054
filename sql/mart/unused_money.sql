-- Money that was granted but not spent, and what becomes of it: carried over, claimed back, paid back.
-- Grain: one row per manager, scheme, year, case and kind of report.
-- Key: manager_name, scheme_code, year, case_id, report_type
-- Pages: grants
select
    report.manager_name,
    report.scheme_code,
    report.year,
    report.case_id,
    report.report_type,
    grant_case.applicant_name,
    grant_case.municipality_code,
    report.reported_granted_nok,
    report.spent_nok,
    report.unused_nok,
    report.carryover_approved_nok,
    report.claimed_back_nok,
    report.repaid_nok,
    report.unused_status,
    report.due_date,
    report.data_class,
    report.delivery_id,
    report.source_row
from source.grant_report as report
left join core.fct_grant_case as grant_case
    on report.manager_name = grant_case.manager_name
    and report.scheme_code = grant_case.scheme_code
    and report.year = grant_case.year
    and report.case_id = grant_case.case_id
where report.unused_nok > 0
