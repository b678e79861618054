-- Grants on every level, in the borders of 2024 and as they were, per scheme and summed over schemes: 'all' is every
-- scheme, 'real' is every scheme with synthetic rows left out. One figure, one place: all funding marts read this.
-- Grain: one row per border basis, level, region, year, scheme and flow level.
-- Key: border_basis, region_level, region_code, year, scheme_code, flow_level
-- Materialised: yes
with
either as (
    select '2024' as border_basis, * from core.grant_region_2024
    union all
    select 'historical', * from core.grant_region_historical
),
with_totals as (
    select *, scheme_code as shown_scheme_code from either
    union all
    select *, 'all' from either
    union all
    select *, 'real' from either where data_class <> 'synthetic'
)
select
    border_basis,
    region_level,
    region_code,
    year,
    shown_scheme_code as scheme_code,
    flow_level,
    case
        when max(case when data_class = 'synthetic' then 1 else 0 end) = 1 then 'synthetic'
        when max(case when data_class = 'derived' then 1 else 0 end) = 1 then 'derived'
        else 'real'
    end as data_class,
    cast(sum(application_count) as bigint) as application_count,
    cast(sum(award_count) as bigint) as award_count,
    cast(sum(pending_count) as bigint) as pending_count,
    cast(sum(unconverted_award_count) as bigint) as unconverted_award_count,
    cast(sum(applied_nok) as decimal(18, 2)) as applied_nok,
    cast(sum(granted_nok) as decimal(18, 2)) as granted_nok,
    max(is_estimated) as is_estimated
from with_totals
group by border_basis, region_level, region_code, year, shown_scheme_code, flow_level
