"""Shares, or differences between shares, as dots with their intervals: what is known when only the share is."""

from dashboard.charts.authoring import alt, authored
from dashboard.charts.captioned import FRAME, MARK, captions, mark_offset, row_height, row_scale
from dashboard.charts.theme import PALETTES, Mode, Spec
from dashboard.charts.wording import worded
from warehouse.words import Language

_PER_CENT = "format(datum.value, '.0%')"
_POINTS = "(datum.value > 0 ? '+' : datum.value < 0 ? '\u2212' : '') + format(abs(datum.value) * 100, '.0f')"


@worded("titles", rows="count")
def dot_interval(
    titles: tuple[str, str, str, str], count: int, lines: int, is_difference: bool, mode: Mode, language: Language
) -> Spec:
    """Give the specification of ``count`` dots with intervals, from 0 to 100 per cent or, for differences, around 0.

    Data ``rows``: row (its place), name (with line breaks), statement, label, value, low, high, is_marked, and the texts about
    and spoken.
    A marked row is drawn as a hollow diamond: a share that cannot be right, or a difference that is certain. ``titles``: of the
    axis, and of name, figures and interval in the tooltip. ``lines``: of the longest name, and one for the figures.
    """
    palette = PALETTES[mode]
    axis_title, name, figures, about = titles
    offset = mark_offset(lines)
    rows = alt.Chart(alt.NamedData("rows"))
    scale = alt.Scale(nice=True) if is_difference else alt.Scale(domain=[0, 1])
    axis = alt.Axis(labelExpr=_POINTS if is_difference else _PER_CENT, tickCount=5, orient="bottom", grid=True)
    x = alt.X("value:Q", title=axis_title, scale=scale, axis=axis)
    intervals = rows.mark_rule(strokeWidth=3, yOffset=offset, color=palette.mark, aria=False).encode(
        y=row_scale(), x=alt.X("low:Q", title=axis_title, scale=scale, axis=axis), x2=alt.X2("high:Q")
    )
    dots = rows.mark_point(filled=True, opacity=1, size=130, yOffset=offset, strokeWidth=2.5).encode(
        y=row_scale(),
        x=x,
        shape=alt.condition("datum.is_marked", alt.value("diamond"), alt.value("circle")),
        fill=alt.condition("datum.is_marked", alt.value(palette.background), alt.value(palette.mark)),
        stroke=alt.condition("datum.is_marked", alt.value(palette.accent), alt.value(palette.mark)),
        description=alt.Description("spoken:N"),
        tooltip=[
            alt.Tooltip("statement:N", title=name),
            alt.Tooltip("label:N", title=figures),
            alt.Tooltip("about:N", title=about),
        ],
    )
    layers: list[alt.Chart] = [intervals, dots, *captions(rows, lines, palette)]
    if is_difference:
        # Lower than its row, or it would run through the caption above.
        zero = rows.mark_tick(
            orient="vertical", size=MARK - 12, thickness=1.5, yOffset=offset, color=palette.text, aria=False
        ).encode(y=row_scale(), x=alt.datum(0))
        layers.insert(0, zero)
    chart = alt.layer(*layers).properties(
        width="container",
        height=max(count, 1) * row_height(lines) + FRAME,
        padding={"left": 16, "top": 4, "bottom": 4, "right": 20},
    )
    return authored(chart, mode, language)
