"""Deadlines: the next ones on the front page, and all of them as a calendar file (iCalendar, RFC 5545)."""

import hashlib
from datetime import datetime, timedelta
from functools import partial

import polars as pl
import streamlit as st

from dashboard.arrow import figures
from dashboard.components import message, plain, section
from dashboard.data import labels, read, source_titles
from dashboard.drawing import drawn
from dashboard.keeping import remembered
from dashboard.table import Table, code_label
from dashboard.words import language, t, words
from warehouse.words import Language, date, number

RELATION = "mart.deadline"
CALENDAR_TYPE = "text/calendar"
MOST = 8
"""The front page tells the nearest; the calendar file has all."""

COLUMNS = ("deadline_date", "deadline_kind", "subject_name", "deadline_detail", "affected_count", "responsible_role")


def show() -> None:
    """Show the nearest deadlines, and offer all of them as a calendar file."""
    section("section.deadlines")
    rows = read(RELATION, order_by=("deadline_date", "deadline_kind", "subject"))
    if rows.is_empty():
        message("deadline.none")
        return
    chosen = language()
    rows = told(rows, source_titles(chosen), chosen)
    _listed(rows)
    built_at = read("meta.build", is_current=True)["built_at"][0]
    st.download_button(
        t("deadline.download"),
        partial(calendar, rows, built_at, chosen),
        t("deadline.file"),
        CALENDAR_TYPE,
        key="deadlines-ics",
        on_click="ignore",
    )


@drawn(remembered)
def _listed(rows: pl.DataFrame) -> None:
    figures(Table(rows.head(MOST), COLUMNS, labels(language()), language()), t("section.deadlines"))
    counts = {"count": number(min(rows.height, MOST), 0, language()), "total": number(rows.height, 0, language())}
    as_of = read("core.as_of")["as_of_date"][0]
    st.caption(plain(t("deadline.shown", date=date(as_of, language()), **counts)))


@remembered
def told(rows: pl.DataFrame, titles: dict[str, str], chosen: Language) -> pl.DataFrame:
    """Give rows of mart.deadline with names in words: the title of a source, the kind of a report."""
    is_delivery, is_report = pl.col("deadline_kind") == "delivery", pl.col("deadline_kind") == "report"
    kinds = {
        kind: code_label("report_type", kind, chosen) for kind in rows.filter(is_report)["deadline_detail"].unique()
    }
    return rows.with_columns(
        subject_name=pl.when(is_delivery).then(pl.col("subject_name").replace(titles)).otherwise("subject_name"),
        deadline_detail=pl.when(is_report).then(pl.col("deadline_detail").replace(kinds)).otherwise("deadline_detail"),
    )


def calendar(rows: pl.DataFrame, built_at: datetime, chosen: Language) -> bytes:
    """Write rows of mart.deadline, as ``told`` gives them, as a calendar of whole days.

    The same deadline has the same UID in every build, so that a calendar which reads the file again moves it and does not
    repeat it.
    """
    # Brought in when somebody asks for the file: it is large, and few do.
    from icalendar import Calendar, Event

    book = Calendar()
    book.add("prodid", "-//Samhandlingsinnsikt//deadlines//NO")
    book.add("version", "2.0")
    book.add("x-wr-calname", words("deadline.calendar", chosen))
    for row in rows.iter_rows(named=True):
        event = Event()
        event.add("uid", f"{_digest(row)}@samhandlingsinnsikt")
        event.add("dtstamp", built_at)
        event.add("dtstart", row["deadline_date"])
        event.add("dtend", row["deadline_date"] + timedelta(days=1))
        event.add("summary", summary(row, chosen))
        if row["responsible_role"]:
            event.add("description", f"{labels(chosen)['responsible_role']}: {row['responsible_role']}")
        event.add("categories", [code_label("deadline_kind", row["deadline_kind"], chosen)])
        # A deadline is no meeting: it does not make anybody busy.
        event.add("transp", "TRANSPARENT")
        book.add_component(event)
    return bytes(book.to_ical())


def summary(row: dict[str, object], chosen: Language) -> str:
    """Write a deadline in one line; one that is synthetic says so first."""
    parts = {name: row[name] or "" for name in ("subject_name", "deadline_detail")}
    text = words(f"deadline.{row['deadline_kind']}", chosen, count=row["affected_count"], **parts).strip(" ,–")
    return f"{words('deadline.demo', chosen)}: {text}" if row["data_class"] == "synthetic" else text


def _digest(row: dict[str, object]) -> str:
    return hashlib.sha256(f"{row['deadline_kind']} {row['subject']}".encode()).hexdigest()[:24]
