"""The front page: the key numbers, what needs attention, what is new, from kroner to effect, and how fresh the figures are."""

import streamlit as st

from dashboard import attention, chain, deadlines, key_numbers, news, shell
from dashboard.arrow import figures
from dashboard.board import board_page
from dashboard.components import lead, section, table_of
from dashboard.overview import overview
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
    st.html(shell.style("overview.css"))
    view = overview()
    top = st.container(key="lead")
    lead(top, view.finding(language()), *view.frames)
    key_numbers.show(view.numbers)
    section("section.attention")
    attention.show(view.exceptions)
    news.show()
    deadlines.show()
    region, year = chain.show()
    board_page(top, NAME, region="-".join(region), year=year)
    section("section.freshness")
    figures(table_of(view.named_sources(language()), SOURCES), t("section.freshness"))
