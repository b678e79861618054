"""CSV with a title, as PxWeb (Statistics Norway's StatBank and others) gives it: title, blank line, one row per combination.

The year stands in the names of the columns with figures («Persons 2023», «Personer 2023»), or in a column of its own. A region
is a code and a name in one cell («K-3001 Halden»). Which are municipalities is told by the code: totals, Svalbard, the
continental shelf and «K-Rest» are not. The file does not say the unit unless the header does, in parentheses.
"""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from etl.contract import SOURCE_ROW, Contract
from etl.layouts.base import Facts, Field, Layout, Match, contract_field, plain_header
from etl.layouts.statistics import (
    COUNTRY,
    NO_UNIT,
    area_code,
    area_level,
    breakdown,
    figure_field,
    symbol_of,
    text_field,
    unlike,
    with_columns,
)
from etl.messages import Findings, in_both, listed
from etl.parsing import SYMBOLS
from etl.slug import slug

_HEADER_PLACE = 2
_FIRST_ROWS = 3  # title, blank, header
_TABLE = re.compile(r"^(\d{5}):\s*")
# What is not the subject of «07459: Population, by region, age, contents and year».
_TITLE = re.compile(r"^\d{5}:\s*|,? (?:by|etter) .*$")
_YEAR_LAST = re.compile(r"^(?P<name>.*\s)?(?P<year>(?:19|20)\d{2})$")
_UNIT_LAST = re.compile(r"\((?P<unit>[^()]+)\)$")
_FIGURE = re.compile(r"-?\d+(?:[.,]\d+)?|-|" + "|".join(map(re.escape, SYMBOLS)))
_REGIONS = ("region", "kommune", "municipality", "fylke", "county")
_YEARS = ("år", "year", "tid", "time")
# A code has a digit («0301», «F-30», «H03», «030101a»), or is one of the groups of municipalities («EAK»), or «K-Rest».
_CODE = r"^([A-Z]-[^\s]+|[A-Z]{0,3}\d[\dA-Za-z-]*|EA[A-Z0-9]+)(?:\s|$)"
_WHOLE_COUNTRY = ("hele landet", "riket", "the whole country", "whole country")


class Measure(NamedTuple):
    """A column with figures: its field, what is measured, and the year, if the header has it."""

    field_name: str
    figure_name: str
    year: int | None


@dataclass(frozen=True)
class PxWeb(Layout):
    """A file row becomes one row per column with figures. document and measures are known when the file is seen."""

    document: str = ""
    measures: tuple[Measure, ...] = ()

    def match(self, head: list[list[str]], first_row: int = 1) -> Match:
        """Find title, blank line and header; the columns with figures are the last ones."""
        is_titled = len(head) > _FIRST_ROWS and len(list(filter(None, head[0]))) == 1 and not any(head[1])
        headers = head[_HEADER_PLACE] if is_titled else []
        document = " ".join(" ".join(head[0]).split()) if is_titled else ""
        measures = _measures(headers, head[_FIRST_ROWS:], _TITLE.sub("", document)) if all(headers) else {}
        if not measures:
            return unlike(self, first_row)
        fitted = replace(
            self,
            fields=(),
            must_have=frozenset({min(measures.items())[1].field_name}),
            document=document,
            measures=tuple(measures.values()),
        )
        places = {place: self._field(header, place, measures.get(place)) for place, header in enumerate(headers)}
        return with_columns(fitted, first_row + _HEADER_PLACE, headers, places)

    def _field(self, header: str, place: int, measure: Measure | None) -> Field:
        if measure:
            return figure_field(measure.field_name, header)
        if plain_header(header) in _REGIONS:
            return text_field("region", header)
        if plain_header(header) in _YEARS:
            return contract_field(self.contract, "year", (header,))
        return text_field(f"dimension {place}", header)

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give each figure its code, region, year and breakdown."""
        dimensions = {name: header for name, header in facts.headers.items() if name.startswith("dimension ")}
        typed = typed.with_columns(_region(facts).alias("region_code"))
        if "region" in facts.headers:
            _tell_regions(typed, facts, findings)
        number = _TABLE.match(self.document)
        table = number[1] if number else slug(self.document)
        parts = [
            typed.select(
                SOURCE_ROW,
                pl.lit(f"{table}/{measure.figure_name}").alias("figure_code"),
                pl.lit(measure.figure_name).alias("figure_name"),
                area_level(pl.col("region_code")).alias("area_level"),
                area_code(pl.col("region_code")).alias("area_code"),
                (pl.lit(measure.year, pl.Int16) if measure.year else pl.col("year")).alias("year"),
                breakdown(dimensions).alias("breakdown"),
                pl.col(measure.field_name).alias("figure_value"),
                pl.col(symbol_of(measure.field_name)).alias("value_flag"),
                pl.lit("exact").alias("precision"),
                pl.lit(_unit(measure.figure_name)).alias("figure_unit"),
                pl.lit(self.document).alias("source_document"),
                pl.lit("real").alias("data_class"),
                pl.lit(facts.headers[measure.field_name]).alias("header:figure_value"),
            )
            for measure in self.measures
            if measure.field_name in facts.headers
        ]
        return pl.concat(parts).sort(SOURCE_ROW, maintain_order=True)


def _measures(headers: list[str], rows: list[list[str]], subject: str) -> dict[int, Measure]:
    """Give the columns with figures, by place: those with a year in the name, or the last one beside a column of years.

    A column that could be either a breakdown or figures makes the file one that cannot be read.
    """
    figures = {
        place
        for place, _ in enumerate(headers)
        if (cells := [row[place] for row in rows if place < len(row) and row[place]])
        and all(map(_FIGURE.fullmatch, cells))
    }
    years = {place for place, header in enumerate(headers) if plain_header(header) in _YEARS}
    if years:
        last = len(headers) - 1
        return {last: Measure(f"figures {last}", headers[last], None)} if figures - years == {last} else {}
    named = {place: found for place, header in enumerate(headers) if (found := _YEAR_LAST.match(header))}
    if set(named) != set(range(len(headers) - len(named), len(headers))) or not set(named) <= figures:
        return {}
    return {
        place: Measure(f"figures {place}", (found["name"] or "").strip() or subject, int(found["year"]))
        for place, found in named.items()
    }


def _unit(figure_name: str) -> str:
    stated = _UNIT_LAST.search(figure_name)
    return stated["unit"] if stated else NO_UNIT


def _region(facts: Facts) -> pl.Expr:
    if "region" not in facts.headers:
        return pl.lit(COUNTRY)
    is_country = pl.col("region").str.to_lowercase().is_in(_WHOLE_COUNTRY)
    return pl.when(is_country).then(pl.lit(COUNTRY)).otherwise(pl.col("region").str.extract(_CODE))


def _tell_regions(typed: pl.DataFrame, facts: Facts, findings: Findings) -> None:
    """Refuse regions without a code, and say how many of each level there are: only some of them are municipalities."""
    header = pl.lit(facts.headers["region"]).alias("header")
    without = typed.filter(pl.col("region").is_not_null() & pl.col("region_code").is_null())
    findings.add("error", "region_without_code", without.select(SOURCE_ROW, header, pl.col("region").alias("value")))
    regions = typed.select("region", level=area_level(pl.col("region_code"))).unique(maintain_order=True)
    counts = {level: regions.filter(pl.col("level") == level).height for level in ("municipality", "county", "country")}
    others = regions.filter(pl.col("level") == "other")["region"]
    facts.notes.append(in_both("note.regions", header=facts.headers["region"], **counts, others=listed(others)))


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``key_figure``."""
    if contract.source_name() != "key_figure":
        return None
    return PxWeb(
        name="pxweb",
        contract=contract,
        title=in_both("layout.pxweb"),
        must_have=frozenset({"figures"}),
        origins={"area_code": "region", "area_level": "region"},
        fields=(text_field("figures", "Personer 2023"), text_field("region", "region", "optional")),
    )
