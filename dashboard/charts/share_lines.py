"""Shares over the years, each with its own colour, dash and point; a year without a figure is a gap."""

from collections.abc import Sequence

from dashboard.charts.authoring import alt, authored
from dashboard.charts.theme import PALETTES, Mode, Spec
from dashboard.charts.wording import worded
from warehouse.words import Language

DASHES = ([1, 0], [7, 4], [2, 3])
SHAPES = ("circle", "square", "triangle-up")


@worded("title", "titles", "series")
def share_lines(
    title: str, titles: tuple[str, str, str], series: tuple[str, ...], mode: Mode, language: Language
) -> Spec:
    """Give the specification of the lines.

    Data ``rows``: year, series, value (0 to 1; null makes a gap) and the texts amount and spoken. ``series``: at most three
    names in order. ``titles``: of year, series and amount in the tooltip.
    """
    palette = PALETTES[mode]
    year, name, amount = titles
    domain = list(series)

    def scale(marks: Sequence[str | list[int]]) -> alt.Scale:
        return alt.Scale(domain=domain, range=list(marks[: len(domain)]))

    legend = alt.Legend(
        title=None, orient="top", direction="horizontal", columns=1, symbolSize=120, symbolStrokeWidth=2.5
    )
    lines = (
        alt.Chart(alt.NamedData("rows"), width="container", height=260)
        .transform_calculate(dash="datum.series")
        .mark_line(point={"filled": True, "size": 60}, invalid="break-paths-show-domains")
        .encode(
            x=alt.X(
                "year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8, grid=False)
            ),
            y=alt.Y(
                "value:Q",
                title=title,
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format=".0%", tickCount=5),
            ),
            color=alt.Color("series:N", sort=None, legend=legend, scale=scale(palette.lines)),
            # By another name, or the dashes would be drawn around the symbols of the legend.
            strokeDash=alt.StrokeDash("dash:N", sort=None, legend=None, scale=scale(DASHES)),
            shape=alt.Shape("series:N", sort=None, legend=legend, scale=scale(SHAPES)),
            description=alt.Description("spoken:N"),
            tooltip=[
                alt.Tooltip("year:O", title=year),
                alt.Tooltip("series:N", title=name),
                alt.Tooltip("amount:N", title=amount),
            ],
        )
    )
    return authored(lines, mode, language)
