-- How has each scheme developed: applied and granted kroner, awards and recipients per year, the share of applications
-- that got money, and the change from the year before. A list that only has what was granted gives no award share (null).
-- Grain: one row per scheme, year and flow level.
-- Key: scheme_code, year, flow_level
-- Pages: funding
-- Materialised: yes
with
yearly as (
    select
        scheme_code,
        year,
        flow_level,
        max(data_class) as data_class,
        cast(sum(case when is_application then 1 else 0 end) as bigint) as application_count,
        cast(sum(case when is_award then 1 else 0 end) as bigint) as award_count,
        cast(count(distinct case when is_award then applicant_name end) as bigint) as recipient_count,
        cast(sum(applied_nok) as decimal(18, 2)) as applied_nok,
        cast(coalesce(sum(granted_nok), 0) as decimal(18, 2)) as granted_nok
    from core.fct_grant_application
    group by scheme_code, year, flow_level
)
select
    yearly.scheme_code,
    yearly.year,
    yearly.flow_level,
    scheme.scheme_name,
    scheme.manager_name,
    scheme.predecessor_code,
    yearly.data_class,
    yearly.application_count,
    yearly.award_count,
    yearly.recipient_count,
    yearly.applied_nok,
    yearly.granted_nok,
    case
        when yearly.applied_nok is not null then 1.0 * yearly.award_count / nullif(yearly.application_count, 0)
    end as award_share,
    previous.granted_nok as previous_granted_nok,
    1.0 * cast(yearly.granted_nok - previous.granted_nok as double) / nullif(cast(previous.granted_nok as double), 0)
        as granted_change_share,
    previous.scheme_code is null as is_first_year
from yearly
inner join core.dim_scheme as scheme
    on yearly.scheme_code = scheme.scheme_code
left join yearly as previous
    on yearly.scheme_code = previous.scheme_code
    and yearly.flow_level = previous.flow_level
    and yearly.year = previous.year + 1
