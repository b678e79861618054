-- What is usual among municipalities of the same size: lower quartile, middle and upper quartile of granted kroner per
-- inhabitant.
-- Grain: one row per size group, year, scheme and flow level.
-- Key: size_group, year, scheme_code, flow_level
-- Pages: funding
select
    size_group.size_group,
    funding.year,
    funding.scheme_code,
    funding.flow_level,
    cast(count(*) as bigint) as municipality_count,
    quantile_cont(cast(funding.granted_per_capita_nok as double), 0.25) as lower_quartile,
    median(cast(funding.granted_per_capita_nok as double)) as median_value,
    quantile_cont(cast(funding.granted_per_capita_nok as double), 0.75) as upper_quartile
from mart.funding_by_region as funding
inner join core.size_group as size_group
    on funding.region_code = size_group.municipality_code
where
    funding.border_basis = '2024'
    and funding.region_level = 'municipality'
    and funding.granted_per_capita_nok is not null
group by size_group.size_group, funding.year, funding.scheme_code, funding.flow_level
