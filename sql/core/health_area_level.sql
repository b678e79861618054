-- The health hierarchy: each municipality, or part of one in the big cities, with its area on each level.
-- Health region → health trust and health community → DPS. It does not nest in the counties.
-- Grain: one row per municipality, part and level.
-- Key: municipality_code, part_code, region_level
-- Materialised: yes
select municipality_code, part_code, part_population, 'dps' as region_level, dps_code as region_code, dps_name as region_name
from source.health_area
union all
select municipality_code, part_code, part_population, 'health_trust', health_trust_code, health_trust_name
from source.health_area
union all
select municipality_code, part_code, part_population, 'health_community', health_community_code, health_community_name
from source.health_area
union all
select municipality_code, part_code, part_population, 'health_region', health_region_code, health_region_name
from source.health_area
