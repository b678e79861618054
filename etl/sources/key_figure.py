"""Figures as others have published them."""

import polars as pl

from etl.contract import About, Contract, boolean, choice, error, number, text, year


class KeyFigure(Contract):
    """One row per published figure, area, year, breakdown and document, as precise as it was given and no more.

    Owned by whoever published it. Two documents that disagree are two rows.
    """

    about = About(
        title=("Publiserte nøkkeltall", "Published key figures"),
        owner_name="Utgiverne av tallene",
        replaces=("source_document", "year"),
        sample="""
            arsverk-psykisk;Årsverk i psykisk helsearbeid;land;NO;2015;alle;12000;;ca.;årsverk;;nei;ja;Rapport A;side 4;reell
            andel-hoyskole;Andel med høyskole;land;NO;2015;kjønn=kvinner;;:;eksakt;prosent;ansatte;;;Rapport A;side 5;syntetisk
            """,
    )

    figure_code = text("Nøkkeltall kode", key=True)
    figure_name = text("Nøkkeltall")
    area_level = choice("Områdenivå", "area_level", key=True)
    area_code = text("Områdekode", key=True)
    year = year("År", key=True)
    breakdown = text("Fordelt på", key=True)
    figure_value = number("Verdi", nullable=True, flag="value_flag")
    value_flag = choice("Symbol", "value_flag", nullable=True)
    precision = choice("Nøyaktighet", "precision")
    figure_unit = text("Måleenhet")
    denominator = text("Andel av", nullable=True)
    is_break = boolean("Brudd i serien", nullable=True)
    is_year_assumed = boolean("Året er antatt", nullable=True)
    source_document = text("Dokument", key=True)
    source_place = text("Sted i dokumentet", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")

    value_or_symbol = error(
        "figure_value",
        pl.col("figure_value").is_not_null() | pl.col("value_flag").is_not_null() | (pl.col("precision") == "half"),
    )
