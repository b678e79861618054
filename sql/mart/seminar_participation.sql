-- Who came to each seminar or series, by role and service level; 'all' is the total and is never added to the parts.
-- Grain: one row per seminar or series, role and service level.
-- Key: seminar_code, participant_role, service_level
-- Pages: seminars
-- Same rows as: source.seminar_participation
select
    seminar_code,
    participant_role,
    service_level,
    invited_count,
    registered_count,
    attended_count,
    data_class,
    source_document,
    source_place,
    delivery_id,
    source_row
from source.seminar_participation
