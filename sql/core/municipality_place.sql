-- Which one region of each level, in the borders of 2024, something in a municipality counts in: the one that holds most of it.
-- Money is divided over a split (core.grant_region_2024); a project or a seminar is not.
-- Grain: one row per municipality code and level.
-- Key: municipality_code, region_level
-- Materialised: yes
with
placed as (
    select
        old.municipality_code,
        bridge.region_level,
        bridge.region_code,
        sum((old.weight_to - old.weight_from) * (bridge.weight_to - bridge.weight_from)) as weight
    from core.bridge_municipality_2024 as old
    inner join core.bridge_municipality_region as bridge
        on old.municipality_code_2024 = bridge.municipality_code
    group by old.municipality_code, bridge.region_level, bridge.region_code
)
select
    municipality_code,
    region_level,
    max_by(region_code, cast(weight as double) + case when region_code = '9999' then 0 else 0.000001 end) as region_code
from placed
group by municipality_code, region_level
