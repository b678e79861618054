-- Seminars held, and what their participants said, per level, region and year, for the chain from kroner to effect. What
-- they said is known for the country only: answers are not divided by region. Published percentages that cannot come from
-- their base are not counted.
-- Grain: one row per level, region and year.
-- Key: region_level, region_code, year
-- Materialised: yes
with
held as (
    select place.region_level, place.region_code, seminar.year, cast(count(*) as bigint) as seminar_count,
        max(seminar.data_class) as data_class
    from source.seminar as seminar
    inner join core.place_region as place
        on place.municipality_code = '9999'
        and coalesce(seminar.health_area_code, '') = place.health_area_code
    where seminar.seminar_status = 'held'
    group by place.region_level, place.region_code, seminar.year
),
said as (
    select year, sum(agree_count) as agree_count, sum(base_count) as base_count
    from core.survey_share
    where
        participant_role = 'all'
        and service_level = 'all'
        and area_code = 'alle'
        and time_point = 't0'
        and base_count is not null
        and coalesce(is_share_possible, true)
    group by year
),
started as (
    select wave.year, sum(measure.started_count) as started_count, sum(measure.known_count) as known_count
    from mart.measure_started as measure
    inner join mart.survey_wave as wave
        on measure.wave_code = wave.wave_code
    where measure.time_point = 't1' and measure.participant_role = 'all' and measure.started_share is not null
    group by wave.year
)
select
    held.region_level,
    held.region_code,
    held.year,
    held.seminar_count,
    case when held.region_level = 'country' then cast(said.base_count as bigint) end as base_count,
    case when held.region_level = 'country' then cast(started.known_count as bigint) end as known_count,
    case when held.region_level = 'country' then 1.0 * said.agree_count / nullif(said.base_count, 0) end as agree_share,
    case when held.region_level = 'country' then 1.0 * started.started_count / nullif(started.known_count, 0) end
        as started_share,
    held.data_class
from held
left join said
    on held.year = said.year
left join started
    on held.year = started.year
