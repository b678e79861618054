-- The documents that the rows of each project were read from: in which source, and how many rows.
-- Grain: one row per project, document and source.
-- Key: project_code, source_document, source
-- Pages: project
with
document_row as (
    select project_code, source_document, 'project' as source, data_class from source.project
    union all
    select project_code, source_document, 'project_party', data_class from source.project_party
    union all
    select project_code, source_document, 'project_milestone', data_class from source.project_milestone
    union all
    select project_code, source_document, 'project_goal', data_class from source.project_goal
    union all
    select project_code, source_document, 'project_risk_benefit', data_class from source.project_risk_benefit
    union all
    select project_code, source_document, 'team_position', data_class from source.team_position
)
select
    project_code,
    source_document,
    source,
    cast(count(*) as bigint) as row_count,
    max(data_class) as data_class
from document_row
where source_document is not null
group by project_code, source_document, source
