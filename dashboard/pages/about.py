"""About the product: definitions, methods, privacy, accessibility, licences and version."""

import streamlit as st

from dashboard import about
from dashboard.components import lead
from dashboard.data import read
from dashboard.words import language

ORDER = 99
NAME = "about"


def show() -> None:
    """What do the figures mean, how are they made, and whose are they?"""
    build = read("meta.build", is_current=True)
    deliveries = read("meta.delivery", status="standing")
    current = build.row(0, named=True) if build.height else None
    sentence = about.finding(current, deliveries, about.as_of_day(language()), language())
    lead(st.container(key="lead"), sentence, deliveries)
    about.contents()
    about.show()
