-- What became of each grant after the decision, where anything was delivered about it: payments and reports side by side.
-- Unknown (null) where one of them is missing, which is not 0.
-- Grain: one row per manager, scheme, year and case.
-- Key: manager_name, scheme_code, year, case_id
-- Materialised: yes
select
    coalesce(payment.manager_name, report.manager_name) as manager_name,
    coalesce(payment.scheme_code, report.scheme_code) as scheme_code,
    coalesce(payment.year, report.year) as year,
    coalesce(payment.case_id, report.case_id) as case_id,
    payment.paid_nok,
    payment.repaid_nok,
    payment.net_paid_nok,
    payment.first_payment_date,
    report.report_count,
    report.submitted_count,
    report.in_time_count,
    report.overdue_count,
    report.approved_count,
    report.spent_nok,
    report.unused_nok,
    report.claimed_back_nok,
    report.carryover_approved_nok,
    report.undecided_nok,
    report.to_repay_nok,
    report.is_reported,
    report.is_report_approved
from core.grant_payment_sum as payment
full outer join core.grant_report_sum as report
    on payment.manager_name = report.manager_name
    and payment.scheme_code = report.scheme_code
    and payment.year = report.year
    and payment.case_id = report.case_id
