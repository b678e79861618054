"""The parts of the portfolio page, each drawn from one view."""

from typing import Any

import polars as pl
import streamlit as st

from dashboard import address, projects_finding, shell
from dashboard.arrow import figures
from dashboard.charts import draw, draw_to_click, mode
from dashboard.charts.money_time import money_time
from dashboard.charts.stacked_counts import Part, stacked_counts
from dashboard.charts.timeline import timeline
from dashboard.components import downloads, is_demo, message, plain, section, source_line, source_text
from dashboard.data import labels
from dashboard.drawing import drawn
from dashboard.export import Download
from dashboard.figure import Figure, card
from dashboard.keeping import kept, remembered
from dashboard.lights import light_markdown
from dashboard.pictures import Picture
from dashboard.projects import ALL, PortfolioChoice, PortfolioView, counts_row, published_counts
from dashboard.projects_choice import light_name, named
from dashboard.projects_frames import (
    light_parts,
    light_words,
    lights_by,
    lights_by_dimension,
    money_frames,
    parties_by_kind,
    party_parts,
    stacked,
)
from dashboard.projects_time import filled, kind_names, timeline_frames
from dashboard.regions import COUNTRY
from dashboard.table import Table, code_label
from dashboard.words import language, t
from warehouse.words import date, number, within_sentence

SOURCES = ("project", "project_status", "project_milestone", "project_risk_benefit", "team_position")
MOST_ROWS = 30
"""So many projects are drawn on the time line; the table has all."""

MOST_TO_LOOK_AT = 8
ROW_HEIGHT = 26
LABEL_LIMIT = 170
FAR_BEHIND = 60
"""Days after the plan that make a milestone a reason to look (mart.project_portfolio.late_project_count has the same limit)."""

GROUPINGS = ("project_state", "project_phase")
_FIGURES = {
    "project_count": "project",
    "red_project_count": "project_status",
    "grey_project_count": "project_status",
    "worse_project_count": "project_status",
    "late_project_count": "project_milestone",
    "missing_nav_count": "project_party",
    "missing_user_organisation_count": "project_party",
}


@drawn(remembered)
def key_figures(choice: PortfolioChoice, counts: pl.DataFrame) -> None:
    """Show the numbers of the portfolio, each with its card: one row of mart.project_portfolio."""
    if counts.is_empty():
        return
    row = counts.row(0, named=True)
    level, code = choice.region
    where = {
        "region_level": level,
        "region_code": code,
        "model_group": row["model_group"],
        "state_group": row["state_group"],
    }
    section(f"projects.section.{row['state_group']}_numbers")
    with st.grid(7, min_column_width=150, gap="small"):
        for name, source in _FIGURES.items():
            with st.container(key=f"figure-{name}", gap="xsmall"):
                st.metric(t(f"projects.figure.{name}"), number(row[name], 0, language()), border=True)
                card(Figure("mart.project_portfolio", name, where, source), name)


@drawn(remembered)
def published() -> None:
    """Say the published count of projects beside the number of rows, with the card of the published count."""
    stated = published_counts()
    if stated.is_empty():
        return
    everywhere = counts_row(PortfolioChoice(COUNTRY, "", ALL, ALL, ALL), ALL)
    st.caption(plain(projects_finding.published(stated, everywhere, language())))
    last = stated.row(-1, named=True)
    keys = ("figure_code", "area_level", "area_code", "year", "breakdown", "source_document")
    rows = {"figure_code": last["figure_code"], "year": last["year"]}
    card(Figure("mart.key_figure", "figure_value", {key: last[key] for key in keys}, "key_figure", rows), "published")


def lights(view: PortfolioView) -> None:
    """Draw how many projects have which light: by state or phase in the region, and by dimension among those shown."""
    section("projects.section.lights")
    with st.grid(2, min_column_width=400, gap="medium") as grid:
        with grid.cell():
            by = address.choose(
                "by", t("projects.choice.by"), GROUPINGS, GROUPINGS[0], lambda one: labels(language())[one]
            )
            _lights_by(view, by)
        with grid.cell():
            _lights_by_dimension(view)
    _light_table(view)


@drawn(kept)
def _lights_by(view: PortfolioView, by: str) -> None:
    title = t("projects.chart.by", by=within_sentence(labels(language())[by]), place=view.choice.place)
    _bars(title, lights_by(view, by), light_parts(mode(), language()), f"lights-{by}")


@drawn(kept)
def _lights_by_dimension(view: PortfolioView) -> None:
    title = t("projects.chart.dimension", count=view.rows.height)
    _bars(title, lights_by_dimension(view), light_parts(mode(), language()), "dimensions")


@drawn(kept)
def _light_table(view: PortfolioView) -> None:
    source_line(t("projects.definition.lights"), SOURCES)
    st.caption(plain(t("projects.definition.difference")))
    figures(view.light_table, t("projects.section.lights"), pinned=("name",))
    downloads(lambda: _download(view, view.light_table, "projects.section.lights"), "lights")


def _bars(title: str, counts: dict[str, dict[str, int]], parts: tuple[Part, ...], key: str) -> None:
    st.markdown(f"**{plain(title)}**")
    titles = (t("projects.projects"), t("projects.group"), t("projects.part"), t("projects.projects"))
    spec = stacked_counts(titles, parts, len(counts), mode(), language())
    rows = stacked(counts, [name for name, *_ in parts], language())
    draw(spec, t("projects.alt.bars", title=title), key, Picture(title, SOURCES), rows=rows)


@drawn(kept)
def look_at(view: PortfolioView) -> None:
    """List the running projects that need a look, the worst first, each with its reasons and a way to its sheet."""
    section("projects.section.look_at")
    found = needing_a_look(view)
    if not found:
        st.markdown(plain(t("projects.nothing_runs" if view.running.is_empty() else "projects.nothing_to_look_at")))
    for place, (row, told) in enumerate(found[:MOST_TO_LOOK_AT]):
        with st.container(horizontal=True, vertical_alignment="center", key=f"attention-project-{place}", gap="small"):
            light = light_markdown(row["overall_light"], language())
            st.markdown(f"{light}. **{plain(row['name'])}**: {plain('; '.join(told))}.", width="stretch")
            shell.link("project", t("projects.open"), project=row["project_code"])
    if len(found) > MOST_TO_LOOK_AT:
        st.caption(t("projects.more", count=number(len(found) - MOST_TO_LOOK_AT, 0, language())))


@kept
def needing_a_look(view: PortfolioView) -> list[tuple[dict[str, Any], list[str]]]:
    """Give the running projects that have any reason to be looked at, with their reasons."""
    return [(row, told) for row in view.running.iter_rows(named=True) if (told := reasons(row, view))]


def reasons(row: dict[str, Any], view: PortfolioView) -> list[str]:
    """Say why a running project needs a look: a row of mart.project with its name."""
    own = view.lights.filter(pl.col("project_code") == row["project_code"])

    def dimensions(rows: pl.DataFrame) -> str:
        names = [code_label("status_dimension", one, view.language) for one in rows["status_dimension"]]
        return projects_finding.joined(names, view.language)

    told = []
    red = own.filter(pl.col("reported_light") == "red")
    if red.height:
        told.append(view.word("projects.reason.red", dimensions=dimensions(red)))
    worse = own.filter("is_worse_than_reported")
    if worse.height:
        told.append(view.word("projects.reason.worse", dimensions=dimensions(worse)))
    if row["overall_light"] == "grey":
        day = row["last_reported_date"]
        key = "projects.reason.never" if day is None else "projects.reason.silent"
        told.append(view.word(key, date=date(day, view.language)))
    if (row["worst_slip_days"] or 0) > FAR_BEHIND:
        told.append(view.word("projects.reason.late", days=number(row["worst_slip_days"], 0, view.language)))
    if told and row["next_milestone_date"] is not None:
        key = "passed" if row["next_milestone_date"] < row["as_of_date"] else "next"
        told.append(view.word(f"projects.reason.{key}", date=date(row["next_milestone_date"], view.language)))
    return told


def over_time(view: PortfolioView) -> None:
    """Draw the time line of the projects shown; a click picks one, and the list beside it does the same by keyboard."""
    section("projects.section.timeline")
    _pick(view, "timeline")
    frames = timeline_frames(view, MOST_ROWS)
    drawn = frames["periods"]["code"].n_unique() if frames["periods"].height else 0
    if not drawn:
        message("projects.no_dates")
        return
    titles = (t("projects.project"), t("project.what"), t("project.when"), t("project.slip.name"))
    as_of = date(view.rows["as_of_date"][0], language())
    today = t("project.as_of", date=as_of)
    spec = timeline(
        titles, kind_names(language()), today, filled(frames), drawn, ROW_HEIGHT, LABEL_LIMIT, mode(), language()
    )
    picture = Picture(t("projects.section.timeline"), ("project", "project_milestone"))
    draw_to_click(spec, t("projects.alt.timeline", count=drawn), "timeline", _picked, picture, **frames)
    if drawn < view.rows.height:
        counts = {"count": number(drawn, 0, language()), "total": number(view.rows.height, 0, language())}
        st.caption(t("projects.shown", **counts))
    source_line(t("projects.definition.timeline"), ("project", "project_milestone"))


def money(view: PortfolioView) -> None:
    """Draw money against time for the projects shown."""
    section("projects.section.money")
    frames = money_frames(view)
    count = frames["rows"].height
    if not count:
        message("projects.no_money")
        return
    titles = (t("projects.money.time"), t("projects.money.money"), t("projects.project"), t("projects.choice.light"))
    sides = (t("projects.money.above"), t("projects.money.below"))
    spec = money_time(titles, light_words(language()), sides, mode(), language())
    picture = Picture(t("projects.section.money"), ("project",))
    draw_to_click(spec, t("projects.alt.money", count=count), "money", _picked, picture, **frames)
    if count < view.rows.height:
        total = number(view.rows.height, 0, language())
        counts = {"count": number(view.rows.height - count, 0, language()), "total": total}
        st.caption(t("projects.money.unknown", **counts))
    source_line(t("projects.definition.money"), ("project",))


@drawn(kept)
def missing(view: PortfolioView) -> None:
    """Draw which kinds of parties take part in the projects shown, and in how many none of them does."""
    section("projects.section.parties")
    counts = parties_by_kind(view)
    parts = party_parts(mode(), language())
    _bars(t("projects.chart.parties", count=view.rows.height), counts, parts, "parties")
    source_line(t("projects.definition.parties"), ("project_party",))


def in_full(view: PortfolioView) -> None:
    """Show the table behind the charts; a row that is picked gives the way to its sheet."""
    section("section.table")
    _pick(view, "table")
    _table(view)


@drawn(kept)
def _table(view: PortfolioView) -> None:
    figures(view.table, t("section.table"), pinned=("name",))
    downloads(lambda: _download(view, view.table, "page.projects.name"), "projects")


def _pick(view: PortfolioView, place: str) -> None:
    """Show the list of projects to open, and the way to the sheet of the one that is picked."""
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"choices-pick-{place}"):
        names = {"": t("path.choose"), **view.names}
        key = f"pick-{place}"
        chosen = address.get("project", list(names), "")
        if st.session_state.get(key) != chosen:
            st.session_state[key] = chosen
        st.selectbox(
            t("projects.choice.project"),
            list(names),
            format_func=names.__getitem__,
            key=key,
            on_change=lambda: address.put(project=st.session_state[key] or None),
            width=360,
        )
        if chosen:
            shell.link("project", t("projects.open_named", name=names[chosen]), project=chosen)


def _picked(values: list[dict[str, Any]]) -> None:
    code = values[0].get("code")
    if code:
        address.put(project=str(code))


def _download(view: PortfolioView, table: Table, title: str) -> Download:
    choice = view.choice
    notes = {
        "choice.area": choice.place,
        "projects.choice.model": named("project_model")(choice.model),
        "projects.choice.state": named("project_state")(choice.state),
        "projects.choice.light": light_name(choice.light),
        "download.definition": f"{t('projects.definition.lights')} {t('projects.definition.money')}",
        "download.source": source_text(SOURCES),
        "download.symbols": t("projects.symbols"),
    }
    tag = {t("tag.title"): t("tag.demo")} if is_demo(view.rows) else {}
    name = f"{t(title)} {choice.place}"
    name = f"{name} {t('tag.demo')}" if tag else name
    return Download(
        name,
        tuple((tag | {t(key): text for key, text in notes.items()}).items()),
        table,
        (t("download.sheet"), t("download.about")),
    )
