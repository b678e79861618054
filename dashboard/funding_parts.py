"""The parts of the page about money per region, each drawn from one view."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import address
from dashboard.arrow import figures
from dashboard.charts import draw, draw_to_click, mode
from dashboard.charts.development import development
from dashboard.charts.ranked_bars import ranked_bars
from dashboard.charts.region_map import region_map
from dashboard.components import downloads, is_demo, message, section, source_line, source_text
from dashboard.drawing import drawn
from dashboard.export import Download, NativeChart
from dashboard.filters import TOTALS, open_region, scheme_names
from dashboard.funding import FundingView
from dashboard.funding_context import lineage, marks, scheme_events
from dashboard.keeping import kept
from dashboard.maps import Map, map_of
from dashboard.pictures import Picture
from dashboard.regions import UNALLOCATED
from dashboard.words import language, t
from warehouse.words import within_sentence

SOURCES = ("grant_application", "population")
MAP_HEIGHT = 560
ENDS = ("top", "bottom")


def compared(view: FundingView) -> None:
    """Draw the map and the ranked bars beside each other; the bars alone where there is no map of those borders."""
    choice = view.choice
    drawn = map_of(choice.borders, choice.year, choice.level)
    if drawn is None:
        in_order(view)
        message("empty.map_of_old_borders", year=choice.year)
        return
    grid = st.grid(2, min_column_width=460, gap="medium")
    with grid.cell():
        where(view, drawn)
    with grid.cell():
        in_order(view)


def where(view: FundingView, drawn: Map) -> None:
    """Draw the map; a click opens a region."""
    section("section.map", many=t(f"level.{view.choice.level}.many"))
    titles = view.titles(view.axis_title)
    spec = region_map(drawn.address, view.choice.level, titles, view.classes.legend(), MAP_HEIGHT, mode(), language())
    draw_to_click(
        spec,
        t("alt.map", title=view.axis_title, finding=view.finding),
        _key("map", view),
        _open(view, "id"),
        Picture(_picture_title(view), SOURCES, {drawn.address: drawn.content}),
        rows=view.map_marks,
    )
    about = t("map.official", licence=drawn.licence) if drawn.licence else t("map.schematic")
    source_line(about, SOURCES)


def in_order(view: FundingView) -> None:
    """Draw the ranked bars against the median; a click opens a region."""
    section("section.ranked")
    if view.all_bars.is_empty():
        message(view.why_unknown(view.rows))
        return
    if not view.all_bars["value"].max():
        message("empty.nothing_granted", year=view.choice.year)
        return
    end = ENDS[0]
    if view.has_ends:
        end = address.choose("show", t("choice.show"), ENDS, ENDS[0], lambda one: t(f"show.{one}"))
    bars = view.bars(end)
    label = t("chart.median", amount=view.written_median)
    spec = ranked_bars(view.titles(view.axis_title), label, bars.height, mode(), language())
    draw_to_click(
        spec,
        t("alt.bars", title=view.axis_title, finding=view.finding),
        _key(f"bars-{end}", view),
        _open(view, "region_code"),
        Picture(_picture_title(view), SOURCES),
        rows=bars,
        median=view.median,
    )
    source_line(t(f"definition.{view.measure}"), SOURCES)


@drawn(kept)
def over_years(view: FundingView) -> None:
    """Draw the development of the opened region, or the country, beside country and median."""
    section("section.development", name=view.opened_name)
    lines = view.development
    if lines["value"].null_count() == lines.height:
        message(view.why_unknown(view.opened_years))
        return
    if not lines["value"].max():
        message("empty.never_granted")
        return
    series = tuple(lines["series"].unique(maintain_order=True))
    titles = (t("chart.year"), t("chart.series"), t(f"measure.{view.measure}.name"))
    spec = development(t(f"measure.{view.measure}.unit"), titles, series, mode(), language())
    shown = marks(scheme_events(view), lines["year"].unique())
    picture = Picture(f"{t('section.development', name=view.opened_name)}: {titles[-1]}", SOURCES)
    draw(spec, t("alt.development", name=view.opened_name), _key("development", view), picture, rows=lines, marks=shown)
    lineage(shown)
    source_line(t(f"definition.{view.measure}"), SOURCES)


@drawn(kept)
def in_full(view: FundingView) -> None:
    """Show the table behind the charts, to read and to take along."""
    title = t("section.table")
    section("section.table")
    table = view.table
    figures(table, f"{title}: {view.axis_title}", pinned=table.columns[:2])
    if unconverted := view.unconverted:
        st.caption(unconverted)
    downloads(lambda: _download(view), "funding")


def _download(view: FundingView) -> Download:
    sheets = (t("download.sheet"), t("download.about"))
    drawn = NativeChart("bar", "region_name", (view.measure,))
    return Download(_title(view), _notes(view), view.table, sheets, drawn)


def _title(view: FundingView) -> str:
    title = t(
        "download.title", place=view.opened_name, many=t(f"level.{view.choice.level}.many"), year=view.choice.year
    )
    return f"{title} {t('tag.demo')}" if is_demo(view.rows) else title


def _picture_title(view: FundingView) -> str:
    many = within_sentence(t(f"level.{view.choice.level}.many"))
    scheme = view.choice.scheme
    narrowed = [] if scheme == TOTALS[0] else [scheme_names(view.rows).get(scheme, scheme)]
    return f"{view.axis_title}: {', '.join([view.opened_name, many, *narrowed])}"


def _notes(view: FundingView) -> tuple[tuple[str, str], ...]:
    choice = view.choice
    notes = {
        "download.finding": view.finding,
        "choice.hierarchy": t(f"hierarchy.{choice.hierarchy}"),
        "choice.borders": t(f"borders.{choice.borders}"),
        "choice.region": view.opened_name,
        "choice.level": t(f"level.{choice.level}.many"),
        "choice.year": str(choice.year),
        "choice.scheme": scheme_names(view.rows).get(choice.scheme, choice.scheme),
        "choice.measure": t(f"measure.{choice.measure}.name"),
        "download.definition": f"{t('definition.granted_nok')} {t('definition.granted_per_capita_nok')}",
        "download.source": source_text(SOURCES),
        "download.symbols": t("download.symbols_text"),
    }
    tag = {t("tag.title"): t("tag.demo")} if is_demo(view.rows) else {}
    missing = {t("download.missing"): view.unconverted} if view.unconverted else {}
    return tuple((tag | {t(key): text for key, text in notes.items()} | missing).items())


def _key(name: str, view: FundingView) -> str:
    """A new key for each place in the hierarchy: a region picked before must not stay picked after it is opened."""
    return f"{name}-{view.choice.level}-{view.choice.region[1]}"


def _open(view: FundingView, field: str) -> Callable[[list[dict[str, Any]]], None]:
    def clicked(picked: list[dict[str, Any]]) -> None:
        code = picked[0].get(field)
        if code and code != UNALLOCATED:
            open_region((view.choice.level, str(code)))

    return clicked
