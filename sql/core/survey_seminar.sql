-- What each survey wave was about: its series, and who came and what it cost where that is known. A wave asks about one
-- seminar, or about all the seminars of a series that were held in its year; these are summed only when every one of
-- them has a figure.
-- Grain: one row per wave.
-- Key: wave_code
-- Materialised: yes
with
asked as (
    select wave_code, max(seminar_code) as seminar_code, max(year) as year
    from (
        select wave_code, seminar_code, year from source.survey_answer
        union all
        select wave_code, seminar_code, year from source.survey_reported_share
    ) as row_of_wave
    group by wave_code
),
came as (
    select seminar_code, attended_count
    from source.seminar_participation
    where participant_role = 'all' and service_level = 'all'
),
held as (
    select
        seminar.series_code,
        seminar.year,
        case when count(came.attended_count) = count(*) then sum(came.attended_count) end as attended_count,
        case when count(seminar.cost_nok) = count(*) then sum(seminar.cost_nok) end as cost_nok
    from source.seminar as seminar
    left join came
        on seminar.seminar_code = came.seminar_code
    where seminar.seminar_status = 'held'
    group by seminar.series_code, seminar.year
)
select
    asked.wave_code,
    coalesce(seminar.series_code, asked.seminar_code, asked.wave_code) as series_code,
    asked.year,
    cast(coalesce(came.attended_count, held.attended_count) as bigint) as attended_count,
    -- The cost of a whole series cannot be set against those who came to something else.
    case when came.attended_count is null then held.cost_nok else seminar.cost_nok end as cost_nok
from asked
left join source.seminar as seminar
    on asked.seminar_code = seminar.seminar_code
left join came
    on asked.seminar_code = came.seminar_code
left join held
    on asked.seminar_code = held.series_code
    and asked.year = held.year
