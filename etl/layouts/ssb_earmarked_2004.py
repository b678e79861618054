"""Statistics Norway's table 15.1 of 2004, pasted from a PDF: earmarked funds for mental health work, FTE by municipality.

The headers run into each other, so the table is known by its whole line of headers and nothing less. Each column is a series of
its own: personnel with further education are also counted in the other columns. Codes are those of 2004.
"""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from etl.contract import SOURCE_ROW, Contract
from etl.layouts.base import Facts, Layout, Match, plain_header
from etl.layouts.statistics import NO_BREAKDOWN, figure_field, symbol_of, text_field, unlike, with_columns
from etl.messages import Findings, in_both

_YEAR = re.compile(r"Resultater (\d{4})")
_TABLE = "SSB-15.1"


class Column(NamedTuple):
    """A column with figures: its header, what its series is called, and whom it is for (no FTE: nobody)."""

    header: str
    series: str
    target_group: str | None
    education: str = "all"

    @property
    def field_name(self) -> str:
        """The field that the column is read as."""
        return f"figures {self.series}"


_GRANT = Column("Bevilgning til organisasjoner. 1 000 kroner", "bevilgning-til-organisasjoner", None)
_FTE = (
    Column("Årsverk til bolig", "bolig", "all"),
    Column("Årsverk til aktivitetstilbud voksne", "aktivitetstilbud-voksne", "adults"),
    Column("Andre årsverk til voksne", "andre-voksne", "adults"),
    Column("Årsverk til skole og helsestasjon mv. unge", "skole-og-helsestasjon", "children"),
    Column("Andre årsverk unge", "andre-unge", "children"),
    Column("Årsverk personell med videreutdanning", "videreutdanning", "all", "higher_further"),
)
_COLUMNS = (_GRANT, *_FTE)
_HEADERS = ["Kommunenummer", "Kommune", *(column.header for column in _COLUMNS)]
_LINE = plain_header(" ".join(_HEADERS[1:]))


@dataclass(frozen=True)
class Earmarked(Layout):
    """What both sources read of the table: some of its columns. document is known when the file is seen."""

    document: str = ""
    columns: tuple[Column, ...] = ()

    def match(self, head: list[list[str]], first_row: int = 1) -> Match:
        """Know the table by its whole line of headers; the line above it is the title."""
        for place, cells in enumerate(head):
            if len(cells) == len(_HEADERS) and plain_header(cells[0]) == _LINE:
                titles = [" ".join(line) for line in head[:place] if any(line)]
                fitted = replace(self, fields=(), document=titles[-1] if titles else "")
                places = {0: text_field("code", _HEADERS[0]), 1: text_field("name", _HEADERS[1])}
                for column in self.columns:
                    places[_HEADERS.index(column.header)] = figure_field(column.field_name, column.header)
                return with_columns(fitted, first_row + place, _HEADERS, places)
        return unlike(self, first_row)

    def _places(self, typed: pl.DataFrame, facts: Facts) -> pl.DataFrame:
        """Leave out text under the table, which has no name beside the code."""
        is_text = pl.col("name").is_null()
        facts.skipped["text_under_table"] = typed.filter(is_text)[SOURCE_ROW]
        return typed.filter(~is_text)

    def _year(self, facts: Facts) -> int:
        stated = _YEAR.search(self.document)
        return int(stated[1]) if stated else facts.year()


class EarmarkedStaffing(Earmarked):
    """A municipality is one row per column with FTE."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give each column as a series of its own, as published."""
        places, year = self._places(typed, facts), self._year(facts)
        parts = [
            places.select(
                SOURCE_ROW,
                pl.lit(f"{_TABLE}-{column.series}").alias("series_code"),
                pl.lit("municipal").alias("sector"),
                pl.lit("municipality").alias("area_level"),
                pl.col("code").alias("area_code"),
                pl.lit(year, pl.Int16).alias("year"),
                pl.lit(column.target_group).alias("target_group_code"),
                pl.lit("mental_health").alias("service_field"),
                pl.lit(column.education).alias("education"),
                pl.col(column.field_name).alias("fte"),
                pl.col(symbol_of(column.field_name)).alias("value_flag"),
                pl.lit(self.document).alias("source_document"),
                pl.lit(column.header).alias("source_place"),
                pl.lit("real").alias("data_class"),
                pl.lit(column.header).alias("header:fte"),
            )
            for column in self.columns
        ]
        return pl.concat(parts).sort(SOURCE_ROW, maintain_order=True)


class EarmarkedGrants(Earmarked):
    """A municipality is one row: what it granted to organisations."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give the one column that is not FTE, in thousand kroner as published."""
        places = self._places(typed, facts)
        return places.select(
            SOURCE_ROW,
            pl.lit(f"{_TABLE}/{_GRANT.series}").alias("figure_code"),
            pl.lit("Bevilgning til organisasjoner av øremerkede midler til psykisk helsearbeid").alias("figure_name"),
            pl.lit("municipality").alias("area_level"),
            pl.col("code").alias("area_code"),
            pl.lit(self._year(facts), pl.Int16).alias("year"),
            pl.lit(NO_BREAKDOWN).alias("breakdown"),
            pl.col(_GRANT.field_name).alias("figure_value"),
            pl.col(symbol_of(_GRANT.field_name)).alias("value_flag"),
            pl.lit("exact").alias("precision"),
            pl.lit("1 000 kroner").alias("figure_unit"),
            pl.lit(self.document).alias("source_document"),
            pl.lit(_GRANT.header).alias("source_place"),
            pl.lit("real").alias("data_class"),
        )


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``staffing`` (the FTE) and for ``key_figure`` (the grants to organisations)."""
    layouts: dict[str, type[Earmarked]] = {"staffing": EarmarkedStaffing, "key_figure": EarmarkedGrants}
    source = contract.source_name()
    if source not in layouts:
        return None
    return layouts[source](
        name="ssb_earmarked_2004",
        contract=contract,
        title=in_both("layout.ssb_earmarked_2004"),
        must_have=frozenset({"code", "name"}),
        origins={"area_code": "code", "figure_value": _GRANT.field_name},
        fields=(text_field("code", _HEADERS[0]), text_field("name", _HEADERS[1])),
        columns=_FTE if source == "staffing" else (_GRANT,),
    )
