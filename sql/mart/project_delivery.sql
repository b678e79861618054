-- The deliveries that the rows of each project stand in, its grants too: in which source, and how many rows.
-- Grain: one row per project, source and delivery.
-- Key: project_code, source, delivery_id
-- Pages: project
select
    project_code,
    source,
    delivery_id,
    cast(count(*) as bigint) as row_count,
    max(data_class) as data_class
from core.project_row
group by project_code, source, delivery_id
