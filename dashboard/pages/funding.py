"""Money per region: on a map, in order, over the years, and in full."""

import streamlit as st

from dashboard import funding_compare, funding_context
from dashboard import funding_parts as parts
from dashboard.components import lead, message
from dashboard.filters import funding_choice, region_path
from dashboard.funding import funding_view
from dashboard.words import language

ORDER = 20
NAME = "funding"


def show() -> None:
    """Where did the money go, and is it evenly spread?"""
    top = st.container(key="lead")
    choice = funding_choice()
    if choice is None:
        return message("empty.no_grants")
    view = funding_view(choice, language())
    lead(top, view.finding, view.rows)
    region_path(choice, view.ranked)
    funding_context.own_figures(view)
    funding_context.counted_once(view)
    parts.compared(view)
    parts.over_years(view)
    funding_compare.among_peers(view)
    return parts.in_full(view)
