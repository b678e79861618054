-- The portfolio: one line per project with its state, time, money, milestones, lights, parties and how complete it is.
-- overall_light is the worst of the reported lights of the last period; it is grey when nothing is reported, or the last report
-- is older than 120 days as of core.as_of. Grey is never green. time_share and spent_share: how much of the time and the budget
-- is used; accounts_time_share: how much of the time had passed on the day of the accounts. is_missing_nav,
-- is_missing_user_organisation: no such party has confirmed; unknown where no party is stated.
-- Grain: one row per project.
-- Key: project_code
-- Pages: projects, project, region
select
    project.project_code,
    project.project_title,
    project.project_model,
    project.project_phase,
    project.project_state,
    light.is_running,
    project.scheme_code,
    scheme.scheme_name,
    project.case_id,
    project.lead_organisation_name,
    project.municipality_code,
    project.health_area_code,
    project.age_group,
    project.target_group,
    project.start_date,
    project.start_precision,
    project.end_date,
    project.end_precision,
    project.budget_nok,
    project.spent_nok,
    project.spent_date,
    light.spent_share,
    light.time_share,
    light.accounts_time_share,
    light.overall_light,
    light.computed_light,
    light.worse_dimension_count,
    case when light.overall_light <> 'grey' then change.light_change end as light_change,
    light.last_reported_date,
    counted.milestone_count,
    counted.reached_count,
    counted.undated_count,
    counted.late_count,
    counted.worst_slip_days,
    counted.next_milestone_date,
    counted.party_count,
    counted.confirmed_party_count,
    counted.is_missing_nav,
    counted.is_missing_user_organisation,
    counted.goal_count,
    counted.measurable_goal_count,
    counted.measured_goal_count,
    counted.risk_count,
    counted.benefit_count,
    as_of.as_of_date,
    project.data_class,
    project.source_document,
    project.source_place,
    project.delivery_id,
    project.source_row
from source.project as project
inner join core.project_light as light
    on project.project_code = light.project_code
inner join core.project_count as counted
    on project.project_code = counted.project_code
cross join core.as_of as as_of
left join core.dim_scheme as scheme
    on project.scheme_code = scheme.scheme_code
left join core.project_light_change as change
    on project.project_code = change.project_code
