"""The frames that the charts of the page from application to report draw, each made of one view."""

import polars as pl

from dashboard.data import labels
from dashboard.grants import GrantsView
from dashboard.keeping import kept
from dashboard.table import code_label, written
from warehouse.words import number, percent, short_kroner

RATES = ("award_share", "granted_of_applied_share")

_BARS = {
    "name": pl.String,
    "value": pl.Float64,
    "known": pl.Float64,
    "whole": pl.Float64,
    "label": pl.String,
    "amount": pl.String,
    "spoken": pl.String,
}
_STEP_COLUMNS = {
    "count": ("step_count", "of_count", "count_share", "unknown_case_count", "known_case_count"),
    "amount": ("amount_nok", "of_nok", "amount_share", "unknown_case_nok", "known_case_nok"),
}


@kept
def step_bars(view: GrantsView, measure: str) -> pl.DataFrame:
    """Give the bars of ``count`` or ``amount`` as named_bars draws them."""
    value, base, share, unknown, known = _STEP_COLUMNS[measure]
    rows = []
    for row in view.steps.iter_rows(named=True):
        name = code_label("flow_step", row["flow_step"], view.language)
        figure = _figure(view, measure, row[value])
        words_of = {"name": name.capitalize(), "value": figure, "of": _figure(view, measure, row[base])}
        if row[value] is None:
            key = f"unknown_{row['flow_step']}"
        elif row["flow_step"] == "granted" and view.is_undecided:
            key = "undecided"
        else:
            key = "plain" if row[share] is None else "share"
        label = view.word(f"grants.bar.{key}", share=percent(row[share], 1, view.language), **words_of)
        is_partly_known = row[unknown] > 0
        start = float(row[known] or 0)
        rows.append(
            {
                "name": name.capitalize(),
                "value": None if row[value] is None else float(row[value]),
                "known": start if is_partly_known else None,
                "whole": start + float(row[unknown]) if is_partly_known else None,
                "label": label,
                "amount": figure,
                "spoken": label,
            }
        )
    return pl.DataFrame(rows, schema=_BARS)


def _figure(view: GrantsView, measure: str, value: float | None) -> str:
    return number(value, 0, view.language) if measure == "count" else short_kroner(value, view.language)


@kept
def unused_bars(view: GrantsView) -> pl.DataFrame:
    """Give one bar per status of the unused money."""
    rows = view.unused
    names = [code_label("unused_status", one, view.language).capitalize() for one in rows["unused_status"]]
    amounts = [short_kroner(value, view.language) for value in rows["unused_nok"]]
    counts = [number(value, 0, view.language) for value in rows["report_count"]]
    texts = [
        view.word("grants.bar.unused", name=name, value=amount, count=count)
        for name, amount, count in zip(names, amounts, counts, strict=True)
    ]
    empty = pl.Series([None] * rows.height, dtype=pl.Float64)
    columns = {"name": names, "value": rows["unused_nok"], "known": empty, "whole": empty, "label": texts}
    return pl.DataFrame(columns | {"amount": amounts, "spoken": texts}, schema=_BARS)


@kept
def rate_lines(view: GrantsView) -> pl.DataFrame:
    """Give the award rate and the granted share over the years as share_lines draws them."""
    names = {column: labels(view.language)[column] for column in RATES}
    lines = [
        view.flows.select("year", pl.lit(name).alias("series"), pl.col(column).alias("value"))
        for column, name in names.items()
    ]
    frame = pl.concat(lines)
    amounts = pl.Series("amount", written(frame["value"], "share", view.language), dtype=pl.String)
    return frame.with_columns(amounts).with_columns(_spoken("series"))


@kept
def day_points(view: GrantsView) -> pl.DataFrame:
    """Give the middle case and the one nine of ten were faster than, one row each, as day_spans draws them."""
    lines = [
        view.times.select("year", pl.lit(name).alias("name"), pl.col(column).alias("value"))
        for column, name in zip(("median_days", "p90_days"), day_names(view), strict=True)
    ]
    frame = pl.concat(lines)
    days = [view.word("grants.days", days=number(value, 0, view.language)) for value in frame["value"]]
    return frame.with_columns(pl.Series("amount", days, dtype=pl.String)).with_columns(_spoken("name"))


def day_names(view: GrantsView) -> tuple[str, str]:
    """What the two figures of case time are called."""
    return view.word("grants.time.median"), view.word("grants.time.p90")


@kept
def spans(view: GrantsView) -> pl.DataFrame:
    """Give the spans between them."""
    return view.times.select("year", median=pl.col("median_days"), p90=pl.col("p90_days"))


def _spoken(series: str) -> pl.Expr:
    return pl.format("{} {}: {}", series, "year", "amount").alias("spoken")
