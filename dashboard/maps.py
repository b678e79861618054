"""Which map the pages draw: official borders that were loaded for the year, else the schematic one of 2024 that is shipped."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polars as pl
from streamlit import runtime

from dashboard.data import read
from dashboard.keeping import of_build
from dashboard.regions import COUNTRY

SCHEMATIC = "app/static/map/norway.topojson"
"""Relative to the page, so that it also holds behind a proxy with a path of its own."""

BORDER_YEAR = 2024


@dataclass(frozen=True)
class Map:
    """A TopoJSON with one object per level. ``licence`` is what must be said with official borders; None: schematic."""

    address: str
    licence: str | None
    content: bytes = field(repr=False)


def map_of(borders: str, year: int, level: str) -> Map | None:
    """Give the map to draw a level in the borders of ``2024``, or of ``year``; None when there is none."""
    border_year = BORDER_YEAR if borders == str(BORDER_YEAR) else year
    official = _official(border_year)
    if official is not None and level in official.levels and runtime.exists():
        media = runtime.get_instance().media_file_mgr
        address = media.add(official.content, "application/json", f"map-{border_year}")
        return Map(address.removeprefix("/"), official.licence, official.content)
    return Map(SCHEMATIC, None, _schematic()) if borders == str(BORDER_YEAR) else None


@cache
def _schematic() -> bytes:
    return (Path(__file__).parent / SCHEMATIC.removeprefix("app/")).read_bytes()


@dataclass(frozen=True)
class _Official:
    content: bytes
    levels: frozenset[str]
    licence: str


@of_build(most=8)
def _official(border_year: int) -> _Official | None:
    """Make the TopoJSON of the borders loaded for a year, once per build; None when none are loaded."""
    if read("meta.source", source="region_map").filter(pl.col("row_count") > 0).is_empty():
        return None
    rows = read("source.region_map", order_by=("region_level", "region_code"), border_year=border_year)
    if rows.is_empty():
        return None
    # Brought in when there are borders to make a map of: the shipped map is made already.
    from warehouse.geo import compact, topology

    made = topology(rows, _membership(border_year, rows))
    licences = rows["licence"].unique().sort().to_list()
    return _Official(compact(made).encode("utf-8"), frozenset(made["objects"]), ", ".join(licences))


def _membership(border_year: int, rows: pl.DataFrame) -> pl.DataFrame:
    """Give the regions of each municipality; of other years than 2024 only the county, which its code begins with."""
    if border_year == BORDER_YEAR:
        bridge = read("core.bridge_municipality_region")
        wanted = ~pl.col("region_level").is_in([COUNTRY[0], "municipality"])
        return bridge.filter(wanted).select("municipality_code", "region_level", "region_code").unique()
    return rows.filter(pl.col("region_level") == "municipality").select(
        pl.col("region_code").alias("municipality_code"),
        pl.lit("county").alias("region_level"),
        pl.col("region_code").str.head(2).alias("region_code"),
    )
