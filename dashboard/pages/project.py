"""One project on one page: what it is, its lights, goals, milestones, risks, parties, team, money and documents."""

import streamlit as st

from dashboard import project_lists as lists
from dashboard import project_parts as parts
from dashboard.board import board_page
from dashboard.components import lead, message
from dashboard.data import read
from dashboard.project import project_view
from dashboard.projects_finding import project as finding
from dashboard.words import language

ORDER = 45
NAME = "project"
VISIBILITY = "hidden"


def show() -> None:
    """Do we get effect, not only activity, from this project?"""
    top = st.container(key="lead")
    if read("mart.project").is_empty():
        return message("empty.no_projects")
    code = parts.choice()
    if not code:
        return message("project.unknown", code=st.query_params["project"])
    view = project_view(code, language())
    lead(top, finding(view.row, view.lights, language()), view.lights)
    board_page(top, NAME, project=code)
    parts.about(view)
    parts.key_figures(view)
    parts.status(view)
    parts.goals(view)
    parts.milestones(view)
    lists.risks_and_benefits(view)
    lists.parties(view)
    lists.team(view)
    lists.money(view)
    lists.documents(view)
    return lists.completeness(view)
