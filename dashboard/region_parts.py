"""The parts of the profile of a region, one after the other as they are printed, each drawn from one view."""

import polars as pl
import streamlit as st

from dashboard import address, region_finding, shell
from dashboard.chain import STEPS, figure_text
from dashboard.charts import draw, mode
from dashboard.charts.profile_lines import profile_lines
from dashboard.charts.theme import Mode, Spec
from dashboard.components import message, plain, section, source_line
from dashboard.data import labels
from dashboard.drawing import drawn
from dashboard.figure import Figure, card
from dashboard.keeping import kept
from dashboard.pictures import Picture
from dashboard.places import area_choice, choices_row, known_areas
from dashboard.region import FLOW, FUNDING, RegionView, profile_years, region_view, usual_year
from dashboard.region_place import Row
from dashboard.static_table import static_table
from dashboard.table import Table, code_label
from dashboard.whole import Filter, Value, at
from dashboard.words import language, t
from warehouse.words import kroner, number, percent, short_kroner

MONEY_SOURCES = ("grant_application", "population")
PROJECT_SOURCES = ("project", "project_status", "project_milestone")
STAFF_SOURCES = ("staffing", "population")
FROM_STATE = {"flow_level": "national"}
PROJECT_FIGURES = {
    "project_count": "project",
    "red_project_count": "project_status",
    "grey_project_count": "project_status",
    "late_project_count": "project_milestone",
}


def choices() -> RegionView:
    """Show the choice of region and year; without a choice it is the first known region and the latest year with kroner."""
    with choices_row("profile"):
        region, place = area_choice(has_country=False)
        year = _year()
    if "region" not in st.query_params:
        st.caption(plain(t("region.first_known" if known_areas() else "region.first", place=place)))
    return region_view(region, place, year, language())


def _year() -> int | None:
    years = profile_years()
    if not years:
        return None
    return address.choose("year", t("choice.year"), years, usual_year(years), str, width=110)


@drawn(kept)
def who(view: RegionView) -> None:
    """Say who the region is: inhabitants, size, and where it lies in both hierarchies."""
    section("region.section.who")
    st.markdown(plain(region_finding.who(view)))
    if view.about:
        where: dict[str, Filter] = {"border_basis": "2024", **view.where}
        year = view.about["population_year"]
        named = labels(language())
        label = t("region.population", year=year) if year else named["population"]
        counts = [(label, "population", "population", {"year": year})]
        if not view.is_municipality:
            counts.append((named["municipality_count"], "municipality_count", "municipality", {}))
        with st.grid(4, min_column_width=200, gap="small"):
            for label, column, source, rows in counts:
                value = number(view.about[column], 0, language())
                _figure(label, value, Figure("mart.region", column, where, source, rows), f"who-{column}")
    static_table(place_table(view), t("region.table.places", place=view.place))


def place_table(view: RegionView) -> Table:
    """Give the regions of both hierarchies that the region lies in, or holds a part of."""
    chosen = view.language
    codes = view.shares["region_level"].to_list()
    found = at(view.shares, [place for place, level in enumerate(codes) if level != "municipality"])
    levels = [view.word(f"level.{level}.one") for level in found["region_level"]]
    rows = found.hstack([pl.Series("level", levels, dtype=pl.String)])
    heads = {"level": view.word("choice.level"), "municipality_count": view.word("region.common", place=view.place)}
    columns = ("region_name", "level", *(() if view.is_municipality else ("municipality_count",)), "region_code")
    return Table(rows, columns, labels(chosen) | heads, chosen)


@drawn(kept)
def money(view: RegionView) -> None:
    """Show what the region got, its place among its peers, what was paid, and which reports are late."""
    section("region.section.money")
    row = view.funding
    if row is None:
        message("region.no_grants" if view.fundings.is_empty() else "region.no_year", place=view.place, year=view.year)
        return
    st.markdown(plain(region_finding.paid(view)))
    with st.grid(4, min_column_width=200, gap="small"):
        for label, value, figure in money_figures(view, row):
            _figure(label, value, figure, f"money-{figure.column}")
    _lines(view, "money")
    source_line(t("definition.granted_per_capita_nok"), MONEY_SOURCES)
    _beside(view, view.money_table, t("region.table.money", year=view.year))


def money_figures(view: RegionView, row: Row) -> list[tuple[str, str, Figure]]:
    """Give the figures about money: name, text and what they are read from. ``row``: that of the region and year."""
    key, chosen = view.key, language()
    rows: dict[str, Value] = {"year": view.year, **FROM_STATE}
    flow_key = {name: value for name, value in key.items() if name != "border_basis"}
    rank = t(
        "region.rank",
        rank=number(row["granted_per_capita_rank"], 0, chosen),
        count=number(row["region_count"], 0, chosen),
    )
    shown = [
        ("granted_per_capita_nok", kroner(_whole(row["granted_per_capita_nok"]), chosen)),
        ("granted_nok", short_kroner(row["granted_nok"], chosen)),
        ("granted_per_capita_rank", rank if row["granted_per_capita_rank"] is not None else ".."),
        ("median_granted_per_capita_nok", kroner(_whole(row["median_granted_per_capita_nok"]), chosen)),
        ("granted_change_share", percent(row["granted_change_share"], 1, chosen)),
    ]
    named = labels(chosen)
    found = [(named[column], value, Figure(FUNDING, column, key, "grant_application", rows)) for column, value in shown]
    if view.flow:
        paid = short_kroner(view.flow["net_paid_nok"], chosen)
        late = number(view.flow["overdue_count"], 0, chosen)
        of_year: dict[str, Value] = {"year": view.year}
        found += [
            (named["net_paid_nok"], paid, Figure(FLOW, "net_paid_nok", flow_key, "grant_payment", of_year)),
            # Reports that are overdue from all years stand among the open points.
            (
                view.word("region.overdue", year=view.year),
                late,
                Figure(FLOW, "overdue_count", flow_key, "grant_report", of_year),
            ),
        ]
    return found


@drawn(kept)
def projects(view: RegionView) -> None:
    """Show the projects that run in the region, with their lights."""
    section("region.section.projects")
    st.markdown(plain(region_finding.projects(view)))
    if not view.has_projects:
        return
    counts = view.active.row(0, named=True)
    where: dict[str, Filter] = {**view.where, "model_group": "all", "state_group": counts["state_group"]}
    with st.grid(4, min_column_width=200, gap="small"):
        for column, source in PROJECT_FIGURES.items():
            figure = Figure("mart.project_portfolio", column, where, source)
            _figure(t(f"projects.figure.{column}"), number(counts[column], 0, language()), figure, f"projects-{column}")
    static_table(view.project_table, t("region.table.projects", place=view.place))
    source_line(t("projects.definition.lights"), PROJECT_SOURCES)


@drawn(kept)
def staff(view: RegionView) -> None:
    """Show staff per 10 000 over the years, with gaps at breaks, beside peers and country."""
    section("region.section.staff")
    st.markdown(plain(region_finding.staff(view)))
    row = view.staff_row
    if row is None:
        return
    names = ("series_code", "region_level", "region_code", "year", "target_group_code", "service_field", "education")
    where: dict[str, Filter] = {name: row[name] for name in names}
    coverage = (row["reporting_count"], row["area_count"]) if row["area_count"] and row["reporting_count"] else None
    rows: dict[str, Value] = {"series_code": row["series_code"], "year": row["year"]}
    with st.grid(4, min_column_width=200, gap="small"):
        for column in ("fte_per_10k", "fte"):
            figure = Figure("mart.staffing", column, where, "staffing", rows, coverage=coverage)
            _figure(labels(language())[column], number(row[column], 1, language()), figure, f"staff-{column}")
    _lines(view, "staff")
    source_line(t("region.definition.staff"), STAFF_SOURCES)
    _beside(view, view.staff_table, t("region.table.staff", year=row["year"]))


@drawn(kept)
def seminars(view: RegionView) -> None:
    """Show which DPS areas of the region the series of seminars reach."""
    section("region.section.seminars")
    st.markdown(plain(region_finding.seminars(view)))
    if view.seminars.height:
        static_table(view.seminar_table, t("region.table.seminars", place=view.place))
        source_line(t("region.definition.seminars"), ("seminar", "health_area"))


@drawn(kept)
def chain(view: RegionView) -> None:
    """Show the steps from kroner to effect, beside each other."""
    section("region.section.chain")
    st.markdown(plain(region_finding.chain(view)))
    if view.chain.is_empty():
        return
    keys = ("region_level", "region_code", "year", "scheme_code", "step")
    with st.grid(4, min_column_width=200, gap="small"):
        for row in view.chain.iter_rows(named=True):
            step, value = STEPS[row["step"]], figure_text(row, language())
            if value is None:
                continue
            name = code_label("step", row["step"], language())
            rows = dict(step.rows) | ({"year": row["year"]} if step.has_year else {})
            base = row["step_base_count"] if step.column == "step_share" else None
            where = {key: row[key] for key in keys}
            figure = Figure("mart.effect_chain", step.column, where, step.sources[0], rows, base=base)
            _figure(name[:1].upper() + name[1:], value, figure, f"chain-{row['step']}")
    static_table(view.chain_table, t("region.table.chain", place=view.place, year=view.year))
    st.caption(plain(t("chain.caution")))


@drawn(kept)
def open_points(view: RegionView) -> None:
    """List what somebody must look at, each with the way to the page that has more."""
    section("region.section.open")
    found = region_finding.points(view)
    if not found:
        st.markdown(plain(t("finding.profile.none_open", place=view.place)))
    for place, point in enumerate(found):
        with st.container(horizontal=True, vertical_alignment="center", key=f"attention-region-{place}", gap="small"):
            st.markdown(plain(point.text), width="stretch")
            shell.link(point.page, t(f"region.link.{point.page}"), **_choices(view))


def _choices(view: RegionView) -> dict[str, str | int]:
    chosen: dict[str, str | int] = {"hierarchy": view.tree.hierarchy, "region": "-".join(view.region)}
    return chosen | ({"year": view.year} if view.year else {})


def _figure(label: str, value: str, figure: Figure, key: str) -> None:
    with st.container(key=f"figure-{key}", gap="xsmall"):
        st.metric(label, value, border=True)
        card(figure, key)


def _lines(view: RegionView, kind: str) -> None:
    drawn = line_chart(view, kind, mode())
    if drawn is None:
        return
    spec, frames = drawn
    title = t(f"region.chart.{kind}")
    picture = Picture(f"{view.place}: {title}", MONEY_SOURCES if kind == "money" else STAFF_SOURCES)
    alt = t("region.alt", title=title, place=view.place)
    with st.container(key=f"keep-{kind}"):
        st.markdown(f"**{plain(title)}**")
        draw(spec, alt, f"profile-{kind}-{'-'.join(view.region)}", picture, **frames)


def line_chart(view: RegionView, kind: str, mode: Mode) -> tuple[Spec, dict[str, pl.DataFrame]] | None:
    """Give the chart of ``money`` or ``staff`` over the years with its frames; None without figures."""
    lines = view.lines(kind)
    if lines["value"].null_count() == lines.height:
        return None
    rows = view.money_band if kind == "money" else view.staff_band
    titles = (t("chart.year"), t("chart.series"), t(f"region.chart.{kind}"))
    series = tuple(lines["series"].unique(maintain_order=True))
    band = rows["name"][0] if rows.height else ""
    spec = profile_lines(t(f"region.axis.{kind}"), titles, series, band, mode, language())
    return spec, {"rows": lines, "band": rows} if band else {"rows": lines}


def _beside(view: RegionView, table: Table, caption: str) -> None:
    codes = table.rows["region_code"].to_list()
    own = view.region[1]
    static_table(table, caption, codes.index(own) if own in codes else None)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
