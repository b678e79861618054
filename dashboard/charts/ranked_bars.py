"""Regions in order of one figure, with the median of all of them as a line."""

from dashboard.charts.authoring import alt, authored
from dashboard.charts.theme import PALETTES, Mode, Spec, amount_labels
from dashboard.charts.wording import worded
from warehouse.words import Language

BAR = 24
FRAME = 92
"""What the axis above, the word of the median below and the padding take of the height."""


@worded("titles", "median_label", rows="count")
def ranked_bars(titles: tuple[str, ...], median_label: str, count: int, mode: Mode, language: Language) -> Spec:
    """Give the specification of ``count`` ranked bars.

    Data ``rows``, in the order to show: region_code, name (unique), value, is_opened, and the texts
    label (at the bar), spoken (for screen readers), amount, total and note.
    Data ``median``: value, amount. ``titles``: of the axis, and of name, amount, total and note. Selection ``region`` has
    ``region_code``.
    """
    palette = PALETTES[mode]
    axis, name, amount, total, note = titles
    # On a narrow screen the names give way to the bars; the table has them in full.
    limit = alt.ExprRef("containerSize()[0] < 420 ? 112 : 170")
    axis_of_names = alt.Axis(labelLimit=limit, labelOverlap=False, labelFontSize=12)
    order = alt.Y("name:N", sort=None, title=None, axis=axis_of_names)
    rows = alt.Chart(alt.NamedData("rows"))
    bars = (
        rows.mark_bar(cursor="pointer", height={"band": 0.72})
        .encode(
            y=order,
            x=alt.X(
                "value:Q",
                title=axis,
                scale=alt.Scale(zero=True),
                axis=alt.Axis(
                    labelExpr=amount_labels(language),
                    tickCount=4,
                    orient="top",
                    labelOverlap="greedy",
                    labelSeparation=6,
                ),
            ),
            color=alt.condition("datum.is_opened", alt.value(palette.accent), alt.value(palette.mark)),
            description=alt.Description("spoken:N"),
            tooltip=[
                alt.Tooltip("name:N", title=name),
                alt.Tooltip("amount:N", title=amount),
                alt.Tooltip("total:N", title=total),
                alt.Tooltip("note:N", title=note),
            ],
        )
        .add_params(alt.selection_point(name="region", fields=["region_code"]))
    )
    halo = rows.mark_text(
        align="left", dx=5, aria=False, stroke=palette.background, strokeWidth=8, strokeJoin="round"
    ).encode(y=order, x=alt.X("value:Q"), text=alt.Text("label:N"))
    figures = rows.mark_text(align="left", dx=5, aria=False).encode(
        y=order, x=alt.X("value:Q"), text=alt.Text("label:N")
    )
    medians = alt.Chart(alt.NamedData("median"))
    rule = medians.mark_rule(strokeDash=[5, 4], strokeWidth=1.75, color=palette.text, aria=False).encode(
        x=alt.X("value:Q")
    )
    word = medians.mark_text(
        align="center", baseline="top", dy=6, y="height", fontWeight=600, color=palette.text, aria=False
    ).encode(x=alt.X("value:Q"), text=alt.TextValue(median_label))
    chart = alt.layer(bars, rule, halo, figures, word).properties(
        width="container",
        height=max(count, 2) * BAR + FRAME,
        # Room for the figure after the longest bar, and for the word of the median below the last.
        padding={"left": 4, "top": 4, "bottom": 24, "right": 84},
    )
    return authored(chart, mode, language)
