-- How fresh is each source, and what came of the files: rows in the warehouse, rows rejected, warnings, the latest
-- delivery and how much of it is synthetic.
-- Grain: one row per source.
-- Key: source
-- Pages: data
with
delivered as (
    select
        source,
        cast(count(*) as bigint) as delivery_count,
        cast(sum(rows_rejected) as bigint) as rejected_row_count,
        cast(sum(warning_count) as bigint) as warning_count,
        max(received_at) as latest_received_at,
        1.0 * sum(case when data_class = 'synthetic' then fact_rows else 0 end) / nullif(sum(fact_rows), 0)
            as synthetic_share
    from meta.delivery
    where status = 'standing'
    group by source
)
select
    source.source,
    source.title_nb,
    source.title_en,
    source.description,
    coalesce(source.owner_name, '') as owner_name,
    coalesce(delivered.delivery_count, 0) as delivery_count,
    source.row_count,
    coalesce(delivered.rejected_row_count, 0) as rejected_row_count,
    coalesce(delivered.warning_count, 0) as warning_count,
    delivered.latest_received_at,
    source.latest_year,
    delivered.synthetic_share
from meta.source as source
left join delivered
    on source.source = delivered.source
