-- Every report on a grant, with how it stands as of core.as_of: whether it is to be submitted at all, whether it came,
-- whether it is late, and how much of the money that was not spent nobody has decided about (undecided_nok) or is claimed
-- and not yet back (to_repay_nok). A status that says it came counts also where its date is missing.
-- Grain: one row per manager, scheme, year, case and kind of report.
-- Key: manager_name, scheme_code, year, case_id, report_type
-- Same rows as: source.grant_report
select
    report.manager_name,
    report.scheme_code,
    report.year,
    report.case_id,
    report.report_type,
    report.report_status,
    report.due_date,
    report.submitted_date,
    report.approved_date,
    as_of.as_of_date,
    report.report_status <> 'exempt' as is_report_due,
    report.submitted_date is not null or report.report_status in ('submitted', 'returned', 'approved') as is_submitted,
    report.report_status = 'approved' as is_approved,
    report.submitted_date is null
        and report.report_status not in ('submitted', 'returned', 'approved', 'exempt')
        and report.due_date < as_of.as_of_date as is_overdue,
    report.submitted_date <= report.due_date as is_in_time,
    report.carried_in_nok,
    report.reported_granted_nok,
    report.spent_nok,
    report.unused_nok,
    report.carryover_approved_nok,
    report.claimed_back_nok,
    report.repaid_nok,
    report.unused_status,
    case
        when report.unused_nok > 0 and coalesce(report.unused_status, 'none') in ('none', 'carryover_requested')
            then report.unused_nok
    end as undecided_nok,
    case
        when report.unused_nok > 0 and report.unused_status = 'repayment_claimed'
            then cast(greatest(coalesce(report.claimed_back_nok, report.unused_nok) - coalesce(report.repaid_nok, 0), 0)
                as decimal(18, 2))
    end as to_repay_nok,
    report.data_class,
    report.delivery_id,
    report.source_row
from source.grant_report as report
cross join core.as_of as as_of
