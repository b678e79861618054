-- Inhabitants of every region in the borders of its year, put together from the 2024 municipalities it became. Unknown
-- (null) before 2014, and where a 2024 municipality came from several regions (an old municipality that was merged).
-- Grain: one row per level, region and year.
-- Key: region_level, region_code, year
-- Materialised: yes
with
origin as (
    select region_level, year, municipality_code_2024, count(*) as region_count
    from core.region_member_historical
    group by region_level, year, municipality_code_2024
)
select
    member.region_level,
    member.region_code,
    member.year,
    case
        when max(origin.region_count) = 1 and count(population.population) = count(*)
            then cast(sum(population.population) as bigint)
    end as population,
    false as is_population_estimated
from core.region_member_historical as member
inner join origin
    on member.region_level = origin.region_level
    and member.year = origin.year
    and member.municipality_code_2024 = origin.municipality_code_2024
left join source.population as population
    on member.municipality_code_2024 = population.municipality_code
    and member.year = population.year
group by member.region_level, member.region_code, member.year
