"""The tables of the data page, one at a time: only what is looked at is read."""

from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboard.address import search
from dashboard.components import figures, message, section
from dashboard.data import labels, read
from dashboard.table import Table
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
VIEWS = tuple(_VIEWS)


def show_view(name: str) -> None:
    """Show one of the tables, with a search field where there may be many rows."""
    view = _VIEWS[name]
    section(f"view.{name}.title")
    st.caption(t(f"view.{name}.about"))
    wanted = search("q", t("choice.search"), width=420) if view.with_search else ""
    rows = read(view.relation, order_by=view.order_by)
    if "file_name" in view.columns and "file_name" not in rows.columns:
        files = read("meta.delivery").select("delivery_id", "file_name")
        rows = rows.join(files, on="delivery_id", how="left", maintain_order="left")
    rows = matching(rows.reverse() if view.newest_first else rows, view.shown(language()), wanted)
    if rows.is_empty():
        message("empty.nothing_found" if wanted else f"view.{name}.empty")
        return
    if rows.height > MOST:
        st.caption(t("view.first", count=number(MOST, 0, language()), total=number(rows.height, 0, language())))
    figures(
        Table(rows.head(MOST), view.shown(language()), labels(language()), language()), t(f"view.{name}.title"), name
    )


def matching(rows: pl.DataFrame, columns: tuple[str, ...], wanted: str) -> pl.DataFrame:
    """Give the rows where any of the columns has all the words, in any case."""
    texts = pl.concat_str(
        [pl.col(column).cast(pl.String) for column in columns], separator=" ", ignore_nulls=True
    ).str.to_lowercase()
    for word in wanted.lower().split():
        rows = rows.filter(texts.str.contains(word, literal=True))
    return rows
