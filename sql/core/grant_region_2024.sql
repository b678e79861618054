-- Grants on every level of both hierarchies, in the borders of 2024. A grant given to a health area counts there on the
-- health levels; else it counts by its municipality; else in the row «ikke fordelt» (9999). Each level adds up to the same.
-- Grain: one row per level, region, year, scheme, flow level and data class.
-- Key: region_level, region_code, year, scheme_code, flow_level, data_class
-- Materialised: yes
with
placed as (
    select
        level.region_level,
        case
            when level.region_level = 'country' then 'NO'
            else coalesce(health.region_code, bridge.region_code, '9999')
        end as region_code,
        case when health.region_code is null then cast(coalesce(bridge.weight_from, 0) as double) else 0 end
            as weight_from,
        case when health.region_code is null then cast(coalesce(bridge.weight_to, 1) as double) else 1 end as weight_to,
        health.region_code is null
            and (coalesce(bridge.is_estimated, false) or (grant_2024.is_estimated and split.region_level is not null))
            as is_region_estimated,
        grant_2024.*
    from core.grant_2024 as grant_2024
    cross join (select region_level from core.region_level) as level
    left join core.health_area_parent as health
        on grant_2024.health_area_code = health.health_area_code
        and level.region_level = health.region_level
    left join core.bridge_municipality_region as bridge
        on health.region_code is null
        and grant_2024.municipality_code_2024 = bridge.municipality_code
        and level.region_level = bridge.region_level
    left join core.split_level as split
        on grant_2024.municipality_code_2024 = split.municipality_code_2024
        and level.region_level = split.region_level
)
select
    region_level,
    region_code,
    year,
    scheme_code,
    flow_level,
    data_class,
    cast(sum(round(application_count * weight_to) - round(application_count * weight_from)) as bigint)
        as application_count,
    cast(sum(round(award_count * weight_to) - round(award_count * weight_from)) as bigint) as award_count,
    cast(sum(round(pending_count * weight_to) - round(pending_count * weight_from)) as bigint) as pending_count,
    cast(sum(round(unconverted_award_count * weight_to) - round(unconverted_award_count * weight_from)) as bigint)
        as unconverted_award_count,
    cast(sum(cast(round(applied_nok * weight_to, 2) - round(applied_nok * weight_from, 2) as decimal(18, 2)))
        as decimal(18, 2)) as applied_nok,
    cast(sum(cast(round(granted_nok * weight_to, 2) - round(granted_nok * weight_from, 2) as decimal(18, 2)))
        as decimal(18, 2)) as granted_nok,
    max(is_region_estimated) as is_estimated
from placed
group by region_level, region_code, year, scheme_code, flow_level, data_class
