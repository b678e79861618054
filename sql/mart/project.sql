-- The portfolio: one line per project with its state, time, money, milestones, lights, parties and how complete it is.
-- overall_light is the worst of the reported lights of the last period; it is grey when nothing is reported, or the last report
-- is older than 120 days as of core.as_of. Grey is never green. time_share and spent_share: how much of the time and the budget
-- is used. missing_nav, missing_user_organisation: no such party has confirmed.
-- Grain: one row per project.
-- Key: project_code
-- Pages: projects, project, region
with
milestone as (
    select
        project_code,
        cast(count(*) as bigint) as milestone_count,
        cast(sum(case when milestone_status = 'reached' then 1 else 0 end) as bigint) as reached_count,
        cast(sum(case when planned_date is null then 1 else 0 end) as bigint) as undated_count,
        cast(sum(case when is_late then 1 else 0 end) as bigint) as late_count,
        max(case when is_late then slip_days end) as worst_slip_days,
        min(case when actual_date is null and milestone_status <> 'dropped' then coalesce(forecast_date, planned_date) end)
            as next_milestone_date
    from core.fct_milestone
    group by project_code
),
party as (
    select
        project_code,
        cast(count(*) as bigint) as party_count,
        max(case when organisation_type = 'nav' and coalesce(is_confirmed, true) then 1 else 0 end) = 0 as is_missing_nav,
        max(case when organisation_type = 'user_organisation' and coalesce(is_confirmed, true) then 1 else 0 end) = 0
            as is_missing_user_organisation
    from source.project_party
    group by project_code
),
goal as (
    select
        project_code,
        cast(count(*) as bigint) as goal_count,
        cast(sum(case when indicator is not null then 1 else 0 end) as bigint) as measurable_goal_count,
        cast(sum(case when measured_value is not null then 1 else 0 end) as bigint) as measured_goal_count
    from source.project_goal
    group by project_code
)
select
    project.project_code,
    project.project_title,
    project.project_model,
    project.project_phase,
    project.project_state,
    project.scheme_code,
    project.lead_organisation_name,
    project.municipality_code,
    project.health_area_code,
    project.age_group,
    project.start_date,
    project.start_precision,
    project.end_date,
    project.end_precision,
    project.budget_nok,
    project.spent_nok,
    project.spent_date,
    cast(project.spent_nok as double) / nullif(cast(project.budget_nok as double), 0) as spent_share,
    light.time_share,
    light.overall_light,
    light.computed_light,
    light.last_reported_date,
    coalesce(milestone.milestone_count, 0) as milestone_count,
    coalesce(milestone.reached_count, 0) as reached_count,
    coalesce(milestone.undated_count, 0) as undated_count,
    coalesce(milestone.late_count, 0) as late_count,
    milestone.worst_slip_days,
    milestone.next_milestone_date,
    coalesce(party.party_count, 0) as party_count,
    coalesce(party.is_missing_nav, true) as is_missing_nav,
    coalesce(party.is_missing_user_organisation, true) as is_missing_user_organisation,
    coalesce(goal.goal_count, 0) as goal_count,
    coalesce(goal.measurable_goal_count, 0) as measurable_goal_count,
    coalesce(goal.measured_goal_count, 0) as measured_goal_count,
    project.data_class,
    project.source_document,
    project.delivery_id,
    project.source_row
from source.project as project
inner join core.project_light as light
    on project.project_code = light.project_code
left join milestone
    on project.project_code = milestone.project_code
left join party
    on project.project_code = party.project_code
left join goal
    on project.project_code = goal.project_code
