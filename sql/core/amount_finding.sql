-- Where the amounts of a grant break a rule, one SELECT per rule (domain identities: paid no more than granted, nothing
-- paid before the decision or on a refused case, a payment belongs to a case, an approved report explains all of its
-- money).
-- Grain: one row per kind of finding, manager, scheme, year, case and kind of report ('' where it is not about a report).
-- Key: finding_kind, manager_name, scheme_code, year, case_id, report_type
-- Materialised: yes
select
    'paid_exceeds_granted' as finding_kind,
    manager_name,
    scheme_code,
    year,
    case_id,
    '' as report_type,
    granted_nok as expected_nok,
    net_paid_nok as found_nok,
    cast(net_paid_nok - granted_nok as decimal(18, 2)) as difference_nok,
    data_class
from core.fct_grant_case
where is_award_of_year and net_paid_nok > granted_nok
union all
select 'payment_without_award', manager_name, scheme_code, year, case_id, '', 0, net_paid_nok, net_paid_nok, data_class
from core.fct_grant_case
where not is_award and net_paid_nok <> 0
union all
select 'payment_before_decision', manager_name, scheme_code, year, case_id, '', 0, paid_nok, paid_nok, data_class
from core.fct_grant_case
where is_award_of_year and first_payment_date < decision_date
union all
select 'payment_without_case', payment.manager_name, payment.scheme_code, payment.year, payment.case_id, '', 0,
    payment.net_paid_nok, payment.net_paid_nok, payment.data_class
from core.grant_payment_sum as payment
left join core.fct_grant_application as application
    on payment.manager_name = application.manager_name
    and payment.scheme_code = application.scheme_code
    and payment.year = application.year
    and payment.case_id = application.case_id
where application.case_id is null
union all
select 'approved_report_unexplained', manager_name, scheme_code, year, case_id, report_type,
    cast(coalesce(carried_in_nok, 0) + reported_granted_nok as decimal(18, 2)),
    cast(spent_nok + coalesce(carryover_approved_nok, 0) + coalesce(repaid_nok, 0) as decimal(18, 2)),
    cast(
        coalesce(carried_in_nok, 0) + reported_granted_nok
        - spent_nok - coalesce(carryover_approved_nok, 0) - coalesce(repaid_nok, 0) as decimal(18, 2)
    ),
    data_class
from core.fct_grant_report
where
    is_approved
    and coalesce(carried_in_nok, 0) + reported_granted_nok
        <> spent_nok + coalesce(carryover_approved_nok, 0) + coalesce(repaid_nok, 0)
