-- How long an application waits for its decision: days from received to decided. median_days and p90_days are the fewest
-- days within which half and nine tenths of the cases were decided. Only cases that have both dates.
-- Grain: one row per level, region, year, scheme ('all': every scheme, 'real': without synthetic rows) and flow level.
-- Key: region_level, region_code, year, scheme_code, flow_level
-- Pages: grants
-- Materialised: yes
with
cumulated as (
    select
        region_level,
        region_code,
        year,
        scheme_code,
        flow_level,
        case_days,
        data_class,
        sum(case_count) over (partition by region_level, region_code, year, scheme_code, flow_level) as case_count,
        sum(case_count) over (
            partition by region_level, region_code, year, scheme_code, flow_level order by case_days
        ) as decided_count
    from core.case_days
)
select
    cumulated.region_level,
    cumulated.region_code,
    cumulated.year,
    cumulated.scheme_code,
    cumulated.flow_level,
    max(scheme.scheme_name) as scheme_name,
    max(cumulated.data_class) as data_class,
    cast(max(cumulated.case_count) as bigint) as case_count,
    cast(min(case when cumulated.decided_count >= 0.5 * cumulated.case_count then cumulated.case_days end) as bigint)
        as median_days,
    cast(min(case when cumulated.decided_count >= 0.9 * cumulated.case_count then cumulated.case_days end) as bigint)
        as p90_days
from cumulated
left join core.dim_scheme as scheme
    on cumulated.scheme_code = scheme.scheme_code
group by cumulated.region_level, cumulated.region_code, cumulated.year, cumulated.scheme_code, cumulated.flow_level
