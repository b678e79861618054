-- How many days cases waited from received to decided, counted, on every level in the borders of 2024, per scheme and for
-- all together ('all', and 'real' without synthetic rows). Only cases that have both dates. A case counts whole in one
-- region.
-- Grain: one row per level, region, year, scheme, flow level and number of days.
-- Key: region_level, region_code, year, scheme_code, flow_level, case_days
-- Materialised: yes
with
waited as (
    select
        coalesce(municipality_code, '9999') as municipality_code,
        coalesce(health_area_code, '') as health_area_code,
        year,
        scheme_code,
        flow_level,
        data_class,
        date_diff('day', received_date, decision_date) as case_days
    from core.fct_grant_application
    where received_date is not null and decision_date is not null
),
with_totals as (
    select *, scheme_code as shown_scheme_code from waited
    union all
    select *, 'all' from waited
    union all
    select *, 'real' from waited where data_class <> 'synthetic'
)
select
    place.region_level,
    place.region_code,
    with_totals.year,
    with_totals.shown_scheme_code as scheme_code,
    with_totals.flow_level,
    with_totals.case_days,
    max(with_totals.data_class) as data_class,
    cast(count(*) as bigint) as case_count
from with_totals
inner join core.place_region as place
    on with_totals.municipality_code = place.municipality_code
    and with_totals.health_area_code = place.health_area_code
group by
    place.region_level,
    place.region_code,
    with_totals.year,
    with_totals.shown_scheme_code,
    with_totals.flow_level,
    with_totals.case_days
