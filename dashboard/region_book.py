"""The whole profile of a region as one workbook: a sheet per part, and one that says what they are."""

from functools import partial

import polars as pl
import streamlit as st

from dashboard import region_finding
from dashboard.components import is_demo, source_text
from dashboard.data import labels
from dashboard.export import EXCEL_TYPE, excel_of_many, file_name
from dashboard.region import RegionView
from dashboard.region_parts import MONEY_SOURCES, PROJECT_SOURCES, place_table
from dashboard.table import Table
from dashboard.words import speaking, t

SOURCES = (*MONEY_SOURCES, "grant_payment", "grant_report", *PROJECT_SOURCES, "staffing", "seminar")


def download(view: RegionView) -> None:
    """Offer the whole profile as Excel; the file is made when asked for."""
    with st.container(key="print-hint"):
        st.caption(t("region.print"))
    title = t("region.title", place=view.place, year=view.year or "")
    if is_demo(*view.frames):
        title = f"{title} {t('tag.demo')}"
    st.download_button(
        t("download.xlsx"),
        partial(_made, view, title),
        file_name(title, "xlsx"),
        EXCEL_TYPE,
        key="profile-xlsx",
        on_click="ignore",
    )


def _made(view: RegionView, title: str) -> bytes:
    with speaking(view.language):
        return excel_of_many(title, notes(view), tables(view), t("download.about"))


def tables(view: RegionView) -> dict[str, Table]:
    """Give the sheets by name, in the order of the page; a part without rows has none."""
    found = {
        "who": place_table(view),
        "money": view.money_table,
        "projects": view.project_table,
        "staff": view.staff_table,
        "seminars": view.seminar_table,
        "chain": view.chain_table,
        "open": open_table(view),
    }
    return {view.word(f"region.sheet.{name}"): table for name, table in found.items() if table.rows.height}


def open_table(view: RegionView) -> Table:
    """Give the open points as a table."""
    found = [(point.text, point.count, point.amount_nok) for point in region_finding.points(view)]
    schema = {"point": pl.String, "affected_count": pl.Int64, "amount_nok": pl.Float64}
    heads = {"point": view.word("region.sheet.open")}
    return Table(
        pl.DataFrame(found, schema=schema, orient="row"), tuple(schema), labels(view.language) | heads, view.language
    )


def notes(view: RegionView) -> tuple[tuple[str, str], ...]:
    """Give what the last sheet says: the finding, the choices, definitions, source and symbols."""
    told = {
        "download.finding": region_finding.lead(view),
        "choice.area": f"{view.place} ({view.level_name(view.level)}, {view.region[1]})",
        "choice.year": str(view.year or ""),
        "download.definition": f"{t('definition.granted_per_capita_nok')} {t('region.definition.staff')}",
        "download.source": source_text(SOURCES),
        "download.symbols": t("projects.symbols"),
    }
    tag = {t("tag.title"): t("tag.demo")} if is_demo(*view.frames) else {}
    return tuple((tag | {t(key): text for key, text in told.items()}).items())
