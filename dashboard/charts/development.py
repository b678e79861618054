"""One figure over the years: the region, the country and the median of its peers, with marks where a scheme begins or ends."""

from dashboard.charts.authoring import alt, authored
from dashboard.charts.series import DASHES, told, years
from dashboard.charts.theme import PALETTES, Mode, Spec, amount_labels
from dashboard.charts.wording import worded
from warehouse.words import Language

MARKS = {"begins": "triangle-up", "succeeds": "diamond", "ends": "triangle-down"}
"""The shape of each kind of mark; the page names them with signs that look the same."""


@worded("title", "titles", "series")
def development(
    title: str, titles: tuple[str, str, str], series: tuple[str, ...], mode: Mode, language: Language
) -> Spec:
    """Give the specification of the lines.

    Data ``rows``: year, series, value (null makes a gap) and the texts amount and spoken. ``series``: the names in order; each
    has its own colour and dash. ``titles``: of year, series and amount in the tooltip. Data ``marks``, which may be left out:
    year (one of those in the rows), kind (of ``MARKS``) and spoken.
    """
    palette = PALETTES[mode]
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
    across = years()
    lines = (
        alt.Chart(alt.NamedData("rows"))
        .mark_line(point={"filled": True, "size": 55}, invalid="break-paths-show-domains")
        .encode(
            x=across,
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
            description=alt.Description("spoken:N"),
            tooltip=told(titles),
        )
    )
    marks = alt.Chart(alt.NamedData("marks"))
    rules = marks.mark_rule(strokeDash=[2, 4], strokeWidth=1, color=palette.outline, aria=False).encode(x=across)
    signs = marks.mark_point(filled=True, size=90, opacity=1, color=palette.text, y=-8, aria=False).encode(
        x=across,
        shape=alt.Shape("kind:N", legend=None, scale=alt.Scale(domain=list(MARKS), range=list(MARKS.values()))),
        description=alt.Description("spoken:N"),
        tooltip=[alt.Tooltip("spoken:N", title=titles[0])],
    )
    return authored(alt.layer(rules, lines, signs).properties(width="container", height=280), mode, language)
