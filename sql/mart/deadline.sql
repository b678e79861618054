-- What is due: reports on grants (those of a scheme, year and kind with the same day together), the next milestones of projects
-- that run, planned seminars with a day, and expected deliveries. Reports, milestones and seminars are those from core.as_of
-- on, deliveries those that are not due yet. Days that are known by month or year only are left out.
-- Grain: one row per kind, subject and day.
-- Key: deadline_kind, subject, deadline_date
-- Pages: overview
with
report as (
    select report.scheme_code, report.year, report.report_type, report.due_date, count(*) as due_count,
        max(report.data_class) as data_class
    from core.fct_grant_report as report
    where report.is_report_due and not report.is_submitted and report.due_date >= report.as_of_date
    group by report.scheme_code, report.year, report.report_type, report.due_date
)
select
    'report' as deadline_kind,
    report.scheme_code || ':' || cast(report.year as varchar) || ':' || report.report_type as subject,
    coalesce(scheme.scheme_name, report.scheme_code) as subject_name,
    report.report_type as deadline_detail,
    report.due_date as deadline_date,
    report.due_count as affected_count,
    cast(null as varchar) as responsible_role,
    'grants' as page,
    report.data_class
from report
left join core.dim_scheme as scheme
    on report.scheme_code = scheme.scheme_code
union all
select 'milestone', milestone.project_code || ':' || cast(milestone.milestone_number as varchar), project.project_title,
    milestone.milestone_title, coalesce(milestone.forecast_date, milestone.planned_date), 1,
    milestone.responsible_role, 'project', milestone.data_class
from core.fct_milestone as milestone
inner join mart.project as project
    on milestone.project_code = project.project_code
where
    project.is_running
    and milestone.actual_date is null
    and milestone.milestone_status not in ('reached', 'dropped')
    and coalesce(milestone.date_precision, 'day') = 'day'
    and coalesce(milestone.forecast_date, milestone.planned_date) >= project.as_of_date
union all
select 'seminar', seminar.seminar_code, seminar.seminar_title, seminar.venue, seminar.seminar_date, 1,
    seminar.organiser_name, 'seminars', seminar.data_class
from mart.seminar as seminar
cross join core.as_of as as_of
where
    seminar.seminar_status = 'planned'
    and coalesce(seminar.date_precision, 'day') = 'day'
    and seminar.seminar_date >= as_of.as_of_date
union all
select 'delivery', expected_source || ':' || cast(year as varchar) || ':' || sender_name, expected_source, sender_name,
    due_date, 1, sender_name, 'data', 'real'
from mart.expected_delivery
where delivery_status in ('due_soon', 'expected')
