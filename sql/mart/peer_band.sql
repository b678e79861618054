-- What is usual among municipalities of the same size: lower quartile, middle and upper quartile of granted kroner per
-- inhabitant (national flow, all schemes) and of staff per 10 000 (each series, all education), per year.
-- Grain: one row per measure, series ('' for money), target group, size group and year.
-- Key: measure, series_code, target_group_code, size_group, year
-- Pages: staffing, funding, region
with
observed as (
    select
        'granted_per_capita_nok' as measure,
        '' as series_code,
        'all' as target_group_code,
        region_code as municipality_code,
        year,
        cast(granted_per_capita_nok as double) as observed_value
    from mart.funding_by_region
    where
        border_basis = '2024'
        and region_level = 'municipality'
        and scheme_code = 'all'
        and flow_level = 'national'
        and granted_per_capita_nok is not null
    union all
    select 'fte_per_10k', series_code, target_group_code, region_code, year, fte_per_10k
    from mart.staffing
    where region_level = 'municipality' and education = 'all' and fte_per_10k is not null
)
select
    observed.measure,
    observed.series_code,
    observed.target_group_code,
    size_group.size_group,
    observed.year,
    cast(count(*) as bigint) as municipality_count,
    quantile_cont(observed.observed_value, 0.25) as lower_quartile,
    median(observed.observed_value) as median_value,
    quantile_cont(observed.observed_value, 0.75) as upper_quartile
from observed
inner join core.size_group as size_group
    on observed.municipality_code = size_group.municipality_code
group by observed.measure, observed.series_code, observed.target_group_code, size_group.size_group, observed.year
