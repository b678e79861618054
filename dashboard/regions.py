"""How regions lie within each other, in both hierarchies: from the country down, as mart.region_child has it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from dashboard import data
from dashboard.keeping import of_build

Region = tuple[str, str]
"""Level and code."""

COUNTRY: Region = ("country", "NO")
UNALLOCATED = "9999"

LEVELS_BELOW: dict[str, dict[str, tuple[str, ...]]] = {
    "administrative": {"country": ("county", "municipality"), "county": ("municipality",)},
    "health": {
        "country": ("health_region", "health_trust", "health_community", "dps"),
        "health_region": ("health_trust", "health_community", "dps"),
        "health_trust": ("dps", "municipality"),
        "health_community": ("dps", "municipality"),
        "dps": ("municipality",),
    },
}
"""The levels that can be listed within a region of each level; the first is what opening the region shows."""


@dataclass(frozen=True)
class RegionTree:
    """One hierarchy: the children and parents of each region, and their names."""

    hierarchy: str
    names: dict[Region, str]
    children: dict[Region, list[Region]] = field(repr=False)
    parents: dict[Region, list[Region]] = field(repr=False)

    def __contains__(self, region: object) -> bool:
        """Say whether the region is in this hierarchy."""
        return region == COUNTRY or region in self.names

    def levels_below(self, region: Region) -> tuple[str, ...]:
        """Give the levels that can be listed within the region, nearest first; none for the lowest level."""
        return LEVELS_BELOW[self.hierarchy].get(region[0], ())

    def within(self, region: Region, level: str) -> list[str]:
        """Give the codes at ``level`` that lie in the region, through all levels between."""
        return sorted({code for below, code in self._below(region) if below == level})

    def path(self, region: Region) -> list[Region]:
        """Give the way from the country down to the region, through the first parent of each."""
        way = [region]
        while parents := self.parents.get(way[0]):
            way.insert(0, parents[0])
        return way if way[0] == COUNTRY else [COUNTRY, *way]

    def _below(self, region: Region) -> Iterator[Region]:
        seen: set[Region] = set()
        waiting = [region]
        while waiting:
            for child in self.children.get(waiting.pop(), ()):
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
                    yield child


@of_build(most=8)
def region_tree(hierarchy: str, borders: str) -> RegionTree:
    """Give the tree of ``administrative`` or ``health`` in the borders of ``2024``, or ``historical`` ones, as read now."""
    if borders == "2024":
        order: tuple[str, ...] = ("parent_level", "parent_code", "region_level", "region_code")
        return build_tree(hierarchy, data.read("mart.region_child", order_by=order, hierarchy=hierarchy))
    order = ("region_level", "region_code")
    return build_tree(hierarchy, with_parents(data.read("mart.region", order_by=order, border_basis=borders)))


def with_parents(regions: pl.DataFrame) -> pl.DataFrame:
    """Give counties and municipalities of any time with their parents: a municipality code begins with its county's.

    ``regions``: rows of mart.region in historical borders. Only 2024 borders have their parents in the warehouse.
    """
    is_municipality = pl.col("region_level") == "municipality"
    return regions.filter(
        pl.col("region_level").is_in(["county", "municipality"]) & (pl.col("region_code") != UNALLOCATED)
    ).with_columns(
        pl.when(is_municipality).then(pl.lit("county")).otherwise(pl.lit(COUNTRY[0])).alias("parent_level"),
        pl.when(is_municipality)
        .then(pl.col("region_code").str.head(2))
        .otherwise(pl.lit(COUNTRY[1]))
        .alias("parent_code"),
    )


def build_tree(hierarchy: str, rows: pl.DataFrame) -> RegionTree:
    """Make a tree from rows of mart.region_child (parent_level, parent_code, region_level, region_code, region_name)."""
    names: dict[Region, str] = {}
    children: defaultdict[Region, list[Region]] = defaultdict(list)
    parents: defaultdict[Region, list[Region]] = defaultdict(list)
    # A region's nearest parent first: a DPS lies in its trust before it lies in its community.
    rank = {"health_community": 1}
    columns = ("parent_level", "parent_code", "region_level", "region_code", "region_name")
    for parent_level, parent_code, level, code, name in sorted(
        rows.select(columns).iter_rows(), key=lambda row: rank.get(row[0], 0)
    ):
        names[level, code] = name
        children[parent_level, parent_code].append((level, code))
        parents[level, code].append((parent_level, parent_code))
    return RegionTree(hierarchy, names, dict(children), dict(parents))
