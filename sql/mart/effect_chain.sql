-- From kroner to effect, one step a row: applied → granted → paid → projects running → FTE in their teams → seminars held →
-- agreement → measures started at the follow-up. Every step is there; one that is not known has no figures. The steps stand
-- beside each other; none is the cause of the next. Seminars and what was said there are not divided by scheme. Years that have
-- not come are left out.
-- Grain: one row per level, region, year, scheme ('all': every scheme) and step, in the borders of 2024.
-- Key: region_level, region_code, year, scheme_code, step
-- Pages: overview, region
-- Materialised: yes
with
flow as (
    select * from mart.grant_flow where flow_level = 'national' and scheme_code <> 'real'
),
known as (
    select region_level, region_code, year, scheme_code from flow
    union
    select region_level, region_code, year, scheme_code from core.chain_project
    union
    select region_level, region_code, year, 'all' from core.chain_seminar
),
step (step_order, step) as (
    values (1, 'applied'), (2, 'granted'), (3, 'paid'), (4, 'projects'), (5, 'fte'), (6, 'seminars'), (7, 'agreement'),
    (8, 'measures')
)
select
    known.region_level,
    known.region_code,
    known.year,
    known.scheme_code,
    step.step,
    step.step_order,
    case step.step
        -- Lists of what was granted do not say how many applied.
        when 'applied' then case when flow.applied_nok is not null then flow.application_count end
        when 'granted' then flow.award_count
        when 'paid' then flow.paid_case_count
        when 'projects' then project.project_count
        when 'seminars' then seminar.seminar_count
    end as step_count,
    cast(case step.step when 'applied' then flow.applied_nok when 'granted' then flow.granted_nok when 'paid'
        then flow.net_paid_nok end as double) as amount_nok,
    case step.step
        when 'granted' then flow.granted_of_applied_share
        when 'paid' then flow.paid_share
        when 'agreement' then seminar.agree_share
        when 'measures' then seminar.started_share
    end as step_share,
    case step.step when 'paid' then flow.payment_known_count when 'agreement' then seminar.base_count when 'measures'
        then seminar.known_count end as step_base_count,
    case when step.step = 'fte' then project.fte end as fte,
    case when step.step_order <= 3 then flow.data_class when step.step_order <= 5 then project.data_class
        else seminar.data_class end as data_class
from known
cross join step
left join flow
    on known.region_level = flow.region_level
    and known.region_code = flow.region_code
    and known.year = flow.year
    and known.scheme_code = flow.scheme_code
left join core.chain_project as project
    on known.region_level = project.region_level
    and known.region_code = project.region_code
    and known.year = project.year
    and known.scheme_code = project.scheme_code
left join core.chain_seminar as seminar
    on known.region_level = seminar.region_level
    and known.region_code = seminar.region_code
    and known.year = seminar.year
    and known.scheme_code = 'all'
where known.year <= (select year(as_of_date) from core.as_of)
