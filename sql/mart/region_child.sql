-- What to show when a region is opened: the regions directly below it, in the borders of 2024. A municipality in several
-- DPS is a child of each.
-- Grain: one row per hierarchy, parent and child.
-- Key: hierarchy, parent_level, parent_code, region_level, region_code
-- Pages: funding
with
pair as (
    select
        upper.region_level as parent_level,
        upper.region_code as parent_code,
        lower.region_level,
        lower.region_code
    from core.health_area_level as upper
    inner join core.health_area_level as lower
        on upper.municipality_code = lower.municipality_code
        and upper.part_code = lower.part_code
    group by upper.region_level, upper.region_code, lower.region_level, lower.region_code
),
child as (
    select
        'administrative' as hierarchy,
        'country' as parent_level,
        'NO' as parent_code,
        'county' as region_level,
        county_code as region_code
    from source.municipality
    where valid_to is null
    group by county_code
    union all
    select 'administrative', 'county', county_code, 'municipality', municipality_code
    from source.municipality
    where valid_to is null
    union all
    select 'health', 'country', 'NO', 'health_region', region_code
    from core.health_area_level
    where region_level = 'health_region'
    group by region_code
    union all
    select 'health', parent_level, parent_code, region_level, region_code
    from pair
    where
        (parent_level = 'health_region' and region_level in ('health_trust', 'health_community'))
        or (parent_level = 'health_trust' and region_level = 'dps')
        or (parent_level = 'health_community' and region_level = 'dps')
    union all
    select 'health', region_level, region_code, 'municipality', municipality_code
    from core.health_area_level
    where region_level = 'dps'
    group by region_level, region_code, municipality_code
)
select
    child.hierarchy,
    child.parent_level,
    child.parent_code,
    child.region_level,
    child.region_code,
    region.region_name
from child
inner join core.dim_region as region
    on region.border_basis = '2024'
    and child.region_level = region.region_level
    and child.region_code = region.region_code
