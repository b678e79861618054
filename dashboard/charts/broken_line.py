"""A figure over the years that is not one series all the way: a gap and a mark at each break and each year without a figure."""

from dashboard.charts.authoring import alt, authored
from dashboard.charts.series import dashed, looks, told
from dashboard.charts.theme import PALETTES, Mode, Spec, amount_labels
from dashboard.charts.wording import worded
from warehouse.words import Language


@worded("title", "titles", "series", "usual", "broken")
def broken_line(
    title: str,
    titles: tuple[str, str, str],
    series: tuple[str, ...],
    usual: str,
    broken: str,
    mode: Mode,
    language: Language,
) -> Spec:
    """Give the specification of the lines.

    Data ``rows``: year, series, part (one path each), value (null makes a gap), is_carried (drawn hollow) and the texts amount
    and spoken. Data ``band``: year, lower, upper, name (always ``usual``) and spoken. Data ``breaks``: year and spoken; the
    mark stands before the year. Data ``missing``: year, sign and spoken. ``series``: at most two names in order. ``titles``:
    of year, series and amount in the tooltip. ``broken``: the word at a break.
    """
    palette = PALETTES[mode]
    look = looks(series, palette)
    bands = alt.Scale(type="band", paddingInner=0, paddingOuter=0)
    under = alt.Axis(labelAngle=0, labelOverlap="parity", labelSeparation=8, grid=False)
    across = alt.X("year:O", title=None, scale=bands, axis=under)
    before = alt.X("year:O", title=None, scale=bands, axis=under, bandPosition=0)
    up = alt.Scale(zero=True)
    axis = alt.Axis(labelExpr=amount_labels(language), tickCount=5)
    between = (
        alt.Chart(alt.NamedData("band"))
        .mark_bar(width={"band": 0.55}, stroke=palette.outline, strokeWidth=0.75, fillOpacity=0.45)
        .encode(
            x=across,
            y=alt.Y("lower:Q", title=title, scale=up, axis=axis),
            y2=alt.Y2("upper:Q"),
            fill=alt.Fill(
                "name:N",
                scale=alt.Scale(domain=[usual] if usual else [], range=[palette.missing]),
                legend=alt.Legend(title=None, orient="top", symbolType="square", symbolSize=160) if usual else None,
            ),
            description=alt.Description("spoken:N"),
        )
    )
    base = alt.Chart(alt.NamedData("rows")).encode(
        x=across, y=alt.Y("value:Q", title=title, scale=up, axis=axis), color=look.color
    )
    lines = (
        dashed(base)
        .mark_line(invalid="break-paths-show-domains", aria=False)
        .encode(detail=alt.Detail("part:N"), strokeDash=look.dash)
    )
    known = base.transform_filter("isValid(datum.value)").encode(
        shape=look.shape, description=alt.Description("spoken:N"), tooltip=told(titles)
    )
    points = known.mark_point(filled=True, size=70, opacity=1)
    # A layer of marks without a row would be a picture without words, so what may be empty is silent, and others speak for it.
    carried = known.transform_filter("datum.is_carried").mark_point(
        filled=False, size=70, strokeWidth=2, opacity=1, fill=palette.background, aria=False
    )
    breaks = alt.Chart(alt.NamedData("breaks")).encode(x=before)
    rules = breaks.mark_rule(strokeDash=[3, 3], strokeWidth=1.5, color=palette.text, aria=False)
    word = breaks.mark_text(align="center", baseline="bottom", y=-4, fontWeight=600, color=palette.text)
    missing = (
        alt.Chart(alt.NamedData("missing"))
        .mark_text(baseline="bottom", y="height", dy=-4, fontSize=15, fontWeight=600, color=palette.text)
        .encode(
            x=across,
            text=alt.Text("sign:N"),
            description=alt.Description("spoken:N"),
            tooltip=[alt.Tooltip("spoken:N", title=titles[0])],
        )
    )
    chart = alt.layer(
        *([between] if usual else []),
        rules,
        word.encode(text=alt.TextValue(broken), description=alt.Description("spoken:N")),
        lines,
        points,
        carried,
        missing,
    )
    return authored(
        chart.properties(width="container", height=280),
        mode,
        language,
    )
