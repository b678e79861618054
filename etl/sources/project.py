"""Projects."""

import polars as pl

from etl.contract import (
    About,
    Contract,
    Reference,
    amount,
    choice,
    code,
    date,
    error,
    text,
    warning,
)


class Project(Contract):
    """One row per project: what it is, where it is in its life, when, for whom, and what it costs.

    Owned by the project owner. A date that is known only to the month or the year has its first day and its precision.
    """

    about = About(
        title=("Prosjekter", "Projects"),
        owner_name="Prosjekteierne",
        replaces=("project_code",),
        sample="""
            P-17;Møteplass;2014/101;HDIR-765-60;seminar;gjennomføre;pågår;01.01.2014;dag;31.12.2016;år;Fjord behandling;0301;D47;;voksne;Voksne med sammensatte behov;1 000 000;250000,50;31.12.2014;;;reell
            P-18;Team Fjord;;;FACT;;planlagt;;ikke oppgitt;;;;;;03;;;;;;Skjema 1;side 1;syntetisk
            """,  # noqa: E501 (a row is a line)
    )

    project_code = text("Prosjektkode", key=True)
    project_title = text("Prosjekt", nullable=True)
    case_id = text("Saksnummer", nullable=True)
    scheme_code = text(
        "Ordningskode", nullable=True, reference=Reference("grant_scheme", ("scheme_code",), is_loose=True)
    )
    project_model = choice("Modell", "project_model")
    project_phase = choice("Fase", "project_phase", nullable=True)
    project_state = choice("Prosjektstatus", "project_state")
    start_date = date("Startdato", nullable=True)
    start_precision = choice("Startdato nøyaktighet", "date_precision", nullable=True)
    end_date = date("Sluttdato", nullable=True)
    end_precision = choice("Sluttdato nøyaktighet", "date_precision", nullable=True)
    lead_organisation_name = text("Prosjekteier", nullable=True)
    municipality_code = code(
        "Kommunenummer", 4, nullable=True, reference=Reference("municipality", ("municipality_code",))
    )
    health_area_code = text(
        "Helseområde",
        nullable=True,
        reference=Reference("health_area", ("dps_code", "health_trust_code", "health_community_code")),
    )
    county_code = code("Fylkesnummer", 2, nullable=True, reference=Reference("municipality", ("county_code",)))
    age_group = choice("Aldersgruppe", "age_group", nullable=True)
    target_group = text("Målgruppe", nullable=True)
    budget_nok = amount("Budsjett")
    spent_nok = amount("Regnskapsført")
    spent_date = date("Regnskapsført per", nullable=True)
    source_document = text("Dokument", nullable=True)
    source_place = text("Sted i dokumentet", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")

    end_before_start = error("end_date", pl.col("end_date") >= pl.col("start_date"))
    name_not_stated = warning("project_title", pl.col("project_title").is_not_null())
