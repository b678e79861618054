"""The figures that say most on the page from application to report, in words, each with the row it is read from."""

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from dashboard.components import plain, section, source_line
from dashboard.drawing import drawn
from dashboard.figure import Figure, card
from dashboard.filters import TOTALS
from dashboard.grant_rows import SOURCE, rows_behind
from dashboard.grants import GrantsView
from dashboard.grants_tables import PAYMENTS
from dashboard.keeping import kept
from dashboard.whole import Filter, Value
from dashboard.words import t
from warehouse.words import Language, date, kroner, number, percent, short_kroner


@dataclass(frozen=True)
class Number:
    """One figure as it is read on screen, what it is of, and the mart row it stands in."""

    relation: str
    column: str
    value: str
    note: str
    base: int | None = None

    @property
    def is_of_year(self) -> bool:
        """Say whether it is of the chosen year; what must be followed up is of all years."""
        return self.relation != "mart.follow_up"

    def figure(self, view: GrantsView) -> Figure:
        """Give what the card of the figure tells."""
        choice = view.choice
        if self.is_of_year:
            where: dict[str, Filter] = {**choice.where, "year": choice.year}
            rows = rows_behind(choice.region, choice.year, choice.scheme, choice.flow)
            return Figure(self.relation, self.column, where, SOURCE, rows, base=self.base)
        of_scheme: dict[str, Value] = {} if choice.scheme in TOTALS else {"scheme_code": choice.scheme}
        return Figure(self.relation, self.column, choice.where, "grant_report", of_scheme, base=self.base)


def numbers(view: GrantsView) -> Iterator[Number]:
    """Give the five figures; «..» and why for one that nothing is delivered about."""
    flow, follow, time = view.flow or {}, view.follow_up or {}, view.time or {}
    missing, said, language = view.word("grants.not_delivered"), view.word, view.language
    yield Number(
        "mart.grant_flow",
        "award_share",
        percent(flow.get("award_share"), 1, language),
        said("grants.number.of_applications", count=number(flow["application_count"], 0, language))
        if flow
        else missing,
        flow.get("application_count"),
    )
    applied = flow.get("applied_nok")
    yield Number(
        "mart.grant_flow",
        "granted_of_applied_share",
        percent(flow.get("granted_of_applied_share"), 1, language),
        missing
        if not flow
        else said("grants.number.not_stated")
        if applied is None
        else said("grants.number.of_applied", amount=short_kroner(applied, language)),
    )
    yield Number(
        "mart.case_time",
        "median_days",
        _days(view, time.get("median_days")),
        said("grants.number.p90", days=_days(view, time["p90_days"]))
        if time
        else said("grants.number.none_decided")
        if flow
        else missing,
        time.get("case_count"),
    )
    all_years = said("grants.number.all_years", date=date(follow["as_of_date"], language)) if follow else missing
    yield Number("mart.follow_up", "overdue_count", number(follow.get("overdue_count"), 0, language), all_years)
    yield Number("mart.follow_up", "undecided_nok", _amount(follow.get("undecided_nok"), language), all_years)


@drawn(kept)
def key_figures(view: GrantsView) -> None:
    """Show the figures, each with its card."""
    section("grants.section.numbers", year=view.choice.year)
    with st.grid(5, min_column_width=200):
        for one in numbers(view):
            with st.container(border=True, key=f"number-{one.column}", gap="small", height="stretch"):
                st.metric(t(f"grants.number.{one.column}"), one.value)
                st.caption(plain(one.note))
                card(one.figure(view), one.column)
    source_line(t("grants.about.numbers"), PAYMENTS)


def _days(view: GrantsView, days: int | None) -> str:
    return number(None) if days is None else view.word("grants.days", days=number(days, 0, view.language))


def _amount(nok: float | None, language: Language) -> str:
    """Write kroner that fit in a card: in full below a million."""
    return short_kroner(nok, language) if abs(nok or 0) >= 1_000_000 else kroner(nok, language)
