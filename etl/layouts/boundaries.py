"""Borders from Kartverket and others, as GeoJSON or TopoJSON; what was done with the areas, the reader has said."""

import polars as pl

from etl.contract import SOURCE_ROW, Cell, Contract
from etl.layouts.base import Facts, Field, Layout, contract_field
from etl.messages import FileRefused, Findings, in_both, listed

_CODES = ("municipality", "county", "id")
_NUMBER = r"^\d+$"


class Boundaries(Layout):
    """A feature becomes one row. Its code is under the publisher's name for it, else under id."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Find the code, the level it is of, and the licence; FileRefused when no code or no licence is known."""
        named = next((name for name in _CODES if name in facts.headers and typed[name].count()), None)
        if named is None:
            known = listed(header for one in self.fields if one.name in _CODES for header in one.headers)
            raise FileRefused("no_region_code", file=facts.file_name, known=known)
        header = pl.lit(facts.headers[named])
        # Who gave an unreadable code has been told; an empty one is told here, since any of three columns could have had it.
        told = findings.error_rows(facts.headers[named])
        without = typed.filter(pl.col(named).is_null() & ~pl.col(SOURCE_ROW).is_in(told.implode()))
        findings.add(
            "error", "nullability", without.select(SOURCE_ROW, header.alias("header"), pl.lit(None).alias("value"))
        )
        is_county = named == "county" or (named == "id" and not typed["id"].str.contains(r"^.{3}").any())
        code = pl.col(named)
        if named == "id":
            # A code that is a number in JSON has lost its leading zero.
            code = pl.when(code.str.contains(_NUMBER)).then(code.str.zfill(2 if is_county else 4)).otherwise(code)
        licence = pl.lit(facts.licence) if facts.licence else pl.col("licence")
        rows = typed.select(
            SOURCE_ROW,
            pl.lit(facts.year(), pl.Int16).alias("border_year"),
            pl.lit("county" if is_county else "municipality").alias("region_level"),
            code.alias("region_code"),
            "geometry",
            licence.alias("licence"),
            header.alias("header:region_code"),
        )
        if rows["licence"].has_nulls():
            raise FileRefused("no_licence", file=facts.file_name)
        return rows


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``region_map``."""
    if contract.source_name() != "region_map":
        return None
    code, text = pl.String(), Cell("text", "")
    return Boundaries(
        name="boundaries",
        contract=contract,
        title=in_both("layout.boundaries"),
        must_have=frozenset({"feature", "geometry"}),
        origins={"region_code": "municipality"},
        fields=(
            Field("feature", ("type",), text, pl.String()),
            Field(
                "municipality",
                ("kommunenummer", "kommunenr", "kommune_nr", "komm"),
                Cell("code", "", width=4),
                code,
                "optional",
            ),
            Field("county", ("fylkesnummer", "fylkesnr", "fylkenr"), Cell("code", "", width=2), code, "optional"),
            Field("id", ("id",), text, pl.String(), "optional"),
            contract_field(contract, "licence", ("licence", "license", "lisens"), "optional"),
            contract_field(contract, "geometry", ("geometry",)),
        ),
    )
