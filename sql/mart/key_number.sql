-- The key numbers of the front page, per year, for money from the state (flow level 'national', counted once).
-- A year whose awards are all in a foreign currency has no kroner to show and is left out. award_share: awards of all
-- applications; it and application_count are unknown (null) where the lists only say what was granted.
-- municipality_with_grant_share: municipalities (2024) with at least one krone. The figure stands in value, and once more in a
-- column of its unit; part_count of whole_count is what a share is made of.
-- Grain: one row per key number and year.
-- Key: key_number, year
-- Pages: overview
with
country as (
    select
        year,
        data_class,
        granted_nok,
        granted_per_capita_nok,
        case when applied_nok is not null then application_count end as application_count,
        award_count
    from mart.funding_by_region
    where
        border_basis = '2024'
        and region_level = 'country'
        and scheme_code = 'all'
        and flow_level = 'national'
        and granted_nok > 0
),
spread as (
    select
        year,
        max(data_class) as data_class,
        sum(case when granted_nok > 0 then 1 else 0 end) as granted_count,
        count(*) as municipality_count
    from mart.funding_by_region
    where
        border_basis = '2024'
        and region_level = 'municipality'
        and scheme_code = 'all'
        and flow_level = 'national'
        and not is_unallocated
        and country_granted_nok > 0
    group by year
),
figure as (
    select 'granted_nok' as key_number, year, cast(granted_nok as double) as figure_value, 'nok' as unit, data_class,
        cast(null as bigint) as part_count, cast(null as bigint) as whole_count
    from country
    union all
    select 'granted_per_capita_nok', year, granted_per_capita_nok, 'nok', data_class, null, null from country
    union all
    select 'application_count', year, cast(application_count as double), 'count', data_class, null, null from country
    union all
    select 'award_share', year, 1.0 * award_count / nullif(application_count, 0), 'share', data_class, award_count,
        application_count
    from country
    union all
    select 'municipality_with_grant_share', year, 1.0 * granted_count / municipality_count, 'share', data_class,
        granted_count, municipality_count
    from spread
)
select
    figure.key_number,
    figure.year,
    figure.figure_value as value,
    previous.figure_value as previous_value,
    1.0 * (figure.figure_value - previous.figure_value) / nullif(previous.figure_value, 0) as change_share,
    figure.unit,
    case when figure.unit = 'nok' then figure.figure_value end as amount_nok,
    case when figure.unit = 'count' then cast(figure.figure_value as bigint) end as value_count,
    case when figure.unit = 'share' then figure.figure_value end as value_share,
    cast(figure.part_count as bigint) as part_count,
    cast(figure.whole_count as bigint) as whole_count,
    figure.data_class,
    figure.year = max(figure.year) over (partition by figure.key_number) as is_latest
from figure
left join figure as previous
    on figure.key_number = previous.key_number
    and figure.year = previous.year + 1
