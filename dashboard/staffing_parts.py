"""The parts of the page about staff, each drawn from one view."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from dashboard import address
from dashboard.arrow import figures
from dashboard.charts import draw, draw_to_click, mode
from dashboard.charts.broken_line import broken_line
from dashboard.charts.rate_bars import rate_bars
from dashboard.components import downloads, is_demo, message, plain, section, source_line, source_text
from dashboard.data import labels, read
from dashboard.drawing import drawn
from dashboard.export import Download, NativeChart
from dashboard.figure import Figure, card
from dashboard.filters import HIERARCHIES, level_name, open_region
from dashboard.keeping import kept, remembered
from dashboard.pictures import Picture
from dashboard.places import area_choice, choices_row
from dashboard.regions import Region, region_tree
from dashboard.staffing import (
    ALL,
    MEASURES,
    MOST_BARS,
    ORDERS,
    RELATION,
    SPECIFIC,
    StaffingChoice,
    StaffingView,
    series_of,
)
from dashboard.staffing_published import published_staff
from dashboard.table import Table, code_label
from dashboard.words import language, t
from warehouse.codes import code_lists
from warehouse.words import number, percent, unbroken, within_sentence

STAFF, TEAM = "staff", "team"
VIEWS = (STAFF, TEAM)
SOURCES = ("staffing", "population")


def view_choice() -> str:
    """Ask whether to look at staff by area or at teams."""
    return address.choose("view", t("choice.view"), VIEWS, VIEWS[0], lambda one: t(f"staffing.view.{one}"))


def choices() -> StaffingChoice | None:
    """Show the choices and give what is chosen; None, with a message, when no series has the area."""
    with choices_row("area"):
        region, place = area_choice()
    level, code = region
    rows = read(RELATION, order_by=("year",), region_level=level, region_code=code)
    if rows.is_empty():
        message("staffing.no_series", place=place)
        return None
    with choices_row("staffing"):
        series = series_of(rows)
        chosen = address.choose("series", labels(language())["series_code"], series, series[0], _series_name(rows), 210)
        rows = _where(rows, "series_code", chosen)
        codes: dict[str, str] = {}
        for column, name in (("target_group_code", "group"), ("service_field", "field"), ("education", "education")):
            codes[column] = _code_choice(name, column, rows)
            rows = _where(rows, column, codes[column])
        per = address.choose("per", t("staffing.choice.per"), list(MEASURES), "10000", _per_name)
        years, newest = _years(rows)
        year = address.choose("year", t("choice.year"), years, newest, str, width=110)
        hierarchy = address.get("hierarchy", HIERARCHIES, HIERARCHIES[0])
        levels = region_tree(hierarchy, "2024").levels_below(region) or (level,)
        below = levels[0]
        if len(levels) > 1:
            below = address.choose("level", t("choice.level"), levels, levels[0], level_name, width=220)
    return StaffingChoice(hierarchy, region, place, chosen, per=per, year=year, level=below, **codes)


@remembered
def _where(rows: pl.DataFrame, column: str, code: str) -> pl.DataFrame:
    return rows.filter(pl.col(column) == code)


@remembered
def _years(rows: pl.DataFrame) -> tuple[list[int], int]:
    """Give the years, the latest first, and the one to begin with."""
    years: list[int] = rows["year"].unique().sort(descending=True).to_list()
    # A year without a figure can be chosen, but is not where a reader should begin.
    known = rows.filter(pl.col("fte").is_not_null())["year"].to_list()
    return years, max(known, default=years[0])


@remembered
def _series_name(rows: pl.DataFrame) -> Callable[[str], str]:
    classes = dict(rows.select("series_code", "data_class").unique(subset="series_code", keep="last").iter_rows())
    return lambda one: f"{one} ({code_label('data_class', classes[one], language())})"


def _code_choice(name: str, column: str, rows: pl.DataFrame) -> str:
    """Ask for a code only where the series has more than one: codes are never added together."""
    found = _codes(rows, column)
    if len(found) < 2:
        return found[0]
    heading = labels(language())[column]
    return address.choose(
        name, heading, found, found[0], lambda one: code_label(column, one, language()).capitalize(), width=220
    )


@remembered
def _codes(rows: pl.DataFrame, column: str) -> list[str]:
    """Give the codes of a column in the order of its code list, all together first."""
    lists = {"target_group_code": "age_group", "service_field": "service_field", "education": "education"}
    present = set(rows[column])
    found = [one for one in code_lists()[lists[column]] if one in present]
    return [*(one for one in found if one == ALL), *(one for one in found if one != ALL)]


def _per_name(per: str) -> str:
    return number(int(per), 0, language())


def _figure(view: StaffingView, column: str, relation: str = RELATION, **other: str) -> Figure:
    """The card of a figure of the chosen area and year."""
    level, code = view.choice.region
    line = view.choice.line | other
    if relation != RELATION:
        del line["education"]
    where = {"region_level": level, "region_code": code, "year": view.choice.year, **line}
    rows: dict[str, Any] = {"year": view.choice.year, **line}
    if not read("source.staffing", area_level=level, area_code=code, series_code=line["series_code"]).is_empty():
        rows |= {"area_level": level, "area_code": code}
    found = read(RELATION, **{**where, "education": line.get("education", ALL)})
    coverage = None
    if found.height and found["area_count"][0] > 1:
        coverage = (found["reporting_count"][0], found["area_count"][0])
    return Figure(relation, column, where, "staffing", rows, coverage=coverage)


@drawn(kept)
def key_figures(view: StaffingView) -> None:
    """Show the figures of the area and year, each with its card."""
    section("staffing.section.numbers", place=view.choice.place, year=view.choice.year)
    row = view.row
    shown: list[tuple[str, str, str, Figure]] = []
    if row is not None:
        per = _per_name(view.choice.per)
        flag = row["value_flag"] or ".."
        fte = view.fte(row["fte"]) if row["fte"] is not None else flag
        rate = view.rate(row[view.choice.measure]) if row[view.choice.measure] is not None else flag
        shown.append(("fte", labels(language())["fte"], fte, _figure(view, "fte")))
        shown.append(("rate", t("staffing.figure.rate", per=per), rate, _figure(view, view.choice.measure)))
        change = percent(row["change_share"], 1, language())
        if row["change_share"] is None and row["is_break"]:
            change = t("staffing.break_word")
        shown.append(("change", t("staffing.figure.change"), change, _figure(view, "change_share")))
    for limit in view.higher.iter_rows(named=True):
        for column in ("higher_low_share", "higher_high_share"):
            figure = _figure(view, column, "mart.staffing_higher")
            shown.append((column, labels(language())[column], percent(limit[column], 1, language()), figure))
    for one in view.educations.filter(pl.col("education") == "psychologist").iter_rows(named=True):
        figure = _figure(view, view.choice.measure, education="psychologist")
        label = t("staffing.figure.psychologist", per=_per_name(view.choice.per))
        value = one[view.choice.measure]
        written = view.rate(value) if value is not None else one["value_flag"] or ".."
        shown.append(("psychologist", label, written, figure))
    with st.grid(5, min_column_width=215, gap="small"):
        for name, label, value, figure in shown:
            with st.container(key=f"figure-{name}", gap="xsmall"):
                st.metric(label, value, border=True)
                card(replace(figure, text=value), name)


def _axis(view: StaffingView) -> str:
    return t("staffing.axis", per=_per_name(view.choice.per), group=_group(view))


def _group(view: StaffingView) -> str:
    return t(f"staffing.group.{view.choice.target_group_code}")


@drawn(kept)
def over_years(view: StaffingView) -> None:
    """Draw the line over the years with gaps at its breaks, beside the country and what is usual for the size."""
    section("staffing.section.years", place=view.choice.place, series=view.choice.series_code)
    lines = view.lines
    if lines["value"].null_count() == lines.height:
        message("staffing.no_rate")
    else:
        series = tuple(lines["series"].unique(maintain_order=True))
        usual = str(view.band["name"][0]) if view.band.height else ""
        titles = (t("chart.year"), t("chart.series"), t("staffing.figure.rate", per=_per_name(view.choice.per)))
        spec = broken_line(_axis(view), titles, series, usual, t("staffing.break_word"), mode(), language())
        alt = t("staffing.alt.years", place=view.choice.place, breaks=_joined(view.break_years))
        picture = Picture(t("staffing.download.years", place=view.choice.place), SOURCES)
        frames = {"band": view.band, "breaks": view.breaks, "missing": view.missing}
        draw(spec, alt, "years", picture, rows=lines, **frames)
    source_line(t("staffing.definition.years"), SOURCES)
    table = view.table(view.noted(view.each_year), ("year",))
    figures(table, t("staffing.section.years", place=view.choice.place, series=view.choice.series_code))
    title = t("staffing.download.years", place=view.choice.place)
    downloads(lambda: _download(view, table, title, NativeChart("line", "year", (view.choice.measure,))), "years")


def _joined(years: list[int]) -> str:
    return ", ".join(map(str, years)) or t("staffing.no_breaks")


def below(view: StaffingView) -> None:
    """Draw the areas within the chosen one in order, against the country; a click opens one."""
    choice = view.choice
    many = t(f"level.{choice.level}.many")
    section("staffing.section.below", many=many, year=choice.year)
    if view.bars.is_empty():
        return message("staffing.no_below", series=choice.series_code, many=within_sentence(many))
    bars = view.bars
    if bars.height > 2 * MOST_BARS + 5:
        end = address.choose("show", t("choice.show"), ORDERS, ORDERS[0], lambda one: t(f"staffing.show.{one}"))
        bars = bars.head(MOST_BARS) if end == ORDERS[0] else bars.tail(MOST_BARS)
    titles = (
        t("staffing.axis_year", axis=_axis(view), year=choice.year),
        t(f"level.{choice.level}.one"),
        t("staffing.figure.rate", per=_per_name(choice.per)),
        labels(language())["fte"],
        t("chart.note"),
    )
    rate = view.rate(view.reference["value"][0]) if view.reference.height else ""
    common = t("staffing.country", amount=rate) if rate else ""
    spec = rate_bars(titles, common, tuple(bars["name"]), mode(), language())
    alt = t("staffing.alt.below", many=many, place=choice.place, year=choice.year)
    picture = Picture(t("staffing.download.below", many=many, place=choice.place), SOURCES)
    key = f"bars-{choice.level}-{choice.region[1]}"
    draw_to_click(spec, alt, key, _open(choice.level), picture, rows=bars, common=view.reference)
    source_line(t("staffing.definition.below"), SOURCES)
    table = view.table(view.below, ("rank", "region_name"))
    figures(table, alt, pinned=("region_name",))
    title = t("staffing.download.below", many=many, place=choice.place)
    return downloads(
        lambda: _download(view, table, title, NativeChart("bar", "region_name", (choice.measure,))), "below"
    )


def _open(level: str) -> Callable[[list[dict[str, Any]]], None]:
    def clicked(picked: list[dict[str, Any]]) -> None:
        code = picked[0].get("region_code")
        if code:
            region: Region = (level, str(code))
            open_region(region)

    return clicked


@drawn(kept)
def educations(view: StaffingView) -> None:
    """Draw the share of each education, side by side and never added together."""
    section("staffing.section.education", place=view.choice.place, year=view.choice.year)
    rows = view.educations
    known = view.known_educations
    if known.is_empty():
        return message("staffing.no_education", series=view.choice.series_code)
    frame = _education_bars(view, known)
    named = labels(language())
    titles = (
        *(t("staffing.education_axis"), named["education"], named["education_share"]),
        *(named["fte"], t("chart.note")),
    )
    spec = rate_bars(titles, "", tuple(frame["name"]), mode(), language())
    picture = Picture(t("staffing.download.education", place=view.choice.place), SOURCES)
    alt = t("staffing.alt.education", place=view.choice.place, told="; ".join(frame["spoken"]))
    draw(spec, alt, "educations", picture, rows=frame)
    source_line(t("staffing.definition.education"), SOURCES)
    table = view.table(view.noted(rows), ("education",))
    figures(table, t("staffing.section.education", place=view.choice.place, year=view.choice.year))
    return downloads(
        lambda: _download(view, table, t("staffing.download.education", place=view.choice.place)), "education"
    )


@kept
def _education_bars(view: StaffingView, known: pl.DataFrame) -> pl.DataFrame:
    names = [code_label("education", one, language()).capitalize() for one in known["education"]]
    shares = [percent(share, 1, language()) for share in known["education_share"]]
    told = [f"{name}: {share}" for name, share in zip(names, shares, strict=True)]
    return known.select(
        pl.col("education").alias("region_code"),
        pl.Series("name", names),
        # In per cent, as the axis says.
        (pl.col("education_share") * 100).alias("value"),
        pl.lit(False).alias("is_opened"),
        pl.Series("label", told),
        pl.Series("amount", shares),
        pl.Series("total", [view.fte(fte) for fte in known["fte"]]),
        pl.Series("note", view.noted(known)["note"]),
        pl.Series("spoken", told),
    )


@drawn(kept)
def peers(view: StaffingView) -> None:
    """Show the municipality beside the five nearest in size, with the reason they are chosen."""
    if view.peers.is_empty():
        return
    section("staffing.section.peers")
    table = view.table(view.peers, ("region_name", "population"))
    figures(table, t("staffing.section.peers"), pinned=("region_name",))
    st.caption(plain(t("staffing.definition.peers", size=view.size_name)))
    downloads(lambda: _download(view, table, t("staffing.download.peers", place=view.choice.place)), "peers")


@drawn(remembered)
def published(region: Region) -> None:
    """Show the figures about staff that others have published: another way of counting, never in the line."""
    rows = published_staff(region, language())
    if rows.is_empty():
        return
    section("staffing.section.published")
    st.markdown(plain(t("staffing.published")))
    first = rows.head(MOST_CARDS)
    with st.grid(4, min_column_width=230, gap="small"):
        for place, row in enumerate(first.iter_rows(named=True)):
            with st.container(key=f"published-{place}", gap="xsmall"):
                with st.container(border=True, gap="xsmall", height="stretch"):
                    st.markdown(f"**{plain(row['written'])}**")
                    st.markdown(plain(unbroken(f"{row['figure_name']} ({row['when']})")))
                    st.caption(plain(row["source_document"]))
                card(row_figure(row), f"published-{place}")
    table = _published_table(rows)
    figures(table, t("staffing.section.published"))
    downloads(lambda: _published_download(table), "published")


@remembered
def _published_table(rows: pl.DataFrame) -> Table:
    columns = ("written", "figure_name", "when", "breakdown", "denominator", "note", "source_document", "source_place")
    named = labels(language()) | {
        "when": t("chart.year"),
        "written": labels(language())["figure_value"],
        "note": t("table.note"),
    }
    return Table(rows, columns, named, language())


def _published_download(table: Table) -> Download:
    notes = ((t("download.definition"), t("staffing.published")), (t("download.source"), source_text(("key_figure",))))
    return Download(t("staffing.section.published"), notes, table, (t("download.sheet"), t("download.about")))


MOST_CARDS = 8
_KEY = ("figure_code", "area_level", "area_code", "year", "breakdown", "source_document")


def row_figure(row: dict[str, Any]) -> Figure:
    """Give the card of a published figure."""
    rows = {"figure_code": row["figure_code"], "year": row["year"]}
    key = {name: row[name] for name in _KEY}
    return Figure("mart.key_figure", "figure_value", key, "key_figure", rows, text=row["written"])


def _download(view: StaffingView, table: Table, title: str, chart: NativeChart | None = None) -> Download:
    choice = view.choice
    named = {column: code_label(column, choice.line[column], language()) for column in SPECIFIC}
    notes = {
        t("choice.area"): choice.place,
        **{labels(language())[column]: name for column, name in named.items()},
        t("choice.year"): str(choice.year),
        t("download.definition"): f"{t('staffing.definition.years')} {t('staffing.definition.education')}",
        t("download.source"): source_text(SOURCES),
        t("download.symbols"): t("staffing.symbols"),
    }
    tag = {t("tag.title"): t("tag.demo")} if is_demo(table.rows) else {}
    name = f"{title} {choice.series_code}" + (f" {t('tag.demo')}" if tag else "")
    return Download(name, tuple((tag | notes).items()), table, (t("download.sheet"), t("download.about")), chart)
