"""What needs attention: one line per finding of mart.attention, with how much it matters, in words, and a way on."""

from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboard import shell
from dashboard.components import message, plain
from dashboard.data import source_titles
from dashboard.words import language, t
from warehouse.words import date, number, percent, short_kroner

MOST = 10
"""A list of what matters is short; the rest stands on the data page."""

MOST_OF_A_KIND = 4

_COLORS: dict[int, Literal["red", "orange", "gray"]] = {1: "red", 2: "orange", 3: "gray"}
_CHOICES: dict[str, dict[str, str]] = {
    "delivery_rejected_rows": {"view": "rejected"},
    "delivery_warnings": {"view": "findings"},
    "source_empty": {"view": "freshness"},
    "synthetic_data": {"view": "deliveries"},
}


def show(rows: pl.DataFrame) -> None:
    """Show the ten worst rows of mart.attention, sorted by severity, or say that there are none."""
    if rows.is_empty():
        message("attention.none")
        return
    # What cannot be placed on one level cannot on those below either: the largest amount says it for all.
    repeated = pl.col("attention_kind") == "unallocated_funding"
    rows = rows.filter(~repeated | (pl.col("amount_nok") == pl.col("amount_nok").filter(repeated).max()))
    rows = rows.sort("severity", pl.col("amount_nok").abs().fill_null(0), descending=[False, True], maintain_order=True)
    first = rows.filter(pl.int_range(pl.len()).over("attention_kind") < MOST_OF_A_KIND).head(MOST)
    for place, row in enumerate(first.iter_rows(named=True)):
        with st.container(horizontal=True, vertical_alignment="center", key=f"attention-{place}", gap="small"):
            st.badge(t(f"attention.severity.{row['severity']}"), color=_COLORS[row["severity"]])
            st.markdown(plain(sentence(row)), width="stretch")
            shell.link(row["page"], t(f"attention.{row['attention_kind']}.link"), **choices(row))
    for kind, count in rows.group_by("attention_kind", maintain_order=True).len().iter_rows():
        left = count - first.filter(pl.col("attention_kind") == kind).height
        if left:
            name = t(f"attention.{kind}.name")
            st.caption(t("attention.more", count=number(left, 0, language()), kind=name))


def sentence(row: dict[str, Any]) -> str:
    """Say one row of mart.attention in words."""
    kind = row["attention_kind"]
    subject: str = row["subject_name"]
    if kind == "unallocated_funding":
        subject = t(f"level.{row['subject']}.count")
    elif kind in ("source_empty", "synthetic_data"):
        subject = source_titles(language()).get(subject, subject)
    change = row["change_share"]
    since = row["since_date"]
    return t(
        f"attention.{kind}.text",
        subject=subject,
        count=number(row["affected_count"], 0, language()),
        amount=short_kroner(row["amount_nok"], language()),
        change=percent(abs(change) if change is not None else None, 1, language()),
        direction=t("attention.up" if (change or 0) > 0 else "attention.down"),
        since=date(since, language()),
        year=since.year if since else "",
    )


def choices(row: dict[str, Any]) -> dict[str, str]:
    """Give the choices that show what a row of mart.attention is about."""
    kind = str(row["attention_kind"])
    if kind == "unallocated_funding":
        hierarchy = "administrative" if row["subject"] in ("county", "municipality") else "health"
        return {"hierarchy": hierarchy, "level": str(row["subject"])}
    if kind == "large_change":
        return {"hierarchy": "administrative", "region": f"county-{row['subject']}"}
    return _CHOICES.get(kind, {})
