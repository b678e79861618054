"""Full-time equivalents in stacked bars, each with its name and total written above it: names are long, screens are narrow."""

from dashboard.charts.authoring import alt, authored
from dashboard.charts.stacked_counts import Part
from dashboard.charts.theme import PALETTES, Mode, Spec
from dashboard.charts.wording import worded
from warehouse.words import Language

STEP = 48
BAR = 20
FRAME = 132
"""What the axis, the legend and the padding take of the height."""


@worded("titles", rows="names")
def fte_bars(
    titles: tuple[str, ...],
    parts: tuple[Part, ...],
    names: tuple[str, ...],
    mode: Mode,
    language: Language,
) -> Spec:
    """Give the specification of one stacked bar for each of ``names``, in that order.

    Data ``rows``: name, part, place (of the part), fte, middle (of the part on the axis), and the texts amount, label (empty
    where the part is too narrow for it) and spoken. Data ``totals``: name and label. ``titles``: of the axis, and of name and
    part in the tooltip.
    """
    axis, name, part = titles
    palette = PALETTES[mode]
    domain = [one for one, *_ in parts]
    legend = alt.Legend(
        title=None, orient="top", direction="horizontal", columns=1, symbolType="square", symbolStrokeWidth=1.5
    )

    def scale(place: int) -> alt.Scale:
        return alt.Scale(domain=domain, range=[one[place] for one in parts])

    y = alt.Y("name:N", sort=list(names), title=None, axis=None, scale=alt.Scale(domain=list(names)))
    x = alt.X(
        "fte:Q",
        title=axis,
        stack="zero",
        scale=alt.Scale(zero=True, nice=False),
        axis=alt.Axis(tickCount=5, format=",.2~f", labelOverlap="greedy"),
    )
    base = alt.Chart(alt.NamedData("rows"))
    bars = base.mark_bar(strokeWidth=1.5, yOffset=10, height=BAR).encode(
        y=y,
        x=x,
        order=alt.Order("place:Q"),
        color=alt.Color("part:N", sort=None, scale=scale(1), legend=legend),
        stroke=alt.Stroke("part:N", sort=None, scale=scale(2), legend=legend),
        description=alt.Description("spoken:N"),
        tooltip=[
            alt.Tooltip("name:N", title=name),
            alt.Tooltip("part:N", title=part),
            alt.Tooltip("amount:N", title=axis),
        ],
    )
    ink = base.mark_text(aria=False, fontWeight=600, baseline="middle", yOffset=10)
    figures = [
        ink.transform_filter(alt.datum.part == one).encode(
            y=y, x=alt.X("middle:Q"), text=alt.Text("label:N"), color=alt.ColorValue(color)
        )
        for one, _, _, color in parts
    ]
    above = (
        alt.Chart(alt.NamedData("totals"))
        .mark_text(align="left", baseline="middle", dx=1, yOffset=-12, aria=False, color=palette.text, limit=520)
        .encode(y=y, x=alt.datum(0), text=alt.Text("label:N"))
    )
    chart = alt.layer(bars, *figures, above).properties(width="container", height=max(len(names), 1) * STEP + FRAME)
    return authored(chart, mode, language)
