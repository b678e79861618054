"""The front page: the key numbers, what needs attention, what is new, from kroner to effect, and how fresh the figures are."""

from pathlib import Path

import streamlit as st

from dashboard import attention, chain, findings, key_numbers, news
from dashboard.components import figures, lead, section
from dashboard.data import labels, read, source_titles
from dashboard.table import Table
from dashboard.words import language, t

ORDER = 10
NAME = "overview"

SOURCES = (
    "source",
    "owner_name",
    "row_count",
    "rejected_row_count",
    "latest_year",
    "latest_received_at",
    "synthetic_share",
)


def show() -> None:
    """How are we doing, what needs attention, what came of it, and how fresh is it?"""
    st.html(Path(__file__).parents[1] / "overview.css")
    rows = read(key_numbers.RELATION, order_by=("key_number", "year"))
    exceptions = read("mart.attention", order_by=("severity", "attention_kind", "subject"))
    sources = read("mart.freshness", order_by=("source",))
    named = sources.with_columns(sources["source"].replace(source_titles(language())))
    latest = rows.filter(rows["is_latest"])
    finding = findings.overview(latest, language(), exceptions, named.with_columns(code=sources["source"]))
    lead(st.container(key="lead"), finding, rows, read(chain.RELATION, region_level="country"))
    key_numbers.show(rows)
    section("section.attention")
    attention.show(exceptions)
    news.show()
    chain.show()
    section("section.freshness")
    figures(Table(named, SOURCES, labels(language()), language()), t("section.freshness"), "freshness")
