"""Which files are expected, and when."""

from pathlib import Path

import polars as pl

from etl.contract import About, Contract, date, error, text, year

# A source is a file of this folder, and its name the file's.
_SOURCES = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))


class ExpectedDelivery(Contract):
    """One row per source, sender and year that a file is expected for: the day it is due.

    Owned by the data staff. The name of the sender is the one its deliveries are loaded under.
    """

    about = About(
        title=("Ventede leveranser", "Expected deliveries"),
        owner_name="Datamedarbeiderne",
        replaces=("expected_source", "sender_name"),
        sample="""
            grant_application;Helsedirektoratet;2014;01.09.2014
            staffing;Helsedirektoratet;2014;15.10.2015
            """,
    )

    expected_source = text("Kilde", key=True)
    sender_name = text("Avsender", key=True)
    year = year("År", key=True)
    due_date = date("Leveringsfrist")

    expected_source_unknown = error("expected_source", pl.col("expected_source").is_in(_SOURCES))
