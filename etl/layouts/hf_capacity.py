"""Capacity of the health trusts from Statistics Norway's tables 13942 (beds, stays) and 13953 (FTE): one figure per row.

The file names the trusts; they are joined to the organisation numbers of ``health_area`` only where the whole name is the same,
but for capital letters. A trust that is not there, such as one without a catchment area, is named and its rows are skipped. The
FTE are those of all services, somatic ones included, and one group of personnel may be part of another: never add them up.
"""

from difflib import get_close_matches
from functools import cache

import polars as pl

from etl import reference
from etl.contract import SOURCE_ROW, Cell, Contract
from etl.layouts.base import Facts, Field, Layout, contract_field
from etl.layouts.statistics import NO_BREAKDOWN
from etl.messages import Findings, in_both, listed

_LIKENESS = 0.85  # a misspelling; two trusts named «Sykehuset …» are less alike
_FTE_UNIT = "årsverk"
_EDUCATIONS = {
    "arsverk_totalt": "all",
    "arsverk_legespesialister": "doctor_specialist",
    "arsverk_sykepleiere": "nurse",
    "arsverk_spesialsykepleiere": "nurse_specialist",
}


class TrustStaffing(Layout):
    """Each row with FTE is a row; beds and stays are skipped."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give the series of each table, with the group of personnel as education."""
        is_fte = pl.col("unit").str.to_lowercase() == _FTE_UNIT
        facts.skipped["not_fte"] = typed.filter(~is_fte)[SOURCE_ROW]
        typed = _with_trusts(typed.filter(is_fte.fill_null(True)), facts, findings)
        unknown = typed.filter(pl.col("metric").is_not_null() & ~pl.col("metric").is_in(list(_EDUCATIONS)))
        findings.add(
            "error",
            "choice",
            unknown.select(
                SOURCE_ROW,
                pl.lit(facts.headers["metric"]).alias("header"),
                pl.col("metric").alias("value"),
                pl.lit(listed(_EDUCATIONS)).alias("allowed"),
            ),
        )
        return typed.select(
            SOURCE_ROW,
            _table("SSB-").alias("series_code"),
            pl.lit("specialist").alias("sector"),
            pl.lit("health_trust").alias("area_level"),
            "area_code",
            "year",
            pl.lit("all").alias("target_group_code"),
            pl.lit("all").alias("service_field"),
            pl.col("metric").replace_strict(_EDUCATIONS, default=None, return_dtype=pl.String).alias("education"),
            pl.col("figure").alias("fte"),
            "value_flag",
            _table("SSB tabell ").alias("source_document"),
            pl.col("label").alias("source_place"),
            pl.lit("real").alias("data_class"),
        )


class TrustFigures(Layout):
    """Each row is a key figure of one trust and year."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give the figures as published; a percentage stays a percentage."""
        return _with_trusts(typed, facts, findings).select(
            SOURCE_ROW,
            pl.concat_str(_table(""), "metric", separator="/").alias("figure_code"),
            pl.col("label").alias("figure_name"),
            pl.lit("health_trust").alias("area_level"),
            "area_code",
            "year",
            pl.lit(NO_BREAKDOWN).alias("breakdown"),
            pl.col("figure").alias("figure_value"),
            "value_flag",
            pl.lit("exact").alias("precision"),
            pl.col("unit").replace({"%": "prosent"}).alias("figure_unit"),
            _table("SSB tabell ").alias("source_document"),
            pl.lit("real").alias("data_class"),
        )


def _table(before: str) -> pl.Expr:
    """Give «SSB-13953» for «ssb_13953»; a source that is no such table stays as it is."""
    number = pl.col("source_id").str.extract(r"(?i)^ssb_(\d{5})$")
    return pl.when(number.is_not_null()).then(pl.lit(before) + number).otherwise("source_id")


@cache
def _trust_codes() -> dict[str, tuple[str, str]]:
    """Give the organisation number and the name as written of each health trust, by its name in small letters."""
    trusts = reference.read("health_area").select("health_trust_name", "health_trust_code").unique()
    return {name.casefold(): (code, name) for name, code in trusts.iter_rows()}


def _with_trusts(typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
    """Add area_code; rows of trusts that are not known are skipped, and each such name is a warning with its nearest."""
    known = _trust_codes()
    codes = {name: known[name.casefold()] for name in typed["trust"].drop_nulls().unique() if name.casefold() in known}
    header = facts.headers["trust"]
    if spelt := sum(name != written for name, (_, written) in codes.items()):
        facts.notes.append(in_both("note.trust_spelling", header=header, count=spelt))
    by_name = {name: code for name, (code, _) in codes.items()}
    typed = typed.with_columns(
        pl.col("trust").replace_strict(by_name, default=None, return_dtype=pl.String).alias("area_code")
    )
    strangers = typed.filter(pl.col("trust").is_not_null() & pl.col("area_code").is_null())
    counted = strangers.group_by("trust", maintain_order=True).agg(pl.first(SOURCE_ROW), pl.len().alias("count"))
    for name, row, count in counted.iter_rows():
        near = get_close_matches(name.casefold(), known, n=1, cutoff=_LIKENESS)
        rule = "trust_unknown_near" if near else "trust_unknown"
        advice = known[near[0]][1] if near else ""
        findings.add_one("warning", rule, row=row, header=header, value=name, advice=advice, count=count)
    facts.skipped["unknown_trust"] = strangers[SOURCE_ROW]
    return typed.filter(~pl.col(SOURCE_ROW).is_in(strangers[SOURCE_ROW].implode()))


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``staffing`` (the rows with FTE) and for ``key_figure`` (all rows)."""
    layouts = {"staffing": (TrustStaffing, "fte"), "key_figure": (TrustFigures, "figure_value")}
    if contract.source_name() not in layouts:
        return None
    layout, figure = layouts[contract.source_name()]
    text = Cell("text", "")
    return layout(
        name="hf_capacity",
        contract=contract,
        title=in_both("layout.hf_capacity"),
        must_have=frozenset({"trust", "metric", "source_id"}),
        origins={
            "area_code": "trust",
            figure: "figure",
            "series_code": "source_id",
            "source_document": "source_id",
            "education": "metric",
            "figure_code": "metric",
            "figure_name": "label",
            "figure_unit": "unit",
        },
        fields=(
            Field("trust", ("helseforetak",), text, pl.String()),
            Field("region", ("helseregion",), text, pl.String(), "optional"),
            Field("metric", ("metric",), text, pl.String()),
            Field("label", ("metric_label",), text, pl.String()),
            contract_field(contract, "year", ("period",)),
            Field("figure", ("value",), contract.contract_columns()[figure].cell, pl.Float64()),
            Field("unit", ("unit",), text, pl.String()),
            Field("source_id", ("source_id",), text, pl.String()),
            Field("updated", ("last_updated",), text, pl.String(), "optional"),
        ),
    )
