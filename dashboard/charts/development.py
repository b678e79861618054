"""One figure over the years: the region, the country and the median of its peers."""

import altair as alt

from dashboard.charts.theme import PALETTES, Mode, Spec, amount_labels, authored, cached
from warehouse.words import Language

DASHES = ([1, 0], [7, 4], [2, 3])


@cached
def development(
    title: str, titles: tuple[str, str, str], series: tuple[str, ...], mode: Mode, language: Language
) -> Spec:
    """Give the specification of the lines.

    Data ``rows``: year, series, value (null makes a gap) and the texts amount and spoken. ``series``: the names in order; each
    has its own colour and dash. ``titles``: of year, series and amount in the tooltip.
    """
    palette = PALETTES[mode]
    year, name, amount = titles
    legend = alt.Legend(
        title=None,
        orient="top",
        direction="horizontal",
        columns=2,
        symbolType="stroke",
        symbolSize=500,
        symbolStrokeWidth=2.5,
    )
    domain = list(series)
    lines = (
        alt.Chart(alt.NamedData("rows"), width="container", height=280)
        .mark_line(point={"filled": True, "size": 55}, invalid="break-paths-show-domains")
        .encode(
            x=alt.X(
                "year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8, grid=False)
            ),
            y=alt.Y(
                "value:Q",
                title=title,
                scale=alt.Scale(zero=True),
                axis=alt.Axis(labelExpr=amount_labels(language), tickCount=5),
            ),
            color=alt.Color(
                "series:N",
                sort=None,
                legend=legend,
                scale=alt.Scale(domain=domain, range=list(palette.lines[: len(series)])),
            ),
            strokeDash=alt.StrokeDash(
                "series:N",
                sort=None,
                legend=legend,
                scale=alt.Scale(domain=domain, range=list(DASHES[: len(series)])),
            ),
            description="spoken:N",
            tooltip=[
                alt.Tooltip("year:O", title=year),
                alt.Tooltip("series:N", title=name),
                alt.Tooltip("amount:N", title=amount),
            ],
        )
    )
    return authored(lines, mode, language)
