-- Which region of each level a 2024 municipality counts in. Where a municipality has several areas and the population of
-- its parts is not known, it counts in the row «ikke fordelt» (9999). Amounts are divided by weight_from and weight_to as
-- in core.bridge_municipality_2024.
-- Grain: one row per level, 2024 municipality and region.
-- Key: region_level, municipality_code, region_code
-- Materialised: yes
with
share as (
    select 'country' as region_level, municipality_code, 'NO' as region_code, 1.0 as municipality_share, false as is_shared
    from source.municipality
    where valid_to is null
    union all
    select 'county', municipality_code, county_code, 1.0, false
    from source.municipality
    where valid_to is null
    union all
    select 'municipality', municipality_code, municipality_code, 1.0, false
    from source.municipality
    where valid_to is null
    union all
    select region_level, municipality_code, region_code, municipality_share, is_shared
    from core.municipality_health_share
    where municipality_share is not null
    union all
    select region_level, municipality_code, '9999', 1.0, true
    from core.municipality_health_share
    where municipality_share is null
    group by region_level, municipality_code
)
select
    region_level,
    municipality_code,
    region_code,
    coalesce(
        sum(municipality_share) over (
            partition by region_level, municipality_code
            order by region_code
            rows between unbounded preceding and 1 preceding
        ),
        0
    ) as weight_from,
    case
        when row_number() over (partition by region_level, municipality_code order by region_code desc) = 1 then 1
        else sum(municipality_share) over (partition by region_level, municipality_code order by region_code)
    end as weight_to,
    is_shared and region_code <> '9999' as is_estimated
from share
