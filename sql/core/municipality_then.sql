-- Where a municipality code of the deliveries lay in the borders of its year. A code in use that year is itself. A code of
-- another year (an old code used too long, or today's code on an old grant) is placed through the 2024 municipality it
-- belongs to, on the levels where that leads to one place only; on others it is unknown (null).
-- Grain: one row per municipality code and year that grants are coded with.
-- Key: municipality_code, year
-- Materialised: yes
with
used as (
    select municipality_code, year
    from core.grant_sum
    group by municipality_code, year
),
candidate as (
    select
        used.municipality_code,
        used.year,
        there.municipality_code as municipality_code_then,
        there.county_code,
        max(case when there.municipality_code = used.municipality_code then 1 else 0 end) over (
            partition by used.municipality_code, used.year
        ) as is_in_use
    from used
    inner join core.bridge_municipality_2024 as own
        on used.municipality_code = own.municipality_code
    inner join core.bridge_municipality_2024 as other
        on own.municipality_code_2024 = other.municipality_code_2024
    inner join core.municipality_year as there
        on other.municipality_code = there.municipality_code
        and used.year = there.year
)
select
    municipality_code,
    year,
    case when min(municipality_code_then) = max(municipality_code_then) then min(municipality_code_then) end
        as municipality_code_then,
    case when min(county_code) = max(county_code) then min(county_code) end as county_code
from candidate
where is_in_use = 0 or municipality_code_then = municipality_code
group by municipality_code, year
