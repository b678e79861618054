-- The levels a figure can be shown on, and the hierarchy each belongs to. The country is the top of both.
-- Grain: one row per level.
-- Key: region_level
select *
from (
    values
    ('country', 'country', 1),
    ('county', 'administrative', 2),
    ('municipality', 'administrative', 3),
    ('health_region', 'health', 2),
    ('health_community', 'health', 3),
    ('health_trust', 'health', 4),
    ('dps', 'health', 5)
) as level (region_level, hierarchy, level_order)
