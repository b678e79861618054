-- The light of each dimension of each project: as reported, as computed from the facts, and whether they differ. Grey is not
-- green: it means that nothing is reported, or nothing lately.
-- Grain: one row per project and dimension.
-- Key: project_code, status_dimension
-- Pages: projects, project
select
    reported.project_code,
    reported.status_dimension,
    reported.reported_light,
    coalesce(computed.computed_light, 'grey') as computed_light,
    coalesce(computed.computed_light in ('yellow', 'red') and reported.reported_light = 'green', false)
        or coalesce(computed.computed_light = 'red' and reported.reported_light = 'yellow', false) as is_worse_than_reported,
    reported.period_end_date,
    reported.last_reported_date,
    reported.has_comment,
    project.data_class
from core.project_dimension_light as reported
inner join source.project as project
    on reported.project_code = project.project_code
left join core.project_computed_light as computed
    on reported.project_code = computed.project_code
    and reported.status_dimension = computed.status_dimension
