"""Everything about one region on one page, beside its peers and the country, made to be printed."""

import streamlit as st

from dashboard import region_finding
from dashboard import region_parts as parts
from dashboard.board import board_page
from dashboard.components import lead
from dashboard.region_book import download

ORDER = 70
NAME = "region"


def show() -> None:
    """How does my region stand, and what is open?"""
    top = st.container(key="lead")
    view = parts.choices()
    lead(top, region_finding.lead(view), *view.frames)
    board_page(top, NAME, region="-".join(view.region), year=view.year)
    for part in (parts.who, parts.money, parts.projects, parts.staff, parts.seminars, parts.chain, parts.open_points):
        part(view)
    download(view)
