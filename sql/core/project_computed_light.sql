-- The light that the facts give, for the dimensions that can be computed; null where there are no facts. Progress: red when a
-- milestone is more than 60 days late, yellow from 15. Economy: red when more than 110 per cent of the budget is spent, or more
-- than 25 percentage points ahead of the time that had passed on the day of the accounts; yellow from 10. Risk: red from 15,
-- yellow from 6 (probability × consequence). Resources: yellow when a position of the team is vacant, red when more than a
-- third are.
-- Grain: one row per project and dimension that can be computed.
-- Key: project_code, status_dimension
-- Materialised: yes
with
progress as (
    select project_code, max(case when milestone_status not in ('dropped', 'reached') then slip_days end) as slip_days
    from core.fct_milestone
    group by project_code
),
risk as (
    select project_code, max(probability * consequence) as risk_score
    from source.project_risk_benefit
    where item_type = 'risk'
    group by project_code
),
team as (
    select project_code, 1.0 * sum(case when is_filled then 0 else 1 end) / count(*) as vacant_share
    from source.team_position
    where is_in_team and is_filled is not null
    group by project_code
)
select
    project_code,
    'progress' as status_dimension,
    case when slip_days > 60 then 'red' when slip_days >= 15 then 'yellow' else 'green' end as computed_light
from progress
where slip_days is not null
union all
select
    project_code,
    'economy',
    case
        when spent_share > 1.1 or spent_share - accounts_time_share > 0.25 then 'red'
        when spent_share > 1.0 or spent_share - accounts_time_share > 0.1 then 'yellow'
        else 'green'
    end
from core.project_time
where spent_share is not null
union all
select project_code, 'risk', case when risk_score >= 15 then 'red' when risk_score >= 6 then 'yellow' else 'green' end
from risk
union all
select project_code, 'resources', case when vacant_share > 0.34 then 'red' when vacant_share > 0 then 'yellow' else 'green' end
from team
