"""The tables of the data page, one at a time: only what is looked at is read."""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboard.address import choose, search
from dashboard.arrow import figures
from dashboard.components import downloads, message, plain, section, source_text
from dashboard.data import deliveries_of, first, labels, read, source_titles
from dashboard.export import Download
from dashboard.keeping import remembered
from dashboard.table import Table
from dashboard.whole import Value
from dashboard.words import language, t
from warehouse.words import Language, number

MOST = 1_000
"""No more rows than this are shown of what may be very many; the file of the delivery has all."""


@dataclass(frozen=True)
class View:
    """One table of the data page. ``{language}`` in a column name is the language of the reader."""

    relation: str
    columns: tuple[str, ...]
    order_by: tuple[str, ...]
    newest_first: bool = False
    with_search: bool = False

    def shown(self, chosen: Language) -> tuple[str, ...]:
        """Give the columns in the reader's language."""
        return tuple(column.format(language=chosen) for column in self.columns)


_VIEWS = {
    "freshness": View(
        "mart.freshness",
        (
            *("source", "owner_name", "row_count", "delivery_count", "rejected_row_count", "warning_count"),
            *("latest_year", "latest_received_at", "synthetic_share"),
        ),
        ("source",),
    ),
    "expected": View(
        "mart.expected_delivery",
        ("expected_source", "sender_name", "year", "due_date", "delivery_status", "delivered_at", "days_late"),
        ("due_date", "expected_source", "sender_name", "year"),
    ),
    "deliveries": View(
        "meta.delivery",
        (
            *(
                "received_at",
                "source",
                "file_name",
                "status",
                "rows_in",
                "rows_accepted",
                "rows_rejected",
                "rows_skipped",
            ),
            *("warning_count", "data_class", "owner_name", "licence", "received_by", "layout", "encoding", "delimiter"),
            *("sheet_name", "delivery_id", "file_sha256"),
        ),
        ("received_at", "delivery_id"),
        newest_first=True,
        with_search=True,
    ),
    "rejected": View(
        "meta.rejected_row",
        ("outcome", "reason_{language}", "file_name", "source_row", "row_text", "delivery_id"),
        ("delivery_id", "source_row"),
        with_search=True,
    ),
    "findings": View(
        "meta.finding",
        ("level", "message_{language}", "file_name", "source_row", "header", "value", "rule", "delivery_id"),
        ("level", "delivery_id", "source_row"),
        with_search=True,
    ),
    "checks": View(
        "meta.check", ("is_ok", "check_name", "relation", "bad_row_count", "sql"), ("is_ok", "check_name", "relation")
    ),
    "dictionary": View(
        "meta.column",
        ("schema_name", "relation_name", "column_name", "label_{language}", "meaning_{language}", "unit", "data_type"),
        ("schema_name", "relation_name", "position"),
        with_search=True,
    ),
    "builds": View(
        "meta.build",
        (
            *("built_at", "is_current", "delivery_count", "row_count", "seconds", "built_by", "product_version"),
            *("duckdb_version", "build_id"),
        ),
        ("built_at",),
        newest_first=True,
    ),
}
SOURCES = ("source", "expected_source")
TITLE = "source_title"
ROWS = "rows"
VIEWS = (*_VIEWS, ROWS)


def show_view(name: str) -> None:
    """Show one of the tables, with a search field where there may be many rows."""
    section(f"view.{name}.title")
    st.caption(t(f"view.{name}.about"))
    if name == ROWS:
        show_rows()
        return
    view = _VIEWS[name]
    wanted = search("q", t("choice.search"), width=420) if view.with_search else ""
    table, total = _found(name, wanted)
    if not total:
        message("empty.nothing_found" if wanted else f"view.{name}.empty")
        return
    if total > MOST:
        st.caption(t("view.first", count=number(MOST, 0, language()), total=number(total, 0, language())))
    figures(table, t(f"view.{name}.title"))


@remembered
def _found(name: str, wanted: str) -> tuple[Table, int]:
    """Give the first rows of a table that have the words that are wanted, and how many have them."""
    view = _VIEWS[name]
    rows = read(view.relation, order_by=view.order_by)
    if "file_name" in view.columns and "file_name" not in rows.columns:
        files = read("meta.delivery").select("delivery_id", "file_name")
        rows = rows.join(files, on="delivery_id", how="left", maintain_order="left")
    columns = view.shown(language())
    heads = labels(language())
    if source := next((column for column in SOURCES if column in columns), None):
        # What people call it, and beside it what the commands do.
        rows = rows.with_columns(pl.col(source).replace(source_titles(language())).alias(TITLE))
        columns = (TITLE, *columns)
        heads = heads | {TITLE: heads[source], source: t("table.in_commands")}
    rows = matching(rows.reverse() if view.newest_first else rows, columns, wanted)
    return Table(rows.head(MOST), columns, heads, language()), rows.height


def show_rows() -> None:
    """Show the rows of one source as they were accepted, with the file and row that each came from.

    The address chooses: ``source``, and ``where`` with ``column:value`` parts between ``~``. What is no column is not heard.
    """
    sources = source_titles(language())
    source = choose("source", t("choice.source"), sorted(sources), "grant_application", sources.__getitem__, width=360)
    known = {
        row["column_name"]: row["data_type"]
        for row in read("meta.column", relation_name=source, schema_name="source").iter_rows(named=True)
    }
    where = asked(st.query_params.get("where", ""), known)
    counted = deliveries_of(f"source.{source}", **where)
    if counted.is_empty():
        message("view.rows.empty")
        return
    for column, value in where.items():
        st.caption(plain(f"{labels(language()).get(column, column)}: {_said(column, value)}"))
    total = int(counted["row_count"].sum())
    if total > MOST:
        st.caption(t("view.first", count=number(MOST, 0, language()), total=number(total, 0, language())))
    rows = first(f"source.{source}", MOST, ("delivery_id", "source_row"), **where)
    files = read("meta.delivery").select("delivery_id", "file_name", "sheet_name")
    rows = rows.join(files, on="delivery_id", how="left", maintain_order="left")
    columns = (
        "file_name",
        "source_row",
        *(name for name in known if name not in ("delivery_id", "source_row")),
        "delivery_id",
    )
    table = Table(rows, columns, labels(language()), language())
    figures(table, t("view.rows.title"), pinned=columns[:2])
    downloads(lambda: _download(sources[source], table, source), "rows")


def _download(title: str, table: Table, source: str) -> Download:
    notes = ((t("download.source"), source_text((source,))),)
    return Download(title, notes, table, (t("download.sheet"), t("download.about")))


def asked(text: str, known: Mapping[str, str]) -> dict[str, Value]:
    """Read ``column:value~column:value`` as choices, each value in the type of its column; the rest is left out."""
    choices: dict[str, Value] = {}
    for part in text.split("~"):
        column, _, value = part.partition(":")
        if column in known:
            # DECIMAL(18,2), TIMESTAMP WITH TIME ZONE
            kind_of_column = re.split(r"[ (]", known[column])[0]
            with suppress(ValueError):
                choices[column] = _READ.get(kind_of_column, str)(value)
    return choices


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


_READ: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys(("SMALLINT", "INTEGER", "BIGINT"), int),
    **dict.fromkeys(("DECIMAL", "DOUBLE", "FLOAT"), _number),
    "BOOLEAN": lambda text: text.lower() == "true",
    "DATE": dt.date.fromisoformat,
    "TIMESTAMP": dt.datetime.fromisoformat,
}
"""How a value in an address is read, by the type of its column; ValueError for one that is not of the type."""


def _said(column: str, value: Value) -> str:
    """Write a choice as the table writes it."""
    return Table(pl.DataFrame({column: [value]}), (column,), {}, language()).texts(column)[0]


def matching(rows: pl.DataFrame, columns: tuple[str, ...], wanted: str) -> pl.DataFrame:
    """Give the rows where any of the columns has all the words, in any case."""
    texts = pl.concat_str(
        [pl.col(column).cast(pl.String) for column in columns], separator=" ", ignore_nulls=True
    ).str.to_lowercase()
    for word in wanted.lower().split():
        rows = rows.filter(texts.str.contains(word, literal=True))
    return rows
