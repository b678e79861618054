-- Old municipality codes carried to the borders of 2024. A municipality that was split has a row per part, and what is
-- carried over it by weight is an estimate. An amount is divided as round(amount * weight_to) - round(amount *
-- weight_from), so that the parts always add up to the whole, to the øre.
-- Grain: one row per municipality code and the 2024 municipality it went into.
-- Key: municipality_code, municipality_code_2024
-- Materialised: yes
select
    municipality_code,
    municipality_code_2024,
    weight,
    coalesce(
        sum(weight) over (
            partition by municipality_code
            order by municipality_code_2024
            rows between unbounded preceding and 1 preceding
        ),
        0
    ) as weight_from,
    case
        when row_number() over (partition by municipality_code order by municipality_code_2024 desc) = 1 then 1
        else sum(weight) over (partition by municipality_code order by municipality_code_2024)
    end as weight_to,
    weight_basis,
    weight < 1 as is_estimated
from source.municipality_weight
