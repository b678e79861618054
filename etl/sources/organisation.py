"""Organisations."""

from etl.contract import About, Contract, Reference, choice, code, organisation_number, text


class Organisation(Contract):
    """One row per organisation, by organisation number where it has one: what it is called and what kind it is.

    Owned by this project; names and numbers as in Brønnøysundregistrene. Persons are never organisations here.
    """

    about = About(
        title=("Organisasjoner", "Organisations"),
        owner_name="Samhandlingsinnsikt",
        replaces=("organisation_code",),
        sample="""
            974760673;Fjord behandling;974760673;brukerorganisasjon;bruker og pårørende;0301;;reell
            FSU-FJORD;Samarbeidsutvalget i Fjord;;samarbeidsutvalg;spesialisthelsetjeneste;;D47;syntetisk
            """,
    )

    organisation_code = text("Organisasjonskode", key=True)
    organisation_name = text("Organisasjon")
    organisation_number = organisation_number("Organisasjonsnummer", nullable=True)
    organisation_type = choice("Organisasjonstype", "organisation_type")
    sector = choice("Sektor", "sector")
    municipality_code = code(
        "Kommunenummer", 4, nullable=True, reference=Reference("municipality", ("municipality_code",))
    )
    health_area_code = text(
        "Helseområde",
        nullable=True,
        reference=Reference("health_area", ("dps_code", "health_trust_code", "health_community_code")),
    )
    data_class = choice("Dataklasse", "data_class", default="real")
