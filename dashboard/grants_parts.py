"""The parts of the page from application to report, each drawn from one view."""

import polars as pl
import streamlit as st

from dashboard import grants_finding
from dashboard.charts import draw, mode
from dashboard.charts.day_spans import day_spans
from dashboard.charts.named_bars import named_bars
from dashboard.charts.share_lines import share_lines
from dashboard.components import message, plain, section, source_line
from dashboard.data import read
from dashboard.drawing import drawn
from dashboard.filters import flow_choice, scheme_choice
from dashboard.grants import FEW, GrantsChoice, GrantsView
from dashboard.grants_frames import RATES, day_names, day_points, rate_lines, spans, step_bars, unused_bars
from dashboard.grants_tables import APPLICATIONS, PAYMENTS, REPORTS, behind, in_full
from dashboard.keeping import kept
from dashboard.pictures import Picture
from dashboard.places import area_choice, choices_row, year_choice
from dashboard.table import code_label
from dashboard.words import language, t
from warehouse.words import date, number, short_kroner

MEASURES = ("count", "amount")


def choices() -> GrantsChoice | None:
    """Show the choices and give what is chosen; None when the warehouse has no applications."""
    country = read("mart.grant_flow", order_by=("year",), region_level="country")
    if country.is_empty():
        return None
    with choices_row("area"):
        region, area = area_choice()
    with choices_row("money"):
        scheme = scheme_choice(country)
        flow = flow_choice(country) or ""
        rows = country.filter((pl.col("scheme_code") == scheme) & (pl.col("flow_level") == flow))
        year = year_choice(rows["year"].to_list() or country["year"].to_list())
    return GrantsChoice(region, area, year or 0, scheme, flow)


def finding(view: GrantsView) -> str:
    """Give the sentence on top."""
    choice = view.choice
    return grants_finding.grants(
        view.flow, view.follow_up, choice.area, choice.year, FEW, language(), choice.is_whole_country
    )


@drawn(kept)
def steps(view: GrantsView) -> None:
    """Draw the way of the money in count and kroner, and show the table behind."""
    section("grants.section.steps", year=view.choice.year)
    if view.steps.is_empty():
        return message("grants.empty.steps", place=view.choice.area, year=view.choice.year)
    grid = st.grid(2, min_column_width=420, gap="medium")
    titles = (t("grants.step"), t("grants.figure"))
    for measure in MEASURES:
        with grid.cell():
            axis = t(f"grants.axis.{measure}", year=view.choice.year)
            picture = Picture(f"{t('grants.section.steps', year=view.choice.year)} – {axis}", PAYMENTS)
            _bars(step_bars(view, measure), axis, titles, f"steps-{measure}", picture, view.has_unknown)
    if view.has_unknown:
        st.caption(plain(t("grants.about.unknown")))
    source_line(t("grants.about.steps"), PAYMENTS)
    behind(view, "steps", finding(view))
    return None


@drawn(kept)
def rates(view: GrantsView) -> None:
    """Draw how many applications and how many kroner were granted over the years, and the table of years."""
    section("grants.section.rates")
    known = [name for name in RATES if view.flows[name].null_count() < view.flows.height]
    if not known:
        message("grants.empty.rates")
    else:
        lines = rate_lines(view)
        series = tuple(lines["series"].unique(maintain_order=True))
        titles = (t("chart.year"), t("chart.series"), t("grants.figure"))
        spec = share_lines(t("grants.axis.share"), titles, series, mode(), language())
        picture = Picture(f"{t('grants.section.rates')}: {view.choice.area}", APPLICATIONS)
        draw(spec, t("grants.alt.rates", place=view.choice.area), "rates", picture, rows=lines)
        source_line(t("grants.about.rates"), APPLICATIONS)
    if view.flows.height:
        behind(view, "rates", finding(view))


@drawn(kept)
def case_time(view: GrantsView) -> None:
    """Draw how long a decision took over the years, and show it for each scheme."""
    section("grants.section.time")
    if view.times.is_empty():
        return message("grants.empty.time")
    titles = (t("chart.year"), t("grants.figure"), t("grants.section.time"))
    spec = day_spans(t("grants.axis.days"), titles, day_names(view), mode(), language())
    alt = t("grants.alt.time", place=view.choice.area)
    picture = Picture(f"{t('grants.section.time')}: {view.choice.area}", APPLICATIONS)
    draw(spec, alt, "case-time", picture, rows=spans(view), points=day_points(view))
    source_line(t("grants.about.time"), APPLICATIONS)
    behind(view, "time", finding(view))
    return None


@drawn(kept)
def overdue(view: GrantsView) -> None:
    """List the reports that are late: how late, how much money, and who must act."""
    section("grants.section.overdue")
    if view.follow_up is None and view.overdue.is_empty():
        return message("grants.empty.reports")
    as_of = date(view.follow_up["as_of_date"] if view.follow_up else view.overdue["as_of_date"][0], language())
    if view.overdue.is_empty():
        return message("grants.empty.overdue", date=as_of)
    st.markdown(plain(t("grants.about.overdue", date=as_of)))
    in_full(view, "overdue", finding(view))
    return None


@drawn(kept)
def unused(view: GrantsView) -> None:
    """Show what became of the money that was not spent, and list what somebody must do something about."""
    section("grants.section.unused", year=view.choice.year)
    if view.flow is None or view.flow["report_count"] is None:
        message("grants.empty.unused_unknown", year=view.choice.year)
    elif view.unused.is_empty():
        message("grants.empty.unused", year=view.choice.year)
    else:
        bars = unused_bars(view)
        axis = t("grants.axis.unused", year=view.choice.year)
        titles = (t("grants.status"), t("grants.figure"))
        picture = Picture(f"{t('grants.section.unused', year=view.choice.year)}: {view.choice.area}", REPORTS)
        _bars(bars, axis, titles, "unused", picture)
        paid_back = view.flow["repaid_nok"]
        key = "grants.about.unused_unknown" if paid_back is None else "grants.about.unused"
        source_line(t(key, amount=short_kroner(paid_back, language())), REPORTS)
        behind(view, "unused", finding(view))
    if view.unsettled.height:
        st.markdown(plain(t("grants.about.unsettled")))
        in_full(view, "unsettled", finding(view))


@drawn(kept)
def findings(view: GrantsView) -> None:
    """Say which amounts do not agree, what each kind means and what to do, and list them."""
    section("grants.section.findings")
    if view.findings.is_empty():
        is_checked = view.follow_up is not None or (view.flow or {}).get("net_paid_nok") is not None
        return message("grants.empty.findings" if is_checked else "grants.empty.unchecked")
    kinds = view.findings.group_by("finding_kind").agg(pl.len().alias("count"), pl.col("difference_nok").abs().sum())
    for kind, count, amount in kinds.sort("difference_nok", descending=True).iter_rows():
        name = code_label("finding_kind", kind, language())
        values = {"count": number(count, 0, language()), "amount": short_kroner(amount, language())}
        st.markdown(
            f"**{plain(name[0].upper() + name[1:])}** – "
            + plain(t("grants.finding.count", **values))
            + f"  \n{plain(t(f'grants.meaning.{kind}'))} {plain(t(f'grants.action.{kind}'))}"
        )
    in_full(view, "findings", finding(view))
    return None


def _bars(
    bars: pl.DataFrame, axis: str, titles: tuple[str, str], key: str, picture: Picture, has_unknown: bool = False
) -> None:
    """Draw named bars; while there is nothing to draw, only what is written at each of them is shown."""
    if not bars["value"].max() and bars["whole"].null_count() == bars.height:
        st.markdown(f"**{plain(axis)}**\n\n" + "\n".join(f"- {plain(label)}" for label in bars["label"]))
        return
    spec = named_bars(axis, titles, tuple(bars["name"]), has_unknown, mode(), language())
    draw(spec, t("grants.alt.steps", title=axis, rows="; ".join(bars["spoken"])), key, picture, rows=bars)
