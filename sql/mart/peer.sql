-- The five municipalities most like each one: of the same size group, closest in number of inhabitants. Rank 0 is itself.
-- Grain: one row per municipality and peer.
-- Key: municipality_code, peer_code
-- Pages: staffing, funding, region
with
ranked as (
    select
        own.municipality_code,
        other.municipality_code as peer_code,
        own.size_group,
        other.population,
        row_number() over (
            partition by own.municipality_code
            order by abs(other.population - own.population), other.municipality_code <> own.municipality_code,
                other.municipality_code
        ) - 1 as peer_rank
    from core.size_group as own
    inner join core.size_group as other
        on own.size_group = other.size_group
)
select
    ranked.municipality_code,
    ranked.peer_code,
    region.region_name as peer_name,
    ranked.size_group,
    ranked.population,
    cast(ranked.peer_rank as bigint) as peer_rank
from ranked
inner join core.dim_region as region
    on region.border_basis = '2024'
    and region.region_level = 'municipality'
    and ranked.peer_code = region.region_code
where ranked.peer_rank <= 5
