-- Which region of each level a project counts in, with its name, so that a page can show the projects of a region.
-- Grain: one row per project and level, in the borders of 2024.
-- Key: project_code, region_level
-- Pages: projects, region
select
    place.project_code,
    place.region_level,
    place.region_code,
    region.region_name
from core.project_region as place
inner join core.dim_region as region
    on region.border_basis = '2024'
    and place.region_level = region.region_level
    and place.region_code = region.region_code
