-- Shares that agree, from counts where there are counts and as published where only the share is known. agree_count of a
-- published share is the whole count nearest to it; is_share_possible says whether the percentage can come from that base
-- (GRIM test, Brown and Heathers 2017). population_size: those who could have answered, where it is known.
-- Grain: one row per wave, statement, role, service level and area.
-- Key: wave_code, statement_code, participant_role, service_level, area_code
-- Materialised: yes
select
    'counts' as share_basis,
    survey.wave_code,
    survey.statement_code,
    survey.participant_role,
    survey.service_level,
    survey.area_code,
    survey.time_point,
    survey.year,
    survey.statement_text,
    survey.value_flag,
    case when survey.value_flag is null then survey.agree_count end as agree_count,
    case when survey.value_flag is null then survey.neutral_count end as neutral_count,
    case when survey.value_flag is null then survey.disagree_count end as disagree_count,
    case when survey.value_flag is null then survey.unknown_count end as unknown_count,
    case when survey.value_flag is null then survey.base_count end as base_count,
    asked.attended_count as population_size,
    cast(null as double) as stated_share,
    cast(null as integer) as percent_decimals,
    cast(null as varchar) as stated_text,
    'exact' as precision,
    cast(null as boolean) as is_share_possible,
    survey.data_class,
    survey.delivery_id,
    cast(null as integer) as source_row
from core.survey_group as survey
left join core.survey_seminar as asked
    on survey.wave_code = asked.wave_code
    and survey.participant_role = 'all'
    and survey.service_level = 'all'
    and survey.area_code = 'alle'
union all
select
    'published',
    wave_code,
    statement_code,
    participant_role,
    'all',
    'alle',
    time_point,
    year,
    statement_text,
    null,
    cast(round(reported_share * base_count) as bigint),
    null,
    null,
    null,
    cast(base_count as bigint),
    cast(participant_count as bigint),
    reported_share,
    cast(percent_decimals as integer),
    stated_text,
    precision,
    abs(100.0 * round(reported_share * base_count) / base_count - 100.0 * reported_share)
        <= 0.5 * power(10.0, -percent_decimals) + 0.000000001,
    data_class,
    delivery_id,
    source_row
from source.survey_reported_share
