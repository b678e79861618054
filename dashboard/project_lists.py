"""The other parts of a project's sheet: risks and benefits, parties, team, money, documents and completeness."""

from typing import Any

import polars as pl
import streamlit as st

from dashboard import shell
from dashboard.arrow import grid
from dashboard.components import message, plain, section
from dashboard.data import source_titles
from dashboard.drawing import drawn
from dashboard.keeping import kept
from dashboard.project import ProjectView
from dashboard.project_parts import listed
from dashboard.projects_finding import joined
from dashboard.static_table import whole_or_scrolled
from dashboard.words import language, t
from warehouse.words import date, kroner, number

SOURCES = (
    *("project", "project_party", "project_milestone", "project_goal", "project_status", "project_risk_benefit"),
    "team_position",
)
KINDS = ("nav", "user_organisation")


@drawn(kept)
def risks_and_benefits(view: ProjectView) -> None:
    """Show the risks as a 5 × 5 matrix and a list, and the benefits with what was measured."""
    section("project.section.risks")
    if view.risks.is_empty():
        message("project.no_risks")
    else:
        grid(view.risk_matrix, t("project.alt.matrix", count=view.risks.height))
        columns = (
            *("item_code", "item_title", "probability", "consequence", "risk_score", "risk_light", "trend"),
            *("mitigation", "responsible_role", "assessed_date"),
        )
        listed(view, view.table(view.risks, columns), "risks", ("project_risk_benefit",), t("project.definition.risks"))
    section("project.section.benefits")
    if view.benefits.is_empty():
        message("project.no_benefits")
        return
    shown = (
        *(
            "item_code",
            "item_title",
            "benefit_status",
            "benefit_type",
            "how_measured",
            "baseline_value",
            "target_value",
        ),
        *("measured_value", "prerequisite", "responsible_role", "assessed_date"),
    )
    table = view.table(view.benefits, shown)
    listed(view, table, "benefits", ("project_risk_benefit",), t("project.definition.benefits"))


@drawn(kept)
def parties(view: ProjectView) -> None:
    """List who takes part, and say whether NAV and a user organisation do."""
    section("project.section.parties")
    if view.parties.is_empty():
        message("project.no_parties")
        return
    for sentence in missing_parties(view):
        st.markdown(plain(sentence))
    columns = (
        "organisation_name",
        "party_role",
        "organisation_type",
        "is_confirmed",
        "organisation_number",
        "source_place",
    )
    listed(view, view.table(view.parties, columns), "parties", ("project_party",), t("projects.definition.parties"))


def missing_parties(view: ProjectView) -> list[str]:
    """Say whether NAV and a user organisation are mentioned without being confirmed, or not there at all."""
    listed_types = view.parties["organisation_type"].to_list()
    missing = [one for one in KINDS if view.row[f"is_missing_{one}"]]
    return [t(f"project.party.{one}_{'mentioned' if one in listed_types else 'absent'}") for one in missing]


@drawn(kept)
def team(view: ProjectView) -> None:
    """List the positions of the team with FTE and how sure the employer is, and name the roles a FACT team has and it lacks."""
    section("project.section.team")
    if view.positions.is_empty():
        message("project.no_team")
        return
    if view.team.height:
        row = view.team.row(0, named=True)
        st.markdown(plain(team_sums(view, row)))
        if row["share_not_stated_count"]:
            st.markdown(plain(t("project.team.not_stated", count=view.count(row["share_not_stated_count"]))))
    if view.missing_roles:
        st.markdown(plain(t("project.team.missing", roles=joined(view.missing_roles, language()))))
    columns = (
        *("line_number", "position_title", "team_role", "fte", "note", "employer_name", "employer_sector"),
        *("attribution_confidence", "funding_source", "is_filled", "is_in_team", "source_place"),
    )
    definition = t("project.definition.team")
    listed(view, view.table(view.noted_positions, columns), "team", ("team_position",), definition)


def team_sums(view: ProjectView, row: dict[str, Any]) -> str:
    """Say how many positions and FTE the team has, by employer. ``row``: that of mart.team."""
    names = ("fte", "specialist_fte", "municipal_fte", "nav_fte", "uncertain_fte", "vacant_fte")
    values = {name: number(row[name], 1, language()) for name in names}
    vacant = "vacant_unknown" if row["vacant_fte"] is None else "vacant_fte"
    sums = t("project.team.sums", positions=view.count(row["position_count"]), **values)
    return f"{sums} {t(f'project.team.{vacant}', **values)}"


def budget(view: ProjectView) -> str:
    """Say what is budgeted and spent, or that it is not known."""
    row = view.row
    values = {
        "budget": kroner(row["budget_nok"], language()),
        "spent": kroner(row["spent_nok"], language()),
        "date": date(row["spent_date"], language()),
    }
    is_known = row["budget_nok"] is not None or row["spent_nok"] is not None
    return t("project.money.known" if is_known else "project.money.unknown", **values)


@drawn(kept)
def money(view: ProjectView) -> None:
    """Say what is budgeted and spent, and list the grants of the project."""
    section("project.section.money")
    st.markdown(plain(budget(view)))
    if view.grants.is_empty():
        message("project.no_grants")
        return
    columns = (
        *("year", "scheme_name", "decision", "applied_nok", "granted_nok", "net_paid_nok", "spent_nok", "unused_nok"),
        *("overdue_count", "flow_level", "manager_name", "case_id"),
    )
    listed(view, view.table(view.grants, columns), "money", ("grant_application",), t("project.definition.money"))


@drawn(kept)
def documents(view: ProjectView) -> None:
    """Name the documents the rows were read from, and give the way to the rows themselves."""
    section("project.section.documents")
    if view.documents.is_empty():
        message("project.no_documents")
    else:
        table = view.table(view.named_documents, ("source_document", "source", "row_count"))
        whole_or_scrolled(table, t("project.section.documents"))
    titles = source_titles(language())
    st.caption(t("project.rows"))
    with st.container(horizontal=True, key="project-rows"):
        for source in SOURCES:
            if source in view.deliveries_of:
                shell.link("data", titles[source], view="rows", source=source, where=f"project_code:{view.code}")


def counted_parts(view: ProjectView) -> str:
    """Say how many parts of the description are filled in, partly filled in and blank."""
    rows = view.completeness
    counts = {
        one: view.count(rows.filter(pl.col("part_status") == one).height) for one in ("filled", "partly", "blank")
    }
    return t("project.complete", total=view.count(rows.height), **counts)


@drawn(kept)
def completeness(view: ProjectView) -> None:
    """Say which parts of the description are filled in, partly filled in and blank."""
    section("project.section.completeness")
    st.markdown(plain(counted_parts(view)))
    table = view.table(view.completeness, ("project_part", "part_status", "filled_count", "wanted_count"))
    listed(view, table, "completeness", SOURCES, t("project.definition.completeness"))
