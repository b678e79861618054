-- Survey answers of a group summed to what a share needs. base_count: those who took a stand (agree, neutral, disagree).
-- «Do not know» and «not applicable» are counted apart and are in no share. A hidden group has the symbol and no counts.
-- Grain: one row per wave, statement, role, service level and area.
-- Key: wave_code, statement_code, participant_role, service_level, area_code
-- Materialised: yes
select
    wave_code,
    statement_code,
    participant_role,
    service_level,
    area_code,
    max(seminar_code) as seminar_code,
    max(time_point) as time_point,
    max(year) as year,
    max(statement_text) as statement_text,
    max(value_flag) as value_flag,
    cast(sum(case when answer_kind = 'agree' then answer_count else 0 end) as bigint) as agree_count,
    cast(sum(case when answer_kind = 'neutral' then answer_count else 0 end) as bigint) as neutral_count,
    cast(sum(case when answer_kind = 'disagree' then answer_count else 0 end) as bigint) as disagree_count,
    cast(sum(case when answer_kind = 'unknown' then answer_count else 0 end) as bigint) as unknown_count,
    cast(sum(case when answer_kind in ('agree', 'neutral', 'disagree') then answer_count else 0 end) as bigint)
        as base_count,
    cast(sum(answer_count) as bigint) as answer_count,
    max(data_class) as data_class,
    max(delivery_id) as delivery_id
from source.survey_answer
where answer_kind <> 'other'
group by wave_code, statement_code, participant_role, service_level, area_code
