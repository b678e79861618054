-- The reports on each grant: how many are due, came and are late as of core.as_of, and what the accounts say of the money.
-- is_reported: every report that is due has come; is_report_approved: every one is approved; unknown (null) where none is
-- due.
-- Grain: one row per manager, scheme, year and case.
-- Key: manager_name, scheme_code, year, case_id
-- Materialised: yes
with
counted as (
    select
        manager_name,
        scheme_code,
        year,
        case_id,
        cast(sum(case when is_report_due then 1 else 0 end) as bigint) as report_count,
        cast(sum(case when is_report_due and is_submitted then 1 else 0 end) as bigint) as submitted_count,
        cast(sum(case when is_report_due and is_in_time then 1 else 0 end) as bigint) as in_time_count,
        cast(sum(case when is_overdue then 1 else 0 end) as bigint) as overdue_count,
        cast(sum(case when is_approved then 1 else 0 end) as bigint) as approved_count,
        cast(sum(spent_nok) as decimal(18, 2)) as spent_nok,
        cast(sum(unused_nok) as decimal(18, 2)) as unused_nok,
        cast(sum(claimed_back_nok) as decimal(18, 2)) as claimed_back_nok,
        cast(sum(carryover_approved_nok) as decimal(18, 2)) as carryover_approved_nok,
        cast(sum(undecided_nok) as decimal(18, 2)) as undecided_nok,
        cast(sum(to_repay_nok) as decimal(18, 2)) as to_repay_nok,
        max(data_class) as data_class
    from core.fct_grant_report
    group by manager_name, scheme_code, year, case_id
)
select
    *,
    case when report_count > 0 then submitted_count = report_count end as is_reported,
    case when report_count > 0 then approved_count >= report_count end as is_report_approved
from counted
