-- When a grant scheme begins, takes over from another, and ends, by the list of schemes. A scheme that the list gives no
-- year has no event: the first year of the grants that happen to be loaded is not when it began.
-- Grain: one row per scheme and event.
-- Key: scheme_code, scheme_event
-- Pages: funding
with
event as (
    select scheme_code, case when predecessor_code is null then 'begins' else 'succeeds' end as scheme_event, first_year as year
    from core.dim_scheme
    where first_year is not null
    union all
    select scheme_code, 'ends', last_year
    from core.dim_scheme
    where last_year is not null
)
select
    event.scheme_code,
    event.scheme_event,
    event.year,
    scheme.scheme_name,
    scheme.predecessor_code,
    predecessor.scheme_name as predecessor_name,
    scheme.first_grant_year is not null as has_grants,
    scheme.data_class
from event
inner join core.dim_scheme as scheme
    on event.scheme_code = scheme.scheme_code
left join core.dim_scheme as predecessor
    on scheme.predecessor_code = predecessor.scheme_code
