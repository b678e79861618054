"""Bars that each have their name and figure written above them, so that they keep their whole width on a narrow screen."""

from dashboard.charts.authoring import alt, authored
from dashboard.charts.theme import PALETTES, Mode, Spec, amount_labels
from dashboard.charts.wording import worded
from warehouse.words import Language

STEP = 48
BAR = 20
FRAME = 64
"""What the axis and the padding take of the height."""


@worded("axis", "titles", rows="names")
def named_bars(
    axis: str,
    titles: tuple[str, str],
    names: tuple[str, ...],
    has_unknown: bool,
    mode: Mode,
    language: Language,
) -> Spec:
    """Give the specification of one bar for each of ``names``, in that order.

    Data ``rows``: name, value (null: nothing is drawn), known and whole (what is known and what there is in all: the space
    between them is a dashed frame; null: none, and not read without ``has_unknown``), and the texts label (above the bar),
    amount and spoken. ``axis``: title of the axis with its unit. ``titles``: of name and amount in the
    tooltip.
    """
    palette = PALETTES[mode]
    rows = alt.Chart(alt.NamedData("rows"))
    place = alt.Y("name:N", sort=list(names), title=None, axis=None, scale=alt.Scale(domain=list(names)))
    ticks = alt.Axis(
        labelExpr=amount_labels(language), tickCount=4, tickMinStep=1, labelOverlap="greedy", labelSeparation=8
    )
    across = alt.X("value:Q", title=axis, scale=alt.Scale(zero=True), axis=ticks)
    tooltip = [alt.Tooltip("name:N", title=titles[0]), alt.Tooltip("amount:N", title=titles[1])]
    bars = rows.mark_bar(yOffset=10, height=BAR, color=palette.mark).encode(
        y=place, x=across, description=alt.Description("spoken:N"), tooltip=tooltip
    )
    written = rows.mark_text(align="left", baseline="middle", dx=1, yOffset=-12, aria=False, limit=560).encode(
        y=place, x=alt.value(0), text=alt.Text("label:N")
    )
    layers = [bars, written]
    if has_unknown:
        unknown = rows.mark_bar(
            yOffset=10,
            height=BAR,
            fillOpacity=0,
            stroke=palette.outline,
            strokeWidth=1.25,
            strokeDash=[4, 3],
            aria=False,
        )
        layers.insert(0, unknown.encode(y=place, x=alt.X("known:Q", title=axis), x2=alt.X2("whole:Q")))
    chart = alt.layer(*layers).properties(width="container", height=max(len(names), 1) * STEP + FRAME)
    return authored(chart, mode, language)
