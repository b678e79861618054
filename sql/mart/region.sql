-- Every region to choose from, with the hierarchy it belongs to, the years it existed and its latest known population.
-- Grain: one row per border basis, level and region.
-- Key: border_basis, region_level, region_code
-- Pages: funding
with
span as (
    select
        border_basis,
        region_level,
        region_code,
        min(year) as valid_from_year,
        max(year) as valid_to_year,
        max(case when population is not null then year end) as population_year
    from core.region_year
    group by border_basis, region_level, region_code
),
members as (
    select region_level, region_code, cast(count(*) as bigint) as municipality_count
    from core.bridge_municipality_region
    group by region_level, region_code
)
select
    region.border_basis,
    region.region_level,
    region.region_code,
    level.hierarchy,
    region.region_name,
    region.is_unallocated,
    span.valid_from_year,
    span.valid_to_year,
    members.municipality_count,
    span.population_year,
    latest.population
from core.dim_region as region
inner join core.region_level as level
    on region.region_level = level.region_level
left join span
    on region.border_basis = span.border_basis
    and region.region_level = span.region_level
    and region.region_code = span.region_code
left join core.region_year as latest
    on span.border_basis = latest.border_basis
    and span.region_level = latest.region_level
    and span.region_code = latest.region_code
    and span.population_year = latest.year
left join members
    on region.border_basis = '2024'
    and region.region_level = members.region_level
    and region.region_code = members.region_code
