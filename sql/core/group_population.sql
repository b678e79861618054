-- Inhabitants that staff are counted against: adults for adults, children for children, all for all, per region and year.
-- Unknown (null) where a region has a part of a city whose parts' population is not known.
-- Grain: one row per level, region, year and target group, in the borders of 2024.
-- Key: region_level, region_code, year, target_group_code
-- Materialised: yes
with
member as (
    select
        bridge.region_level,
        bridge.region_code,
        population.year,
        cast(bridge.weight_to as double) - cast(bridge.weight_from as double) as weight,
        population.population,
        population.population_0_17,
        population.population_18_plus
    from core.bridge_municipality_region as bridge
    inner join source.population as population
        on bridge.municipality_code = population.municipality_code
    where bridge.region_code <> '9999'
),
summed as (
    select region_level, region_code, year, 'all' as target_group_code, sum(population * weight) as population
    from member
    group by region_level, region_code, year
    union all
    select region_level, region_code, year, 'children', sum(population_0_17 * weight)
    from member
    group by region_level, region_code, year
    union all
    select region_level, region_code, year, 'adults', sum(population_18_plus * weight)
    from member
    group by region_level, region_code, year
)
select
    summed.region_level,
    summed.region_code,
    summed.year,
    summed.target_group_code,
    cast(round(summed.population) as bigint) as population
from summed
inner join core.region_population_2024 as complete
    on summed.region_level = complete.region_level
    and summed.region_code = complete.region_code
    and summed.year = complete.year
