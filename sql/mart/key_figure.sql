-- Figures as others have published them, as precise as they were given, with document and place. Figures that disagree
-- stand side by side.
-- Grain: one row per figure, area, year, breakdown and document.
-- Key: figure_code, area_level, area_code, year, breakdown, source_document
-- Pages: staffing, about
-- Same rows as: source.key_figure
select
    figure_code,
    area_level,
    area_code,
    year,
    breakdown,
    source_document,
    figure_name,
    figure_value,
    value_flag,
    precision,
    figure_unit,
    denominator,
    is_break,
    is_year_assumed,
    source_place,
    data_class,
    delivery_id,
    source_row
from source.key_figure
