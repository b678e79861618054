-- What became of the money that was not spent: reports and kroner per status, and how much of it was carried over, claimed
-- and repaid.
-- Grain: one row per level, region, year, scheme, flow level and status ('none': nothing is decided), in the borders of 2024.
-- Key: region_level, region_code, year, scheme_code, flow_level, unused_status
-- Pages: grants
with
placed as (
    select unused.*, place.region_level, place.region_code
    from mart.unused_money as unused
    inner join core.place_region as place
        on unused.municipality_code = place.municipality_code
        and unused.health_area_code = place.health_area_code
    -- A report whose application is not delivered has no place and no flow level, and is in mart.unused_money.
    where unused.flow_level is not null
),
with_totals as (
    select *, scheme_code as shown_scheme_code from placed
    union all
    select *, 'all' from placed
    union all
    select *, 'real' from placed where data_class <> 'synthetic'
)
select
    region_level,
    region_code,
    year,
    shown_scheme_code as scheme_code,
    flow_level,
    unused_status,
    max(data_class) as data_class,
    cast(count(*) as bigint) as report_count,
    cast(sum(unused_nok) as decimal(18, 2)) as unused_nok,
    cast(sum(carryover_approved_nok) as decimal(18, 2)) as carryover_approved_nok,
    cast(sum(claimed_back_nok) as decimal(18, 2)) as claimed_back_nok,
    cast(sum(repaid_nok) as decimal(18, 2)) as repaid_nok
from with_totals
group by region_level, region_code, year, shown_scheme_code, flow_level, unused_status
