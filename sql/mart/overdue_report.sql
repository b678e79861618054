-- Reports that are late as of core.as_of: how late, how much money they are about, and who must act. A case may be late with
-- several reports: sum granted_nok only where is_first_of_case, or its kroner count twice.
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
    report.due_date,
    report.as_of_date,
    date_diff('day', report.due_date, report.as_of_date) as days_late,
    coalesce(grant_case.granted_nok, report.reported_granted_nok) as granted_nok,
    row_number() over (
        partition by report.manager_name, report.scheme_code, report.case_id order by report.year, report.report_type
    ) = 1 as is_first_of_case,
    report.report_status,
    'recipient' as follow_up_role,
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
where report.is_overdue
