-- The light of each dimension of each project: as reported, as computed from the facts, and how they compare. Grey is not
-- green: it means that nothing is reported, or nothing lately, or that nothing can be computed.
-- Grain: one row per project and dimension.
-- Key: project_code, status_dimension
-- Pages: projects, project
select
    light.project_code,
    light.status_dimension,
    light.reported_light,
    light.computed_light,
    light.light_comparison,
    light.light_comparison = 'worse' as is_worse_than_reported,
    light.period_end_date,
    light.last_reported_date,
    light.has_comment,
    project.data_class
from core.project_light_comparison as light
inner join source.project as project
    on light.project_code = project.project_code
