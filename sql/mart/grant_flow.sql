-- From application to report: applied, granted, paid and reported, in count and kroner. Unknown (null) where no payments or
-- reports were delivered, which is not 0. award_share: awards of applications; granted_of_applied_share: kroner granted of
-- kroner applied for; both unknown where the list only has what was granted, or nothing is decided yet. paid_share: net
-- paid of what was granted by the schemes that payments are delivered for (payment_known_nok); in_time_share: reports in
-- time of reports whose day has come. A region's applications are divided over a split municipality, its cases counted
-- whole in the largest part.
-- Grain: one row per level, region, year, scheme and flow level, in the borders of 2024.
-- Key: region_level, region_code, year, scheme_code, flow_level
-- Pages: grants, region
-- Materialised: yes
select
    funding.region_level,
    funding.region_code,
    funding.year,
    funding.scheme_code,
    funding.flow_level,
    region.region_name,
    scheme.scheme_name,
    funding.data_class,
    funding.application_count,
    funding.pending_count,
    funding.applied_nok,
    funding.award_count,
    funding.granted_nok,
    flow.payment_known_count,
    flow.payment_known_nok,
    flow.paid_case_count,
    flow.paid_nok,
    flow.repaid_nok,
    flow.net_paid_nok,
    flow.report_count,
    flow.submitted_count,
    flow.in_time_count,
    flow.overdue_count,
    flow.approved_count,
    flow.report_count - flow.submitted_count - flow.overdue_count as not_due_count,
    flow.overdue_granted_nok,
    flow.report_due_case_count,
    flow.report_due_case_nok,
    flow.reported_case_count,
    flow.reported_case_nok,
    flow.approved_case_count,
    flow.approved_case_nok,
    flow.spent_nok,
    flow.unused_nok,
    flow.claimed_back_nok,
    flow.undecided_nok,
    flow.to_repay_nok,
    case
        when funding.applied_nok is not null and funding.application_count > funding.pending_count
            then 1.0 * funding.award_count / funding.application_count
    end as award_share,
    case
        when funding.application_count > funding.pending_count
            then cast(funding.granted_nok as double) / nullif(cast(funding.applied_nok as double), 0)
    end as granted_of_applied_share,
    cast(flow.net_paid_nok as double) / nullif(cast(flow.payment_known_nok as double), 0) as paid_share,
    1.0 * flow.in_time_count / nullif(flow.submitted_count + flow.overdue_count, 0) as in_time_share
from core.grant_region as funding
inner join core.dim_region as region
    on region.border_basis = '2024'
    and funding.region_level = region.region_level
    and funding.region_code = region.region_code
left join core.dim_scheme as scheme
    on funding.scheme_code = scheme.scheme_code
left join core.grant_flow_region as flow
    on funding.region_level = flow.region_level
    and funding.region_code = flow.region_code
    and funding.year = flow.year
    and funding.scheme_code = flow.scheme_code
    and funding.flow_level = flow.flow_level
where funding.border_basis = '2024'
