-- How many agree with each statement, with the 95 per cent interval of Wilson (1927), and the narrower one where the number who
-- could have answered is known (finite population: n × (N − 1) / (N − n) in the place of n). The interval says what chance can
-- do; it does not say that those who did not answer think the same. A published share that its base cannot give is marked.
-- Grain: one row per basis, wave, statement, role, service level and area.
-- Key: share_basis, wave_code, statement_code, participant_role, service_level, area_code
-- Pages: seminars
with
measured as (
    select
        share.*,
        1.0 * agree_count / nullif(base_count, 0) as agree_share,
        cast(base_count as double) as n,
        case
            when population_size > base_count
                then base_count * (population_size - 1.0) / (population_size - base_count)
        end as n_finite,
        asked.series_code
    from core.survey_share as share
    inner join core.survey_seminar as asked
        on share.wave_code = asked.wave_code
),
middle as (
    select
        measured.*,
        (agree_share + 1.920729 / n) / (1 + 3.841459 / n) as centre,
        1.959964 * sqrt(agree_share * (1 - agree_share) / n + 0.960365 / (n * n)) / (1 + 3.841459 / n) as half,
        (agree_share + 1.920729 / n_finite) / (1 + 3.841459 / n_finite) as centre_finite,
        1.959964 * sqrt(agree_share * (1 - agree_share) / n_finite + 0.960365 / (n_finite * n_finite))
            / (1 + 3.841459 / n_finite) as half_finite
    from measured
)
select
    share_basis,
    wave_code,
    statement_code,
    participant_role,
    service_level,
    area_code,
    series_code,
    time_point,
    year,
    statement_text,
    value_flag,
    agree_count,
    neutral_count,
    disagree_count,
    unknown_count,
    base_count,
    population_size,
    1.0 * base_count / nullif(population_size, 0) as response_rate,
    agree_share,
    centre - half as low_share,
    centre + half as high_share,
    centre_finite - half_finite as low_finite_share,
    centre_finite + half_finite as high_finite_share,
    stated_share,
    percent_decimals,
    stated_text,
    precision,
    is_share_possible,
    data_class,
    delivery_id,
    source_row
from middle
