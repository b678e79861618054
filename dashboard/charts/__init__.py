"""The charts: each file authors one kind of chart, once per variant, as a Vega-Lite specification with named data."""

from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from dashboard import arrow, pictures
from dashboard.charts.theme import Mode, Spec


def mode() -> Mode:
    """Say whether the reader's screen is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def draw(spec: Spec, alt: str, key: str, picture: "pictures.Picture | None" = None, **frames: pl.DataFrame) -> None:
    """Draw a chart from its specification and the frames it names; ``alt`` is what a screen reader says.

    With ``picture`` a menu below offers the chart as a file.
    """
    arrow.chart(spec, alt, **frames)
    if picture:
        pictures.offer(spec, picture, key, frames)


def draw_to_click(
    spec: Spec,
    alt: str,
    key: str,
    on_click: Callable[[list[dict[str, Any]]], None],
    picture: "pictures.Picture | None" = None,
    **frames: pl.DataFrame,
) -> None:
    """Draw a chart whose selection ``region`` calls ``on_click`` with the values picked, as a list of dicts."""

    def clicked() -> None:
        picked = st.session_state[key].selection.get("region", [])
        if picked:
            on_click(picked)

    st.vega_lite_chart(
        spec={**spec, "datasets": {name: arrow.sent(rows) for name, rows in frames.items()}},
        theme=None,
        key=key,
        alt=alt,
        on_select=clicked,
        selection_mode="region",
    )
    if picture:
        pictures.offer(spec, picture, key, frames)
