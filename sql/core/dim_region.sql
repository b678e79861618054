-- Every region of both hierarchies, in the borders of 2024 and as they were, with the row «ikke fordelt» (9999) of each
-- level for what cannot be placed.
-- Grain: one row per border basis, level and region.
-- Key: border_basis, region_level, region_code
-- Materialised: yes
with
named as (
    select '2024' as border_basis, 'country' as region_level, 'NO' as region_code, 'Norge' as region_name
    union all
    select 'historical', 'country', 'NO', 'Norge'
    union all
    select '2024', 'municipality', municipality_code, municipality_name
    from source.municipality
    where valid_to is null
    union all
    select '2024', 'county', county_code, max(county_name)
    from source.municipality
    where valid_to is null
    group by county_code
    union all
    select 'historical', 'municipality', municipality_code, max_by(municipality_name, valid_from)
    from source.municipality
    group by municipality_code
    union all
    select 'historical', 'county', county_code, max_by(county_name, valid_from)
    from source.municipality
    group by county_code
    union all
    select '2024', region_level, region_code, max(region_name)
    from core.health_area_level
    group by region_level, region_code
),
unallocated as (
    select '2024' as border_basis, region_level from core.region_level where region_level <> 'country'
    union all
    select 'historical', region_level from core.region_level where hierarchy = 'administrative'
)
select border_basis, region_level, region_code, region_name, false as is_unallocated
from named
union all
select border_basis, region_level, '9999', 'Ikke fordelt', true
from unallocated
