-- What needs attention about projects that run: a red light, facts that are worse than what is reported, milestones far behind,
-- and projects that do not report. Same columns as mart.attention.
-- Grain: one row per kind and subject.
-- Key: attention_kind, subject
-- Materialised: yes
with
running as (
    select
        project_code,
        coalesce(project_title, project_code) as project_name,
        overall_light,
        computed_light,
        last_reported_date,
        late_count,
        worst_slip_days,
        budget_nok,
        start_date
    from mart.project
    where project_state in ('running', 'on_hold')
)
select
    'project_red' as attention_kind,
    project_code as subject,
    project_name as subject_name,
    1 as severity,
    cast(null as bigint) as affected_count,
    budget_nok as amount_nok,
    cast(null as double) as change_share,
    last_reported_date as since_date,
    'project' as page
from running
where overall_light = 'red'
union all
select 'project_worse', project_code, project_name, 2, null, budget_nok, null, last_reported_date, 'project'
from running
where overall_light = 'green' and computed_light = 'red'
union all
select 'milestone_late', project_code, project_name, 2, cast(worst_slip_days as bigint), budget_nok, null, last_reported_date,
    'project'
from running
where worst_slip_days > 60
union all
select 'project_silent', 'all', 'all', 2, cast(count(*) as bigint), sum(budget_nok), null, min(last_reported_date), 'projects'
from running
where overall_light = 'grey'
having count(*) > 0
