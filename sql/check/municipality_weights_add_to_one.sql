-- What an old municipality gives to those of 2024 adds up to all of it.
select municipality_code, sum(weight) as weight_sum
from source.municipality_weight
group by municipality_code
having abs(sum(weight) - 1) > 0.000001
