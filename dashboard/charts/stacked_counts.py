"""Counts in rows, each row a stacked bar whose parts come in one fixed order."""

from dashboard.charts.authoring import alt, authored
from dashboard.charts.theme import Mode, Spec
from dashboard.charts.wording import worded
from warehouse.words import Language

BAR = 30
FRAME = 84
LEGEND_ROW = 18
LONG_NAME = 15
ROW_NAME = "slice(datum.label, 4)"
"""A row is keyed by its place in four digits and then its name, so that the layers of a chart agree on the order."""

Part = tuple[str, str, str, str]
"""Name, fill, outline and colour of the text on the fill."""


@worded("titles", rows="count")
def stacked_counts(
    titles: tuple[str, ...], parts: tuple[Part, ...], count: int, mode: Mode, language: Language
) -> Spec:
    """Give the specification of ``count`` stacked bars.

    Data ``rows``: row (place in four digits and name), row_name, part, place (of the part), count, middle (of the part on the
    axis), label (empty where the part is too narrow for it), spoken. ``titles``: of the axis, and of row, part and count in
    the tooltip.
    """
    axis, row, part, amount = titles
    names = [name for name, *_ in parts]
    # Long names stand one below the other, so that they are whole on a narrow screen too.
    columns = 2 if max(map(len, names)) <= LONG_NAME else 1
    legend = alt.Legend(
        title=None, orient="top", direction="horizontal", columns=columns, symbolType="square", symbolStrokeWidth=1.5
    )

    def scale(place: int) -> alt.Scale:
        return alt.Scale(domain=names, range=[one[place] for one in parts])

    y = alt.Y("row:N", title=None, axis=alt.Axis(labelExpr=ROW_NAME, labelLimit=175, labelOverlap=False))
    x = alt.X(
        "count:Q",
        title=axis,
        stack="zero",
        scale=alt.Scale(zero=True, nice=False),
        axis=alt.Axis(tickMinStep=1, tickCount=5, format="d"),
    )
    base = alt.Chart(alt.NamedData("rows"))
    bars = base.mark_bar(strokeWidth=1.5, height={"band": 0.7}).encode(
        y=y,
        x=x,
        order=alt.Order("place:Q"),
        color=alt.Color("part:N", sort=None, scale=scale(1), legend=legend),
        stroke=alt.Stroke("part:N", sort=None, scale=scale(2), legend=legend),
        description=alt.Description("spoken:N"),
        tooltip=[
            alt.Tooltip("row_name:N", title=row),
            alt.Tooltip("part:N", title=part),
            alt.Tooltip("count:Q", title=amount),
        ],
    )
    ink = alt.Chart(alt.NamedData("rows")).mark_text(aria=False, fontWeight=600)
    figures = [
        ink.transform_filter(alt.datum.part == name).encode(
            y=y,
            x=alt.X("middle:Q"),
            text=alt.Text("label:N"),
            color=alt.ColorValue(color),
        )
        for name, _, _, color in parts
    ]
    chart = alt.layer(bars, *figures).properties(
        width="container",
        height=max(count, 1) * BAR + FRAME + (0 if columns == 2 else LEGEND_ROW * len(parts) // 2),
        padding={"left": 4, "top": 4, "bottom": 4, "right": 16},
    )
    return authored(chart, mode, language)
