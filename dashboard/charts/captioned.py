"""Rows whose name stands above what is drawn, in full and over as many lines as it takes: a long statement fits a phone."""

from typing import Literal

from dashboard.charts.authoring import alt
from dashboard.charts.theme import Palette

LINE = 16
"""Height of a line of text."""

MARK = 34
"""Height of the part of a row that marks are drawn in, under its text."""


FRAME = 72
"""What the axis and the padding take of the height: Streamlit fits all of a chart within it."""


def row_height(lines: int) -> int:
    """Give the height of a row with ``lines`` lines of text, the figures included."""
    return lines * LINE + MARK


def mark_offset(lines: int) -> float:
    """Give how far below the middle of the row its marks are drawn."""
    return lines * LINE / 2


def row_scale() -> "alt.Y":
    """Give the encoding of rows by their place, 0 at the top. The names are texts, not labels of an axis."""
    return alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))


def captions(rows: "alt.Chart", lines: int, palette: Palette) -> "list[alt.Chart]":
    """Give the name of each row (``name``, with line breaks) and its figures (``label``) under it, from the left edge.

    ``lines``: of the longest name, and one for the figures.
    """
    top = -row_height(lines) / 2 + 6

    def text(dy: float, size: int, weight: Literal[400, 600], color: str, field: str) -> alt.Chart:
        mark = rows.mark_text(
            align="left",
            baseline="top",
            lineBreak="\n",
            lineHeight=LINE,
            dy=dy,
            fontSize=size,
            fontWeight=weight,
            color=color,
            aria=False,
        )
        drawn: alt.Chart = mark.transform_filter("isValid(datum.name)").encode(
            y=row_scale(), x=alt.value(0), text=alt.Text(f"{field}:N")
        )
        return drawn

    under = top + (lines - 1) * LINE
    return [text(top, 13, 400, palette.text, "name"), text(under, 12, 600, palette.muted, "label")]
