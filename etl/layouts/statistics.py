"""What the layouts of published statistics share: columns that differ from table to table, regions and breakdowns."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from etl.contract import Cell
from etl.layouts.base import Field, Layout, Match, Presence, Unit

NO_BREAKDOWN = "alle"
NO_UNIT = "ikke oppgitt"
COUNTRY = "NO"

_TEXT = Cell("text", "")
# County numbers 21 to 29 and 99 are Svalbard, Jan Mayen, the continental shelf, abroad and unknown (SSB, KLASS 104 and 131).
_NO_COUNTY = r"^(?:2[1-9]|99)"


def text_field(name: str, header: str, presence: Presence = "required") -> Field:
    """A column of words or codes as they are."""
    return Field(name, (header,), _TEXT, pl.String(), presence)


def figure_field(name: str, header: str) -> Field:
    """A column with figures that is one of several in its file; the missing symbols go to the column ``symbol_of(name)``."""
    return Field(name, (header,), Cell("number", header, flag=symbol_of(name)), pl.Float64())


def symbol_of(name: str) -> str:
    """Where the missing symbols of the field ``name`` are."""
    return f"symbol of {name}"


def with_columns(layout: Layout, row: int, cells: Sequence[str], places: Mapping[int, Field]) -> Match:
    """Lay ``layout`` over header row number ``row``, whose cells ``cells`` mean the fields of ``places``.

    For a file whose columns are known first when it is seen. A field that stands at two places is a repeated header; figures
    are taken as they are, whatever unit the header names.
    """
    positions: dict[str, int] = {}
    headers: dict[str, str] = {}
    repeated: list[str] = []
    for place, one in places.items():
        header = " ".join(cells[place].split()) or one.headers[0]
        if one.name in positions or header in headers.values():
            repeated.append(header)
        else:
            positions[one.name] = place
            headers[one.name] = header
    fields = {
        one.name: one for one in (*places.values(), *layout.fields) if one.name in positions or one in layout.fields
    }
    unknown = tuple(cell for place, cell in enumerate(cells) if cell and place not in places)
    fitted = replace(layout, fields=tuple(fields.values()))
    return Match(fitted, row, positions, headers, dict.fromkeys(positions, Unit()), unknown, tuple(repeated))


def unlike(layout: Layout, first_row: int) -> Match:
    """Say that a file is nothing like ``layout``."""
    return Match(layout, first_row, {}, {}, {}, (), ())


def area_level(code: pl.Expr) -> pl.Expr:
    """The level of a region code as Statistics Norway writes it: 3001 or K-3001, 30 or F-30, 0 for the country.

    Everything else is ``other``: Svalbard and the continental shelf, «K-Rest», districts, groups of municipalities.
    """
    bare = code.str.strip_prefix("K-")
    is_county = code.str.contains(r"^(?:F-)?\d{2}$") & ~code.str.strip_prefix("F-").str.contains(_NO_COUNTY)
    is_municipality = bare.str.contains(r"^\d{4}$") & ~bare.str.contains(_NO_COUNTY)
    return (
        pl.when(code.str.contains(rf"^(?:0+|{COUNTRY})$"))
        .then(pl.lit("country"))
        .when(is_municipality)
        .then(pl.lit("municipality"))
        .when(is_county)
        .then(pl.lit("county"))
        .when(code.is_not_null())
        .then(pl.lit("other"))
    )


def area_code(code: pl.Expr) -> pl.Expr:
    """The region's code in the warehouse: without K- and F- where it is a municipality or a county, NO for the country."""
    level = area_level(code)
    return (
        pl.when(level == "country")
        .then(pl.lit(COUNTRY))
        .when(level != "other")
        .then(code.str.replace(r"^[KF]-", ""))
        .otherwise(code)
    )


def breakdown(names: Mapping[str, str]) -> pl.Expr:
    """Write «avstand=Under 1 km; alder=0 år» from the columns of ``names``, each with what it is called; «alle» for none."""
    parts = [pl.format("{}={}", pl.lit(called), pl.col(name)) for name, called in names.items()]
    return pl.concat_str(parts, separator="; ") if parts else pl.lit(NO_BREAKDOWN)
