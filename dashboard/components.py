"""The pieces that pages are put together from: lead, key number, downloads, source line, empty states."""

import re
from collections.abc import Callable, Sequence
from functools import partial

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.data import labels, read
from dashboard.drawing import opened_by
from dashboard.export import FILES, Download
from dashboard.keeping import remembered
from dashboard.table import Table, code_label, local
from dashboard.words import language, t
from warehouse.words import date, kroner, number, percent, short_kroner

DEMO_SHOWN = "page shows demo data"
"""Where a run keeps whether its page shows synthetic rows, for what is taken from it."""


def plain(text: str) -> str:
    """Take away the meaning that Markdown gives to signs in a name or a text from a file."""
    return re.sub(r"([\\`*_\[\]$~<>#:])", r"\\\1", text)


def lead(place: DeltaGenerator, finding: str, *frames: pl.DataFrame) -> None:
    """Write the finding on top of the page, and the demo tag when any row of the page is synthetic."""
    st.session_state[DEMO_SHOWN] = is_demo(*frames)
    with place:
        if st.session_state[DEMO_SHOWN]:
            st.badge(t("tag.demo"), color="orange")
        st.markdown(plain(finding))


@remembered
def is_demo(*frames: pl.DataFrame) -> bool:
    """Say whether any row is synthetic."""
    return any(bool((frame["data_class"] == "synthetic").any()) for frame in frames if "data_class" in frame.columns)


def section(key: str, **values: object) -> None:
    """Write the heading of a part of the page."""
    st.header(plain(t(key, **values)), anchor=False)


def key_number(rows: pl.DataFrame) -> None:
    """Show one key number with its change and its line over the years.

    ``rows``: mart.key_number of one key number, oldest year first.
    """
    latest = rows.row(-1, named=True)
    name, unit, value, previous = latest["key_number"], latest["unit"], latest["value"], latest["previous_value"]
    change = change_text(unit, value, previous, latest["change_share"])
    known = rows["value"].drop_nulls()
    st.metric(
        t(f"key_number.{name}.label"),
        key_number_text(unit, value),
        change,
        delta_color="blue",
        delta_arrow="auto" if change and change[0] in "+-" else "off",
        delta_description=t("key_number.since", year=latest["year"] - 1) if change else None,
        help=t(f"key_number.{name}.definition"),
        # A year without a figure is left out of the line: it is not 0.
        chart_data=known.to_list() if known.len() > 1 else None,
        chart_type="line",
        border=True,
        height="stretch",
    )


def key_number_text(unit: str, value: float | None) -> str:
    """Write a key number in its unit: nok, share or count."""
    if unit == "nok":
        return short_kroner(value, language()) if abs(value or 0) >= 1_000_000 else kroner(value, language())
    return percent(value, 1, language()) if unit == "share" else number(value, 0, language())


def change_text(unit: str, value: float | None, previous: float | None, share: float | None) -> str | None:
    """Write a change; a share changes in percentage points. Streamlit reads the arrow from an ASCII sign."""
    if value is None or previous is None:
        return None
    change = (value - previous) * 100 if unit == "share" else (share or 0) * 100
    text = number(abs(change), 1, language())
    sign = "" if text == number(0, 1, language()) else "-" if change < 0 else "+"
    return t("key_number.points" if unit == "share" else "key_number.percent", change=f"{sign}{text}")


@opened_by
def downloads(make: Callable[[], Download], key: str) -> None:
    """Show the menu that a table is taken along from, as Excel, CSV and Parquet. ``make`` gives it when the menu is open.

    The files themselves are made when they are asked for.
    """
    opened = st.popover(t("download.open"), key=f"downloads-{key}", on_change="rerun", type="tertiary")
    if not opened.open:
        return
    download = make()
    with opened:
        for ending, mime, write in FILES:
            st.download_button(
                t(f"download.{ending}"),
                partial(write, download),
                download.file_name(ending),
                mime,
                key=f"{key}-{ending}",
                on_click="ignore",
            )


@remembered
def table_of(rows: pl.DataFrame, columns: tuple[str, ...]) -> Table:
    """Give rows that are kept as a table, under the headings of the dictionary; it is made once, and its message with it."""
    return Table(rows, columns, labels(language()), language())


@remembered
def source_text(sources: Sequence[str]) -> str:
    """Say whose figures these are, how many deliveries they came in, and when the newest came."""
    rows = read("meta.delivery", order_by=("delivery_id",), status="standing", source=tuple(sources))
    if rows.is_empty():
        return t("source.none")
    owners = [owner(name) for name in rows["owner_name"].unique(maintain_order=True)]
    newest = max(local(received) for received in rows["received_at"]).date()
    counts = {"count": number(rows.height, 0, language()), "date": date(newest, language())}
    return t("source.text", owners=", ".join(owners), **counts)


def owner(name: str | None) -> str:
    """Give the owner of a delivery in the reader's language; «ikke oppgitt» for none."""
    return code_label("owner_name", name, language()) if name else t("source.unknown")


def source_line(definition: str, sources: Sequence[str]) -> None:
    """Write what a figure means and where it comes from, under the chart that shows it."""
    st.caption(plain(f"{definition} {source_text(sources)}"))


def message(key: str, **values: object) -> None:
    """Say in plain words that there is nothing to show, and what to do."""
    st.info(plain(t(key, **values)))
