"""One region over the years beside the country and its peers: lines that stop at a break, and what is usual as a band."""

from typing import Any

from dashboard.charts.authoring import alt, authored
from dashboard.charts.theme import PALETTES, Mode, Spec, amount_labels
from dashboard.charts.wording import worded
from warehouse.words import Language

DASHES = ([1, 0], [7, 4], [2, 3])
SHAPES = ("circle", "square", "triangle-up")


@worded("title", "titles", "series", "band")
def profile_lines(
    title: str, titles: tuple[str, str, str], series: tuple[str, ...], band: str, mode: Mode, language: Language
) -> Spec:
    """Give the specification of the lines, before their band when ``band`` names one.

    Data ``rows``: year, series, part (no line joins figures of different parts, which cannot be compared), value (null makes a
    gap) and the texts amount and spoken. Data ``band``: year, part, lower, upper, name (always ``band``). ``series``: at most
    three names in order. ``titles``: of year, series and amount in the tooltip.
    """
    palette = PALETTES[mode]
    year, name, amount = titles
    domain = list(series)

    def scale(marks: tuple[Any, ...]) -> alt.Scale:
        return alt.Scale(domain=domain, range=list(marks[: len(domain)]))

    across = alt.X(
        "year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8, grid=False)
    )
    up = alt.Scale(zero=True)
    axis = alt.Axis(labelExpr=amount_labels(language), tickCount=5)
    legend = alt.Legend(
        title=None, orient="top", direction="horizontal", columns=1, symbolSize=120, symbolStrokeWidth=2.5
    )
    lines = (
        alt.Chart(alt.NamedData("rows"))
        .transform_calculate(dash="datum.series")
        .mark_line(point={"filled": True, "size": 55}, invalid="break-paths-show-domains")
        .encode(
            x=across,
            y=alt.Y("value:Q", title=title, scale=up, axis=axis),
            color=alt.Color("series:N", sort=None, legend=legend, scale=scale(palette.lines)),
            # By another name, or the dashes would be drawn around the symbols of the legend.
            strokeDash=alt.StrokeDash("dash:N", sort=None, legend=None, scale=scale(DASHES)),
            shape=alt.Shape("series:N", sort=None, legend=legend, scale=scale(SHAPES)),
            detail=alt.Detail("part:N"),
            description=alt.Description("spoken:N"),
            tooltip=[
                alt.Tooltip("year:O", title=year),
                alt.Tooltip("series:N", title=name),
                alt.Tooltip("amount:N", title=amount),
            ],
        )
    )
    if not band:
        return authored(alt.layer(lines).properties(width="container", height=250), mode, language)
    usual = (
        alt.Chart(alt.NamedData("band"))
        .mark_area(fillOpacity=0.45, stroke=palette.outline, strokeWidth=0.75, line=False, aria=False)
        .encode(
            x=across,
            y=alt.Y("lower:Q", title=title, scale=up, axis=axis),
            y2=alt.Y2("upper:Q"),
            detail=alt.Detail("part:N"),
            fill=alt.Fill(
                "name:N",
                scale=alt.Scale(domain=[band], range=[palette.missing]),
                legend=alt.Legend(title=None, orient="bottom", symbolType="square", symbolSize=160),
            ),
        )
    )
    return authored(alt.layer(usual, lines).properties(width="container", height=270), mode, language)
