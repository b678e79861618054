-- What there is of each project: milestones, parties, goals, risks and benefits, counted. late_count is unknown (null) where no
-- milestone has a day. is_missing_nav and is_missing_user_organisation: no such party has confirmed; unknown where no party at
-- all is stated.
-- Grain: one row per project.
-- Key: project_code
-- Materialised: yes
with
milestone as (
    select
        project_code,
        cast(count(*) as bigint) as milestone_count,
        cast(sum(case when milestone_status = 'reached' then 1 else 0 end) as bigint) as reached_count,
        cast(sum(case when planned_date is null then 1 else 0 end) as bigint) as undated_count,
        case when count(planned_date) > 0 then cast(sum(case when is_late then 1 else 0 end) as bigint) end as late_count,
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
        cast(sum(case when is_confirmed then 1 else 0 end) as bigint) as confirmed_party_count,
        max(case when organisation_type = 'nav' and is_confirmed then 1 else 0 end) = 0 as is_missing_nav,
        max(case when organisation_type = 'user_organisation' and is_confirmed then 1 else 0 end) = 0
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
),
item as (
    select
        project_code,
        cast(sum(case when item_type = 'risk' then 1 else 0 end) as bigint) as risk_count,
        cast(sum(case when item_type = 'benefit' then 1 else 0 end) as bigint) as benefit_count
    from source.project_risk_benefit
    group by project_code
)
select
    project.project_code,
    coalesce(milestone.milestone_count, 0) as milestone_count,
    coalesce(milestone.reached_count, 0) as reached_count,
    coalesce(milestone.undated_count, 0) as undated_count,
    milestone.late_count,
    milestone.worst_slip_days,
    milestone.next_milestone_date,
    coalesce(party.party_count, 0) as party_count,
    coalesce(party.confirmed_party_count, 0) as confirmed_party_count,
    party.is_missing_nav,
    party.is_missing_user_organisation,
    coalesce(goal.goal_count, 0) as goal_count,
    coalesce(goal.measurable_goal_count, 0) as measurable_goal_count,
    coalesce(goal.measured_goal_count, 0) as measured_goal_count,
    coalesce(item.risk_count, 0) as risk_count,
    coalesce(item.benefit_count, 0) as benefit_count
from source.project as project
left join milestone
    on project.project_code = milestone.project_code
left join party
    on project.project_code = party.project_code
left join goal
    on project.project_code = goal.project_code
left join item
    on project.project_code = item.project_code
