"""The key numbers of the front page, each with its change, its line over the years, and the card that leads it home."""

from typing import Any

import polars as pl
import streamlit as st

from dashboard.components import key_number, message, section, source_line
from dashboard.drawing import drawn
from dashboard.figure import Figure, card
from dashboard.keeping import remembered
from dashboard.words import t

RELATION = "mart.key_number"
KEY_NUMBERS = (
    "granted_nok",
    "granted_per_capita_nok",
    "application_count",
    "award_share",
    "municipality_with_grant_share",
)
SOURCES = ("grant_application", "population")

_COLUMNS = {"nok": "amount_nok", "count": "value_count", "share": "value_share"}
"""The column of mart.key_number that a figure stands in, by its unit."""


@drawn(remembered)
def show(rows: pl.DataFrame) -> None:
    """Show the key numbers of the latest year; ``rows``: mart.key_number, oldest year first."""
    section("section.key_numbers")
    if rows.is_empty():
        message("empty.no_kroner")
        return
    grid = st.grid(len(KEY_NUMBERS), min_column_width=200)
    for name, own, shown in _told(rows):
        with grid.cell():
            key_number(own)
            card(shown, f"key-{name}")
    source_line(t("definition.key_numbers"), SOURCES)


@remembered
def _told(rows: pl.DataFrame) -> list[tuple[str, pl.DataFrame, Figure]]:
    """Give the key numbers that have rows: name, rows, and what the latest is read from."""
    own = {name: rows.filter(pl.col("key_number") == name) for name in KEY_NUMBERS}
    return [(name, found, figure(found.row(-1, named=True))) for name, found in own.items() if found.height]


def figure(row: dict[str, Any]) -> Figure:
    """Tell one row of mart.key_number so that its figure can be found again."""
    name, year = row["key_number"], row["year"]
    part, whole = row["part_count"], row["whole_count"]
    covers = name == "municipality_with_grant_share"
    return Figure(
        RELATION,
        _COLUMNS[row["unit"]],
        {"key_number": name, "year": year},
        "grant_application",
        {"year": year, "flow_level": "national"},
        definition=f"{t(f'key_number.{name}.label')} {year}: {t(f'key_number.{name}.definition')}",
        base=None if covers else whole,
        coverage=(part, whole) if covers else None,
    )
