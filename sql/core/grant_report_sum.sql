-- The reports on each grant: how many are due, came and are late as of core.as_of, and what the accounts say of the money.
-- Grain: one row per manager, scheme, year and case.
-- Key: manager_name, scheme_code, year, case_id
select
    report.manager_name,
    report.scheme_code,
    report.year,
    report.case_id,
    cast(sum(case when report.report_status <> 'exempt' then 1 else 0 end) as bigint) as report_count,
    cast(sum(case when report.submitted_date is not null then 1 else 0 end) as bigint) as submitted_count,
    cast(sum(case when report.submitted_date <= report.due_date then 1 else 0 end) as bigint) as in_time_count,
    cast(
        sum(
            case
                when report.submitted_date is null
                    and report.report_status not in ('exempt', 'approved')
                    and report.due_date < as_of.as_of_date then 1
                else 0
            end
        ) as bigint
    ) as overdue_count,
    cast(sum(case when report.report_status = 'approved' then 1 else 0 end) as bigint) as approved_count,
    cast(sum(report.spent_nok) as decimal(18, 2)) as spent_nok,
    cast(sum(report.unused_nok) as decimal(18, 2)) as unused_nok,
    cast(sum(report.claimed_back_nok) as decimal(18, 2)) as claimed_back_nok,
    cast(sum(report.carryover_approved_nok) as decimal(18, 2)) as carryover_approved_nok,
    max(report.data_class) as data_class
from source.grant_report as report
cross join core.as_of as as_of
group by report.manager_name, report.scheme_code, report.year, report.case_id
