-- Reports that are late as of core.as_of: how late, and how much money they are about.
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
    report.due_date,
    date_diff('day', report.due_date, as_of.as_of_date) as days_late,
    coalesce(grant_case.granted_nok, report.reported_granted_nok) as granted_nok,
    report.report_status,
    report.data_class,
    report.delivery_id,
    report.source_row
from source.grant_report as report
cross join core.as_of as as_of
left join core.fct_grant_case as grant_case
    on report.manager_name = grant_case.manager_name
    and report.scheme_code = grant_case.scheme_code
    and report.year = grant_case.year
    and report.case_id = grant_case.case_id
where
    report.submitted_date is null
    and report.report_status not in ('exempt', 'approved')
    and report.due_date < as_of.as_of_date
