-- The grants of each project, year by year: what was applied for, granted, paid and spent. Levels of giving (flow_level) are
-- never added. Money that nothing is delivered about is unknown, which is not 0.
-- Grain: one row per project, manager, scheme, year and case.
-- Key: project_code, manager_name, scheme_code, year, case_id
-- Pages: project
select
    project.project_code,
    application.manager_name,
    application.scheme_code,
    application.scheme_name,
    application.year,
    application.case_id,
    application.decision,
    application.flow_level,
    application.applied_nok,
    application.granted_nok,
    money.net_paid_nok,
    money.spent_nok,
    money.unused_nok,
    money.overdue_count,
    application.data_class,
    application.delivery_id,
    application.source_row
from source.project as project
inner join core.fct_grant_application as application
    on project.project_code = application.project_code
left join core.grant_money as money
    on application.manager_name = money.manager_name
    and application.scheme_code = money.scheme_code
    and application.year = money.year
    and application.case_id = money.case_id
