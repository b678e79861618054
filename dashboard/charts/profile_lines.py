"""One region over the years beside the country and its peers: lines that stop at a break, and what is usual as a band."""

from dashboard.charts.authoring import alt, authored
from dashboard.charts.series import dashed, looks, told, years
from dashboard.charts.theme import PALETTES, Mode, Spec, amount_labels
from dashboard.charts.wording import worded
from warehouse.words import Language


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
    look, across = looks(series, palette), years()
    up = alt.Scale(zero=True)
    axis = alt.Axis(labelExpr=amount_labels(language), tickCount=5)
    lines = (
        dashed(alt.Chart(alt.NamedData("rows")))
        .mark_line(point={"filled": True, "size": 55}, invalid="break-paths-show-domains")
        .encode(
            x=across,
            y=alt.Y("value:Q", title=title, scale=up, axis=axis),
            color=look.color,
            strokeDash=look.dash,
            shape=look.shape,
            detail=alt.Detail("part:N"),
            description=alt.Description("spoken:N"),
            tooltip=told(titles),
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
