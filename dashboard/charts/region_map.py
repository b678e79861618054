"""A map of regions coloured by one figure; a click on a region tells which."""

from dashboard.charts.authoring import alt, authored
from dashboard.charts.theme import PALETTES, Mode, Spec
from dashboard.charts.wording import worded
from warehouse.words import Language

NOTHING = -1
MISSING = -2
FIELDS = ("name", "class_name", "is_opened", "spoken", "amount", "total", "note")


@worded("url", "level", "titles", "classes")
def region_map(
    url: str,
    level: str,
    titles: tuple[str, ...],
    classes: tuple[tuple[str, int], ...],
    height: int,
    mode: Mode,
    language: Language,
) -> Spec:
    """Give the specification of the map of one level.

    Data ``rows``: region_code, name, class_name, is_opened, spoken (for screen readers), and the texts amount, total and note
    for the tooltip. ``url``: a TopoJSON whose object ``level`` has region codes as ids. ``titles``: of the legend, and of name,
    amount, total and note. ``classes``: each class with its step from least to most, or ``NOTHING`` or ``MISSING``, in the
    order of the legend. Regions that are not in the rows are left out, so that an opened region fills the map. Selection
    ``region`` has ``id``.
    """
    palette = PALETTES[mode]
    colors = {NOTHING: palette.nothing, MISSING: palette.missing} | dict(enumerate(palette.steps))
    legend, name, amount, total, note = titles
    areas = alt.Chart(alt.topo_feature(url, level), width="container", height=height).transform_lookup(
        lookup="id", from_=alt.LookupData(alt.NamedData("rows"), key="region_code", fields=list(FIELDS))
    )
    drawn = (
        areas.transform_filter("isValid(datum.name)")
        .mark_geoshape(cursor="pointer")
        .encode(
            color=alt.Color(
                "class_name:N",
                scale=alt.Scale(domain=[label for label, _ in classes], range=[colors[step] for _, step in classes]),
                legend=alt.Legend(
                    title=legend,
                    orient="bottom",
                    direction="horizontal",
                    columns=3,
                    symbolType="square",
                    symbolSize=200,
                    symbolStrokeColor=palette.outline,
                    symbolStrokeWidth=1,
                ),
            ),
            stroke=alt.condition("datum.is_opened", alt.value(palette.accent), alt.value(palette.outline)),
            strokeWidth=alt.condition("datum.is_opened", alt.value(3), alt.value(0.5)),
            description=alt.Description("spoken:N"),
            tooltip=[
                alt.Tooltip("name:N", title=name),
                alt.Tooltip("amount:N", title=amount),
                alt.Tooltip("total:N", title=total),
                alt.Tooltip("note:N", title=note),
            ],
        )
        .add_params(alt.selection_point(name="region", fields=["id"]))
        .project(type="identity", reflectY=True)
    )
    return authored(drawn, mode, language)
