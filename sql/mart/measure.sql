-- Measures agreed on and what became of them: rank and mentions as given, and the status at each time point and for each role.
-- Grain: one row per wave, measure, time point and role.
-- Key: wave_code, measure_code, time_point, participant_role
-- Pages: seminars
-- Same rows as: source.measure_status
select
    wave_code,
    measure_code,
    time_point,
    participant_role,
    measure_title,
    measure_category,
    measure_status,
    mention_rank,
    mention_count,
    base_count,
    responsible_body,
    due_date,
    project_code,
    data_class,
    source_document,
    source_place,
    delivery_id,
    source_row
from source.measure_status
