-- Every seminar and conference: when, where, for which area, how many came, and what it cost per participant where both
-- are known.
-- Grain: one row per seminar.
-- Key: seminar_code
-- Pages: seminars
-- Same rows as: source.seminar
select
    seminar.seminar_code,
    seminar.series_code,
    seminar.seminar_title,
    seminar.seminar_status,
    seminar.year,
    seminar.seminar_date,
    seminar.date_precision,
    seminar.health_area_code,
    seminar.venue,
    seminar.organiser_name,
    seminar.project_code,
    came.invited_count,
    came.registered_count,
    came.attended_count,
    seminar.cost_nok,
    cast(seminar.cost_nok as double) / nullif(came.attended_count, 0) as cost_per_participant_nok,
    seminar.data_class,
    seminar.source_document,
    seminar.source_place,
    seminar.delivery_id,
    seminar.source_row
from source.seminar as seminar
left join source.seminar_participation as came
    on seminar.seminar_code = came.seminar_code
    and came.participant_role = 'all'
    and came.service_level = 'all'
