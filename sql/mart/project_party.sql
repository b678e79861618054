-- Who takes part in each project, and as what. Organisations and roles, never persons.
-- Grain: one row per project, organisation and role.
-- Key: project_code, organisation_name, party_role
-- Pages: project
-- Same rows as: source.project_party
select
    project_code,
    organisation_name,
    party_role,
    organisation_type,
    organisation_number,
    is_confirmed,
    data_class,
    source_document,
    source_place,
    delivery_id,
    source_row
from source.project_party
