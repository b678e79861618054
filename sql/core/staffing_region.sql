-- Staff on every level. A series that is delivered per municipality is summed to the regions of 2024, and says how many of the
-- municipalities have a figure; a figure delivered for an area as it is stands beside it. Series are never added together.
-- Grain: one row per series, level, region, year, target group, service field and education.
-- Key: series_code, region_level, region_code, year, target_group_code, service_field, education
-- Materialised: yes
with
from_municipality as (
    select
        staffing.series_code,
        place.region_level,
        place.region_code,
        staffing.year,
        staffing.target_group_code,
        staffing.service_field,
        staffing.education,
        max(staffing.sector) as sector,
        sum(staffing.fte) as fte,
        case when place.region_level = 'municipality' then max(staffing.value_flag) end as value_flag,
        cast(count(staffing.fte) as bigint) as reporting_count,
        cast(count(*) as bigint) as area_count,
        cast(sum(case when staffing.is_imputed then 1 else 0 end) as bigint) as imputed_count,
        max(case when staffing.is_break then 1 else 0 end) = 1 as is_break,
        max(staffing.data_class) as data_class
    from source.staffing as staffing
    inner join core.municipality_place as place
        on staffing.area_code = place.municipality_code
    where staffing.area_level = 'municipality' and place.region_code <> '9999'
    group by
        staffing.series_code,
        place.region_level,
        place.region_code,
        staffing.year,
        staffing.target_group_code,
        staffing.service_field,
        staffing.education
)
select
    series_code,
    area_level as region_level,
    area_code as region_code,
    year,
    target_group_code,
    service_field,
    education,
    sector,
    fte,
    value_flag,
    cast(case when fte is null then 0 else 1 end as bigint) as reporting_count,
    cast(1 as bigint) as area_count,
    cast(case when is_imputed then 1 else 0 end as bigint) as imputed_count,
    coalesce(is_break, false) as is_break,
    data_class
from source.staffing
where area_level <> 'municipality'
union all
select
    series_code,
    region_level,
    region_code,
    year,
    target_group_code,
    service_field,
    education,
    sector,
    fte,
    value_flag,
    reporting_count,
    area_count,
    imputed_count,
    is_break,
    data_class
from from_municipality
