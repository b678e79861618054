"""The choices of the money pages: hierarchy, borders, level, region, year, scheme, measure and flow level."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboard import address
from dashboard.data import read
from dashboard.keeping import remembered
from dashboard.regions import COUNTRY, Region, RegionTree, region_tree
from dashboard.words import t

HIERARCHIES = ("administrative", "health")
BORDERS = ("2024", "historical")
MEASURES = ("granted_per_capita_nok", "granted_nok")
FLOWS = ("national", "regional", "municipal", "project")
TOTALS = ("all", "real")


@dataclass(frozen=True)
class Choice:
    """What the reader looks at. ``region`` is opened: its parts at ``level`` are listed, or it is marked among its peers."""

    hierarchy: str
    borders: str
    region: Region
    level: str
    year: int
    scheme: str
    measure: str
    flow: str | None

    @property
    def is_whole_country(self) -> bool:
        """Say whether no region is opened."""
        return self.region == COUNTRY

    @property
    def is_lowest(self) -> bool:
        """Say whether the opened region is listed among its peers, because nothing lies within it."""
        return self.region[0] == self.level


def funding_choice() -> Choice | None:
    """Show the choices and give what is chosen; None when the warehouse has no grants."""
    country = read("mart.funding_by_region", order_by=("year",), border_basis="2024", region_level="country")
    if country.is_empty():
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices-region"):
        hierarchy = address.choose(
            "hierarchy",
            t("choice.hierarchy"),
            HIERARCHIES,
            HIERARCHIES[0],
            lambda one: t(f"hierarchy.{one}"),
        )
        borders = BORDERS[0]
        if hierarchy == "administrative":
            borders = address.choose(
                "borders", t("choice.borders"), BORDERS, BORDERS[0], lambda one: t(f"borders.{one}")
            )
        tree = region_tree(hierarchy, borders)
        region = _opened(tree)
        levels = tree.levels_below(region) or (region[0],)
        level = address.choose("level", t("choice.level"), levels, levels[0], level_name, width=220)
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices-money"):
        years, latest = _years(country)
        year = address.choose("year", t("choice.year"), years, latest, str, width=110)
        scheme = scheme_choice(country)
        flow = flow_choice(country)
        usual = MEASURES[0] if _has_population(country, year) else MEASURES[1]
        measure = address.choose("measure", t("choice.measure"), MEASURES, usual, lambda one: t(f"measure.{one}.name"))
    return Choice(hierarchy, borders, region, level, year, scheme, measure, flow)


@remembered
def _years(country: pl.DataFrame) -> tuple[list[int], int]:
    """Give the years, the latest first, and the one to begin with."""
    years: list[int] = country["year"].unique().sort(descending=True).to_list()
    # A year with nothing but awards in a foreign currency can be chosen, but is not where a reader should begin.
    with_kroner = country.filter(pl.col("granted_nok") > 0)["year"].to_list()
    return years, max(with_kroner, default=years[0])


@remembered
def _has_population(country: pl.DataFrame, year: int) -> bool:
    return country.filter(pl.col("year") == year)["population"].is_not_null().any()


def open_region(region: Region) -> None:
    """Open a region: its parts are shown from the next run on."""
    address.put(region=None if region == COUNTRY else f"{region[0]}-{region[1]}", level=None)


def level_name(level: str) -> str:
    """Give the name of many regions of a level, such as «Fylker»."""
    return t(f"level.{level}.many")


@remembered
def scheme_names(rows: pl.DataFrame) -> dict[str, str]:
    """Give code → name for the schemes in the rows, the totals first and named in the language of this run."""
    found = dict(rows.select("scheme_code", "scheme_name").unique().sort("scheme_name").iter_rows())
    totals = {code: t(f"scheme.{code}") for code in TOTALS if code in found}
    return totals | {code: name for code, name in found.items() if code not in TOTALS}


def _opened(tree: RegionTree) -> Region:
    level, _, code = address.get("region", [f"{level}-{code}" for level, code in tree.names], "").partition("-")
    return (level, code) if level else COUNTRY


def scheme_choice(rows: pl.DataFrame) -> str:
    """Ask which of the schemes in the rows to look at; all of them together is the default."""
    names = scheme_names(rows)
    return address.choose("scheme", t("choice.scheme"), list(names), TOTALS[0], names.__getitem__, width=360)


def flow_choice(country: pl.DataFrame) -> str | None:
    """Ask for the flow level only where more than one has money: kroner of two levels are never added together."""
    found = _flows(country)
    if len(found) < 2:
        return found[0] if found else None
    return address.choose("flow", t("choice.flow"), found, found[0], lambda one: t(f"flow.{one}"), width=220)


@remembered
def _flows(country: pl.DataFrame) -> Sequence[str]:
    there = set(country["flow_level"])
    return [flow for flow in FLOWS if flow in there]


@remembered
def _by_name(listed: pl.DataFrame) -> dict[str, str]:
    return dict(listed.sort("region_name").select("region_code", "region_name").iter_rows())


def region_path(choice: Choice, listed: pl.DataFrame) -> None:
    """Show where the reader is, with a way up, and a list to open a region from: what a click on the map does, by keyboard.

    ``listed``: the regions on the page, region_code and region_name.
    """
    tree = region_tree(choice.hierarchy, choice.borders)
    *above, here = tree.path(choice.region)
    with st.container(horizontal=True, vertical_alignment="bottom", key="region-path"):
        for region in above:
            st.button(
                t("path.up", name=_name(tree, region)), key=f"path-{region[1]}", on_click=open_region, args=(region,)
            )
        names = _by_name(listed)
        options = [code for code in names if (choice.level, code) != here]
        key = f"open-{here[1]}-{choice.level}"
        st.selectbox(
            t(f"path.open.{choice.level}"),
            options,
            index=None,
            format_func=names.__getitem__,
            placeholder=t("path.choose"),
            key=key,
            on_change=lambda: open_region((choice.level, st.session_state[key])),
            width=320,
        )


def _name(tree: RegionTree, region: Region) -> str:
    return t("place.country_name") if region == COUNTRY else tree.names[region]
