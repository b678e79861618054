"""What tells the lines of a chart apart: each series has its own colour, dash and point, in the order they are named."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.authoring import alt
from dashboard.charts.theme import Palette

DASHES = ([1, 0], [7, 4], [2, 3])
SHAPES = ("circle", "square", "triangle-up")


@dataclass(frozen=True)
class Looks:
    """The encodings of ``series``, and of their legend. ``dash`` is for lines drawn from what ``dashed`` gives."""

    color: "alt.Color"
    dash: "alt.StrokeDash"
    shape: "alt.Shape"


def looks(series: Sequence[str], palette: Palette) -> Looks:
    """Give how at most three series are drawn; the data has their names in ``series``."""
    domain = list(series)

    def scale(marks: Sequence[str | list[int]]) -> "alt.Scale":
        return alt.Scale(domain=domain, range=list(marks[: len(domain)]))

    legend = alt.Legend(
        title=None, orient="top", direction="horizontal", columns=1, symbolSize=120, symbolStrokeWidth=2.5
    )
    return Looks(
        color=alt.Color("series:N", sort=None, legend=legend, scale=scale(palette.lines)),
        dash=alt.StrokeDash("dash:N", sort=None, legend=None, scale=scale(DASHES)),
        shape=alt.Shape("series:N", sort=None, legend=legend, scale=scale(SHAPES)),
    )


def dashed(rows: "alt.Chart") -> "alt.Chart":
    """Give rows whose series has a second name, or the dashes would be drawn around the symbols of the legend."""
    chart: alt.Chart = rows.transform_calculate(dash="datum.series")
    return chart


def years() -> "alt.X":
    """Give the encoding of years from left to right; a narrow screen leaves some out."""
    axis = alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8, grid=False)
    return alt.X("year:O", title=None, axis=axis)


def told(titles: tuple[str, str, str]) -> "list[alt.Tooltip]":
    """Give the tooltip of a point, with its year, series and amount under ``titles``."""
    fields = ("year:O", "series:N", "amount:N")
    return [alt.Tooltip(field, title=title) for field, title in zip(fields, titles, strict=True)]
