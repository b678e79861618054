-- What needs attention: rejected rows, warnings, sources whose deliveries do not count, money that could not be placed,
-- large changes in a county, synthetic rows, and what is overdue. Severity 1 is worst.
-- Grain: one row per kind and subject.
-- Key: attention_kind, subject
-- Pages: overview
with
latest as (
    select max(year) as year from mart.funding_by_region where flow_level = 'national' and granted_nok > 0
),
county_change as (
    select funding.region_code, funding.region_name, funding.year, funding.granted_change_nok, funding.granted_change_share
    from mart.funding_by_region as funding
    inner join latest
        on funding.year = latest.year
    where
        funding.border_basis = '2024'
        and funding.region_level = 'county'
        and funding.scheme_code = 'all'
        and funding.flow_level = 'national'
        and not funding.is_unallocated
        and abs(funding.granted_change_share) >= 0.25
)
select
    'delivery_rejected_rows' as attention_kind,
    delivery_id as subject,
    file_name as subject_name,
    1 as severity,
    cast(rows_rejected as bigint) as affected_count,
    cast(null as decimal(18, 2)) as amount_nok,
    cast(null as double) as change_share,
    cast(received_at as date) as since_date,
    'data' as page
from meta.delivery as delivery
where
    rows_rejected > 0
    and (
        status = 'standing'
        -- A refused file waits for its sender until a later version of it has landed.
        or (
            status = 'refused'
            and not exists (
                select 1
                from meta.delivery as later
                where
                    later.source = delivery.source
                    and later.file_name = delivery.file_name
                    and later.received_at > delivery.received_at
                    and later.status in ('standing', 'replaced')
            )
        )
    )
union all
select 'delivery_warnings', delivery_id, file_name, 3, cast(warning_count as bigint), null, null,
    cast(received_at as date), 'data'
from meta.delivery
where status = 'standing' and warning_count > 0
union all
select 'source_empty', source, source, 2, 0, null, null, null, 'data'
from mart.freshness
-- Something came, but none of it counts. A source nobody has delivered to is not missed; an expected delivery is.
where
    row_count = 0
    and exists (select 1 from meta.delivery as delivery where delivery.source = freshness.source)
union all
select 'unallocated_funding', reconciliation.region_level, reconciliation.region_level, 3, null,
    reconciliation.unallocated_nok,
    1.0 * cast(reconciliation.unallocated_nok as double) / nullif(cast(reconciliation.total_nok as double), 0),
    make_date(reconciliation.year, 12, 31), 'funding'
from mart.reconciliation as reconciliation
inner join latest
    on reconciliation.year = latest.year
where
    reconciliation.border_basis = '2024'
    and reconciliation.flow_level = 'national'
    and reconciliation.unallocated_nok > 0
union all
select 'large_change', region_code, region_name, 2, null, granted_change_nok, granted_change_share,
    make_date(year, 12, 31), 'funding'
from county_change
union all
select 'synthetic_data', source, source, 3, row_count, null, synthetic_share, cast(latest_received_at as date), 'data'
from mart.freshness
where synthetic_share > 0
union all
select * from core.attention_delivery
union all
select * from core.attention_grant
union all
select * from core.attention_project
union all
select * from core.attention_seminar
