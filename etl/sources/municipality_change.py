"""Changes of municipality codes."""

import datetime as dt

import polars as pl

from etl.contract import About, Contract, code, date, error, text


class MunicipalityChange(Contract):
    """One row per code that became another code on a date; a merge or a split is several rows.

    Owned by Statistics Norway.
    """

    about = About(
        title=("Endringer i kommunenummer", "Municipality code changes"),
        owner_name="Statistisk sentralbyrå",
        sample="""
            2020-01-01;0101;Halden;3001;Halden
            2024-01-01;1507;Ålesund;1508;Ålesund
            2024-01-01;1507;Ålesund;1580;Haram
            """,
    )

    change_date = date("Endringsdato", key=True, first=dt.date(1838, 1, 1))
    from_code = code("Fra kommunenummer", 4, key=True)
    from_name = text("Fra kommunenavn")
    to_code = code("Til kommunenummer", 4, key=True)
    to_name = text("Til kommunenavn")

    code_unchanged = error("to_code", pl.col("from_code") != pl.col("to_code"))
