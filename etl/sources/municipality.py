"""Municipalities and the years they were valid."""

import datetime as dt

import polars as pl

from etl.contract import About, Contract, code, date, error, text


class Municipality(Contract):
    """One row per municipality code and period: its name and county while it was valid.

    Owned by Statistics Norway (KLASS 131).
    """

    about = About(
        title=("Kommuner", "Municipalities"),
        owner_name="Statistisk sentralbyrå",
        sample="""
            0301;Oslo;03;Oslo;1972-01-01;
            0101;Halden;01;Østfold;1972-01-01;2020-01-01
            """,
    )

    municipality_code = code("Kommunenummer", 4, key=True)
    municipality_name = text("Kommunenavn")
    county_code = code("Fylkesnummer", 2)
    county_name = text("Fylkesnavn")
    valid_from = date("Gyldig fra", key=True, first=dt.date(1838, 1, 1))
    valid_to = date("Gyldig til", nullable=True, first=dt.date(1838, 1, 1))

    # valid_to is the first day the code was no longer valid.
    valid_to_before_valid_from = error("valid_to", pl.col("valid_to") > pl.col("valid_from"))
