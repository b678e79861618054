"""FTE in mental health and addiction services (IS-24/8), pasted from the Directorate of Health's page: groups by year.

The FTE of adults and of children become staffing; the total is checked against them and skipped. The changes in per cent, of
the total too, become key figures: a text may state another percentage than its table, so each keeps its place.
"""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from etl.contract import SOURCE_ROW, Contract
from etl.layouts.base import Facts, Layout, Match
from etl.layouts.statistics import COUNTRY, figure_field, symbol_of, text_field, unlike, with_columns
from etl.messages import Findings, in_both, listed
from etl.readers.copied import GROUP

_SERIES = "IS-24/8"
_TITLE = re.compile(r"årsverk i psykisk helse- og rustjenester", re.IGNORECASE)
_COLUMN = re.compile(r"(?:Endring i % (?P<period>\d{4}\s*[-–]\s*(?=\d{4})))?(?P<year>\d{4})")
_GROUPS = {"voksne": "adults", "barn og unge": "children"}
_TOTAL = "totalt"
_ROUNDING = 0.05


class Figures(NamedTuple):
    """A column with figures: its field, its year (of a change: the last one), and the period of a change."""

    field_name: str
    year: int
    period: str | None


@dataclass(frozen=True)
class PastedFte(Layout):
    """What both sources read of the table: the years, or the changes. document and figures are known when it is seen."""

    document: str = ""
    figures: tuple[Figures, ...] = ()
    reads_changes: bool = False

    def match(self, head: list[list[str]], first_row: int = 1) -> Match:
        """Know the table by its title and its columns: groups, years, changes."""
        document = " ".join(" ".join(head[0]).split()) if head else ""
        headers = head[1] if len(head) > 1 else []
        if not _TITLE.search(document) or headers[:1] != [GROUP]:
            return unlike(self, first_row)
        places = {0: text_field("group", GROUP)}
        figures: list[Figures] = []
        for place, header in enumerate(headers):
            if found := _COLUMN.fullmatch(header):
                period = header.removeprefix("Endring i % ") if found["period"] else None
                one = Figures(f"figures {place}", int(found["year"]), period)
                if self.reads_changes == (period is not None):
                    figures.append(one)
                    places[place] = figure_field(one.field_name, header)
        if not figures:
            return unlike(self, first_row)
        fitted = replace(self, fields=(), document=document, figures=tuple(figures))
        return with_columns(fitted, first_row + 1, headers, places)

    def _long(self, typed: pl.DataFrame, facts: Facts, figure: str) -> pl.DataFrame:
        """Give a row per group and column: group (small letters), year, period, ``figure`` and value_flag."""
        parts = [
            typed.select(
                SOURCE_ROW,
                pl.col("group"),
                pl.col("group").str.to_lowercase().alias("group_key"),
                pl.lit(one.year, pl.Int16).alias("year"),
                pl.lit(one.period, pl.String).alias("period"),
                pl.col(one.field_name).alias(figure),
                pl.col(symbol_of(one.field_name)).alias("value_flag"),
                pl.lit(facts.headers[one.field_name]).alias(f"header:{figure}"),
            )
            for one in self.figures
            if one.field_name in facts.headers
        ]
        return pl.concat(parts).sort(SOURCE_ROW, maintain_order=True)


class FteStaffing(PastedFte):
    """A group is one row per year."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give national FTE for the two target groups."""
        long = self._long(typed, facts, "fte")
        is_total, is_group = pl.col("group_key") == _TOTAL, pl.col("group_key").is_in(list(_GROUPS))
        facts.skipped["group_total"] = long.filter(is_total)[SOURCE_ROW].unique()
        _check_total(long.filter(is_total), long.filter(is_group), findings)
        strangers = typed.filter(~pl.col("group").str.to_lowercase().is_in([*_GROUPS, _TOTAL]))
        header = pl.lit(facts.headers["group"]).alias("header")
        allowed = pl.lit(listed([*_GROUPS, _TOTAL])).alias("allowed")
        findings.add("error", "choice", strangers.select(SOURCE_ROW, header, pl.col("group").alias("value"), allowed))
        return long.filter(~is_total).select(
            SOURCE_ROW,
            pl.lit(_SERIES).alias("series_code"),
            pl.lit("municipal").alias("sector"),
            pl.lit("country").alias("area_level"),
            pl.lit(COUNTRY).alias("area_code"),
            "year",
            pl.col("group_key")
            .replace_strict(_GROUPS, default=None, return_dtype=pl.String)
            .alias("target_group_code"),
            pl.lit("both").alias("service_field"),
            pl.lit("all").alias("education"),
            "fte",
            "value_flag",
            pl.lit(self.document).alias("source_document"),
            pl.col("group").alias("source_place"),
            pl.lit("real").alias("data_class"),
            "header:fte",
        )


class FteChange(PastedFte):
    """A group is one row per period of change, under the last year of the period."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give the stated changes in per cent."""
        return self._long(typed, facts, "figure_value").select(
            SOURCE_ROW,
            pl.lit("arsverk-psykisk-helse-og-rus-endring").alias("figure_code"),
            pl.lit("Endring i årsverk i psykisk helse- og rustjenester").alias("figure_name"),
            pl.lit("country").alias("area_level"),
            pl.lit(COUNTRY).alias("area_code"),
            "year",
            pl.format("gruppe={}; periode={}", "group", "period").alias("breakdown"),
            "figure_value",
            "value_flag",
            pl.lit("exact").alias("precision"),
            pl.lit("prosent").alias("figure_unit"),
            pl.lit(self.document).alias("source_document"),
            pl.col("group").alias("source_place"),
            pl.lit("real").alias("data_class"),
            "header:figure_value",
        )


def _check_total(totals: pl.DataFrame, groups: pl.DataFrame, findings: Findings) -> None:
    """Warn where the stated total of a year is not the sum of its groups."""
    sums = groups.group_by("year").agg(parts_sum=pl.col("fte").sum())
    differing = totals.join(sums, on="year").filter((pl.col("fte") - pl.col("parts_sum")).abs() > _ROUNDING)
    written = [
        pl.col(name).cast(pl.String).str.replace(r"\.0$", "").str.replace(".", ",", literal=True).alias(called)
        for name, called in (("fte", "value"), ("parts_sum", "parts_sum"))
    ]
    findings.add(
        "warning", "group_sum_differs", differing.select(SOURCE_ROW, pl.col("header:fte").alias("header"), *written)
    )


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``staffing`` (the FTE) and for ``key_figure`` (the changes in per cent)."""
    layouts: dict[str, type[PastedFte]] = {"staffing": FteStaffing, "key_figure": FteChange}
    source = contract.source_name()
    if source not in layouts:
        return None
    return layouts[source](
        name="helsedir_fte",
        contract=contract,
        title=in_both("layout.helsedir_fte"),
        must_have=frozenset({"group"}),
        origins={"target_group_code": "group"},
        fields=(text_field("group", GROUP),),
        reads_changes=source == "key_figure",
    )
