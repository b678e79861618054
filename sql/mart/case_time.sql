-- How long an application waits for its decision: days from received to decided. median_days and p90_days are the fewest days
-- within which half and nine tenths of the cases were decided. Only cases that have both dates.
-- Grain: one row per year and scheme ('all' is every scheme).
-- Key: year, scheme_code
-- Pages: grants
with
either as (
    select year, scheme_code, case_days, case_count, data_class from core.case_days
    union all
    select year, 'all', case_days, case_count, data_class from core.case_days
),
counted as (
    select year, scheme_code, case_days, sum(case_count) as case_count, max(data_class) as data_class
    from either
    group by year, scheme_code, case_days
),
cumulated as (
    select
        year,
        scheme_code,
        case_days,
        data_class,
        sum(case_count) over (partition by year, scheme_code) as case_count,
        sum(case_count) over (partition by year, scheme_code order by case_days) as decided_count
    from counted
)
select
    year,
    scheme_code,
    max(data_class) as data_class,
    cast(max(case_count) as bigint) as case_count,
    cast(min(case when decided_count >= 0.5 * case_count then case_days end) as bigint) as median_days,
    cast(min(case when decided_count >= 0.9 * case_count then case_days end) as bigint) as p90_days
from cumulated
group by year, scheme_code
