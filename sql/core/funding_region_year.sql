-- The frame of the funding figures: every region × year × scheme with the sums, 0 where a region got nothing. While no
-- application of the scheme and year is decided, or all that is granted is in a foreign currency, nobody's sum is known: null.
-- Grain: one row per border basis, level, region, year, scheme and flow level.
-- Key: border_basis, region_level, region_code, year, scheme_code, flow_level
-- Materialised: yes
with
scheme_year as (
    select
        year,
        scheme_code,
        flow_level,
        data_class,
        applied_nok,
        application_count > 0 and pending_count + unconverted_award_count = application_count as is_granted_unknown,
        row_number() over (order by year, scheme_code, flow_level) as scheme_year_number
    from core.grant_region
    where border_basis = '2024' and region_level = 'country'
)
select
    region.border_basis,
    region.region_level,
    region.region_code,
    region.year,
    scheme_year.scheme_code,
    scheme_year.flow_level,
    region.region_name,
    region.is_unallocated,
    region.has_unallocated_part,
    region.population,
    -- The regions that are compared with each other share this number: one column to group by instead of five.
    scheme_year.scheme_year_number * 100
        + level.level_order * 10
        + case when region.border_basis = '2024' then level.hierarchy_order else 9 end as peer_group,
    coalesce(money.data_class, scheme_year.data_class) as data_class,
    coalesce(money.application_count, 0) as application_count,
    coalesce(money.award_count, 0) as award_count,
    coalesce(money.unconverted_award_count, 0) as unconverted_award_count,
    case when scheme_year.applied_nok is not null then coalesce(money.applied_nok, 0) end as applied_nok,
    case when not scheme_year.is_granted_unknown then coalesce(money.granted_nok, 0) end as granted_nok,
    case when not scheme_year.is_granted_unknown
        then 1.0 * coalesce(cast(money.granted_nok as double), 0) / nullif(region.population, 0)
    end as granted_per_capita_nok,
    coalesce(money.is_estimated, false) or region.is_population_estimated as is_estimated
from core.region_year as region
inner join core.region_level as level
    on region.region_level = level.region_level
inner join scheme_year
    on region.year = scheme_year.year
left join core.grant_region as money
    on region.border_basis = money.border_basis
    and region.region_level = money.region_level
    and region.region_code = money.region_code
    and region.year = money.year
    and scheme_year.scheme_code = money.scheme_code
    and scheme_year.flow_level = money.flow_level
where
    not region.is_unallocated
    or money.region_code is not null
