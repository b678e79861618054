"""The board page of one project: its lights, goals, milestones, risks, parties, team, money and completeness."""

import polars as pl

from dashboard import project_lists as lists
from dashboard import project_parts as parts
from dashboard.charts.goal_way import FRAME
from dashboard.charts.theme import Mode
from dashboard.data import read
from dashboard.lights import light_text
from dashboard.project import ProjectView, project_view
from dashboard.projects import capital, projects
from dashboard.projects_finding import joined
from dashboard.projects_finding import project as finding
from dashboard.report.choices import Choice, Refused, pick
from dashboard.report.paper import Block, Facts, Number, Numbers, Paper, Rows, Section, Text, chart_of, rows_of
from dashboard.table import code_label
from dashboard.words import language, t
from warehouse.codes import code_lists

MODE: Mode = "light"
MOST_RISKS = 6
LABEL_LIMIT = 330
GOAL_HEIGHT = 56
"""Pixels of a goal on paper, where nobody is to hit its mark."""


def _find(asked: str) -> str:
    return pick("project", asked, dict(projects(language()).select("project_code", "name").iter_rows()))


CHOICES = (Choice("project", _find),)


def paper(project: str | None = None) -> Paper:
    """Put the paper together; without a project it is the first that the page shows."""
    if read("mart.project").is_empty():
        raise Refused("empty.no_projects")
    view = project_view(project or str(projects(language())["project_code"][0]), language())
    sections: dict[str, list[Block]] = {
        "about": [Facts([fact for facts in view.facts for fact in facts])],
        "figures": _figures(view),
        "status": _status(view),
        "goals": _goals(view),
        "milestones": _milestones(view),
        "risks": _risks(view),
        "parties": _parties(view),
        "team": _team(view),
        "money": _money(view),
        "completeness": _completeness(view),
    }
    return Paper(
        title=t("report.project_title", name=view.row["name"]),
        finding=finding(view.row, view.lights, language()),
        choices=[(t("projects.project"), f"{view.row['name']} ({view.code})")],
        sections=[Section(t(f"project.section.{name}"), blocks) for name, blocks in sections.items() if blocks],
        sources=(*lists.SOURCES, "grant_application"),
        frames=(view.lights, pl.DataFrame({"data_class": [view.row["data_class"]]})),
    )


def _figures(view: ProjectView) -> list[Block]:
    known = parts.known_figures(view)
    return [Numbers([Number(t(f"project.figure.{figure.column}"), value) for value, figure in known])] if known else []


def _status(view: ProjectView) -> list[Block]:
    by_dimension = {row["status_dimension"]: row for row in view.lights.iter_rows(named=True)}
    rows = []
    for dimension in code_lists()["status_dimension"]:
        row = by_dimension[dimension]
        computed = light_text(row["computed_light"], language(), is_computed=True)
        compared = row["light_comparison"]
        if compared in ("worse", "better"):
            computed += f" – {t(f'project.status.{compared}')}"
        name = capital(code_label("status_dimension", dimension, language()))
        rows.append([name, light_text(row["reported_light"], language()), computed])
    heads = [t(f"project.status.{one}") for one in ("dimension", "reported", "computed")]
    return [
        Rows("", heads, rows, [False] * len(heads)),
        Text(t("projects.definition.lights"), is_small=True),
    ]


def _goals(view: ProjectView) -> list[Block]:
    if view.goals.is_empty():
        return [Text(t("project.no_goals"))]
    values = ("baseline_value", "target_value", "measured_value", "progress_share")
    table = view.table(view.goals, ("goal_code", "goal_text", "goal_state", *values))
    found: list[Block] = [Text(parts.counted_goals(view)), rows_of(table, "")]
    if drawn := parts.goal_chart(view, MODE):
        count = view.goal_rows.height
        found.append(chart_of("", t("project.alt.goals", count=count), *drawn, count * GOAL_HEIGHT + FRAME))
    return [*found, Text(t("project.definition.goals"), is_small=True)]


def _milestones(view: ProjectView) -> list[Block]:
    if view.milestones.is_empty():
        return [Text(t("project.no_milestones"))]
    found: list[Block] = []
    if drawn := parts.milestone_chart(view, MODE, LABEL_LIMIT):
        alt = t("project.alt.milestones", count=view.milestone_frames["rows"]["row"].n_unique())
        found.append(chart_of("", alt, *drawn))
    columns = (
        "milestone_number",
        "milestone_title",
        "milestone_status",
        "planned_date",
        "forecast_date",
        "actual_date",
    )
    table = view.table(view.milestones, (*columns, "slip_days"))
    return [*found, rows_of(table, "")]


def _risks(view: ProjectView) -> list[Block]:
    if view.risks.is_empty():
        return [Text(t("project.no_risks"))]
    columns = ("item_code", "item_title", "probability", "consequence", "risk_light", "trend", "mitigation")
    return [rows_of(view.table(view.risks, columns), "", most=MOST_RISKS)]


def _parties(view: ProjectView) -> list[Block]:
    if view.parties.is_empty():
        return [Text(t("project.no_parties"))]
    columns = ("organisation_name", "party_role", "organisation_type", "is_confirmed")
    return [
        *map(Text, lists.missing_parties(view)),
        rows_of(view.table(view.parties, columns), ""),
    ]


def _team(view: ProjectView) -> list[Block]:
    if view.positions.is_empty():
        return [Text(t("project.no_team"))]
    told = [lists.team_sums(view, view.team.row(0, named=True))] if view.team.height else []
    if view.missing_roles:
        told.append(t("project.team.missing", roles=joined(view.missing_roles, language())))
    return [*map(Text, told)]


def _money(view: ProjectView) -> list[Block]:
    told = Text(lists.budget(view))
    if view.grants.is_empty():
        return [told, Text(t("project.no_grants"))]
    columns = (
        "year",
        "scheme_name",
        "decision",
        "applied_nok",
        "granted_nok",
        "net_paid_nok",
        "spent_nok",
        "unused_nok",
    )
    return [told, rows_of(view.table(view.grants, columns), "")]


def _completeness(view: ProjectView) -> list[Block]:
    return [Text(lists.counted_parts(view))]
