"""The choice of area and year on pages that show one area at a time, kept in the address with the money page's words."""

from collections.abc import Sequence

import streamlit as st

from dashboard import address
from dashboard.data import combinations
from dashboard.filters import HIERARCHIES
from dashboard.keeping import remembered
from dashboard.regions import COUNTRY, UNALLOCATED, Region, RegionTree, region_tree
from dashboard.whole import Value
from dashboard.words import t
from warehouse.words import within_sentence


def area_choice(has_country: bool = True) -> tuple[Region, str]:
    """Show the choice of hierarchy and area in the borders of 2024; give the area and its name.

    The country is the default; on a page that is about one region (``has_country`` false) it is the first in the list of
    those that something is known about, and else the first.
    """
    hierarchy = address.choose(
        "hierarchy", t("choice.hierarchy"), HIERARCHIES, HIERARCHIES[0], lambda one: t(f"hierarchy.{one}")
    )
    tree = region_tree(hierarchy, "2024")
    names = _areas(hierarchy, has_country)
    usual = next(iter(names), "")
    if not has_country:
        known = known_areas()
        usual = next((name for name in names if tuple(name.split("-", 1)) in known), usual)
    chosen = address.choose("region", t("choice.area"), list(names), usual, names.__getitem__, width=340)
    level, _, code = chosen.partition("-")
    region = (level, code) if level else COUNTRY
    return region, tree.names.get(region, t("place.country_name"))


def known_areas() -> frozenset[tuple[Value, ...]]:
    """Give the areas, as level and code, with money, projects or seminars."""
    return combinations("mart.effect_chain", "region_level", "region_code")


@remembered
def _areas(hierarchy: str, has_country: bool) -> dict[str, str]:
    """Give the areas by their place in the address, from the largest down, with what each below the country is."""
    tree = region_tree(hierarchy, "2024")
    country = {"": t("place.country_name")} if has_country else {}
    return country | {
        f"{level}-{code}": f"{name} ({within_sentence(t(f'level.{level}.one'))})"
        for (level, code), name in sorted(tree.names.items(), key=lambda item: area_order(tree, item[0]))
        if code != UNALLOCATED and level != COUNTRY[0]
    }


def year_choice(years: Sequence[int]) -> int | None:
    """Show the choice of year, the latest first; None when there is none to choose."""
    if not years:
        return None
    newest_first = sorted(set(years), reverse=True)
    return address.choose("year", t("choice.year"), newest_first, newest_first[0], str, width=110)


def area_order(tree: RegionTree, region: Region) -> tuple[int, str]:
    """Give the place of an area among all: by level from the country down, then by name."""
    levels = [COUNTRY[0], *tree.levels_below(COUNTRY)]
    place = levels.index(region[0]) if region[0] in levels else len(levels)
    return place, tree.names[region]


def choices_row(key: str) -> st.delta_generator.DeltaGenerator:
    """Give the row that the choices of a page stand in."""
    return st.container(horizontal=True, vertical_alignment="bottom", key=f"choices-{key}")
