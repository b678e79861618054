-- What somebody must do something about now, all years together: reports that are late as of core.as_of and the kroner they
-- are about (each case once), money that was not spent and nobody has decided about, money claimed and not yet back. Only
-- where something is delivered: a region without a row has no reports that anybody knows of, which is not the same as none
-- late.
-- Grain: one row per level, region, scheme ('all': every scheme, 'real': without synthetic rows) and flow level.
-- Key: region_level, region_code, scheme_code, flow_level
-- Pages: grants, region
with
placed as (
    select grant_case.*, place.region_level, place.region_code
    from core.fct_grant_case as grant_case
    inner join core.place_region as place
        on grant_case.municipality_code = place.municipality_code
        and grant_case.health_area_code = place.health_area_code
    where grant_case.report_count is not null
),
with_totals as (
    select *, scheme_code as shown_scheme_code from placed
    union all
    select *, 'all' from placed
    union all
    select *, 'real' from placed where data_class <> 'synthetic'
),
per_case as (
    select
        region_level,
        region_code,
        shown_scheme_code,
        flow_level,
        max(data_class) as data_class,
        sum(report_count) as report_count,
        sum(overdue_count) as overdue_count,
        max(case when overdue_count > 0 then granted_nok end) as overdue_granted_nok,
        sum(undecided_nok) as undecided_nok,
        sum(to_repay_nok) as to_repay_nok
    from with_totals
    group by region_level, region_code, shown_scheme_code, flow_level, manager_name, scheme_code, case_id
)
select
    per_case.region_level,
    per_case.region_code,
    per_case.shown_scheme_code as scheme_code,
    per_case.flow_level,
    max(as_of.as_of_date) as as_of_date,
    max(per_case.data_class) as data_class,
    cast(sum(per_case.report_count) as bigint) as report_count,
    cast(sum(per_case.overdue_count) as bigint) as overdue_count,
    cast(coalesce(sum(per_case.overdue_granted_nok), 0) as decimal(18, 2)) as overdue_granted_nok,
    cast(coalesce(sum(per_case.undecided_nok), 0) as decimal(18, 2)) as undecided_nok,
    cast(coalesce(sum(per_case.to_repay_nok), 0) as decimal(18, 2)) as to_repay_nok
from per_case
cross join core.as_of as as_of
group by per_case.region_level, per_case.region_code, per_case.shown_scheme_code, per_case.flow_level
