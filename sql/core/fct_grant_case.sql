-- Every case that something was paid or reported on, and every award of a scheme and year that payments were delivered for,
-- with what became of it. There, a case that nothing was paid on is known to have 0; elsewhere paid is unknown (null). A
-- report on money that was carried over comes the year after: its case is the latest before it (application_year).
-- Grain: one row per manager, scheme, year and case.
-- Key: manager_name, scheme_code, year, case_id
-- Materialised: yes
with
paying as (
    select manager_name, scheme_code, year from core.grant_payment_sum group by manager_name, scheme_code, year
),
followed as (
    select manager_name, scheme_code, year, case_id from core.grant_money
    union
    select application.manager_name, application.scheme_code, application.year, application.case_id
    from core.fct_grant_application as application
    inner join paying
        on application.manager_name = paying.manager_name
        and application.scheme_code = paying.scheme_code
        and application.year = paying.year
    where application.is_award
),
latest as (
    select followed.manager_name, followed.scheme_code, followed.year, followed.case_id,
        max(application.year) as application_year
    from followed
    inner join core.fct_grant_application as application
        on followed.manager_name = application.manager_name
        and followed.scheme_code = application.scheme_code
        and followed.case_id = application.case_id
        and followed.year >= application.year
    group by followed.manager_name, followed.scheme_code, followed.year, followed.case_id
)
select
    latest.manager_name,
    latest.scheme_code,
    latest.year,
    latest.case_id,
    latest.application_year,
    application.applicant_name,
    application.project_code,
    coalesce(application.municipality_code, '9999') as municipality_code,
    coalesce(application.health_area_code, '') as health_area_code,
    application.flow_level,
    application.data_class,
    application.decision,
    application.decision_date,
    application.is_award,
    application.is_award and latest.application_year = latest.year as is_award_of_year,
    application.applied_nok,
    application.granted_nok,
    paying.year is not null as is_payment_known,
    case when paying.year is not null then coalesce(money.paid_nok, 0) end as paid_nok,
    case when paying.year is not null then coalesce(money.repaid_nok, 0) end as repaid_nok,
    case when paying.year is not null then coalesce(money.net_paid_nok, 0) end as net_paid_nok,
    money.first_payment_date,
    money.report_count,
    money.submitted_count,
    money.in_time_count,
    money.overdue_count,
    money.approved_count,
    money.is_reported,
    money.is_report_approved,
    money.spent_nok,
    money.unused_nok,
    money.claimed_back_nok,
    money.carryover_approved_nok,
    money.undecided_nok,
    money.to_repay_nok
from latest
inner join core.fct_grant_application as application
    on latest.manager_name = application.manager_name
    and latest.scheme_code = application.scheme_code
    and latest.application_year = application.year
    and latest.case_id = application.case_id
left join paying
    on latest.manager_name = paying.manager_name
    and latest.scheme_code = paying.scheme_code
    and latest.year = paying.year
left join core.grant_money as money
    on latest.manager_name = money.manager_name
    and latest.scheme_code = money.scheme_code
    and latest.year = money.year
    and latest.case_id = money.case_id
