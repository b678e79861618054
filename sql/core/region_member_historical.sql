-- The 2024 municipalities that a region of the borders of its year has become, whole or in part.
-- Grain: one row per level, region, year and 2024 municipality.
-- Key: region_level, region_code, year, municipality_code_2024
-- Materialised: yes
with
forerunner as (
    select
        municipality.year,
        municipality.municipality_code,
        municipality.county_code,
        bridge.municipality_code_2024
    from core.municipality_year as municipality
    inner join core.bridge_municipality_2024 as bridge
        on municipality.municipality_code = bridge.municipality_code
)
select 'country' as region_level, 'NO' as region_code, year, municipality_code_2024 from forerunner
union
select 'county', county_code, year, municipality_code_2024 from forerunner
union
select 'municipality', municipality_code, year, municipality_code_2024 from forerunner
