-- Applications and grants summed to municipality, health area, scheme and year, as coded in the deliveries. All funding
-- figures stand on this table; a grant without municipality has the code 9999. A list of grants that does not say what was
-- applied for has no applied amount (null), which is not 0.
-- Grain: one row per municipality code, health area code, year, scheme, flow level and data class.
-- Key: municipality_code, health_area_code, year, scheme_code, flow_level, data_class
-- Materialised: yes
select
    coalesce(municipality_code, '9999') as municipality_code,
    coalesce(health_area_code, '') as health_area_code,
    year,
    scheme_code,
    flow_level,
    data_class,
    cast(sum(case when is_application then 1 else 0 end) as bigint) as application_count,
    cast(sum(case when is_award then 1 else 0 end) as bigint) as award_count,
    cast(sum(case when decision = 'pending' then 1 else 0 end) as bigint) as pending_count,
    cast(sum(case when is_award and granted_nok is null then 1 else 0 end) as bigint) as unconverted_award_count,
    cast(sum(applied_nok) as decimal(18, 2)) as applied_nok,
    cast(coalesce(sum(granted_nok), 0) as decimal(18, 2)) as granted_nok
from core.fct_grant_application
group by
    coalesce(municipality_code, '9999'),
    coalesce(health_area_code, ''),
    year,
    scheme_code,
    flow_level,
    data_class
