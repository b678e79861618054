"""How far goals have come: each goal on its own way from baseline to target, whatever its unit."""

from typing import Any, Literal

from dashboard.charts.authoring import alt, authored
from dashboard.charts.theme import PALETTES, Mode, Spec
from dashboard.charts.wording import worded
from warehouse.words import Language

ROW = 64
FRAME = 72
LEAST, MOST = -0.35, 1.6
"""The axis goes this far beyond the way itself (0 to 1), for the figures of baseline and target."""

BEYOND = 0.3
"""So far beyond either end a mark is drawn at most; its figure says the rest."""

UNDER = 17
"""So far under the way stand the figures that are not at its ends."""

BESIDE = 5
"""So far from the line of an end stands a figure beside it."""


Side = Literal["left", "center", "right"]


@worded("titles", rows="count")
def goal_way(
    ends: tuple[str, str],
    titles: tuple[str, ...],
    states: tuple[bool, bool],
    count: int,
    mode: Mode,
    language: Language,
) -> Spec:
    """Give the specification of ``count`` goals.

    Data ``rows``: row (place in four digits and code), title, way (share, at most ``BEYOND`` outside 0 to 1; null when not
    measured), and the texts shown (at the mark), baseline, target, measured, direction and spoken. ``ends``: the words for
    baseline and target. ``titles``: of goal, wanted direction, baseline, target and measured in the tooltip. ``states``:
    whether any goal is measured, and whether any is not.
    """
    palette = PALETTES[mode]
    baseline, target = ends
    scale = alt.Scale(domain=[LEAST, MOST], nice=False)
    labels = f"datum.value == 0 ? '{baseline}' : '{target}'"
    x = alt.X(
        "way:Q",
        title=None,
        scale=scale,
        axis=alt.Axis(values=[0, 1], labelExpr=labels, orient="top", domain=False, offset=8),
    )
    y = alt.Y("row:N", title=None, axis=alt.Axis(labelExpr="slice(datum.label, 4)", labelOverlap=False))
    rows = alt.Chart(alt.NamedData("rows"))
    way = (
        rows.transform_calculate(from_way="0", to_way="1")
        .mark_rule(strokeWidth=3, color=palette.grid, aria=False)
        .encode(y=y, x=alt.X("from_way:Q", scale=scale), x2=alt.X2("to_way:Q"))
    )
    gone = (
        rows.transform_filter("isValid(datum.way)")
        .transform_calculate(from_way="0")
        .mark_rule(strokeWidth=5, color=palette.mark, aria=False)
        .encode(y=y, x=alt.X("from_way:Q", scale=scale), x2=alt.X2("way:Q"))
    )
    begin = rows.transform_calculate(from_way="0").mark_point(
        shape="circle", size=80, strokeWidth=2, fill=palette.background, stroke=palette.muted, opacity=1, aria=False
    )
    end = rows.transform_calculate(to_way="1").mark_tick(
        orient="vertical", thickness=3, height=20, color=palette.text, aria=False
    )
    tooltip = [
        alt.Tooltip(f"{field}:N", title=title)
        for field, title in zip(("title", "direction", "baseline", "target", "measured"), titles, strict=True)
    ]
    measured = (
        rows.transform_filter("isValid(datum.way)")
        .mark_point(shape="diamond", size=170, filled=True, color=palette.accent, opacity=1)
        .encode(y=y, x=x, description=alt.Description("spoken:N"), tooltip=tooltip)
    )
    without = (
        rows.transform_filter("!isValid(datum.way)")
        .transform_calculate(middle="0.5")
        .mark_text(fontStyle="italic", color=palette.muted, dy=UNDER)
        .encode(
            y=y,
            x=alt.X("middle:Q", scale=scale),
            text=alt.Text("shown:N"),
            description=alt.Description("spoken:N"),
            tooltip=tooltip,
        )
    )

    def text(where: str, at: str, field: str, align: Side, dx: int = 0, dy: int = 0, **style: Any) -> alt.Chart:  # noqa: ANN401 as Altair takes it
        style = {"color": palette.muted, "limit": 300, **style}
        marks: alt.Chart = (
            rows.transform_filter(where)
            .transform_calculate(place=at)
            .mark_text(align=align, baseline="middle", dx=dx, dy=dy, aria=False, **style)
            .encode(y=y, x=alt.X("place:Q", scale=scale), text=alt.Text(f"{field}:N"))
        )
        return marks

    def figure(where: str, at: str, align: Side, dx: int = 0) -> list[alt.Chart]:
        # A figure may lie on the line of an end, and is read through a rim in the colour of the ground.
        rim = {"stroke": palette.background, "strokeWidth": 4, "strokeJoin": "round"}
        return [
            text(where, at, "shown", align, dx, UNDER, color=palette.text, fontWeight=600, **drawn)
            for drawn in (rim, {})
        ]

    # Under the way stands what is measured. Beyond an end it shares its place with the figure of the end, on either side of it.
    before, beyond = "isValid(datum.way) && datum.way < 0", "isValid(datum.way) && datum.way > 1"
    within = "isValid(datum.way) && datum.way >= 0 && datum.way <= 1"
    figures = [
        *figure(within, "datum.way", "center"),
        *figure(before, "0", "right", -BESIDE),
        *figure(beyond, "1", "left", BESIDE),
        text(f"!({before})", "0", "baseline", "right", dx=-11),
        text(before, "0", "baseline", "left", BESIDE, UNDER),
        text(f"!({beyond})", "1", "target", "left", dx=11),
        text(beyond, "1", "target", "right", -BESIDE, UNDER),
    ]
    chart = alt.layer(
        way,
        gone,
        begin.encode(y=y, x=alt.X("from_way:Q", scale=scale)),
        end.encode(y=y, x=alt.X("to_way:Q", scale=scale)),
        *([measured] if states[0] else []),
        *([without] if states[1] else []),
        text("true", str(LEAST), "title", "left", dy=-21, color=palette.text),
        *figures,
    ).properties(width="container", height=max(count, 1) * ROW + FRAME)
    return authored(chart, mode, language)
