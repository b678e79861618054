"""Staff in full-time equivalents."""

import polars as pl

from etl.contract import About, Contract, boolean, choice, error, number, text, year


class Staffing(Contract):
    """One row per series, area, year, target group, service field and education: full-time equivalents.

    Owned by the publisher of the series (IS-24/8: Helsedirektoratet; KOSTRA and trusts: Statistics Norway). Series count in
    different ways and are never added together.
    """

    about = About(
        title=("Bemanning", "Staffing"),
        owner_name="Utgiverne av årsverkstall",
        replaces=("series_code", "area_level", "year"),
        sample="""
            IS-24/8;kommune;kommune;0301;2014;voksne;psykisk helse og rus;alle;120,5;;nei;nei;;;reell
            IS-24/8;kommune;kommune;0301;2014;barn og unge;psykisk helse og rus;psykolog;;:;ja;ja;Tabell 1;rad 7;syntetisk
            """,
    )

    series_code = text("Serie", key=True)
    sector = choice("Sektor", "sector")
    area_level = choice("Områdenivå", "area_level", key=True)
    # NO for the country, else the code of the municipality, county, trust or region.
    area_code = text("Områdekode", key=True)
    year = year("År", key=True)
    target_group_code = choice("Målgruppe", "age_group", key=True)
    service_field = choice("Tjenestefelt", "service_field", key=True)
    education = choice("Utdanning", "education", key=True)
    fte = number("Årsverk", nullable=True, minimum=0, unit="fte", flag="value_flag")
    value_flag = choice("Symbol", "value_flag", nullable=True)
    is_imputed = boolean("Videreført fra året før", nullable=True)
    is_break = boolean("Brudd i serien", nullable=True)
    source_document = text("Dokument", nullable=True)
    source_place = text("Sted i dokumentet", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")

    figure_or_symbol = error("fte", pl.col("fte").is_not_null() | pl.col("value_flag").is_not_null())
