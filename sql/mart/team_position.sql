-- The positions of each team, with employer and how sure that is. A position whose share is not stated has no FTE, which
-- is not 0.
-- Grain: one row per team and line.
-- Key: project_code, line_number
-- Pages: staffing, project
-- Same rows as: source.team_position
select
    project_code,
    line_number,
    position_title,
    team_role,
    position_share as fte,
    employer_name,
    employer_sector,
    attribution_confidence,
    funding_source,
    is_filled,
    is_in_team,
    data_class,
    source_document,
    source_place,
    delivery_id,
    source_row
from source.team_position
