-- Staff in full-time equivalents, per 10 000 and per 1 000 inhabitants of the same age group, per region and year. series_part
-- counts the breaks up to the year: figures of different parts cannot be compared, and a line is not drawn between them.
-- change_share is null over a break. education_share: of all staff of the same group. reporting_count of area_count areas have
-- a figure; imputed_count of them is last year's.
-- Grain: one row per series, level, region, year, target group, service field and education.
-- Key: series_code, region_level, region_code, year, target_group_code, service_field, education
-- Pages: staffing, region
with
parted as (
    select
        staffing.*,
        sum(case when is_break then 1 else 0 end) over (
            partition by series_code, region_level, region_code, target_group_code, service_field, education
            order by year
        ) as series_part
    from core.staffing_region as staffing
)
select
    parted.series_code,
    parted.region_level,
    parted.region_code,
    parted.year,
    parted.target_group_code,
    parted.service_field,
    parted.education,
    region.region_name,
    parted.sector,
    parted.fte,
    parted.value_flag,
    population.population,
    10000.0 * parted.fte / nullif(population.population, 0) as fte_per_10k,
    1000.0 * parted.fte / nullif(population.population, 0) as fte_per_1000,
    parted.fte / nullif(every.fte, 0) as education_share,
    cast(parted.series_part as bigint) as series_part,
    parted.is_break,
    parted.fte / nullif(previous.fte, 0) - 1 as change_share,
    parted.reporting_count,
    parted.area_count,
    parted.imputed_count,
    parted.data_class
from parted
left join core.dim_region as region
    on region.border_basis = '2024'
    and parted.region_level = region.region_level
    and parted.region_code = region.region_code
left join core.group_population as population
    on parted.region_level = population.region_level
    and parted.region_code = population.region_code
    and parted.year = population.year
    and parted.target_group_code = population.target_group_code
left join core.staffing_region as every
    on parted.series_code = every.series_code
    and parted.region_level = every.region_level
    and parted.region_code = every.region_code
    and parted.year = every.year
    and parted.target_group_code = every.target_group_code
    and parted.service_field = every.service_field
    and every.education = 'all'
left join parted as previous
    on parted.series_code = previous.series_code
    and parted.region_level = previous.region_level
    and parted.region_code = previous.region_code
    and parted.year = previous.year + 1
    and parted.target_group_code = previous.target_group_code
    and parted.service_field = previous.service_field
    and parted.education = previous.education
    and parted.series_part = previous.series_part
