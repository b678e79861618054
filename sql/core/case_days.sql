-- How many days cases waited from received to decided, counted. Only cases that have both dates.
-- Grain: one row per year, scheme, data class and number of days.
-- Key: year, scheme_code, data_class, case_days
-- Materialised: yes
select
    year,
    scheme_code,
    data_class,
    date_diff('day', received_date, decision_date) as case_days,
    cast(count(*) as bigint) as case_count
from core.fct_grant_application
where received_date is not null and decision_date is not null
group by year, scheme_code, data_class, date_diff('day', received_date, decision_date)
