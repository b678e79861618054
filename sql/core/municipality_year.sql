-- The municipalities that existed on 1 January of each year that grants or population are known for.
-- Grain: one row per municipality code and year.
-- Key: municipality_code, year
-- Materialised: yes
with
years as (
    select year from source.population group by year
    union
    select year from source.grant_application group by year
)
select
    municipality.municipality_code,
    years.year,
    municipality.municipality_name,
    municipality.county_code,
    municipality.county_name
from years
inner join source.municipality as municipality
    on municipality.valid_from <= make_date(years.year, 1, 1)
    and (municipality.valid_to is null or municipality.valid_to > make_date(years.year, 1, 1))
