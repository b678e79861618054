"""The data themselves: how fresh, which deliveries, what was rejected, which checks hold, and what each column means."""

import streamlit as st

from dashboard import findings
from dashboard.address import choose
from dashboard.components import lead
from dashboard.data import read
from dashboard.data_views import VIEWS, show_view
from dashboard.table import local
from dashboard.words import language, t
from warehouse.words import moment

ORDER = 90
NAME = "data"


def show() -> None:
    """Can I trust the figures, and where do they come from?"""
    current = read("meta.build", is_current=True)
    built = moment(local(current["built_at"][0]), language()) if current.height else ""
    deliveries = read("meta.delivery", status="standing")
    sentence = findings.warehouse(read("mart.freshness"), read("meta.check"), built, language())
    lead(st.container(key="lead"), sentence, deliveries)
    view = choose("view", t("choice.view"), VIEWS, VIEWS[0], lambda one: t(f"view.{one}.name"))
    show_view(view)
