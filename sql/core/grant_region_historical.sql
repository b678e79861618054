-- Grants on country, county and municipality with the borders of each year. What core.municipality_then cannot place in
-- the borders of then is «ikke fordelt» (9999).
-- Grain: one row per level, region, year, scheme, flow level and data class.
-- Key: region_level, region_code, year, scheme_code, flow_level, data_class
-- Materialised: yes
with
placed as (
    select
        level.region_level,
        case level.region_level
            when 'country' then 'NO'
            when 'county' then coalesce(place.county_code, '9999')
            else coalesce(place.municipality_code_then, '9999')
        end as region_code,
        grant_sum.*
    from core.grant_sum as grant_sum
    cross join (select region_level from core.region_level where hierarchy <> 'health') as level
    left join core.municipality_then as place
        on grant_sum.municipality_code = place.municipality_code
        and grant_sum.year = place.year
)
select
    region_level,
    region_code,
    year,
    scheme_code,
    flow_level,
    data_class,
    cast(sum(application_count) as bigint) as application_count,
    cast(sum(award_count) as bigint) as award_count,
    cast(sum(pending_count) as bigint) as pending_count,
    cast(sum(unconverted_award_count) as bigint) as unconverted_award_count,
    cast(sum(applied_nok) as decimal(18, 2)) as applied_nok,
    cast(sum(granted_nok) as decimal(18, 2)) as granted_nok,
    false as is_estimated
from placed
group by region_level, region_code, year, scheme_code, flow_level, data_class
