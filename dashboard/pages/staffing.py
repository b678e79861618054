"""Staff: how many full-time equivalents an area has for its inhabitants, and how the teams are staffed."""

import streamlit as st

from dashboard import staffing_parts as parts
from dashboard import team_parts
from dashboard.components import lead, message
from dashboard.data import read
from dashboard.regions import COUNTRY
from dashboard.staffing import staffing_view
from dashboard.staffing_finding import staffing as finding
from dashboard.words import language

ORDER = 50
NAME = "staffing"


def show() -> None:
    """Are there enough people for the task, and who employs them?"""
    top = st.container(key="lead")
    if read("mart.staffing").is_empty() and read("mart.team").is_empty():
        return message("empty.no_staffing")
    if parts.view_choice() == parts.TEAM:
        return team_parts.show(top)
    choice = parts.choices()
    if choice is None:
        return parts.published(COUNTRY)
    view = staffing_view(choice, language())
    lead(top, finding(view), view.own)
    parts.key_figures(view)
    parts.over_years(view)
    parts.below(view)
    parts.educations(view)
    parts.peers(view)
    return parts.published(choice.region)
