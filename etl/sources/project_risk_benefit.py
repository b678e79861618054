"""Risks and benefits of projects."""

import polars as pl

from etl.contract import About, Contract, Reference, choice, date, error, number, small_integer, text


class ProjectRiskBenefit(Contract):
    """One row per project and risk or benefit: how likely and how grave, or how it is measured and what came of it.

    Owned by the project owner. A delivery replaces the risks and benefits of the projects it names.
    """

    about = About(
        title=("Risiko og nytte", "Risks and benefits"),
        owner_name="Prosjekteierne",
        replaces=("project_code",),
        sample="""
            P-17;R1;risiko;Nøkkelperson slutter;30.04.2015;3;4;opp;Opplæring av to til;;;;;;;;Prosjektleder;;;reell
            P-17;N1;nytte;Kortere ventetid;30.04.2015;;;;;kvalitet;Dager;Fast møtetid;20;15;17,5;på vei;;Skjema 1;side 4;syntetisk
            """,  # noqa: E501 (a row is a line)
    )

    project_code = text("Prosjektkode", key=True, reference=Reference("project", ("project_code",)))
    item_code = text("Kode", key=True)
    item_type = choice("Risiko eller nytte", "item_type")
    item_title = text("Beskrivelse")
    assessed_date = date("Vurdert dato", nullable=True)
    probability = small_integer("Sannsynlighet", nullable=True, minimum=1, maximum=5)
    consequence = small_integer("Konsekvens", nullable=True, minimum=1, maximum=5)
    trend = choice("Utvikling", "direction", nullable=True)
    mitigation = text("Tiltak", nullable=True)
    benefit_type = choice("Nyttetype", "benefit_type", nullable=True)
    how_measured = text("Hvordan måles", nullable=True)
    prerequisite = text("Forutsetning", nullable=True)
    baseline_value = number("Nullpunkt", nullable=True)
    target_value = number("Måltall", nullable=True)
    measured_value = number("Målt verdi", nullable=True)
    benefit_status = choice("Nyttestatus", "benefit_status", nullable=True)
    responsible_role = text("Ansvarlig rolle", nullable=True)
    source_document = text("Dokument", nullable=True)
    source_place = text("Sted i dokumentet", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")

    risk_without_score = error(
        "probability",
        (pl.col("item_type") != "risk") | (pl.col("probability").is_not_null() & pl.col("consequence").is_not_null()),
    )
