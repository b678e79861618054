-- The day that statuses are told as of: the latest day that anybody has reported, paid or submitted anything, and never a day
-- that has not come. Without any such day it is the day of the build. An old warehouse is so not late all over;
-- mart.freshness says that it is old.
-- Grain: one row.
-- Key: as_of_date
-- Materialised: yes
with
reported as (
    select max(reported_date) as day from source.project_status
    union all
    select max(submitted_date) from source.grant_report
    union all
    select max(payment_date) from source.grant_payment
    union all
    select max(assessed_date) from source.project_risk_benefit
)
select coalesce(max(case when day <= current_date then day end), current_date) as as_of_date
from reported
