-- The granted sum is the same on every level of both hierarchies, «ikke fordelt» included, to the øre.
select border_basis, region_level, flow_level, year, total_nok, level_nok, difference_nok
from mart.reconciliation
where not is_equal
