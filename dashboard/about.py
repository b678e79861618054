"""What the page about the product shows: definitions, methods, symbols, privacy, accessibility, licences and version."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard.arrow import figures
from dashboard.components import downloads, plain, section, table_of
from dashboard.data import labels, read, source_titles
from dashboard.drawing import drawn
from dashboard.export import Download
from dashboard.keeping import remembered
from dashboard.maps import map_of
from dashboard.static_table import static_table
from dashboard.table import Table, local
from dashboard.words import language, t, words
from warehouse.codes import code_lists
from warehouse.words import MISSING, Language, date, moment, number

METRICS = {
    "granted_of_applied_share": "mart.grant_flow",
    "award_share": "mart.grant_flow",
    "paid_share": "mart.grant_flow",
    "in_time_share": "mart.grant_flow",
    "median_days": "mart.case_time",
    "granted_per_capita_nok": "mart.funding_by_region",
    "spent_share": "mart.project",
    "slip_days": "mart.project_milestone",
    "fte_per_10k": "mart.staffing",
    "education_share": "mart.staffing",
    "held_count": "mart.seminar_coverage",
    "response_rate": "mart.survey_agree",
    "agree_share": "mart.survey_agree",
    "started_share": "mart.measure_started",
}
"""The measures that are defined here, each with the view that holds it."""

METHODS = (
    *("borders", "weights", "unallocated", "flow", "peers", "breaks", "wilson", "newcombe", "grim"),
    *("suppression", "reported_light", "computed_light", "as_of"),
)
PRIVACY = ("none", "door", "answers", "small", "reader", "cookies")
ACCESSIBILITY = (
    "aim",
    "holds",
    "deviation_marks",
    "deviation_tables",
    "deviation_faint",
    "deviation_words",
    "not_tried",
    "feedback",
    "answer",
)
PARTS = ("definitions", "methods", "symbols", "privacy", "accessibility", "licences", "version")

_BUILD = ("product_version", "build_id", "built_at", "duckdb_version", "delivery_count", "row_count")


def finding(build: dict[str, Any] | None, deliveries: pl.DataFrame, as_of: str, chosen: Language) -> str:
    """Say which version this is, which day its figures are as of, and how many deliveries state their licence.

    ``build``: the current row of meta.build. ``deliveries``: the standing rows of meta.delivery.
    """
    stated = deliveries["licence"].drop_nulls().len()
    values = {
        "version": build["product_version"] if build else MISSING,
        "built": moment(local(build["built_at"]), chosen) if build else MISSING,
        "date": as_of,
        "count": number(deliveries.height, 0, chosen),
        "stated": number(stated, 0, chosen),
    }
    return words("finding.about.version", chosen, **values)


def as_of_day(chosen: Language) -> str:
    """Give the day that late, overdue and silent are reckoned from."""
    rows = read("core.as_of")
    return date(rows["as_of_date"][0], chosen) if rows.height else MISSING


@drawn(remembered)
def contents() -> None:
    """List the parts as links within the page, which are reached by keyboard like any link."""
    links = "".join(f'<li><a href="#{part}">{escape(t(f"about.part.{part}"))}</a></li>' for part in PARTS)
    st.html(f'<nav class="contents" aria-label="{escape(t("about.contents"))}"><ul>{links}</ul></nav>')


@drawn(remembered)
def show() -> None:
    """Show every part in order."""
    parts: dict[str, Callable[[], None]] = {
        "definitions": definitions,
        "methods": methods,
        "symbols": symbols,
        "privacy": privacy,
        "accessibility": accessibility,
        "licences": licences,
        "version": version,
    }
    for name in PARTS:
        st.html(f'<div id="{name}" class="part"></div>')
        section(f"about.part.{name}")
        parts[name]()


def definitions() -> None:
    """Show what each measure means in plain words, and where it is found."""
    known = labels(language())
    rows = [
        (known[column], t(f"about.metric.{column}"), f"{relation}.{column}") for column, relation in METRICS.items()
    ]
    with st.container(key="definitions"):
        _texts(rows, ("measure", "meaning", "column"), "about.table.definitions")
    st.caption(plain(t("about.dictionary")))


def methods() -> None:
    """Show how the figures are made, and whose methods they are."""
    for method in METHODS:
        text = t(f"about.method.{method}.text")
        if method == "as_of":
            text = f"{text} {as_of_day(language())}."
        name = t(f"about.method.{method}.name")
        st.markdown(f"**{plain(name if name.endswith('?') else f'{name}.')}** {plain(text)}")


def symbols() -> None:
    """Show the signs of Statistics Norway, and what is not one of them."""
    rows = [(sign, code.label(language())) for sign, code in code_lists()["value_flag"].items()]
    rows += [("0", t("about.symbol.zero")), ("≠", t("about.symbol.worse"))]
    _texts(rows, ("sign", "meaning"), "about.table.symbols")


def privacy() -> None:
    """Show what is done so that no person is in the warehouse."""
    _list("privacy", PRIVACY)


def accessibility() -> None:
    """Show the accessibility statement: what holds, what does not and why, and how to say so."""
    _list("accessibility", ACCESSIBILITY)


def licences() -> None:
    """Show owner and licence of what is loaded, and of the map and the fonts."""
    table = licence_table(language())
    title = t("about.table.licences")
    figures(table, title, pinned=("source",))
    downloads(lambda: _download(table, title), "licences")
    st.caption(plain(t("about.licence.note")))
    drawn = map_of("2024", 2024, "county")
    official = drawn.licence if drawn else None
    st.markdown(plain(t("map.official", licence=official) if official else t("about.licence.map")))
    st.markdown(plain(t("about.licence.font")))


def _download(table: Table, title: str) -> Download:
    notes = ((t("download.source"), t("about.licence.note")),)
    return Download(title, notes, table, (t("download.sheet"), t("download.about")))


@remembered
def licence_table(chosen: Language) -> Table:
    """Give the licence of each source and owner, with how many deliveries stand under it."""
    rows = (
        read("meta.delivery", status="standing")
        .with_columns(pl.col("licence", "owner_name").fill_null(words("source.unknown", chosen)))
        .group_by("source", "owner_name", "licence", "data_class")
        .agg(pl.len().cast(pl.Int64).alias("delivery_count"))
        .sort("source", "owner_name", "licence", "data_class")
    )
    named = rows.with_columns(rows["source"].replace(source_titles(chosen)))
    columns = ("source", "owner_name", "licence", "data_class", "delivery_count")
    return Table(named, columns, labels(chosen), chosen)


def version() -> None:
    """Show the version of the product and the build that is shown now."""
    rows = read("meta.build", is_current=True)
    table = table_of(rows, _BUILD)
    told = [(table.heading(column), table.texts(column)[0]) for column in _BUILD] if rows.height else []
    _texts(told, ("what", "value"), "about.table.version")


def _texts(rows: Sequence[tuple[str, ...]], columns: tuple[str, ...], caption: str) -> None:
    heads = {column: t(f"about.head.{column}") for column in columns}
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    static_table(Table(frame, columns, heads, language()), t(caption))


def _list(part: str, names: tuple[str, ...]) -> None:
    st.markdown("\n".join(f"- {plain(t(f'about.{part}.{name}'))}" for name in names))
