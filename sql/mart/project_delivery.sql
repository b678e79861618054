-- The deliveries that the rows of each project stand in, its grants too: in which source, and how many rows.
-- Grain: one row per project, source and delivery.
-- Key: project_code, source, delivery_id
-- Pages: project
with
project_row as (
    select project_code, 'project' as source, delivery_id, data_class from source.project
    union all
    select project_code, 'project_party', delivery_id, data_class from source.project_party
    union all
    select project_code, 'project_milestone', delivery_id, data_class from source.project_milestone
    union all
    select project_code, 'project_goal', delivery_id, data_class from source.project_goal
    union all
    select project_code, 'project_status', delivery_id, data_class from source.project_status
    union all
    select project_code, 'project_risk_benefit', delivery_id, data_class from source.project_risk_benefit
    union all
    select project_code, 'team_position', delivery_id, data_class from source.team_position
    union all
    select project_code, 'grant_application', delivery_id, data_class from source.grant_application
    where project_code in (select project_code from source.project)
)
select
    project_code,
    source,
    delivery_id,
    cast(count(*) as bigint) as row_count,
    max(data_class) as data_class
from project_row
group by project_code, source, delivery_id
