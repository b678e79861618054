-- Which region of each level a project counts in. A project that only says a county counts there and in the country, and is
-- «ikke fordelt» (9999) below; a county that no longer exists counts where most of it went.
-- Grain: one row per project and level.
-- Key: project_code, region_level
-- Materialised: yes
with
county_now as (
    select old.county_code, max_by(place.region_code, old.municipality_code) as region_code
    from source.municipality as old
    inner join core.municipality_place as place
        on old.municipality_code = place.municipality_code
        and place.region_level = 'county'
    group by old.county_code
)
select
    project.project_code,
    place.region_level,
    case
        when place.region_level = 'county' and place.region_code = '9999'
            then coalesce(county_now.region_code, '9999')
        else place.region_code
    end as region_code
from source.project as project
inner join core.place_region as place
    on coalesce(project.municipality_code, '9999') = place.municipality_code
    and coalesce(project.health_area_code, '') = place.health_area_code
left join county_now
    on project.county_code = county_now.county_code
