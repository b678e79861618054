-- The documents that the rows of each project were read from: in which source, and how many rows.
-- Grain: one row per project, document and source.
-- Key: project_code, source_document, source
-- Pages: project
select
    project_code,
    source_document,
    source,
    cast(count(*) as bigint) as row_count,
    max(data_class) as data_class
from core.project_row
where source_document is not null
group by project_code, source_document, source
