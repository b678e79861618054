-- The way of the money in five steps: applied, granted, paid, reported, approved. Each step has its count (cases) and
-- kroner, what it is a share of (of), and how many awards something is delivered about (known) and not (unknown, which is
-- not 0). Paid is a share of the awards of schemes that payments are delivered for; reported of the awards with a report to
-- submit, in granted kroner; approved of reported. A step that nothing is known of is there, without figures.
-- Grain: one row per level, region, year, scheme, flow level and step, in the borders of 2024.
-- Key: region_level, region_code, year, scheme_code, flow_level, flow_step
-- Pages: grants
-- Materialised: yes
with
step (step_order, flow_step) as (
    values (1, 'applied'), (2, 'granted'), (3, 'paid'), (4, 'reported'), (5, 'approved')
),
stepped as (
    select
        flow.region_level,
        flow.region_code,
        flow.year,
        flow.scheme_code,
        flow.flow_level,
        step.flow_step,
        step.step_order,
        flow.data_class,
        case step.flow_step
            when 'applied' then flow.application_count
            when 'granted' then flow.award_count
            when 'paid' then flow.paid_case_count
            when 'reported' then flow.reported_case_count
            else flow.approved_case_count
        end as step_count,
        case step.flow_step
            when 'granted' then case when flow.award_share is not null then flow.application_count end
            when 'paid' then case when flow.paid_case_count is not null then flow.payment_known_count end
            when 'reported' then nullif(flow.report_due_case_count, 0)
            when 'approved' then nullif(flow.reported_case_count, 0)
        end as of_count,
        case step.flow_step
            when 'paid' then coalesce(flow.payment_known_count, 0)
            when 'reported' then coalesce(flow.report_due_case_count, 0)
            when 'approved' then coalesce(flow.report_due_case_count, 0)
        end as known_case_count,
        flow.award_count,
        case step.flow_step
            when 'applied' then flow.applied_nok
            when 'granted' then flow.granted_nok
            when 'paid' then flow.net_paid_nok
            when 'reported' then flow.reported_case_nok
            else flow.approved_case_nok
        end as amount_nok,
        case step.flow_step
            when 'granted' then case when flow.granted_of_applied_share is not null then flow.applied_nok end
            when 'paid' then case when flow.net_paid_nok is not null then flow.payment_known_nok end
            when 'reported' then nullif(flow.report_due_case_nok, 0)
            when 'approved' then nullif(flow.reported_case_nok, 0)
        end as of_nok,
        case step.flow_step
            when 'paid' then coalesce(flow.payment_known_nok, 0)
            when 'reported' then coalesce(flow.report_due_case_nok, 0)
            when 'approved' then coalesce(flow.report_due_case_nok, 0)
        end as known_case_nok,
        flow.granted_nok
    from mart.grant_flow as flow
    cross join step
)
select
    region_level,
    region_code,
    year,
    scheme_code,
    flow_level,
    flow_step,
    step_order,
    data_class,
    step_count,
    of_count,
    1.0 * step_count / nullif(of_count, 0) as count_share,
    known_case_count,
    case when known_case_count is null then 0 else greatest(award_count - known_case_count, 0) end as unknown_case_count,
    amount_nok,
    of_nok,
    cast(amount_nok as double) / nullif(cast(of_nok as double), 0) as amount_share,
    known_case_nok,
    cast(case when known_case_nok is null then 0 else greatest(granted_nok - known_case_nok, 0) end as decimal(18, 2))
        as unknown_case_nok
from stepped
