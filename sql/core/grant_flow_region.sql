-- What was paid and reported, on every level in the borders of 2024, per scheme and for all together ('all', and 'real'
-- without synthetic rows). A case counts whole in the region that holds most of its municipality. The counts of cases and
-- their granted kroner (payment_known, report_due, reported, approved) are of the awards of the year; the reports are those
-- for the year.
-- Grain: one row per level, region, year, scheme and flow level.
-- Key: region_level, region_code, year, scheme_code, flow_level
-- Materialised: yes
with
placed as (
    select grant_case.*, place.region_level, place.region_code
    from core.fct_grant_case as grant_case
    inner join core.place_region as place
        on grant_case.municipality_code = place.municipality_code
        and grant_case.health_area_code = place.health_area_code
),
with_totals as (
    select *, scheme_code as shown_scheme_code from placed
    union all
    select *, 'all' from placed
    union all
    select *, 'real' from placed where data_class <> 'synthetic'
)
select
    region_level,
    region_code,
    year,
    shown_scheme_code as scheme_code,
    flow_level,
    cast(sum(case when is_award_of_year and is_payment_known then 1 else 0 end) as bigint) as payment_known_count,
    cast(coalesce(sum(case when is_award_of_year and is_payment_known then granted_nok end), 0) as decimal(18, 2))
        as payment_known_nok,
    cast(sum(case when is_award_of_year and is_payment_known then case when paid_nok > 0 then 1 else 0 end end) as bigint)
        as paid_case_count,
    cast(sum(paid_nok) as decimal(18, 2)) as paid_nok,
    cast(sum(repaid_nok) as decimal(18, 2)) as repaid_nok,
    cast(sum(net_paid_nok) as decimal(18, 2)) as net_paid_nok,
    cast(sum(report_count) as bigint) as report_count,
    cast(sum(submitted_count) as bigint) as submitted_count,
    cast(sum(in_time_count) as bigint) as in_time_count,
    cast(sum(overdue_count) as bigint) as overdue_count,
    cast(sum(approved_count) as bigint) as approved_count,
    cast(sum(case when overdue_count > 0 then granted_nok end) as decimal(18, 2)) as overdue_granted_nok,
    cast(sum(case when is_award_of_year and is_reported is not null then 1 else 0 end) as bigint) as report_due_case_count,
    cast(coalesce(sum(case when is_award_of_year and is_reported is not null then granted_nok end), 0) as decimal(18, 2))
        as report_due_case_nok,
    cast(sum(case when is_award_of_year and is_reported is not null then cast(is_reported as integer) end) as bigint)
        as reported_case_count,
    cast(sum(case when is_award_of_year and is_reported is not null then cast(is_reported as integer) * granted_nok end)
        as decimal(18, 2)) as reported_case_nok,
    cast(sum(case when is_award_of_year and is_reported is not null then cast(is_report_approved as integer) end) as bigint)
        as approved_case_count,
    cast(sum(case when is_award_of_year and is_reported is not null then cast(is_report_approved as integer) * granted_nok end)
        as decimal(18, 2)) as approved_case_nok,
    cast(sum(spent_nok) as decimal(18, 2)) as spent_nok,
    cast(sum(unused_nok) as decimal(18, 2)) as unused_nok,
    cast(sum(claimed_back_nok) as decimal(18, 2)) as claimed_back_nok,
    cast(sum(undecided_nok) as decimal(18, 2)) as undecided_nok,
    cast(sum(to_repay_nok) as decimal(18, 2)) as to_repay_nok
from with_totals
group by region_level, region_code, year, shown_scheme_code, flow_level
