-- Every survey wave: how many answered of how many, and how its figures are known. The number of answers is that of the
-- statement with most answers.
-- Grain: one row per wave.
-- Key: wave_code
-- Pages: seminars
with
counted as (
    select wave_code, max(answer_count) as answer_count
    from core.survey_group
    where participant_role = 'all' and service_level = 'all' and area_code = 'alle'
    group by wave_code
)
select
    share.wave_code,
    max(share.time_point) as time_point,
    max(share.year) as year,
    max(share.share_basis) as share_basis,
    cast(count(distinct share.statement_code) as bigint) as statement_count,
    cast(coalesce(max(counted.answer_count), max(share.base_count)) as bigint) as answer_count,
    max(share.population_size) as population_size,
    1.0 * coalesce(max(counted.answer_count), max(share.base_count)) / nullif(max(share.population_size), 0) as response_rate,
    max(share.data_class) as data_class
from core.survey_share as share
left join counted
    on share.wave_code = counted.wave_code
group by share.wave_code
