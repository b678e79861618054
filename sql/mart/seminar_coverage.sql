-- Which DPS areas a series reaches: seminars planned, held and cancelled per area and year. An area of the health trust
-- that the series works in is there with 0.
-- Grain: one row per series, DPS and year.
-- Key: series_code, dps_code, year
-- Pages: seminars, region
with
series as (
    select seminar.series_code, seminar.year, parent.region_code as health_trust_code, max(seminar.data_class) as data_class
    from source.seminar as seminar
    inner join core.health_area_parent as parent
        on seminar.health_area_code = parent.health_area_code
        and parent.region_level = 'health_trust'
    group by seminar.series_code, seminar.year, parent.region_code
),
area as (
    select dps_code, max(dps_name) as dps_name, health_trust_code
    from source.health_area
    group by dps_code, health_trust_code
)
select
    series.series_code,
    area.dps_code,
    series.year,
    max(area.dps_name) as dps_name,
    max(series.health_trust_code) as health_trust_code,
    cast(sum(case when seminar.seminar_status = 'planned' then 1 else 0 end) as bigint) as planned_count,
    cast(sum(case when seminar.seminar_status = 'held' then 1 else 0 end) as bigint) as held_count,
    cast(sum(case when seminar.seminar_status = 'cancelled' then 1 else 0 end) as bigint) as cancelled_count,
    max(series.data_class) as data_class
from series
inner join area
    on series.health_trust_code = area.health_trust_code
left join source.seminar as seminar
    on series.series_code = seminar.series_code
    and series.year = seminar.year
    and area.dps_code = seminar.health_area_code
group by series.series_code, area.dps_code, series.year
