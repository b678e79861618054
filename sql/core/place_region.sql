-- Which region of each level a pair of municipality and health area counts in, in the borders of 2024: the health area on the
-- levels it has, else the municipality, else «ikke fordelt» (9999).
-- Grain: one row per municipality code (9999: not known), health area code ('': none) and level.
-- Key: municipality_code, health_area_code, region_level
-- Materialised: yes
with
pair as (
    select municipality_code, health_area_code from core.grant_sum
    union
    select coalesce(municipality_code, '9999'), coalesce(health_area_code, '') from source.project
    union
    select '9999', coalesce(health_area_code, '') from source.seminar
)
select
    pair.municipality_code,
    pair.health_area_code,
    level.region_level,
    case
        when level.region_level = 'country' then 'NO'
        else coalesce(health.region_code, place.region_code, '9999')
    end as region_code
from pair
cross join (select region_level from core.region_level) as level
left join core.health_area_parent as health
    on pair.health_area_code = health.health_area_code
    and level.region_level = health.region_level
left join core.municipality_place as place
    on pair.municipality_code = place.municipality_code
    and level.region_level = place.region_level
