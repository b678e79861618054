-- The portfolio in numbers, per region, model and state: how many projects, with which light, how many whose facts are worse
-- than what they report, late, or without NAV or a user organisation. A count of something that is known of no project is
-- unknown (null), which is not 0. model_group and state_group: «all» is every one; «active» is what runs or is on hold. A
-- region without projects has no row.
-- Grain: one row per level, region, model group and state group, in the borders of 2024.
-- Key: region_level, region_code, model_group, state_group
-- Pages: projects, region
with
model as (
    select project_code, project_model as model_group from source.project
    union all
    select project_code, 'all' from source.project
),
state as (
    select project_code, project_state as state_group from source.project
    union all
    select project_code, 'all' from source.project
    union all
    select project_code, 'active' from source.project where project_state in ('running', 'on_hold')
)
select
    place.region_level,
    place.region_code,
    model.model_group,
    state.state_group,
    cast(count(*) as bigint) as project_count,
    cast(sum(case project.overall_light when 'red' then 1 when 'grey' then null else 0 end) as bigint) as red_project_count,
    cast(sum(case project.overall_light when 'yellow' then 1 when 'grey' then null else 0 end) as bigint)
        as yellow_project_count,
    cast(sum(case project.overall_light when 'green' then 1 when 'grey' then null else 0 end) as bigint)
        as green_project_count,
    cast(sum(case when project.overall_light = 'grey' then 1 else 0 end) as bigint) as grey_project_count,
    cast(sum(case when project.worse_dimension_count > 0 then 1 when project.worse_dimension_count = 0 then 0 end) as bigint)
        as worse_project_count,
    cast(sum(case when project.worst_slip_days > 60 then 1 when project.late_count is not null then 0 end) as bigint)
        as late_project_count,
    cast(sum(cast(project.is_missing_nav as integer)) as bigint) as missing_nav_count,
    cast(sum(cast(project.is_missing_user_organisation as integer)) as bigint) as missing_user_organisation_count,
    cast(sum(case when project.party_count > 0 then 1 else 0 end) as bigint) as with_parties_count,
    cast(sum(case when project.data_class = 'synthetic' then 1 else 0 end) as bigint) as synthetic_project_count,
    max(project.data_class) as data_class
from mart.project as project
inner join core.project_region as place
    on project.project_code = place.project_code
inner join model
    on project.project_code = model.project_code
inner join state
    on project.project_code = state.project_code
group by place.region_level, place.region_code, model.model_group, state.state_group
