-- Every row about a project in any source, its grants too: its delivery, and the document it was read from, if any.
-- Grain: one row per row of a delivery.
-- Key: source, delivery_id, source_row
-- Materialised: yes
select project_code, 'project' as source, delivery_id, source_row, source_document, data_class
from source.project
union all
select project_code, 'project_party', delivery_id, source_row, source_document, data_class
from source.project_party
union all
select project_code, 'project_milestone', delivery_id, source_row, source_document, data_class
from source.project_milestone
union all
select project_code, 'project_goal', delivery_id, source_row, source_document, data_class
from source.project_goal
union all
select project_code, 'project_risk_benefit', delivery_id, source_row, source_document, data_class
from source.project_risk_benefit
union all
select project_code, 'team_position', delivery_id, source_row, source_document, data_class
from source.team_position
union all
select project_code, 'project_status', delivery_id, source_row, null, data_class
from source.project_status
union all
select project_code, 'grant_application', delivery_id, source_row, null, data_class
from source.grant_application
where project_code in (select project_code from source.project)
