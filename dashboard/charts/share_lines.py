"""Shares over the years, each with its own colour, dash and point; a year without a figure is a gap."""

from dashboard.charts.authoring import alt, authored
from dashboard.charts.series import dashed, looks, told, years
from dashboard.charts.theme import PALETTES, Mode, Spec
from dashboard.charts.wording import worded
from warehouse.words import Language


@worded("title", "titles", "series")
def share_lines(
    title: str, titles: tuple[str, str, str], series: tuple[str, ...], mode: Mode, language: Language
) -> Spec:
    """Give the specification of the lines.

    Data ``rows``: year, series, value (0 to 1; null makes a gap) and the texts amount and spoken. ``series``: at most three
    names in order. ``titles``: of year, series and amount in the tooltip.
    """
    look = looks(series, PALETTES[mode])
    up = alt.Y("value:Q", title=title, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", tickCount=5))
    lines = (
        dashed(alt.Chart(alt.NamedData("rows"), width="container", height=260))
        .mark_line(point={"filled": True, "size": 60}, invalid="break-paths-show-domains")
        .encode(
            x=years(),
            y=up,
            color=look.color,
            strokeDash=look.dash,
            shape=look.shape,
            description=alt.Description("spoken:N"),
            tooltip=told(titles),
        )
    )
    return authored(lines, mode, language)
