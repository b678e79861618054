"""The seminars: where they were held, who answered, what they agree on, and what became of the measures."""

import streamlit as st

from dashboard import seminars_finding
from dashboard import seminars_parts as parts
from dashboard.board import board_page
from dashboard.components import lead, message
from dashboard.data import read
from dashboard.words import language

ORDER = 60
NAME = "seminars"


def show() -> None:
    """Are the seminars worth going on with?"""
    top = st.container(key="lead")
    reached = read("mart.seminar_coverage")
    view = parts.choose_wave()
    if view is None:
        if reached.is_empty():
            return message("empty.no_seminars")
        lead(top, seminars_finding.coverage(reached, language()), reached)
        board_page(top, NAME)
        return parts.coverage(reached)
    lead(top, seminars_finding.wave(view), view.every, reached, read("mart.survey_wave"))
    board_page(top, NAME, wave=view.code)
    parts.key_figures(view)
    parts.agreement(view)
    parts.roles(view)
    parts.over_time(view)
    parts.follow_up(view)
    parts.who_came(view)
    return parts.coverage(reached)
