-- The sums of core.grant_sum carried to the municipalities of 2024. What is carried over a split is an estimate.
-- Grain: one row per 2024 municipality, health area code, year, scheme, flow level and data class.
-- Key: municipality_code_2024, health_area_code, year, scheme_code, flow_level, data_class
-- Materialised: yes
with
carried as (
    select
        grant_sum.*,
        coalesce(bridge.municipality_code_2024, '9999') as municipality_code_2024,
        cast(coalesce(bridge.weight_from, 0) as double) as weight_from,
        cast(coalesce(bridge.weight_to, 1) as double) as weight_to,
        coalesce(bridge.is_estimated, false) as is_estimated
    from core.grant_sum as grant_sum
    left join core.bridge_municipality_2024 as bridge
        on grant_sum.municipality_code = bridge.municipality_code
)
select
    municipality_code_2024,
    health_area_code,
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
    max(is_estimated) as is_estimated
from carried
group by municipality_code_2024, health_area_code, year, scheme_code, flow_level, data_class
