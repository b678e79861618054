-- The way of the money in five steps: applied, granted, paid, reported, approved. Each step has its count (cases) and
-- kroner, what it is a share of (of), and how many awards something is delivered about (known) and not (unknown, which is
-- not 0). Paid is a share of the awards of schemes that payments are delivered for; reported of the awards with a report to
-- submit, in granted kroner; approved of reported. A step that nothing is known of is there, without figures.
-- Grain: one row per level, region, year, scheme, flow level and step, in the borders of 2024.
-- Key: region_level, region_code, year, scheme_code, flow_level, flow_step
-- Pages: grants
with
step as (
    select region_level, region_code, year, scheme_code, flow_level, data_class, 'applied' as flow_step, 1 as step_order,
        application_count as step_count, applied_nok as amount_nok,
        cast(null as bigint) as of_count, cast(null as decimal(18, 2)) as of_nok,
        cast(null as bigint) as known_case_count, cast(null as decimal(18, 2)) as known_case_nok
    from mart.grant_flow
    union all
    select region_level, region_code, year, scheme_code, flow_level, data_class, 'granted', 2, award_count, granted_nok,
        case when award_share is not null then application_count end,
        case when granted_of_applied_share is not null then applied_nok end, null, null
    from mart.grant_flow
    union all
    select region_level, region_code, year, scheme_code, flow_level, data_class, 'paid', 3, paid_case_count, net_paid_nok,
        case when paid_case_count is not null then payment_known_count end,
        case when net_paid_nok is not null then payment_known_nok end,
        coalesce(payment_known_count, 0), coalesce(payment_known_nok, 0)
    from mart.grant_flow
    union all
    select region_level, region_code, year, scheme_code, flow_level, data_class, 'reported', 4, reported_case_count,
        reported_case_nok, nullif(report_due_case_count, 0), nullif(report_due_case_nok, 0),
        coalesce(report_due_case_count, 0), coalesce(report_due_case_nok, 0)
    from mart.grant_flow
    union all
    select region_level, region_code, year, scheme_code, flow_level, data_class, 'approved', 5, approved_case_count,
        approved_case_nok, nullif(reported_case_count, 0), nullif(reported_case_nok, 0),
        coalesce(report_due_case_count, 0), coalesce(report_due_case_nok, 0)
    from mart.grant_flow
)
select
    step.region_level,
    step.region_code,
    step.year,
    step.scheme_code,
    step.flow_level,
    step.flow_step,
    step.step_order,
    step.data_class,
    step.step_count,
    step.of_count,
    1.0 * step.step_count / nullif(step.of_count, 0) as count_share,
    step.known_case_count,
    case when step.known_case_count is null then 0 else greatest(flow.award_count - step.known_case_count, 0) end
        as unknown_case_count,
    step.amount_nok,
    step.of_nok,
    cast(step.amount_nok as double) / nullif(cast(step.of_nok as double), 0) as amount_share,
    step.known_case_nok,
    cast(case when step.known_case_nok is null then 0 else greatest(flow.granted_nok - step.known_case_nok, 0) end
        as decimal(18, 2)) as unknown_case_nok
from step
inner join mart.grant_flow as flow
    on step.region_level = flow.region_level
    and step.region_code = flow.region_code
    and step.year = flow.year
    and step.scheme_code = flow.scheme_code
    and step.flow_level = flow.flow_level
