"""What stands around the money of a region: its figures with cards, money counted once, when schemes begin and end."""

import polars as pl
import streamlit as st

from dashboard.charts.development import MARKS
from dashboard.components import plain
from dashboard.data import read
from dashboard.drawing import drawn
from dashboard.figure import Figure, card
from dashboard.filters import FLOWS, TOTALS
from dashboard.funding import RELATION, FundingView, choice_rows
from dashboard.grant_rows import SOURCE, rows_behind
from dashboard.keeping import kept
from dashboard.regions import COUNTRY
from dashboard.whole import Filter
from dashboard.words import language, t
from warehouse.words import MISSING, kroner, number, percent, short_kroner, within_sentence

SIGNS = dict(zip(MARKS, ("▲", "◆", "▼"), strict=True))
"""The signs of the marks, in the order of the chart's shapes."""


OWN = ("granted_nok", "granted_per_capita_nok", "award_count")


@drawn(kept)
def own_figures(view: FundingView) -> None:
    """Show what the opened region, or the country, was granted, in all and per inhabitant, each with its card."""
    choice = view.choice
    level, code = choice.region
    found = choice_rows(choice, region_level=level, region_code=code, year=choice.year)
    row = found.row(0, named=True) if found.height else {}
    per_capita = _whole(row.get("granted_per_capita_nok"))
    values = (_short(row.get("granted_nok")), per_capita, number(row.get("award_count"), 0, language()))
    people = t("own.population", count=number(row.get("population"), 0, language()))
    country = t("own.country", amount=_whole(row.get("country_granted_per_capita_nok")))
    notes = (
        _change(row.get("granted_change_share"), choice.year),
        people if choice.is_whole_country else country,
        t("own.applications", count=number(row.get("application_count"), 0, language())),
    )
    with st.grid(len(OWN), min_column_width=200):
        for figure, value, note in zip(figures_of(view), values, notes, strict=True):
            with st.container(border=True, key=f"own-{figure.column}", gap="small"):
                st.metric(t(f"own.{figure.column}", year=choice.year), value)
                st.caption(plain(note))
                card(figure, f"own-{figure.column}")


def figures_of(view: FundingView) -> list[Figure]:
    """Give the figures of the opened region with the row each is read from."""
    choice = view.choice
    level, code = choice.region
    where: dict[str, Filter] = {
        "border_basis": choice.borders,
        "region_level": level,
        "region_code": code,
        "year": choice.year,
        "scheme_code": choice.scheme,
        "flow_level": choice.flow,
    }
    rows = rows_behind(choice.region, choice.year, choice.scheme, choice.flow)
    return [Figure(RELATION, column, where, SOURCE, rows) for column in OWN]


@drawn(kept)
def counted_once(view: FundingView) -> None:
    """Say that the kroner shown are of one flow level, and what the other levels gave, which is never added."""
    choice = view.choice
    level, code = choice.region
    others = read(
        RELATION,
        border_basis=choice.borders,
        region_level=level,
        region_code=code,
        year=choice.year,
        scheme_code=choice.scheme,
    )
    amounts = dict(others.filter(pl.col("granted_nok") > 0).select("flow_level", "granted_nok").iter_rows())
    listed = [
        t("flow.passed_on", flow=within_sentence(t(f"flow.{flow}")), amount=short_kroner(amounts[flow], language()))
        for flow in FLOWS
        if flow != choice.flow and flow in amounts
    ]
    flow = within_sentence(t(f"flow.{choice.flow}")) if choice.flow else ""
    if listed:
        st.caption(plain(t("flow.once_and_others", flow=flow, others=", ".join(listed))))
    else:
        st.caption(plain(t("flow.once", flow=flow)))


def scheme_events(view: FundingView) -> pl.DataFrame:
    """Give when the schemes shown begin, take over and end: mart.scheme_event, oldest first.

    For all schemes together: those with grants of the flow level; for one scheme: its own, and the one that takes over from it.
    """
    choice = view.choice
    events = read("mart.scheme_event", order_by=("year", "scheme_event", "scheme_name"))
    if choice.scheme in TOTALS:
        events = events.filter(pl.col("scheme_code").is_in(_schemes(view)))
        return events.filter(pl.col("data_class") != "synthetic") if choice.scheme == TOTALS[1] else events
    return events.filter((pl.col("scheme_code") == choice.scheme) | (pl.col("predecessor_code") == choice.scheme))


def _schemes(view: FundingView) -> list[str]:
    """The codes of the schemes that have rows of the chosen flow level."""
    level, code = COUNTRY
    rows = read(RELATION, border_basis="2024", region_level=level, region_code=code, flow_level=view.choice.flow)
    return rows["scheme_code"].unique().to_list()


def marks(events: pl.DataFrame, years: pl.Series) -> pl.DataFrame:
    """Give the marks of the time line: one per year and kind of event, with its schemes in words."""
    names: dict[tuple[int, str], list[str]] = {}
    for event in events.filter(pl.col("year").is_in(years.to_list())).iter_rows(named=True):
        name = event["scheme_name"]
        if event["scheme_event"] == "succeeds":
            before = event["predecessor_name"] or event["predecessor_code"]
            name = t("scheme_event.after", scheme=name, before=before)
        names.setdefault((event["year"], event["scheme_event"]), []).append(name)
    rows = [
        (year, kind, t(f"scheme_event.{kind}", year=year, schemes=", ".join(found)))
        for (year, kind), found in names.items()
    ]
    return pl.DataFrame(rows, schema={"year": pl.Int64, "kind": pl.String, "spoken": pl.String}, orient="row")


def lineage(found: pl.DataFrame) -> None:
    """Write what the marks of the time line mean, one line per mark."""
    if found.is_empty():
        return
    st.markdown(
        f"{plain(t('scheme_event.title'))}\n\n"
        + "\n".join(f"- {SIGNS[kind]} {plain(spoken)}" for _, kind, spoken in found.iter_rows())
    )


def _short(nok: float | None) -> str:
    return short_kroner(nok, language()) if abs(nok or 0) >= 1_000_000 else kroner(nok, language())


def _whole(nok: float | None) -> str:
    return MISSING if nok is None else kroner(round(nok), language())


def _change(share: float | None, year: int) -> str:
    if share is None:
        return t("own.no_change", year=year - 1)
    key = "own.same" if abs(share) < 0.0005 else "own.up" if share > 0 else "own.down"
    return t(key, change=percent(abs(share), 1, language()), year=year - 1)
