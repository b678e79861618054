"""The tables of the page from application to report: what each shows, and what goes with it when it is taken along."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl
import streamlit as st

from dashboard.arrow import figures
from dashboard.components import downloads, is_demo, source_text
from dashboard.data import labels, read
from dashboard.export import Download, NativeChart
from dashboard.filters import scheme_names
from dashboard.grants import GrantsView
from dashboard.keeping import kept
from dashboard.table import Table
from dashboard.words import t

APPLICATIONS = ("grant_application",)
PAYMENTS = ("grant_application", "grant_payment", "grant_report")
REPORTS = ("grant_report",)


@dataclass(frozen=True)
class Shown:
    """One table: its rows and columns, its sources, headings that differ from the dictionary's, and a chart for Excel."""

    rows: Callable[[GrantsView], pl.DataFrame]
    columns: tuple[str, ...]
    sources: tuple[str, ...]
    headings: Mapping[str, str] = field(default_factory=dict)
    chart: NativeChart | None = None


_WHO = {"applicant_name": "grants.recipient", "manager_name": "grants.manager"}

TABLES = {
    "steps": Shown(
        lambda view: view.steps,
        (
            *("flow_step", "step_count", "of_count", "count_share", "unknown_case_count"),
            *("amount_nok", "of_nok", "amount_share", "unknown_case_nok"),
        ),
        PAYMENTS,
        {"step_count": "grants.heading.count", "amount_nok": "grants.heading.amount"},
    ),
    "rates": Shown(
        lambda view: view.flows.sort("year", descending=True),
        (
            *("year", "application_count", "award_count", "pending_count", "award_share"),
            *("applied_nok", "granted_nok", "granted_of_applied_share", "paid_share", "in_time_share"),
        ),
        PAYMENTS,
        chart=NativeChart("line", "year", ("award_share", "granted_of_applied_share")),
    ),
    "time": Shown(
        lambda view: _by_scheme(view),
        ("year", "scheme_name", "case_count", "median_days", "p90_days"),
        APPLICATIONS,
    ),
    "overdue": Shown(
        lambda view: view.overdue,
        (
            *("applicant_name", "days_late", "granted_nok", "follow_up_role", "scheme_name", "year"),
            *("report_type", "due_date", "manager_name", "case_id"),
        ),
        REPORTS,
        _WHO,
    ),
    "unused": Shown(
        lambda view: view.unused,
        ("unused_status", "report_count", "unused_nok", "carryover_approved_nok", "claimed_back_nok", "repaid_nok"),
        REPORTS,
        {"unused_status": "grants.status", "report_count": "grants.heading.reports"},
    ),
    "unsettled": Shown(
        lambda view: view.unsettled,
        (
            *("applicant_name", "unused_nok", "unused_status", "undecided_nok", "to_repay_nok", "follow_up_role"),
            *("scheme_name", "year", "report_type", "case_id"),
        ),
        REPORTS,
        {**_WHO, "unused_status": "grants.status"},
    ),
    "findings": Shown(
        lambda view: view.findings,
        (
            *("applicant_name", "finding_kind", "difference_nok", "expected_nok", "found_nok", "follow_up_role"),
            *("scheme_name", "year", "manager_name", "case_id"),
        ),
        PAYMENTS,
        _WHO,
    ),
}


@kept
def table_named(view: GrantsView, name: str) -> Table:
    """Give one of ``TABLES`` for a view."""
    shown = TABLES[name]
    headings = {column: view.word(key) for column, key in shown.headings.items()}
    return Table(shown.rows(view), shown.columns, labels(view.language) | headings, view.language)


def in_full(view: GrantsView, name: str, finding: str) -> None:
    """Show a table with its downloads, which say what was chosen. ``finding``: the sentence on top of the page."""
    table = table_named(view, name)
    title = t(f"grants.table.{name}")
    figures(table, title, pinned=table.columns[:1])
    downloads(lambda: _download(view, name, finding), f"grants-{name}")


def _download(view: GrantsView, name: str, finding: str) -> Download:
    shown, choice = TABLES[name], view.choice
    table = table_named(view, name)
    country = read("mart.grant_flow", order_by=("year",), region_level="country")
    notes = {
        "download.finding": finding,
        "choice.area": choice.area,
        "choice.year": str(choice.year),
        "choice.scheme": scheme_names(country).get(choice.scheme, choice.scheme),
        "choice.flow": t(f"flow.{choice.flow}"),
        "download.source": source_text(shown.sources),
        "download.symbols": t("grants.symbols"),
    }
    tag = {t("tag.title"): t("tag.demo")} if is_demo(table.rows) else {}
    noted = tuple((tag | {t(key): text for key, text in notes.items()}).items())
    title = t(f"grants.table.{name}")
    named = " ".join([t("grants.download", title=title, place=choice.area, year=choice.year), *tag.values()])
    return Download(named, noted, table, (t("download.sheet"), t("download.about")), shown.chart)


def behind(view: GrantsView, name: str, finding: str) -> None:
    """Offer the table behind a chart; it is made when it is opened."""
    box = st.expander(t("grants.behind", title=t(f"grants.table.{name}")), key=f"behind-{name}", on_change="rerun")
    if box.open:
        with box:
            in_full(view, name, finding)


def _by_scheme(view: GrantsView) -> pl.DataFrame:
    """Case times of all schemes of the chosen area and flow level, the latest year first, all schemes together on top."""
    where = {name: value for name, value in view.choice.where.items() if name != "scheme_code"}
    rows = read("mart.case_time", **where)
    names = scheme_names(rows)
    order = pl.col("scheme_code").replace_strict({code: place for place, code in enumerate(names)})
    named = pl.col("scheme_code").replace_strict(names, return_dtype=pl.String).alias("scheme_name")
    return rows.with_columns(named).sort("year", order, descending=[True, False])
