-- Every survey wave: how many answered of how many, whether that is enough to build on, and how its figures are known.
-- The number of answers is that of the statement with most answers. A list of measures without any survey is here too,
-- without answers. response_level is our convention: under 50 per cent is low, under 30 per cent very low.
-- Grain: one row per wave.
-- Key: wave_code
-- Pages: seminars
with
counted as (
    select wave_code, max(answer_count) as answer_count
    from core.survey_group
    where participant_role = 'all' and service_level = 'all' and area_code = 'alle'
    group by wave_code
),
shared as (
    select
        share.wave_code,
        max(share.time_point) as time_point,
        max(share.year) as year,
        max(share.share_basis) as share_basis,
        cast(count(distinct share.statement_code) as bigint) as statement_count,
        cast(coalesce(max(counted.answer_count), max(share.base_count)) as bigint) as answer_count,
        max(share.population_size) as population_size,
        max(share.data_class) as data_class
    from core.survey_share as share
    left join counted
        on share.wave_code = counted.wave_code
    group by share.wave_code
),
listed as (
    select wave_code, max(time_point) as time_point, max(data_class) as data_class,
        cast(count(distinct measure_code) as bigint) as measure_count
    from source.measure_status
    group by wave_code
),
wave as (
    select
        coalesce(shared.wave_code, listed.wave_code) as wave_code,
        coalesce(shared.time_point, listed.time_point) as time_point,
        shared.year,
        shared.share_basis,
        coalesce(shared.statement_count, 0) as statement_count,
        shared.answer_count,
        shared.population_size,
        1.0 * shared.answer_count / nullif(shared.population_size, 0) as response_rate,
        coalesce(listed.measure_count, 0) as measure_count,
        coalesce(shared.data_class, listed.data_class) as data_class
    from shared
    full join listed
        on shared.wave_code = listed.wave_code
)
select
    wave.wave_code,
    coalesce(asked.series_code, wave.wave_code) as series_code,
    wave.time_point,
    wave.year,
    wave.share_basis,
    wave.statement_count,
    wave.answer_count,
    wave.population_size,
    wave.response_rate,
    case
        when wave.response_rate < 0.3 then 'very_low'
        when wave.response_rate < 0.5 then 'low'
        when wave.response_rate is not null then 'enough'
        else 'unknown'
    end as response_level,
    wave.measure_count,
    asked.cost_nok,
    cast(asked.cost_nok as double) / nullif(asked.attended_count, 0) as cost_per_participant_nok,
    wave.data_class
from wave
left join core.survey_seminar as asked
    on wave.wave_code = asked.wave_code
