"""What needs attention: one line per finding of mart.attention, with reason, who must act, since when, and a way on."""

from dataclasses import dataclass
from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboard import shell
from dashboard.components import message, plain
from dashboard.data import source_titles
from dashboard.drawing import drawn
from dashboard.filters import HIERARCHIES
from dashboard.keeping import remembered
from dashboard.table import code_label
from dashboard.words import language, t, words
from warehouse.words import date, number, percent, short_kroner

MOST = 10
"""A list of what matters is short; the rest stands on the pages that the lines lead to."""

MOST_OF_A_KIND = 2
"""One kind with many rows must not hide the others."""

_COLORS: dict[int, Literal["red", "orange", "gray"]] = {1: "red", 2: "orange", 3: "gray"}
_CHOICES: dict[str, dict[str, str]] = {
    "delivery_rejected_rows": {"view": "rejected"},
    "delivery_warnings": {"view": "findings"},
    "source_empty": {"view": "freshness"},
    "delivery_overdue": {"view": "expected"},
    "synthetic_data": {"view": "deliveries"},
    "project_silent": {"light": "grey"},
}
_OF_A_YEAR = frozenset({"unallocated_funding", "large_change", "coverage_gap", "low_response"})
"""Kinds that are about a year and not since a day."""

_OF_A_PROJECT = frozenset({"project_red", "project_worse", "milestone_late"})


@drawn(remembered)
def show(rows: pl.DataFrame) -> None:
    """Show the ten worst rows of mart.attention, sorted by consequence, or say that there are none."""
    if rows.is_empty():
        message("attention.none")
        return
    lines, more = told(rows)
    for place, line in enumerate(lines):
        with st.container(horizontal=True, vertical_alignment="center", key=f"attention-{place}", gap="small"):
            st.markdown(line.text, width="stretch")
            shell.link(line.page, line.link, **line.choices)
    if more:
        st.caption(plain(more))


@dataclass(frozen=True)
class Line:
    """One line of what needs attention: its words in Markdown, and the page and choices that its link leads to."""

    text: str
    page: str
    link: str
    choices: dict[str, str | int]


@remembered
def told(rows: pl.DataFrame) -> tuple[list[Line], str]:
    """Give the ten worst rows of mart.attention in words, and what is left out."""
    rows = by_consequence(rows)
    first = worst(rows)
    lines = [
        Line(
            f"{_badge(row['severity'])} {plain(sentence(row))}  \n:small[{plain(follow_up(row))}]",
            row["page"],
            t(f"attention.{row['attention_kind']}.link"),
            choices(row),
        )
        for row in first.iter_rows(named=True)
    ]
    return lines, left_out(rows, first)


def _badge(severity: int) -> str:
    return f":{_COLORS[severity]}-badge[{t(f'attention.severity.{severity}')}]"


def left_out(rows: pl.DataFrame, first: pl.DataFrame) -> str:
    """Say how many rows of each kind are not among the first; nothing when all are."""
    left = [
        t("attention.left", count=number(count - shown, 0, language()), kind=t(f"attention.{kind}.name"))
        for kind, count in rows.group_by("attention_kind", maintain_order=True).len().iter_rows()
        if count > (shown := first.filter(pl.col("attention_kind") == kind).height)
    ]
    return t("attention.more", left=", ".join(left)) if left else ""


def by_consequence(rows: pl.DataFrame) -> pl.DataFrame:
    """Sort by severity, then by the kroner at stake."""
    # What cannot be placed on one level cannot on those below either: the largest amount says it for all.
    repeated = pl.col("attention_kind") == "unallocated_funding"
    rows = rows.filter(~repeated | (pl.col("amount_nok") == pl.col("amount_nok").filter(repeated).max()))
    amount = pl.col("amount_nok").abs().fill_null(0)
    return rows.sort("severity", amount, descending=[False, True], maintain_order=True)


def worst(rows: pl.DataFrame) -> pl.DataFrame:
    """Take the first of sorted rows, a few of each kind."""
    return rows.filter(pl.int_range(pl.len()).over("attention_kind") < MOST_OF_A_KIND).head(MOST)


def sentence(row: dict[str, Any]) -> str:
    """Say one row of mart.attention in words."""
    kind, count, change = row["attention_kind"], row["affected_count"], row["change_share"]
    key = f"attention.{kind}.text"
    if key not in words:
        key = f"attention.{kind}.text.one" if count == 1 else f"attention.{kind}.text.many"
    return t(
        key,
        subject=_subject(row),
        count=number(count, 0, language()),
        amount=short_kroner(row["amount_nok"], language()),
        change=percent(abs(change) if change is not None else None, 1, language()),
        direction=t("attention.up" if (change or 0) > 0 else "attention.down"),
        year=row["since_date"].year if row["since_date"] else "",
    )


def _subject(row: dict[str, Any]) -> str:
    kind = row["attention_kind"]
    subject: str = row["subject_name"]
    if kind == "unallocated_funding":
        return t(f"level.{row['subject']}.count")
    if kind in ("source_empty", "synthetic_data"):
        return source_titles(language()).get(subject, subject)
    if kind == "amount_mismatch":
        return code_label("finding_kind", subject, language())
    if kind == "delivery_overdue":
        source, year, _ = row["subject"].split(":", 2)
        return f"{source_titles(language()).get(source, source)} {year} ({subject})"
    return subject


def follow_up(row: dict[str, Any]) -> str:
    """Say who must act, what is at stake where the sentence does not say it, and since when."""
    kind, since = row["attention_kind"], row["since_date"]
    parts = [t("attention.follow_up", owner=t(f"attention.{kind}.owner"))]
    if row["page"] in ("project", "projects") and row["amount_nok"] is not None:
        parts.append(t("attention.budget", amount=short_kroner(row["amount_nok"], language())))
    if since is not None:
        is_year = kind in _OF_A_YEAR
        parts.append(
            t("attention.for_year", year=since.year) if is_year else t("attention.since", date=date(since, language()))
        )
    return " · ".join(parts)


def choices(row: dict[str, Any]) -> dict[str, str | int]:
    """Give the choices that show what a row of mart.attention is about."""
    kind, subject = str(row["attention_kind"]), str(row["subject"])
    year: dict[str, str | int] = {"year": row["since_date"].year} if kind in _OF_A_YEAR else {}
    if kind == "unallocated_funding":
        return {"hierarchy": HIERARCHIES[0 if subject in ("county", "municipality") else 1], "level": subject} | year
    if kind == "large_change":
        return {"hierarchy": HIERARCHIES[0], "region": f"county-{subject}"} | year
    if kind in _OF_A_PROJECT:
        return {"project": subject}
    if kind in ("report_overdue", "unused_money"):
        return {"scheme": subject}
    return {**_CHOICES.get(kind, {}), **year}
