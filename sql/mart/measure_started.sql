-- How many of the measures were started at the follow-up: started or completed, of those whose status is known. A
-- published list of the measures that were started, without counts, has no share: the others are not on it.
-- Grain: one row per wave, time point and role.
-- Key: wave_code, time_point, participant_role
-- Pages: seminars
select
    wave_code,
    time_point,
    participant_role,
    cast(count(*) as bigint) as measure_count,
    cast(sum(case when measure_status <> 'unknown' then 1 else 0 end) as bigint) as known_count,
    cast(sum(case when measure_status in ('started', 'completed') then 1 else 0 end) as bigint) as started_count,
    case
        when count(mention_count) > 0
            then 1.0 * sum(case when measure_status in ('started', 'completed') then 1 else 0 end)
                / nullif(sum(case when measure_status <> 'unknown' then 1 else 0 end), 0)
    end as started_share,
    max(data_class) as data_class
from source.measure_status
group by wave_code, time_point, participant_role
