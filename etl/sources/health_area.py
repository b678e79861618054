"""Which health services serve which municipality."""

from etl.contract import About, Contract, Reference, code, integer, organisation_number, text


class HealthArea(Contract):
    """One row per municipality, or per district of a city served by several: its DPS, trust, community and region.

    Owned by the regional health authorities; published by Statistics Norway (KLASS 632).
    """

    about = About(
        title=("Helseområder", "Health areas"),
        owner_name="De regionale helseforetakene",
        sample="""
            0301;030101;Gamle Oslo;58671;D47;Lovisenberg;965985166;Lovisenberg diakonale sykehus AS;oslo;Oslo;991324968;Helse Sør-Øst RHF
            5601;5601;Alta;;D02;Vest-Finnmark;983974880;Finnmarkssykehuset HF;finnmark;Finnmark;883658752;Helse Nord RHF
            """,  # noqa: E501 (a row is a line)
    )

    municipality_code = code("Kommunenummer", 4, key=True, reference=Reference("municipality", ("municipality_code",)))
    part_code = text("Områdekode", key=True)
    part_name = text("Områdenavn")
    part_population = integer("Folkemengde i området", nullable=True, minimum=0, unit="person")
    dps_code = text("DPS-kode")
    dps_name = text("DPS")
    health_trust_code = organisation_number("Helseforetak organisasjonsnummer")
    health_trust_name = text("Helseforetak")
    health_community_code = text("Helsefellesskap kode")
    health_community_name = text("Helsefellesskap")
    health_region_code = organisation_number("RHF organisasjonsnummer")
    health_region_name = text("RHF")
