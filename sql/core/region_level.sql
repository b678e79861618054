-- The levels a figure can be shown on, and the hierarchy each belongs to. The country is the top of both.
-- Grain: one row per level.
-- Key: region_level
-- Materialised: yes
select *
from (
    values
    ('country', 'country', 1, 1),
    ('county', 'administrative', 2, 2),
    ('municipality', 'administrative', 2, 3),
    ('health_region', 'health', 3, 2),
    ('health_community', 'health', 3, 3),
    ('health_trust', 'health', 3, 4),
    ('dps', 'health', 3, 5)
) as level (region_level, hierarchy, hierarchy_order, level_order)
