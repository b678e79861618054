-- The light of each dimension as reported beside the light that the facts give, and how they compare. Ranks: 3 red, 2 yellow,
-- 1 green, 0 grey. Grey is nothing reported, or nothing that can be computed: it compares with nothing.
-- Grain: one row per project and dimension.
-- Key: project_code, status_dimension
-- Materialised: yes
with
ranked as (
    select
        reported.project_code,
        reported.status_dimension,
        reported.period_end_date,
        reported.last_reported_date,
        reported.has_comment,
        reported.reported_light,
        coalesce(computed.computed_light, 'grey') as computed_light,
        case reported.reported_light when 'red' then 3 when 'yellow' then 2 when 'green' then 1 else 0 end as reported_rank,
        case computed.computed_light when 'red' then 3 when 'yellow' then 2 when 'green' then 1 else 0 end as computed_rank
    from core.project_dimension_light as reported
    left join core.project_computed_light as computed
        on reported.project_code = computed.project_code
        and reported.status_dimension = computed.status_dimension
)
select
    project_code,
    status_dimension,
    period_end_date,
    last_reported_date,
    has_comment,
    reported_light,
    computed_light,
    reported_rank,
    computed_rank,
    case
        when reported_rank = 0 and computed_rank = 0 then 'unknown'
        when computed_rank = 0 then 'only_reported'
        when reported_rank = 0 then 'only_computed'
        when computed_rank > reported_rank then 'worse'
        when computed_rank < reported_rank then 'better'
        else 'same'
    end as light_comparison
from ranked
