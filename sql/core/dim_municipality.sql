-- Every municipality code with the years it was in use and its county then. Codes are text with leading zero.
-- A code reused in another period has a row for each.
-- Grain: one row per municipality code and period.
-- Key: municipality_code, valid_from
-- Materialised: yes
select
    municipality_code,
    valid_from,
    valid_to,
    municipality_name,
    county_code,
    county_name,
    valid_to is null as is_current
from source.municipality
