"""The part of the money page that compares the opened region with its peers and with one region the reader chooses."""

import streamlit as st

from dashboard import address
from dashboard.arrow import figures
from dashboard.charts import draw, mode
from dashboard.charts.profile_lines import profile_lines
from dashboard.components import downloads, is_demo, message, plain, section, source_line, source_text
from dashboard.drawing import drawn
from dashboard.export import Download, NativeChart
from dashboard.funding import FundingView
from dashboard.funding_peers import Comparison, compare_code, comparison
from dashboard.keeping import kept
from dashboard.pictures import Picture
from dashboard.words import language, t

SOURCES = ("grant_application", "population")


def among_peers(view: FundingView) -> None:
    """Draw the opened region beside what is usual among its peers, and list them; nothing for the whole country."""
    choice = view.choice
    if choice.is_whole_country:
        return None
    section("section.peers", name=view.opened_name)
    if choice.borders != "2024":
        return message("peers.old_borders")
    own = comparison(view, "")
    names = {"": t("peers.nobody")} | {f"{own.level}-{code}": name for code, name in own.options.items()}
    asked = address.choose("compare", t("peers.choose"), list(names), "", names.__getitem__, width=340)
    return _beside(view, compare_code(choice.region, asked) if asked else "")


@drawn(kept)
def _beside(view: FundingView, other: str) -> None:
    view_of = comparison(view, other)
    if view_of.peers.height:
        st.markdown(plain(" ".join(text for text in (view_of.finding, view_of.reason) if text)))
    lines = view_of.lines
    if lines["value"].null_count() == lines.height:
        message(view.why_unknown(view.opened_years))
    else:
        series = tuple(lines["series"].unique(maintain_order=True))
        titles = (t("chart.year"), t("chart.series"), t(f"measure.{view.measure}.name"))
        band = view_of.band_name if view_of.band.height else ""
        spec = profile_lines(t(f"measure.{view.measure}.unit"), titles, series, band, mode(), language())
        frames = {"rows": lines} | ({"band": view_of.band_rows} if band else {})
        picture = Picture(t("section.peers", name=view.opened_name), SOURCES)
        alt = t("alt.peers", name=view.opened_name, finding=view_of.finding)
        draw(spec, alt, f"peers-{view_of.code}", picture, **frames)
        source_line(t("definition.peers" if band else f"definition.{view.measure}"), SOURCES)
    table = view_of.table
    title = t("peers.table", name=view.opened_name, year=view.choice.year)
    figures(table, title, pinned=("region_name",))
    downloads(lambda: _download(view, view_of, title), "peers")


def _download(view: FundingView, view_of: Comparison, title: str) -> Download:
    table = view_of.table
    tag = {t("tag.title"): t("tag.demo")} if is_demo(table.rows) else {}
    notes = tag | {
        t("download.finding"): view_of.finding or view.finding,
        t("peers.choose"): view_of.other_name if view_of.other else t("peers.nobody"),
        t("download.definition"): f"{t('definition.granted_nok')} {t('definition.granted_per_capita_nok')}",
        t("download.source"): source_text(SOURCES),
        t("download.symbols"): t("download.symbols_text"),
    }
    named = " ".join([title, *tag.values()])
    sheets = (t("download.sheet"), t("download.about"))
    drawn = NativeChart("bar", "region_name", (view.measure,))
    return Download(named, tuple(notes.items()), table, sheets, drawn)
