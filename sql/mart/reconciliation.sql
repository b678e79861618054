-- Do the totals agree? The granted sum of every level, with «ikke fordelt», beside the sum of the rows themselves.
-- Grain: one row per border basis, level, flow level and year.
-- Key: border_basis, region_level, flow_level, year
-- Pages: data
with
total as (
    select year, flow_level, cast(coalesce(sum(granted_nok), 0) as decimal(18, 2)) as total_nok
    from core.fct_grant_application
    group by year, flow_level
),
by_level as (
    select
        border_basis,
        region_level,
        flow_level,
        year,
        cast(sum(granted_nok) as decimal(18, 2)) as level_nok,
        cast(sum(case when is_unallocated then granted_nok else 0 end) as decimal(18, 2)) as unallocated_nok
    from core.funding_region_year
    where scheme_code = 'all'
    group by border_basis, region_level, flow_level, year
)
select
    by_level.border_basis,
    by_level.region_level,
    by_level.flow_level,
    by_level.year,
    total.total_nok,
    by_level.level_nok,
    by_level.unallocated_nok,
    cast(by_level.level_nok - total.total_nok as decimal(18, 2)) as difference_nok,
    by_level.level_nok = total.total_nok as is_equal
from by_level
inner join total
    on by_level.year = total.year
    and by_level.flow_level = total.flow_level
