-- What is usual among municipalities of the same size: lower quartile, middle and upper quartile of granted kroner per
-- inhabitant (national flow, all schemes; mart.funding_band has each of them) and of staff per 10 000 (each series, all
-- education), per year.
-- Grain: one row per measure, series and service field ('' for money), target group, size group and year.
-- Key: measure, series_code, target_group_code, service_field, size_group, year
-- Pages: staffing, region
select
    'granted_per_capita_nok' as measure,
    '' as series_code,
    'all' as target_group_code,
    '' as service_field,
    size_group,
    year,
    municipality_count,
    lower_quartile,
    median_value,
    upper_quartile
from mart.funding_band
where scheme_code = 'all' and flow_level = 'national'
union all
select
    'fte_per_10k',
    staffing.series_code,
    staffing.target_group_code,
    staffing.service_field,
    size_group.size_group,
    staffing.year,
    cast(count(*) as bigint),
    quantile_cont(staffing.fte_per_10k, 0.25),
    median(staffing.fte_per_10k),
    quantile_cont(staffing.fte_per_10k, 0.75)
from mart.staffing as staffing
inner join core.size_group as size_group
    on staffing.region_code = size_group.municipality_code
where staffing.region_level = 'municipality' and staffing.education = 'all' and staffing.fte_per_10k is not null
group by
    staffing.series_code, staffing.target_group_code, staffing.service_field, size_group.size_group, staffing.year
