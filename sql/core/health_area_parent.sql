-- The area a grant given straight to a DPS, health trust or health community counts in, on each health level. A level
-- where the area belongs to several has no row: there the grant counts by its municipality, or is not allocated.
-- Grain: one row per health area code and level.
-- Key: health_area_code, region_level
-- Materialised: yes
with
pair as (
    select own.region_code as health_area_code, own.region_level as own_level, other.region_level, other.region_code
    from core.health_area_level as own
    inner join core.health_area_level as other
        on own.municipality_code = other.municipality_code
        and own.part_code = other.part_code
    group by own.region_code, own.region_level, other.region_level, other.region_code
)
select
    health_area_code,
    region_level,
    min(region_code) as region_code
from pair
where
    own_level <> 'health_region'
    and not (own_level in ('health_trust', 'health_community') and region_level = 'dps')
group by health_area_code, region_level
having count(*) = 1
