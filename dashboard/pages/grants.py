"""From application to report: how much is granted, how long it takes, what is late, unused or does not add up."""

import streamlit as st

from dashboard import grants_parts as parts
from dashboard.components import lead, message
from dashboard.grants import grants_view
from dashboard.grants_numbers import key_figures
from dashboard.words import language

ORDER = 30
NAME = "grants"


def show() -> None:
    """What becomes of an application, and what must somebody do something about?"""
    top = st.container(key="lead")
    choice = parts.choices()
    if choice is None:
        return message("empty.no_grants")
    view = grants_view(choice, language())
    lead(top, parts.finding(view), *view.frames)
    key_figures(view)
    parts.steps(view)
    parts.rates(view)
    parts.case_time(view)
    parts.overdue(view)
    parts.unused(view)
    return parts.findings(view)
