"""Borders to draw regions with."""

import polars as pl

from etl.contract import About, Contract, Reference, choice, error, text, year


class RegionMap(Contract):
    """One row per border year and region: its area as a map needs it, in UTM33 and whole metres, and on what terms.

    Owned by Kartverket. Other levels than those of the file are put together from the municipalities when the map is shown.
    """

    about = About(
        title=("Regiongrenser", "Region borders"),
        owner_name="Kartverket",
        replaces=("border_year",),
        sample="""
            0301;kommune;2024;"{""type"":""Polygon"",""coordinates"":[[[0,6640000],[9,6640000],[9,6640009],[0,6640000]]]}";CC BY
            0101;kommune;2019;"{""type"":""Polygon"",""coordinates"":[[[0,6560000],[9,6560000],[9,6560009],[0,6560000]]]}";CC BY
            """,
    )

    region_code = text(
        "Regionkode",
        key=True,
        reference=Reference("municipality", ("municipality_code", "county_code"), valid_in="border_year"),
    )
    region_level = choice("Regionnivå", "map_level", key=True)
    border_year = year("Grenseår", key=True)
    geometry = text("Geometri", unit="metres")
    licence = text("Lisens")

    geometry_is_no_area = error(
        "geometry",
        pl.col("geometry").str.contains(r'^\{"type":"(?:Multi)?Polygon","coordinates":\[[\[\]0-9,-]+\]\}$'),
    )
    code_of_another_level = error(
        "region_code",
        pl.col("region_code").str.len_bytes()
        == pl.col("region_level").replace_strict({"municipality": 4, "county": 2}, default=None),
    )
