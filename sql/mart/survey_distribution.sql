-- How the answers are spread over the scale, where counts are known. answer_share is of those who took a stand; «do not
-- know» and «not applicable» stand outside the scale, with their share of all answers. A hidden group has «:» and no
-- figures.
-- Grain: one row per wave, statement, answer, role, service level and area.
-- Key: wave_code, statement_code, answer_code, participant_role, service_level, area_code
-- Pages: seminars
select
    answer.wave_code,
    answer.statement_code,
    answer.answer_code,
    answer.participant_role,
    answer.service_level,
    answer.area_code,
    answer.time_point,
    answer.year,
    answer.statement_text,
    answer.answer_text,
    answer.answer_order,
    answer.answer_kind,
    answer.answer_count,
    answer.value_flag,
    survey.base_count,
    case
        when answer.answer_kind in ('agree', 'neutral', 'disagree')
            then 1.0 * answer.answer_count / nullif(survey.base_count, 0)
        else 1.0 * answer.answer_count / nullif(survey.answer_count, 0)
    end as answer_share,
    answer.data_class,
    answer.delivery_id,
    answer.source_row
from source.survey_answer as answer
left join core.survey_group as survey
    on answer.wave_code = survey.wave_code
    and answer.statement_code = survey.statement_code
    and answer.participant_role = survey.participant_role
    and answer.service_level = survey.service_level
    and answer.area_code = survey.area_code
