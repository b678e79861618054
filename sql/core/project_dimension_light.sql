-- The light of each dimension as the project last reported it. The last period counts for 120 days as of core.as_of; after that
-- the dimension is grey. A dimension without a row in the last period is grey too.
-- Grain: one row per project and dimension.
-- Key: project_code, status_dimension
-- Materialised: yes
with
last_period as (
    select project_code, max(period_end_date) as period_end_date, max(reported_date) as last_reported_date
    from source.project_status
    group by project_code
),
dimension as (
    select code as status_dimension
    from meta.code
    where code_list = 'status_dimension'
)
select
    project.project_code,
    dimension.status_dimension,
    last_period.period_end_date,
    last_period.last_reported_date,
    case
        when status.reported_light is null then 'grey'
        when date_diff('day', coalesce(last_period.last_reported_date, last_period.period_end_date), as_of.as_of_date) > 120
            then 'grey'
        else status.reported_light
    end as reported_light,
    status.has_comment
from source.project as project
cross join dimension
cross join core.as_of as as_of
left join last_period
    on project.project_code = last_period.project_code
left join source.project_status as status
    on last_period.project_code = status.project_code
    and last_period.period_end_date = status.period_end_date
    and dimension.status_dimension = status.status_dimension
