"""The first parts of a project's sheet: what it is, its key numbers, its lights, its goals and its milestones."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from dashboard import address
from dashboard.arrow import lines
from dashboard.charts import draw, mode
from dashboard.charts.goal_way import goal_way
from dashboard.charts.theme import Mode, Spec
from dashboard.charts.timeline import timeline
from dashboard.components import downloads, message, owner, plain, section
from dashboard.data import read
from dashboard.drawing import drawn
from dashboard.export import Download
from dashboard.figure import Figure, card
from dashboard.keeping import kept, remembered
from dashboard.pictures import Picture
from dashboard.project import ProjectView
from dashboard.projects import projects
from dashboard.projects_time import filled, kind_names
from dashboard.static_table import whole_or_scrolled
from dashboard.table import Table, kind, local, written
from dashboard.words import language, t
from warehouse.words import MISSING, date

ROW_HEIGHT = 32
LABEL_LIMIT = 170
FIGURES = {
    "late_count": ("mart.project", "project_milestone", "milestone_count"),
    "measured_goal_count": ("mart.project", "project_goal", "goal_count"),
    "spent_share": ("mart.project", "project", ""),
    "accounts_time_share": ("mart.project", "project", ""),
    "time_share": ("mart.project", "project", ""),
    "worse_dimension_count": ("mart.project", "project_status", ""),
    "fte": ("mart.team", "team_position", ""),
}
"""The key numbers: the mart each is read from, the source of its rows, and the column with what it is a count of, if any."""


def choice() -> str:
    """Show the choice of project and give its code; an empty text when the address names a project that is not there."""
    rows = projects(language())
    titles = _titles(rows)
    asked = st.query_params.get("project")
    first = rows["project_code"][0]
    chosen = address.choose("project", t("projects.project"), list(titles), first, titles.__getitem__, width=460)
    return "" if asked is not None and asked not in titles else str(chosen)


@remembered
def _titles(rows: pl.DataFrame) -> dict[str, str]:
    """Give the projects as the list to choose from names them, by name."""
    names = rows.sort("name", "project_code").select("project_code", "name").iter_rows()
    return {code: name if code in name else f"{name} ({code})" for code, name in names}


@drawn(kept)
def about(view: ProjectView) -> None:
    """Show what the project is, and where, when and where it is written."""
    section("project.section.about")
    heads = (t("project.what"), t("project.value"))
    with st.grid(2, min_column_width=340, gap="medium") as grid:
        for place, facts in enumerate(view.facts):
            with grid.cell():
                rows = pl.DataFrame([(plain(name), plain(text)) for name, text in facts], schema=heads, orient="row")
                lines(rows, t(f"project.alt.about_{place + 1}"), has_heads=False)


@drawn(kept)
def key_figures(view: ProjectView) -> None:
    """Show the key numbers of the project, each with its card; those that say nothing about it are left out."""
    section("project.section.figures")
    with st.grid(len(FIGURES) - 1, min_column_width=165, gap="small"):
        for value, figure in known_figures(view):
            with st.container(key=f"figure-{figure.column}", gap="xsmall"):
                st.metric(t(f"project.figure.{figure.column}"), value, border=True)
                card(figure, f"project-{figure.column}")


@kept
def known_figures(view: ProjectView) -> list[tuple[str, Figure]]:
    """Give the key numbers that say something about the project, as text and as what they are read from."""
    # Time is told on the day of the accounts where there are any, so that it can be held against the money.
    left_out = "accounts_time_share" if view.row["spent_share"] is None else "time_share"
    found = []
    for name, (relation, source, total) in FIGURES.items():
        where = {"project_code": view.code}
        rows = read(relation, **where)
        if name == left_out or rows.is_empty() or (total and not rows[total][0]):
            continue
        value = written(rows[name], kind(name, rows.schema[name]), language())[0]
        if total and value != MISSING:
            value = t("project.figure.of", count=value, total=view.count(rows[total][0]))
        found.append((value, Figure(relation, name, where, source, where)))
    return found


@drawn(kept)
def status(view: ProjectView) -> None:
    """Show the light of each dimension: reported beside computed, and the difference marked."""
    section("project.section.status")
    lines(view.status, t("project.section.status"))
    change = t("project.definition.change", change=view.label("light_change", view.row["light_change"]))
    text = f"{t('projects.definition.lights')} {change if view.row['light_change'] else ''}".strip()
    st.caption(plain(f"{text} {source_text(view, ('project_status', 'project_milestone', 'project_risk_benefit'))}"))


@drawn(kept)
def goals(view: ProjectView) -> None:
    """Draw how far each goal has come, and list all goals: measured, not measured, and those that cannot be measured."""
    section("project.section.goals")
    if view.goals.is_empty():
        message("project.no_goals")
        return
    st.markdown(plain(counted_goals(view)))
    rows = view.goal_rows
    drawn = goal_chart(view, mode())
    if drawn:
        picture = Picture(f"{view.row['name']}: {t('project.section.goals')}", ("project_goal",))
        draw(drawn[0], t("project.alt.goals", count=rows.height), "goals", picture, **drawn[1])
    if rows.height < view.goals.height:
        values = {"count": view.count(view.goals.height - rows.height), "total": view.count(view.goals.height)}
        st.caption(plain(t("project.goal.only_in_table", **values)))
    columns = (
        *("goal_code", "goal_text", "goal_state", "stated_goal_type", "standard_goal_type", "indicator"),
        *("measurement_unit", "wanted_direction", "baseline_value", "target_value", "target_date", "measured_value"),
        *("measured_date", "progress_share", "responsible_role", "source_place"),
    )
    listed(view, view.table(view.goals, columns), "goals", ("project_goal",), t("project.definition.goals"))


def counted_goals(view: ProjectView) -> str:
    """Say how many goals there are, and how many in each state."""
    counted = view.goals.group_by("goal_state").len()
    counts = [
        f"{view.count(count)} {view.label('goal_state', one)}" for one, count in counted.sort("goal_state").iter_rows()
    ]
    return t("project.goal.counts", total=view.count(view.goals.height), counts="; ".join(counts))


def goal_chart(view: ProjectView, mode: Mode) -> tuple[Spec, dict[str, pl.DataFrame]] | None:
    """Give the chart of the goals that have both baseline and target, with its frame; None when none has."""
    rows = view.goal_rows
    if rows.is_empty():
        return None
    ends = (t("project.goal.baseline"), t("project.goal.target"))
    titles = (t("project.goal.goal"), t("project.goal.direction"), *ends, t("project.goal.measured"))
    states = (bool(rows["way"].count()), bool(rows["way"].null_count()))
    return goal_way(ends, titles, states, rows.height, mode, language()), {"rows": rows}


@drawn(kept)
def milestones(view: ProjectView) -> None:
    """Draw the milestones as planned, expected and reached, and list them with their slip; undated ones are told."""
    section("project.section.milestones")
    if view.milestones.is_empty():
        message("project.no_milestones")
        return
    count = view.milestone_frames["rows"]["row"].n_unique()
    drawn = milestone_chart(view, mode())
    if drawn:
        picture = Picture(f"{view.row['name']}: {t('project.section.milestones')}", ("project_milestone",))
        draw(drawn[0], t("project.alt.milestones", count=count), "milestones", picture, **drawn[1])
    undated = view.milestones.height - count
    if undated:
        values = {"count": view.count(undated), "total": view.count(view.milestones.height)}
        st.caption(plain(t("project.undated", **values)))
    columns = (
        *("milestone_number", "milestone_title", "milestone_type", "milestone_status", "planned_date", "forecast_date"),
        *("actual_date", "slip_days", "date_precision", "responsible_role", "source_place"),
    )
    definition = t("project.definition.milestones")
    listed(view, view.table(view.milestones, columns), "milestones", ("project_milestone",), definition)


def milestone_chart(
    view: ProjectView, mode: Mode, label_limit: int = LABEL_LIMIT
) -> tuple[Spec, dict[str, pl.DataFrame]] | None:
    """Give the time line of the milestones that have a day, with its frames; None when none has.

    ``label_limit``: pixels that the name of a milestone may take.
    """
    frames = view.milestone_frames
    count = frames["rows"]["row"].n_unique()
    if not count:
        return None
    titles = (t("projects.project"), t("project.what"), t("project.when"), t("project.slip.name"))
    as_of = t("project.as_of", date=date(view.row["as_of_date"], language()))
    shown = filled(frames)
    spec = timeline(titles, kind_names(language()), as_of, shown, count, ROW_HEIGHT, label_limit, mode, language())
    return spec, frames


def listed(view: ProjectView, table: Table, part: str, sources: Sequence[str], definition: str) -> None:
    """Show a table of the sheet with its source and its downloads."""
    title = t(f"project.section.{part}")
    whole_or_scrolled(table, f"{title}: {view.row['name']}", pinned=table.columns[:1])
    st.caption(plain(f"{definition} {source_text(view, sources)}"))
    downloads(lambda: _download(view, table, part, sources, definition), part)


def _download(view: ProjectView, table: Table, part: str, sources: Sequence[str], definition: str) -> Download:
    is_demo = view.row["data_class"] == "synthetic"
    tag = ((t("tag.title"), t("tag.demo")),) if is_demo else ()
    notes = (
        (t("projects.project"), f"{view.row['name']} ({view.code})"),
        (t("download.definition"), definition),
        (t("download.source"), source_text(view, sources)),
        (t("download.symbols"), t("projects.symbols")),
    )
    name = " ".join([t(f"project.section.{part}"), view.code, *(text for _, text in tag)])
    return Download(name, (*tag, *notes), table, (t("download.sheet"), t("download.about")))


@kept
def source_text(view: ProjectView, sources: Sequence[str]) -> str:
    """Say whose rows of this project these are, in how many deliveries they came, and when the newest came."""
    found = dict.fromkeys(one for source in sources for one in view.deliveries_of.get(source, ()))
    rows = read("meta.delivery", delivery_id=tuple(found))
    if rows.is_empty():
        return t("project.no_rows")
    owners = dict.fromkeys(map(owner, rows["owner_name"]))
    newest = max(local(received) for received in rows["received_at"]).date()
    return t("source.text", owners=", ".join(owners), count=view.count(rows.height), date=date(newest, language()))
