"""Areas in order of one figure, each with its name and figure written above its bar, held against one common figure."""

from dashboard.charts.authoring import alt, authored
from dashboard.charts.theme import PALETTES, Mode, Spec, amount_labels
from dashboard.charts.wording import worded
from warehouse.words import Language

STEP = 38
BAR = 14
FRAME = 92
"""What the axis, the word of the common figure and the padding take of the height."""


@worded("titles", "common", rows="names")
def rate_bars(titles: tuple[str, ...], common: str, names: tuple[str, ...], mode: Mode, language: Language) -> Spec:
    """Give the specification of one bar for each of ``names``, in that order.

    Data ``rows``: region_code, name, value, is_opened, and the texts label (above the bar), amount, total, note and spoken.
    Data ``common``: value, one row, whose word is ``common``; empty when there is none. ``titles``: of the axis, and of name,
    amount, total and note in the tooltip. Selection ``region`` has ``region_code``.
    """
    palette = PALETTES[mode]
    axis, *told = titles
    rows = alt.Chart(alt.NamedData("rows"))
    place = alt.Y("name:N", sort=list(names), title=None, axis=None, scale=alt.Scale(domain=list(names)))
    across = alt.Axis(
        labelExpr=amount_labels(language), tickCount=4, orient="top", labelOverlap="greedy", labelSeparation=8
    )
    value = alt.X("value:Q", title=axis, scale=alt.Scale(zero=True), axis=across)
    bars = (
        rows.mark_bar(cursor="pointer", yOffset=8, height=BAR)
        .encode(
            y=place,
            x=value,
            color=alt.condition("datum.is_opened", alt.value(palette.accent), alt.value(palette.mark)),
            description=alt.Description("spoken:N"),
            tooltip=[
                alt.Tooltip(f"{field}:N", title=title)
                for field, title in zip(("name", "amount", "total", "note"), told, strict=True)
            ],
        )
        .add_params(alt.selection_point(name="region", fields=["region_code"]))
    )
    one = alt.Chart(alt.NamedData("common"))
    rule = one.mark_rule(strokeDash=[5, 4], strokeWidth=1.75, color=palette.text, aria=False).encode(x=alt.X("value:Q"))
    word = one.mark_text(
        align="center", baseline="top", dy=6, y="height", fontWeight=600, color=palette.text, aria=False
    ).encode(x=alt.X("value:Q"), text=alt.TextValue(common))
    halo = rows.mark_text(
        align="left",
        baseline="middle",
        dx=1,
        yOffset=-8,
        limit=520,
        aria=False,
        stroke=palette.background,
        strokeWidth=8,
    ).encode(y=place, x=alt.datum(0), text=alt.Text("label:N"))
    above = rows.mark_text(align="left", baseline="middle", dx=1, yOffset=-8, limit=520, aria=False).encode(
        y=place, x=alt.datum(0), text=alt.Text("label:N")
    )
    layers = [bars, rule, halo, above, word] if common else [bars, halo, above]
    chart = alt.layer(*layers).properties(
        width="container",
        height=max(len(names), 1) * STEP + FRAME,
        # Room for the word of the common figure below the last bar, also near the right edge.
        padding={"left": 4, "top": 4, "bottom": 24, "right": 36},
    )
    return authored(chart, mode, language)
