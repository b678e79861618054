-- The levels on which a split municipality really makes an estimate: where its parts lie in different regions. Ålesund
-- was split within its county, so the county's figure stays exact.
-- Grain: one row per level and 2024 municipality.
-- Key: region_level, municipality_code_2024
-- Materialised: yes
select
    here.region_level,
    part.municipality_code_2024
from core.bridge_municipality_2024 as part
inner join core.bridge_municipality_2024 as sibling
    on part.municipality_code = sibling.municipality_code
    and part.municipality_code_2024 <> sibling.municipality_code_2024
inner join core.bridge_municipality_region as here
    on part.municipality_code_2024 = here.municipality_code
inner join core.bridge_municipality_region as there
    on sibling.municipality_code_2024 = there.municipality_code
    and here.region_level = there.region_level
    and here.region_code <> there.region_code
group by here.region_level, part.municipality_code_2024
