-- What needs attention about money after the decision: reports that are late, money that nobody has decided about, and amounts
-- that do not agree. Same columns as mart.attention.
-- Grain: one row per kind and subject.
-- Key: attention_kind, subject
-- Materialised: yes
select
    'report_overdue' as attention_kind,
    overdue.scheme_code as subject,
    coalesce(max(scheme.scheme_name), overdue.scheme_code) as subject_name,
    1 as severity,
    cast(count(*) as bigint) as affected_count,
    cast(sum(case when overdue.is_first_of_case then overdue.granted_nok end) as decimal(18, 2)) as amount_nok,
    cast(null as double) as change_share,
    min(overdue.due_date) as since_date,
    'grants' as page
from mart.overdue_report as overdue
left join source.grant_scheme as scheme
    on overdue.scheme_code = scheme.scheme_code
group by overdue.scheme_code
union all
select
    'unused_money',
    unused.scheme_code,
    coalesce(max(scheme.scheme_name), unused.scheme_code),
    2,
    cast(count(*) as bigint),
    cast(sum(unused.undecided_nok) as decimal(18, 2)),
    null,
    min(unused.due_date),
    'grants'
from mart.unused_money as unused
left join source.grant_scheme as scheme
    on unused.scheme_code = scheme.scheme_code
where unused.undecided_nok > 0
group by unused.scheme_code
union all
select
    'amount_mismatch',
    finding_kind,
    finding_kind,
    1,
    cast(count(*) as bigint),
    cast(sum(abs(difference_nok)) as decimal(18, 2)),
    null,
    null,
    'grants'
from mart.amount_finding
group by finding_kind
