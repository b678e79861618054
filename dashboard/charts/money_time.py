"""Money against time: one mark per project, and the line where as much of the budget as of the time is used."""

from dashboard.charts.authoring import alt, authored
from dashboard.charts.theme import PALETTES, Mode, Spec
from dashboard.charts.wording import worded
from dashboard.lights import LOOKS, ORDER, SHAPES
from warehouse.words import Language

PERCENT = "format(datum.value, '.0%')"


@worded("titles", "sides")
def money_time(
    titles: tuple[str, ...], lights: tuple[str, ...], sides: tuple[str, str], mode: Mode, language: Language
) -> Spec:
    """Give the specification of the marks.

    Data ``rows``: code, name, time and money (shares), light, and the texts time_text, money_text and spoken. Data ``even``:
    time and money of the two ends of the line. ``titles``: of the axes, and of name and light in the tooltip. ``lights``: the
    words for the lights in the order of ``lights.ORDER``. ``sides``: what is said above and below the line. Selection
    ``region`` has ``code``.
    """
    palette = PALETTES[mode]
    time, money, name, light = titles
    domain = list(lights)

    def scale(values: list[str]) -> alt.Scale:
        return alt.Scale(domain=domain, range=values)

    legend = alt.Legend(title=light, orient="top", direction="horizontal", columns=2, symbolSize=110)
    looks = LOOKS[mode]
    x = alt.X(
        "time:Q", title=time, scale=alt.Scale(domain=[0, 1], nice=False), axis=alt.Axis(labelExpr=PERCENT, tickCount=5)
    )
    y = alt.Y("money:Q", title=money, scale=alt.Scale(domainMin=0), axis=alt.Axis(labelExpr=PERCENT, tickCount=5))
    marks = (
        alt.Chart(alt.NamedData("rows"))
        .mark_point(size=110, strokeWidth=1.75, opacity=1, cursor="pointer")
        .encode(
            x=x,
            y=y,
            shape=alt.Shape("light:N", sort=None, scale=scale([SHAPES[one] for one in ORDER]), legend=legend),
            fill=alt.Fill("light:N", sort=None, scale=scale([looks[one].fill for one in ORDER]), legend=legend),
            stroke=alt.Stroke("light:N", sort=None, scale=scale([looks[one].line for one in ORDER]), legend=legend),
            description=alt.Description("spoken:N"),
            tooltip=[
                alt.Tooltip("name:N", title=name),
                alt.Tooltip("time_text:N", title=time),
                alt.Tooltip("money_text:N", title=money),
                alt.Tooltip("light:N", title=light),
            ],
        )
        .add_params(alt.selection_point(name="region", fields=["code"]))
    )
    even = (
        alt.Chart(alt.NamedData("even"))
        .mark_line(strokeDash=[5, 4], strokeWidth=1.75, color=palette.text, aria=False)
        .encode(x=x, y=y)
    )
    above, below = sides
    words = alt.Chart(alt.NamedData("even")).transform_filter("datum.time == 0")
    upper = words.mark_text(align="left", baseline="top", x=8, y=6, text=above, color=palette.muted, aria=False)
    lower = words.mark_text(
        align="right",
        baseline="bottom",
        x="width",
        y="height",
        dx=-8,
        dy=-6,
        text=below,
        color=palette.muted,
        aria=False,
    )
    chart = alt.layer(even, upper, lower, marks).properties(width="container", height=420)
    return authored(chart, mode, language)
