-- What needs attention about files that are expected: those that have not come and are overdue. Same columns as mart.attention.
-- Grain: one row per kind and subject.
-- Key: attention_kind, subject
select
    'delivery_overdue' as attention_kind,
    expected_source || ':' || cast(year as varchar) || ':' || sender_name as subject,
    sender_name as subject_name,
    2 as severity,
    days_late as affected_count,
    cast(null as decimal(18, 2)) as amount_nok,
    cast(null as double) as change_share,
    due_date as since_date,
    'data' as page
from mart.expected_delivery
where delivery_status = 'overdue'
