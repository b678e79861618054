"""The front page: the key numbers, what needs attention, and how fresh the figures are."""

import streamlit as st

from dashboard import attention, findings
from dashboard.components import figures, key_number, lead, message, section, source_line
from dashboard.data import labels, read, source_titles
from dashboard.table import Table
from dashboard.words import language, t

ORDER = 10
NAME = "overview"

KEY_NUMBERS = (
    "granted_nok",
    "granted_per_capita_nok",
    "application_count",
    "award_share",
    "municipality_with_grant_share",
)
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
    """How are we doing, what needs attention, and how fresh is it?"""
    rows = read("mart.key_number", order_by=("key_number", "year"))
    sources = read("mart.freshness", order_by=("source",))
    named = sources.with_columns(sources["source"].replace(source_titles(language())))
    lead(st.container(key="lead"), findings.overview(rows.filter(rows["is_latest"]), language()), rows)
    if rows.is_empty():
        message("empty.no_grants")
    else:
        section("section.key_numbers")
        with st.grid(len(KEY_NUMBERS), min_column_width=200):
            for name in KEY_NUMBERS:
                key_number(rows.filter(rows["key_number"] == name))
        source_line(t("definition.key_numbers"), ("grant_application", "population"))
    section("section.attention")
    attention.show(read("mart.attention", order_by=("severity", "attention_kind", "subject")))
    section("section.freshness")
    figures(Table(named, SOURCES, labels(language()), language()), t("section.freshness"), "freshness")
