"""How many days something took per year: from the middle case to the one that nine of ten were faster than."""

from dashboard.charts.authoring import alt, authored
from dashboard.charts.series import years
from dashboard.charts.theme import PALETTES, Mode, Spec
from dashboard.charts.wording import worded
from warehouse.words import Language


@worded("title", "titles", "names")
def day_spans(title: str, titles: tuple[str, str, str], names: tuple[str, str], mode: Mode, language: Language) -> Spec:
    """Give the specification of the spans.

    Data ``rows``: year, median, p90 (days) and spoken. Data ``points``: year, name (one of ``names``: of the median and of nine
    of ten), value and the texts amount and spoken. ``titles``: of year, name and amount in the tooltip.
    """
    palette = PALETTES[mode]
    year, name, amount = titles
    across = years()
    spans = (
        alt.Chart(alt.NamedData("rows"))
        .mark_rule(strokeWidth=3, color=palette.outline, opacity=0.55, aria=False)
        .encode(x=across, y=alt.Y("median:Q", title=title), y2=alt.Y2("p90:Q"))
    )
    legend = alt.Legend(title=None, orient="top", direction="horizontal", columns=1, symbolSize=110)
    points = (
        alt.Chart(alt.NamedData("points"))
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            x=across,
            y=alt.Y("value:Q", title=title, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=5, format=",d")),
            color=alt.Color(
                "name:N",
                sort=None,
                legend=legend,
                scale=alt.Scale(domain=list(names), range=[palette.lines[1], palette.lines[0]]),
            ),
            shape=alt.Shape(
                "name:N", sort=None, legend=legend, scale=alt.Scale(domain=list(names), range=["circle", "diamond"])
            ),
            description=alt.Description("spoken:N"),
            tooltip=[
                alt.Tooltip("year:O", title=year),
                alt.Tooltip("name:N", title=name),
                alt.Tooltip("amount:N", title=amount),
            ],
        )
    )
    return authored(alt.layer(spans, points).properties(width="container", height=240), mode, language)
