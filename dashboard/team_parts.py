"""The parts of the page about teams: all teams, and one of them in full."""

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import address
from dashboard.arrow import figures
from dashboard.charts import draw, mode
from dashboard.charts.fte_bars import fte_bars
from dashboard.components import downloads, is_demo, lead, message, plain, section, source_line, source_text
from dashboard.data import labels
from dashboard.drawing import drawn
from dashboard.export import Download
from dashboard.figure import Figure, card
from dashboard.keeping import kept, remembered
from dashboard.pictures import Picture
from dashboard.places import choices_row
from dashboard.staffing_finding import team as finding
from dashboard.table import Table
from dashboard.team import (
    TeamView,
    by_sector,
    sector_names,
    sector_parts,
    stacked_fte,
    state_names,
    state_parts,
    team_view,
    teams,
    teams_table,
)
from dashboard.words import language, t
from warehouse.words import number

SOURCES = ("team_position", "project")
MOST_TEAMS = 30
"""So many teams are drawn; the table has all."""

_FIGURES = ("fte", "specialist_fte", "municipal_fte", "nav_fte", "uncertain_fte", "vacant_fte")
_COUNTS = ("position_count", "share_not_stated_count", "filled_not_stated_count", "missing_role_count")


def show(top: DeltaGenerator) -> None:
    """Show all teams, and the chosen one in full."""
    rows = teams(language())
    if rows.is_empty():
        return message("empty.no_teams")
    names = dict(rows.select("project_code", "name").iter_rows())
    with choices_row("team"):
        first = next(iter(names))
        chosen = address.choose("project", t("team.choice"), list(names), first, names.__getitem__, width=360)
    view = team_view(chosen, language())
    lead(top, finding(view.row, names[chosen], view.missing_roles, language()), view.positions)
    numbers(view)
    employers(view)
    roles(view)
    positions(view)
    return all_teams(rows)


@drawn(kept)
def numbers(view: TeamView) -> None:
    """Show the figures of the team, each with its card."""
    section("team.section.numbers", name=view.row["name"])
    with st.grid(5, min_column_width=200, gap="small"):
        for column in (*_FIGURES, *_COUNTS):
            with st.container(key=f"figure-{column}", gap="xsmall"):
                value = number(view.row[column], 1 if column in _FIGURES else 0, language())
                st.metric(t(f"team.figure.{column}"), value, border=True)
                key = {"project_code": view.project_code}
                card(Figure("mart.team", column, key, "team_position", key), column)


@drawn(kept)
def employers(view: TeamView) -> None:
    """Draw the FTE of each employer, with what is uncertain or vacant marked."""
    section("team.section.employers")
    counts = view.by_employer
    if not counts:
        return message("team.no_shares")
    titles = (labels(language())["fte"], labels(language())["employer_name"], t("team.part"))
    spec = fte_bars(titles, state_parts(mode(), language()), tuple(counts), mode(), language())
    rows, totals = stacked_fte(counts, state_names(language()), language())
    picture = Picture(f"{t('team.section.employers')}: {view.row['name']}", SOURCES)
    draw(spec, t("team.alt.employers", name=view.row["name"]), "employers", picture, rows=rows, totals=totals)
    return source_line(t("team.definition.employers"), SOURCES)


@drawn(kept)
def roles(view: TeamView) -> None:
    """Say which of the roles of a FACT team the team lacks, with a mark and the word."""
    section("team.section.roles")
    if not view.missing_roles:
        st.markdown(plain(t("team.all_roles")))
    for role in view.missing_roles:
        st.markdown(plain(t("team.lacks", role=role)))
    st.caption(plain(t("team.definition.roles")))


@drawn(kept)
def positions(view: TeamView) -> None:
    """Show every position of the plan, also those without a share and those outside the team."""
    section("team.section.positions")
    for row in view.positions.filter(pl.col("fte").is_null() | ~pl.col("is_in_team")).iter_rows(named=True):
        key = "outside" if not row["is_in_team"] else "not_stated"
        fte = number(row["fte"], 1, language())
        st.markdown(plain(t(f"team.line.{key}", line=row["line_number"], title=row["position_title"], fte=fte)))
    table = view.table
    figures(table, t("team.section.positions"), pinned=("line_number",))
    downloads(lambda: _download(table, f"{t('team.section.positions')} {view.row['name']}"), "positions")


@drawn(remembered)
def all_teams(rows: pl.DataFrame) -> None:
    """Draw all teams by the sector of the employer, with the table."""
    section("team.section.all", count=number(rows.height, 0, language()))
    counts = dict(list(by_sector(language()).items())[:MOST_TEAMS])
    titles = (labels(language())["fte"], t("team.team"), labels(language())["employer_sector"])
    spec = fte_bars(titles, sector_parts(mode(), language()), tuple(counts), mode(), language())
    stacked, totals = stacked_fte(counts, sector_names(language()), language())
    picture = Picture(t("team.section.all", count=number(len(counts), 0, language())), SOURCES)
    draw(spec, t("team.alt.all", count=len(counts)), "teams", picture, rows=stacked, totals=totals)
    if len(counts) < rows.height:
        st.caption(plain(t("team.shown", count=len(counts), total=number(rows.height, 0, language()))))
    source_line(t("team.definition.all"), SOURCES)
    if is_demo(rows):
        st.caption(plain(t("team.with_demo")))
    table = teams_table(language())
    figures(table, t("team.section.all", count=rows.height), pinned=("name",))
    downloads(lambda: _download(table, t("team.section.all", count=rows.height)), "teams")


def _download(table: Table, title: str) -> Download:
    tag = {t("tag.title"): t("tag.demo")} if is_demo(table.rows) else {}
    notes = {
        t("download.definition"): f"{t('team.definition.employers')} {t('team.definition.roles')}",
        t("download.source"): source_text(SOURCES),
        t("download.symbols"): t("staffing.symbols"),
    }
    return Download(title, tuple((tag | notes).items()), table, (t("download.sheet"), t("download.about")))
