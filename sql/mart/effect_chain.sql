-- From kroner to effect, one step a row: applied → granted → paid → projects running → FTE in their teams → seminars held →
-- agreement → measures started at the follow-up. A step that is not known is there, without figures. The steps stand beside each
-- other; none is the cause of the next. Seminars and what was said there are not divided by scheme.
-- Grain: one row per level, region, year, scheme ('all': every scheme) and step, in the borders of 2024.
-- Key: region_level, region_code, year, scheme_code, step
-- Pages: overview, region
with
flow as (
    select * from mart.grant_flow where flow_level = 'national' and scheme_code <> 'real'
),
step as (
    select region_level, region_code, year, scheme_code, 1 as step_order, 'applied' as step, application_count as step_count,
        cast(applied_nok as double) as amount_nok, cast(null as double) as step_share, data_class
    from flow
    union all
    select region_level, region_code, year, scheme_code, 2, 'granted', award_count, cast(granted_nok as double), granted_share,
        data_class
    from flow
    union all
    select region_level, region_code, year, scheme_code, 3, 'paid', paid_case_count, cast(net_paid_nok as double), paid_share,
        data_class
    from flow
    union all
    select region_level, region_code, year, scheme_code, 4, 'projects', project_count, null, null, data_class
    from core.chain_project
    union all
    select region_level, region_code, year, scheme_code, 5, 'fte', null, null, null, data_class
    from core.chain_project
    union all
    select region_level, region_code, year, 'all', 6, 'seminars', seminar_count, null, null, data_class
    from core.chain_seminar
    union all
    select region_level, region_code, year, 'all', 7, 'agreement', null, null, agree_share, data_class
    from core.chain_seminar
    union all
    select region_level, region_code, year, 'all', 8, 'measures', null, null, started_share, data_class
    from core.chain_seminar
)
select
    step.region_level,
    step.region_code,
    step.year,
    step.scheme_code,
    step.step,
    step.step_order,
    step.step_count,
    step.amount_nok,
    step.step_share,
    case when step.step = 'fte' then project.fte end as fte,
    step.data_class
from step
left join core.chain_project as project
    on step.region_level = project.region_level
    and step.region_code = project.region_code
    and step.year = project.year
    and step.scheme_code = project.scheme_code
