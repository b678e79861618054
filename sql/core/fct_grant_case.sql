-- Every case that something was paid or reported on, with what became of it. A case without is in core.fct_grant_application.
-- Grain: one row per manager, scheme, year and case.
-- Key: manager_name, scheme_code, year, case_id
select
    application.manager_name,
    application.scheme_code,
    application.year,
    application.case_id,
    application.applicant_name,
    application.project_code,
    coalesce(application.municipality_code, '9999') as municipality_code,
    coalesce(application.health_area_code, '') as health_area_code,
    application.flow_level,
    application.data_class,
    application.decision,
    application.is_award,
    application.applied_nok,
    application.granted_nok,
    money.paid_nok,
    money.repaid_nok,
    money.net_paid_nok,
    money.first_payment_date,
    money.report_count,
    money.submitted_count,
    money.in_time_count,
    money.overdue_count,
    money.approved_count,
    money.spent_nok,
    money.unused_nok,
    money.claimed_back_nok,
    money.carryover_approved_nok
from core.grant_money as money
inner join core.fct_grant_application as application
    on money.manager_name = application.manager_name
    and money.scheme_code = application.scheme_code
    and money.year = application.year
    and money.case_id = application.case_id
