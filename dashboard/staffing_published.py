"""Published key figures about staff: as precise as they were given, and never in one line with a series."""

from typing import Any

import polars as pl

from dashboard.data import read
from dashboard.keeping import remembered
from dashboard.regions import Region
from dashboard.table import code_label
from dashboard.words import words
from warehouse.words import MISSING, NO_BREAK_SPACE, Language, number, percent

FIRST = (
    "arsverk-psykisk-helsearbeid",
    "arsverk-rusarbeid",
    "andel-hoyskole",
    "felles-organisering",
    "arsverk-per-1000",
    "arsverk-per-10000",
    "psykologarsverk",
    "psykologstillinger",
)
"""The figures that stand first, one of each: the ones of the documents, and then the newest."""

ABOUT_STAFF = (*FIRST, "is248-viderefort")
STARTS = ("arsverk-", "psykolog", "sphr-arsverk")


@remembered
def published_staff(region: Region, language: Language) -> pl.DataFrame:
    """Give the published figures about staff of the country and of the region, the most asked for first.

    Rows of mart.key_figure with written (value with its precision and unit), when and note.
    """
    rows = read("mart.key_figure", order_by=("figure_code", "year", "breakdown", "source_document"))
    code = pl.col("figure_code")
    about = code.is_in(ABOUT_STAFF) | pl.any_horizontal(code.str.starts_with(start) for start in STARTS)
    here = (pl.col("area_level") == "country") | (
        (pl.col("area_level") == region[0]) & (pl.col("area_code") == region[1])
    )
    found = rows.filter(about & here)
    first = code.replace_strict(
        {one: place for place, one in enumerate(FIRST)}, default=len(FIRST), return_dtype=pl.Int64
    )
    # One of each figure first, the newest for all people; then the rest in the same order.
    newest = (pl.col("breakdown") != "alle", -pl.col("year"))
    ordered = found.with_columns(first.alias("place")).sort("place", "figure_code", *newest, "source_document")
    again = pl.int_range(pl.len()).over("figure_code") > 0
    ordered = ordered.with_columns((again | (pl.col("place") == len(FIRST))).alias("is_later")).sort(
        "is_later", maintain_order=True
    )
    told = list(ordered.iter_rows(named=True))
    return ordered.with_columns(
        pl.Series("written", [written(row, language) for row in told], dtype=pl.String),
        pl.Series(
            "when",
            [
                words("staffing.year_assumed", language, year=row["year"])
                if row["is_year_assumed"]
                else str(row["year"])
                for row in told
            ],
            dtype=pl.String,
        ),
        pl.Series(
            "note",
            ["; ".join(_notes(row, language)) for row in told],
            dtype=pl.String,
        ),
    )


def written(row: dict[str, Any], language: Language) -> str:
    """Write a published figure with its precision and unit, e.g. ``ca. 12 000 årsverk`` or ``halvparten``."""
    precision = code_label("precision", str(row["precision"]), language) if row["precision"] else ""
    value = row["figure_value"]
    if value is None:
        return precision or str(row["value_flag"] or MISSING)
    is_rate = "per " in str(row["figure_unit"])
    decimals = (1 if is_rate else 0) if value == int(value) else 1 if round(value, 1) == value else 2
    said = precision if row["precision"] != "exact" else ""
    if row["figure_unit"] == "prosent":
        return f"{said} {percent(value / 100, decimals, language)}".strip()
    unit = code_label("figure_unit", row["figure_unit"], language) if row["figure_unit"] else ""
    # «10 000» stays on one line.
    unit = unit.replace(" 000", f"{NO_BREAK_SPACE}000")
    return " ".join(part for part in (said, number(value, decimals, language), unit) if part)


def _notes(row: dict[str, Any], language: Language) -> list[str]:
    notes = []
    if row["is_break"]:
        notes.append(words("staffing.note.break", language))
    if row["data_class"] == "derived":
        notes.append(words("note.derived", language))
    if row["data_class"] == "synthetic":
        notes.append(words("note.synthetic", language))
    return notes
