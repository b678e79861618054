-- The worst light of the last period a project reported, against the period before. A project that has reported once only is
-- not here.
-- Grain: one row per project that has reported twice.
-- Key: project_code
-- Materialised: yes
with
period as (
    select
        project_code,
        period_end_date,
        max(case reported_light when 'red' then 3 when 'yellow' then 2 when 'green' then 1 else 0 end) as worst
    from source.project_status
    group by project_code, period_end_date
),
numbered as (
    select
        project_code,
        worst,
        row_number() over (partition by project_code order by period_end_date desc) as periods_back
    from period
)
select
    last_one.project_code,
    case
        when last_one.worst > before.worst then 'worse'
        when last_one.worst < before.worst then 'better'
        else 'same'
    end as light_change
from numbered as last_one
inner join numbered as before
    on last_one.project_code = before.project_code
    and before.periods_back = 2
where last_one.periods_back = 1 and last_one.worst > 0 and before.worst > 0
