-- What was paid on each grant: payments, repayments (a positive figure here) and the net, with the first and last day.
-- Grain: one row per manager, scheme, year and case.
-- Key: manager_name, scheme_code, year, case_id
-- Materialised: yes
select
    manager_name,
    scheme_code,
    year,
    case_id,
    cast(sum(case when payment_type = 'payment' then payment_nok else 0 end) as decimal(18, 2)) as paid_nok,
    cast(-sum(case when payment_type = 'repayment' then payment_nok else 0 end) as decimal(18, 2)) as repaid_nok,
    cast(sum(payment_nok) as decimal(18, 2)) as net_paid_nok,
    min(payment_date) as first_payment_date,
    max(payment_date) as last_payment_date,
    max(data_class) as data_class
from source.grant_payment
group by manager_name, scheme_code, year, case_id
