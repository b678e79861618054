-- Where did the money go, and is it evenly spread? Applied and granted kroner, awards, kroner per inhabitant (same year
-- and borders), share of the country, rank and change from last year, with the country and the median region beside it.
-- A region without money is there, with 0; where no krone amount of a scheme and year is known yet, all have null.
-- What cannot be placed is the region 9999 «ikke fordelt», which has no rank.
-- has_unallocated_part: the area has a part of a city that cannot be told apart, so its figures are a minimum.
-- scheme_code 'all' is every scheme, 'real' every scheme with synthetic rows left out: never add them to the others.
-- Grain: one row per border basis, level, region, year, scheme and flow level.
-- Key: border_basis, region_level, region_code, year, scheme_code, flow_level
-- Pages: funding, overview, region
-- Materialised: yes
with
peers as (
    select
        peer_group,
        cast(count(*) as bigint) as region_count,
        median(cast(granted_nok as double)) as median_granted_nok,
        median(granted_per_capita_nok) as median_granted_per_capita_nok
    from core.funding_region_year
    where not is_unallocated
    group by peer_group
),
ranked as (
    select
        *,
        case when not is_unallocated and granted_nok is not null then
            rank() over (partition by peer_group, is_unallocated order by granted_nok desc)
        end as granted_rank,
        case when granted_per_capita_nok is not null then
            rank() over (partition by peer_group order by granted_per_capita_nok desc nulls last)
        end as granted_per_capita_rank
    from core.funding_region_year
)
select
    ranked.border_basis,
    ranked.region_level,
    ranked.region_code,
    ranked.year,
    ranked.scheme_code,
    ranked.flow_level,
    level.hierarchy,
    ranked.region_name,
    case ranked.scheme_code
        when 'all' then 'Alle ordninger'
        when 'real' then 'Alle ordninger, bare reelle tall'
        else scheme.scheme_name
    end as scheme_name,
    ranked.scheme_code in ('all', 'real') as is_scheme_total,
    ranked.data_class,
    ranked.application_count,
    ranked.award_count,
    ranked.unconverted_award_count,
    ranked.applied_nok,
    ranked.granted_nok,
    ranked.population,
    ranked.granted_per_capita_nok,
    1.0 * cast(ranked.granted_nok as double) / nullif(cast(country.granted_nok as double), 0) as granted_share,
    ranked.granted_rank,
    ranked.granted_per_capita_rank,
    peers.region_count,
    country.granted_nok as country_granted_nok,
    country.granted_per_capita_nok as country_granted_per_capita_nok,
    peers.median_granted_nok,
    peers.median_granted_per_capita_nok,
    previous.granted_nok as previous_granted_nok,
    cast(ranked.granted_nok - previous.granted_nok as decimal(18, 2)) as granted_change_nok,
    1.0 * cast(ranked.granted_nok - previous.granted_nok as double) / nullif(cast(previous.granted_nok as double), 0)
        as granted_change_share,
    ranked.is_estimated,
    ranked.is_unallocated,
    ranked.has_unallocated_part
from ranked
inner join core.region_level as level
    on ranked.region_level = level.region_level
inner join core.funding_region_year as country
    on ranked.border_basis = country.border_basis
    and country.region_level = 'country'
    and ranked.year = country.year
    and ranked.scheme_code = country.scheme_code
    and ranked.flow_level = country.flow_level
left join peers
    on ranked.peer_group = peers.peer_group
left join core.funding_region_year as previous
    on ranked.border_basis = previous.border_basis
    and ranked.region_level = previous.region_level
    and ranked.region_code = previous.region_code
    and ranked.year = previous.year + 1
    and ranked.scheme_code = previous.scheme_code
    and ranked.flow_level = previous.flow_level
left join core.dim_scheme as scheme
    on ranked.scheme_code = scheme.scheme_code
