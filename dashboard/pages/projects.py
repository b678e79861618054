"""The portfolio: which projects run, how they say they are doing, what the facts say, and who is missing."""

import streamlit as st

from dashboard import projects_parts as parts
from dashboard.components import lead, message
from dashboard.data import read
from dashboard.projects import ACTIVE, ALL, counts_row, portfolio, unplaced_count
from dashboard.projects_choice import choices
from dashboard.projects_finding import portfolio as finding
from dashboard.words import language

ORDER = 40
NAME = "projects"


def show() -> None:
    """What is at risk in my portfolio?"""
    top = st.container(key="lead")
    if read("mart.project").is_empty():
        return message("empty.no_projects")
    choice = choices()
    view = portfolio(choice, language())
    active = counts_row(choice, ACTIVE, choice.model)
    counts = counts_row(choice, ALL, choice.model)
    lead(top, finding(counts, active, choice.place, unplaced_count(choice), language()), view.here)
    parts.key_figures(choice, active if active.height else counts)
    parts.published()
    if view.rows.is_empty():
        return message("projects.none_chosen")
    parts.lights(view)
    parts.look_at(view)
    parts.over_time(view)
    parts.money(view)
    parts.missing(view)
    return parts.in_full(view)
