-- How much of each 2024 municipality belongs to each area on each health level. A municipality with several areas on a
-- level is divided by the population of its parts where every part's is known; else the share is unknown (null).
-- Grain: one row per municipality, level and area.
-- Key: municipality_code, region_level, region_code
-- Materialised: yes
with
part as (
    select
        municipality_code,
        region_level,
        region_code,
        sum(part_population) as area_population,
        count(*) - count(part_population) as unknown_count
    from core.health_area_level
    group by municipality_code, region_level, region_code
),
whole as (
    select
        municipality_code,
        region_level,
        count(*) as area_count,
        sum(area_population) as population,
        sum(unknown_count) as unknown_count
    from part
    group by municipality_code, region_level
)
select
    part.municipality_code,
    part.region_level,
    part.region_code,
    case
        when whole.area_count = 1 then 1.0
        when whole.unknown_count = 0 and whole.population > 0 then 1.0 * part.area_population / whole.population
    end as municipality_share,
    whole.area_count > 1 as is_shared
from part
inner join whole
    on part.municipality_code = whole.municipality_code
    and part.region_level = whole.region_level
