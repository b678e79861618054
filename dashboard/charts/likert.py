"""Answers on a scale, statement by statement: around the middle of the neutral answer, or as plain bars of 100 per cent.

Those who do not know stand apart, to the right of the scale: they are in no share of it.
"""

from dashboard.charts.authoring import alt, authored
from dashboard.charts.captioned import FRAME, MARK, captions, mark_offset, row_height, row_scale
from dashboard.charts.theme import PALETTES, Mode, Palette, Spec
from dashboard.charts.wording import worded
from warehouse.words import Language

LEGEND_LINE = 20

_WEAK = 0.5
"""How much of its colour a weaker answer keeps («delvis enig»)."""

Kind = tuple[str, bool]
"""The kind of an answer (agree, neutral, disagree or outside), and whether it is a weaker one of its kind."""


@worded("titles", "answers", rows="count", lists=("ticks", "ends"))
def likert(
    titles: tuple[str, str, str, str],
    answers: tuple[str, ...],
    kinds: tuple[Kind, ...],
    ticks: tuple[float, ...],
    ends: tuple[float, float],
    count: int,
    lines: int,
    mode: Mode,
    language: Language,
) -> Spec:
    """Give the specification of ``count`` bars in parts.

    Data ``rows``: row (its place), name and label (on the first part of each row only), statement, answer, share (text), start,
    end, middle, figure (empty where the part is too narrow), is_strong, is_apart and spoken. ``answers`` in the order of the
    scale, and their ``kinds``. ``ticks``: the shares that are named on the axis; ``ends``: from where to where the chart goes,
    the answers apart from the scale included. ``titles``: of the axis, and of statement, answer and share in the tooltip.
    """
    palette = PALETTES[mode]
    axis_title, statement, answer, share = titles
    offset = mark_offset(lines)
    rows = alt.Chart(alt.NamedData("rows"))
    outline = alt.condition("datum.is_apart", alt.value(palette.outline), alt.value(palette.background))
    axis = alt.Axis(
        values=list(ticks), labelExpr="format(abs(datum.value), '.0%')", titleAlign="left", titleAnchor="start"
    )
    x = alt.X("start:Q", title=axis_title, scale=alt.Scale(domain=list(ends), nice=False), axis=axis)
    bars = rows.mark_bar(height=24, yOffset=offset, strokeWidth=1.5).encode(
        y=row_scale(),
        x=x,
        x2=alt.X2("end:Q"),
        color=alt.Color(
            "answer:N",
            sort=None,
            scale=alt.Scale(domain=list(answers), range=[_colour(palette, *kind) for kind in kinds]),
            legend=alt.Legend(
                title=None,
                orient="top",
                direction="horizontal",
                columns=2,
                symbolType="square",
                symbolStrokeColor=palette.outline,
                symbolStrokeWidth=1,
            ),
        ),
        stroke=outline,
        description=alt.Description("spoken:N"),
        tooltip=[
            alt.Tooltip("statement:N", title=statement),
            alt.Tooltip("answer:N", title=answer),
            alt.Tooltip("share:N", title=share),
        ],
    )
    figures = rows.mark_text(yOffset=offset, fontSize=11, fontWeight=600, aria=False).encode(
        y=row_scale(),
        x=alt.X("middle:Q"),
        text=alt.Text("figure:N"),
        color=alt.condition("datum.is_strong", alt.value(palette.background), alt.value(palette.text)),
    )
    # Beyond the bars below them only: above them it would run through the figures of the row.
    middle = rows.mark_tick(
        orient="vertical", size=MARK - 4, thickness=1.5, yOffset=offset + 2, color=palette.text, aria=False
    ).encode(y=row_scale(), x=alt.datum(0))
    legend = (len(answers) + 1) // 2 * LEGEND_LINE
    chart = alt.layer(middle, bars, figures, *captions(rows, lines, palette)).properties(
        width="container",
        height=max(count, 1) * row_height(lines) + FRAME + legend,
        padding={"left": 8, "top": 4, "bottom": 4, "right": 12},
    )
    return authored(chart, mode, language)


def _colour(palette: Palette, kind: str, is_weak: bool) -> str:
    """Give the colour of an answer: that of its side, fainter for a weaker answer."""
    full = {"agree": palette.steps[3], "disagree": palette.accent, "neutral": palette.missing}.get(
        kind, palette.nothing
    )
    if not is_weak:
        return full
    parts = [
        round(_WEAK * int(full[place : place + 2], 16) + (1 - _WEAK) * int(palette.background[place : place + 2], 16))
        for place in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)
