-- Inhabitants of every region in the borders of 2024, on 1 January. Unknown (null) before 2014, and for an area that has
-- a part of a city whose parts' population is not known.
-- Grain: one row per level, region and year.
-- Key: region_level, region_code, year
-- Materialised: yes
with
incomplete as (
    select region_level, region_code
    from core.municipality_health_share
    where municipality_share is null
    group by region_level, region_code
),
member as (
    select
        bridge.region_level,
        bridge.region_code,
        population.year,
        round(population.population * cast(bridge.weight_to as double))
            - round(population.population * cast(bridge.weight_from as double)) as population,
        bridge.is_estimated or (population.is_estimated and split.region_level is not null) as is_estimated
    from core.bridge_municipality_region as bridge
    inner join source.population as population
        on bridge.municipality_code = population.municipality_code
    left join core.split_level as split
        on bridge.region_level = split.region_level
        and bridge.municipality_code = split.municipality_code_2024
)
select
    member.region_level,
    member.region_code,
    member.year,
    cast(sum(member.population) as bigint) as population,
    max(member.is_estimated) as is_population_estimated
from member
left join incomplete
    on member.region_level = incomplete.region_level
    and member.region_code = incomplete.region_code
where incomplete.region_code is null and member.region_code <> '9999'
group by member.region_level, member.region_code, member.year
