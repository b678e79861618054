"""Grant schemes."""

import polars as pl

from etl.contract import About, Contract, boolean, choice, error, text, year


class GrantScheme(Contract):
    """One row per grant scheme: what it is called, who manages it, where in the budget it is.

    Owned by the managers of the schemes.
    """

    about = About(
        title=("Tilskuddsordninger", "Grant schemes"),
        owner_name="Tilskuddsforvalterne",
        replaces=("scheme_code",),
        sample="""
            HDIR-765-60;Kommunalt rusarbeid;Helsedirektoratet;Årsverk i kommunene;765;60;2011;;;ja;reell
            HDIR-765-21;Forsøksordning;Helsedirektoratet;;765;21;2014;2019;HDIR-765-60;nei;syntetisk
            """,
    )

    scheme_code = text("Ordningskode", key=True)
    scheme_name = text("Ordningsnavn")
    manager_name = text("Forvalter")
    description = text("Beskrivelse", nullable=True)
    budget_chapter = text("Kapittel", nullable=True)
    budget_item = text("Post", nullable=True)
    first_year = year("Første år", nullable=True)
    last_year = year("Siste år", nullable=True)
    predecessor_code = text("Avløser ordning", nullable=True)
    reporting_required = boolean("Krav om rapportering", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")

    last_year_before_first_year = error("last_year", pl.col("last_year") >= pl.col("first_year"))
