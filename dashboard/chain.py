"""From kroner to effect: the steps from what was applied for to what was started, beside each other, for one area and year."""

from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from dashboard import address, shell
from dashboard.components import downloads, is_demo, message, plain, section, source_line, source_text, table_of
from dashboard.data import deliveries_of, read
from dashboard.drawing import drawn
from dashboard.export import Download
from dashboard.figure import Figure, card
from dashboard.filters import HIERARCHIES
from dashboard.keeping import remembered
from dashboard.places import area_choice, choices_row
from dashboard.regions import COUNTRY, Region
from dashboard.static_table import whole_or_scrolled
from dashboard.table import Table, code_label
from dashboard.whole import Value
from dashboard.words import language, t, words
from warehouse.words import Language, number, percent, short_kroner

RELATION = "mart.effect_chain"
COLUMNS = ("step", "amount_nok", "step_count", "step_share", "step_base_count", "fte")


@dataclass(frozen=True)
class Step:
    """One step: the column its figure stands in, the page that shows more, and the source and rows it comes from."""

    column: str
    page: str
    sources: tuple[str, ...]
    has_year: bool = True
    rows: tuple[tuple[str, Value], ...] = ()


_FROM_STATE = (("flow_level", "national"),)
STEPS = {
    "applied": Step("amount_nok", "grants", ("grant_application",), rows=_FROM_STATE),
    "granted": Step("amount_nok", "funding", ("grant_application",), rows=_FROM_STATE),
    "paid": Step("amount_nok", "grants", ("grant_payment",)),
    "projects": Step("step_count", "projects", ("project",), has_year=False),
    "fte": Step("fte", "staffing", ("team_position",), has_year=False, rows=(("is_in_team", True),)),
    "seminars": Step("step_count", "seminars", ("seminar",), rows=(("seminar_status", "held"),)),
    "agreement": Step(
        "step_share", "seminars", ("survey_answer", "survey_reported_share"), rows=(("time_point", "t0"),)
    ),
    "measures": Step("step_share", "seminars", ("measure_status",), has_year=False, rows=(("time_point", "t1"),)),
}
SOURCES = tuple(dict.fromkeys(source for step in STEPS.values() for source in step.sources))


def show() -> tuple[Region, int | None]:
    """Show the chain of the area and year that the reader chooses, and give them; no year where there are no figures."""
    section("section.chain")
    with choices_row("chain"):
        region, place = area_choice()
        level, code = region
        every = read(RELATION, order_by=("year", "step_order"), region_level=level, region_code=code, scheme_code="all")
        years = known_years(every)
        if years:
            year = address.choose("year", t("choice.year"), [one for one, _ in years], fullest(years), str, width=110)
    if not years:
        message("chain.empty", place=place)
        return region, None
    _of_area(_of_year(every, year), region, place)
    return region, year


@drawn(remembered)
def _of_area(rows: pl.DataFrame, region: Region, place: str) -> None:
    st.markdown(plain(finding(rows, place, language())))
    _steps(rows, region)
    st.caption(plain(t("chain.caution")))
    table = table_of(rows, COLUMNS)
    title = t("chain.title", place=place, year=rows["year"][0])
    whole_or_scrolled(table, title)
    source_line(t("chain.definition"), SOURCES)
    downloads(lambda: _download(table, title, place), "chain")


def _download(table: Table, title: str, place: str) -> Download:
    tag = ((t("tag.title"), t("tag.demo")),) if is_demo(table.rows) else ()
    notes = (
        *tag,
        (t("download.finding"), finding(table.rows, place, language())),
        (t("tag.title"), t("chain.caution")),
    )
    notes = (*notes, (t("download.source"), source_text(SOURCES)), (t("download.symbols"), t("chain.symbols")))
    sheets = (t("download.sheet"), t("download.about"))
    return Download(f"{title} {t('tag.demo')}" if tag else title, notes, table, sheets)


@remembered
def _of_year(every: pl.DataFrame, year: int) -> pl.DataFrame:
    return every.filter(pl.col("year") == year)


def is_known() -> pl.Expr:
    """Say of each step whether it has a figure."""
    return pl.any_horizontal(
        pl.col(column).is_not_null() for column in ("amount_nok", "step_count", "step_share", "fte")
    )


@remembered
def known_years(rows: pl.DataFrame) -> list[tuple[int, int]]:
    """Give the years where any step is known, with how many are, the latest first."""
    counted = rows.group_by("year").agg(known_count=is_known().sum()).filter(pl.col("known_count") > 0)
    return list(counted.sort("year", descending=True).iter_rows())


def fullest(years: list[tuple[int, int]]) -> int:
    """Give the year to begin with: the latest of those where most steps are known. The last year is seldom finished."""
    return max(years, key=lambda one: (one[1], one[0]))[0]


@remembered
def finding(rows: pl.DataFrame, place: str, chosen: Language) -> str:
    """Say how much of the chain is known, for one area and year."""
    known = rows.filter(is_known()).height
    counts = {"known": number(known, 0, chosen), "total": number(rows.height, 0, chosen)}
    key = "finding.chain.all" if known == rows.height else "finding.chain.some"
    return words(key, chosen, place=place, year=rows["year"][0], **counts)


def figure_text(row: dict[str, Any], chosen: Language) -> str | None:
    """Write the figure of a step as it is read on screen; None when it is not known."""
    column = STEPS[row["step"]].column
    value = row[column]
    if value is None:
        return None
    if column == "amount_nok":
        return short_kroner(value, chosen)
    return percent(value, 1, chosen) if column == "step_share" else number(value, 1 if column == "fte" else 0, chosen)


def about(row: dict[str, Any], region: Region, chosen: Language) -> str:
    """Say what a figure counts, or why it is not known."""
    step = row["step"]
    if row[STEPS[step].column] is None:
        if step in ("agreement", "measures") and region != COUNTRY:
            return words("chain.unknown.area", chosen)
        if step == "seminars" and region[0] in ("county", "municipality"):
            return words("chain.unknown.health_area", chosen)
        return words("chain.unknown.year", chosen, year=row["year"])
    count, base = row["step_count"], row["step_base_count"]
    shares = {"share": percent(row["step_share"], 0, chosen), "base": number(base, 0, chosen)}
    key = f"chain.{step}.one" if (base if step in ("agreement", "measures") else count) == 1 else f"chain.{step}.many"
    text = words(key, chosen, count=number(count, 0, chosen), **shares)
    more = f"chain.{step}.share"
    return f"{text} {words(more, chosen, **shares)}" if more in words and row["step_share"] is not None else text


def _steps(rows: pl.DataFrame, region: Region) -> None:
    """Draw the steps in a row, each with its figure, what it counts, a way to the page that shows it, and its card."""
    with st.container(key="chain"):
        grid = st.grid(len(STEPS), min_column_width=132, gap="small")
        for row in rows.iter_rows(named=True):
            with grid, st.container(key=f"chain-step-{row['step']}", height="stretch"):
                name = code_label("step", row["step"], language())
                value = figure_text(row, language())
                st.markdown(
                    f"{row['step_order']}\\. {plain(name[:1].upper() + name[1:])}  \n"
                    f"**{plain(value or t('chain.unknown.name'))}**  \n:small[{plain(about(row, region, language()))}]"
                )
                shell.link(STEPS[row["step"]].page, t(f"chain.{row['step']}.link"), **_choices(region, row["year"]))
                if value is not None:
                    card(_figure(row), f"chain-{row['step']}")


def _choices(region: Region, year: int) -> dict[str, str | int]:
    """The choices that a link carries, so that the next page shows the same area and year."""
    if region == COUNTRY:
        return {"year": year}
    hierarchy = HIERARCHIES[0] if region[0] in ("county", "municipality") else HIERARCHIES[1]
    return {"year": year, "hierarchy": hierarchy, "region": f"{region[0]}-{region[1]}"}


def _figure(row: dict[str, Any]) -> Figure:
    step = STEPS[row["step"]]
    key = ("region_level", "region_code", "year", "scheme_code", "step")
    rows = dict(step.rows) | ({"year": row["year"]} if step.has_year else {})
    # Answers come as counts or as published shares; the card shows the one that this year has.
    source = next((one for one in step.sources if deliveries_of(f"source.{one}", **rows).height), step.sources[0])
    return Figure(
        RELATION,
        step.column,
        {column: row[column] for column in key},
        source,
        rows,
        definition=t(f"chain.{row['step']}.definition"),
        base=row["step_base_count"] if step.column == "step_share" else None,
    )
