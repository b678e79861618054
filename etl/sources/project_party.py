"""Who takes part in projects."""

from etl.contract import About, Contract, Reference, boolean, choice, organisation_number, text


class ProjectParty(Contract):
    """One row per project, organisation and role. Organisations and roles, never persons.

    Owned by the project owner. A delivery replaces the parties of the projects it names.
    """

    about = About(
        title=("Prosjektparter", "Project parties"),
        owner_name="Prosjekteierne",
        replaces=("project_code",),
        sample="""
            P-17;Fjord behandling;974760673;dps;prosjekteier;ja;;;reell
            P-17;NAV Fjord;;nav;samarbeidspart;nei;Skjema 1;side 2;syntetisk
            """,
    )

    project_code = text("Prosjektkode", key=True, reference=Reference("project", ("project_code",)))
    organisation_name = text(
        "Organisasjon",
        key=True,
        reference=Reference("organisation", ("organisation_name", "organisation_code"), is_loose=True),
    )
    organisation_number = organisation_number("Organisasjonsnummer", nullable=True)
    organisation_type = choice("Organisasjonstype", "organisation_type")
    party_role = choice("Rolle", "party_role", key=True)
    is_confirmed = boolean("Bekreftet", nullable=True)
    source_document = text("Dokument", nullable=True)
    source_place = text("Sted i dokumentet", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")
