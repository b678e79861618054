-- Municipalities that resemble each other: by number of inhabitants in the latest year, as KOSTRA's groups begin with size.
-- Grain: one row per municipality of 2024.
-- Key: municipality_code
-- Materialised: yes
with
latest as (
    select max(year) as year from source.population
)
select
    population.municipality_code,
    population.population,
    case
        when population.population < 2000 then 'under_2000'
        when population.population < 5000 then '2000_4999'
        when population.population < 10000 then '5000_9999'
        when population.population < 20000 then '10000_19999'
        when population.population < 50000 then '20000_49999'
        else 'from_50000'
    end as size_group
from source.population as population
inner join latest
    on population.year = latest.year
