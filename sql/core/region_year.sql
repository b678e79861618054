-- Every region in every year it existed, with its inhabitants; the row «ikke fordelt» too. This is the frame that gives
-- a region without money its 0.
-- Grain: one row per border basis, level, region and year.
-- Key: border_basis, region_level, region_code, year
-- Materialised: yes
with
years as (
    select year from core.municipality_year group by year
),
frame as (
    select region.border_basis, region.region_level, region.region_code, years.year
    from core.dim_region as region
    cross join years
    where region.border_basis = '2024' or region.is_unallocated
    union all
    select 'historical', region_level, region_code, year
    from core.region_population_historical
),
population as (
    select '2024' as border_basis, region_level, region_code, year, population, is_population_estimated
    from core.region_population_2024
    union all
    select 'historical', region_level, region_code, year, population, is_population_estimated
    from core.region_population_historical
),
incomplete as (
    select region_level, region_code
    from core.municipality_health_share
    where municipality_share is null
    group by region_level, region_code
)
select
    frame.border_basis,
    frame.region_level,
    frame.region_code,
    frame.year,
    region.region_name,
    region.is_unallocated,
    population.population,
    coalesce(population.is_population_estimated, false) as is_population_estimated,
    incomplete.region_code is not null and frame.border_basis = '2024' as has_unallocated_part
from frame
inner join core.dim_region as region
    on frame.border_basis = region.border_basis
    and frame.region_level = region.region_level
    and frame.region_code = region.region_code
left join population
    on frame.border_basis = population.border_basis
    and frame.region_level = population.region_level
    and frame.region_code = population.region_code
    and frame.year = population.year
left join incomplete
    on frame.region_level = incomplete.region_level
    and frame.region_code = incomplete.region_code
