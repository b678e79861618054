"""A time line (Gantt-like): periods, and milestones as planned, expected and reached, one row each."""

from textwrap import wrap

from dashboard.charts.authoring import alt, authored
from dashboard.charts.theme import PALETTES, Mode, Spec
from dashboard.charts.wording import worded
from warehouse.words import Language

FRAME = 96
SEPARATOR = "\u001f"
ROW_NAME = f"slice(split(datum.label, '{SEPARATOR}'), 1)"
"""A row is keyed by place and code, so that two projects with one name stay two; what is read is the name after them."""

LETTERS = 25
"""So many letters of a name stand on a line of its label."""

KINDS = ("planned", "expected", "reached", "dropped")
_SHAPES = ("M0,-1V1", "circle", "diamond", "cross")


def row_key(place: int, code: object, name: str) -> str:
    """Give the key of the row at ``place``: a long name is on two lines, and what is longer still is cut."""
    return SEPARATOR.join([f"{place:04d}{code}", *wrap(name, LETTERS, max_lines=2, placeholder=" …")])


@worded("titles", "today", rows="count")
def timeline(
    titles: tuple[str, ...],
    kinds: tuple[str, ...],
    today: str,
    filled: tuple[str, ...],
    count: int,
    row_height: int,
    label_limit: int,
    mode: Mode,
    language: Language,
) -> Spec:
    """Give the specification of ``count`` rows.

    Data ``rows`` (milestones): row, row_name, code, kind, date, slip (text), title, when, spoken. Data ``periods``: row, code,
    title, start, end, when, spoken. Data ``slips``: row, start, end, is_late. Data ``today``: date. Dates are ISO texts.
    ``filled``: which of ``periods`` and ``rows``, in that order, have any (a layer without a mark has no name for a reader).
    ``kinds``: the words for ``KINDS``, in that order. ``titles``: of row, what, when and slip in the tooltip. Selection
    ``region`` has ``code``.
    """
    palette = PALETTES[mode]
    row, what, when, slip = titles
    y = alt.Y(
        "row:N",
        title=None,
        axis=alt.Axis(
            labelExpr=ROW_NAME,
            labelLimit=label_limit,
            labelLineHeight=12,
            labelOverlap=False,
            grid=True,
            tickBand="center",
        ),
    )

    def x(field: str) -> alt.X:
        axis = alt.Axis(orient="top", labelOverlap="greedy", tickCount=6, grid=True)
        return alt.X(f"{field}:T", title=None, scale=alt.Scale(type="utc", nice=False), axis=axis)

    periods = (
        alt.Chart(alt.NamedData("periods"))
        .mark_bar(height={"band": 0.62}, cornerRadius=2, color=palette.steps[0], stroke=palette.mark, strokeWidth=1)
        .encode(
            y=y,
            x=x("start"),
            x2=alt.X2("end:T"),
            description=alt.Description("spoken:N"),
            tooltip=[alt.Tooltip("title:N", title=row), alt.Tooltip("when:N", title=when)],
        )
    )
    slips = (
        alt.Chart(alt.NamedData("slips"))
        .mark_rule(aria=False)
        .encode(
            y=y,
            x=x("start"),
            x2=alt.X2("end:T"),
            color=alt.condition("datum.is_late", alt.value(palette.accent), alt.value(palette.muted)),
            strokeWidth=alt.condition("datum.is_late", alt.value(3.5), alt.value(1.25)),
        )
    )
    fills = [palette.muted, palette.background, palette.lines[1], palette.background]
    lines = [palette.muted, palette.accent, palette.lines[1], palette.muted]
    legend = alt.Legend(title=None, orient="bottom", direction="horizontal", columns=2, symbolSize=110)
    milestones = (
        alt.Chart(alt.NamedData("rows"))
        .mark_point(size=85, strokeWidth=2, opacity=1, cursor="pointer")
        .encode(
            y=y,
            x=x("date"),
            shape=alt.Shape(
                "kind:N", sort=None, scale=alt.Scale(domain=list(kinds), range=list(_SHAPES)), legend=legend
            ),
            stroke=alt.Stroke("kind:N", sort=None, scale=alt.Scale(domain=list(kinds), range=lines), legend=legend),
            fill=alt.Fill("kind:N", sort=None, scale=alt.Scale(domain=list(kinds), range=fills), legend=legend),
            description=alt.Description("spoken:N"),
            tooltip=[
                alt.Tooltip("row_name:N", title=row),
                alt.Tooltip("title:N", title=what),
                alt.Tooltip("when:N", title=when),
                alt.Tooltip("slip:N", title=slip),
            ],
        )
    )
    now = alt.Chart(alt.NamedData("today"))
    rule = now.mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=palette.text, aria=False).encode(x=x("date"))
    word = now.mark_text(
        align="right", baseline="top", dx=-4, dy=4, y="height", fontWeight=600, color=palette.text, aria=False
    ).encode(x=x("date"), text=alt.TextValue(today))
    named = {"periods": periods, "rows": milestones}
    if filled:
        # Marks that can be picked: the milestones, or the periods where no milestone has a day.
        named[filled[-1]] = named[filled[-1]].add_params(alt.selection_point(name="region", fields=["code"]))
    below, above = ([named[one]] if one in filled else [] for one in named)
    chart = alt.layer(*below, slips, rule, *above, word).properties(
        width="container",
        height=max(count, 2) * row_height + FRAME,
        padding={"left": 4, "top": 4, "bottom": 4, "right": 20},
    )
    return authored(chart, mode, language)
