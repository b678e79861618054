"""Positions in teams."""

import polars as pl

from etl.contract import About, Contract, Reference, boolean, choice, number, small_integer, text, warning


class TeamPosition(Contract):
    """One row per team (project) and position line: the role, its share of a full position, and who employs it.

    Owned by the project owner. A delivery replaces the positions of the projects it names.
    """

    about = About(
        title=("Stillinger i team", "Team positions"),
        owner_name="Prosjekteierne",
        replaces=("project_code",),
        sample="""
            P-17;1;Teamleder;teamleder;100 %;Fjord behandling;spesialisthelsetjeneste;høy;ordinær drift;ja;ja;;;reell
            P-17;2;Psykolog i halv stilling;psykolog;0,5;Kommunen;kommune;middels;;nei;ja;Skjema 1;side 5;syntetisk
            """,
    )

    project_code = text("Prosjektkode", key=True, reference=Reference("project", ("project_code",)))
    line_number = small_integer("Linje", key=True, minimum=1)
    position_title = text("Stilling")
    team_role = choice("Rolle i team", "team_role")
    position_share = number("Stillingsandel", nullable=True, above=0, maximum=1, unit="share")
    employer_name = text("Arbeidsgiver", nullable=True)
    employer_sector = choice("Arbeidsgivers sektor", "sector", nullable=True)
    attribution_confidence = choice("Sikkerhet", "confidence")
    funding_source = choice("Finansiering", "funding_source", nullable=True)
    is_filled = boolean("Besatt", nullable=True)
    is_in_team = boolean("Del av teamet")
    source_document = text("Dokument", nullable=True)
    source_place = text("Sted i dokumentet", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")

    employer_uncertain = warning("employer_name", pl.col("attribution_confidence") != "low")
    share_not_stated = warning("position_share", pl.col("position_share").is_not_null())
