"""Which region is looked at: where it lies in both hierarchies, how large it is, and which regions it is compared with."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from dashboard.data import read
from dashboard.filters import HIERARCHIES
from dashboard.keeping import of_build
from dashboard.regions import COUNTRY, Region, RegionTree, region_tree
from dashboard.whole import picked
from dashboard.words import words
from warehouse.words import Language, within_sentence

ORDER = ("county", "health_region", "health_trust", "health_community", "dps", "municipality")
"""The levels in the order they are told."""

Row = dict[str, Any]


@dataclass(frozen=True)
class RegionPlace:
    """One region and year in one language. ``place`` is the name of the region."""

    region: Region
    place: str
    year: int | None
    language: Language

    def word(self, key: str, **values: object) -> str:
        """Give a text in the language of the view."""
        return words(key, self.language, **values)

    def level_name(self, level: str) -> str:
        """Give the name of one region of a level as it is written within a sentence: «fylke», «DPS-område»."""
        return within_sentence(self.word(f"level.{level}.one"))

    @property
    def level(self) -> str:
        """The level of the region."""
        return self.region[0]

    @property
    def is_municipality(self) -> bool:
        """Say whether peers are chosen by size, and what is usual is a band."""
        return self.level == "municipality"

    @property
    def where(self) -> dict[str, Any]:
        """The columns that find the region in the marts that have all regions."""
        return {"region_level": self.level, "region_code": self.region[1]}

    @cached_property
    def tree(self) -> RegionTree:
        """The hierarchy that the region belongs to."""
        return region_tree(HIERARCHIES[0] if self.level in ("county", "municipality") else HIERARCHIES[1], "2024")

    @cached_property
    def about(self) -> Row | None:
        """mart.region of the region."""
        return only(read("mart.region", border_basis="2024", **self.where))

    @cached_property
    def size_group(self) -> str | None:
        """The size group of a municipality; None for other regions."""
        rows = read("mart.peer", municipality_code=self.region[1], peer_rank=0)
        return str(rows["size_group"][0]) if self.is_municipality and rows.height else None

    @cached_property
    def shares(self) -> pl.DataFrame:
        """The regions of both hierarchies that the municipalities of this one belong to, with how many of them do.

        Columns: region_level, region_code, region_name, municipality_count, own_count.
        """
        members = set(read("core.bridge_municipality_region", **self.where)["municipality_code"])
        hidden = {COUNTRY[0], self.level} | (set() if self.is_municipality or len(members) == 1 else {"municipality"})
        belonging, names = _belonging(), _names()
        counted = Counter(region for member in members for region in belonging[member] if region[0] not in hidden)
        rows = [(*region, names[region], count, len(members)) for region, count in counted.items() if region in names]
        rows.sort(key=lambda row: (_LEVELS.get(row[0], 9), -row[3], row[2]))
        return pl.DataFrame(rows, schema=_SHARES, orient="row")

    @cached_property
    def dps_codes(self) -> list[str]:
        """The DPS areas that the region is, holds, or lies in."""
        if self.level == "dps":
            return [self.region[1]]
        return picked(self.shares, region_level="dps")["region_code"].to_list()

    @cached_property
    def peers(self) -> list[str]:
        """The codes of the region and its peers: municipalities of like size, else the regions of its level beside it."""
        if self.is_municipality:
            rows = read("mart.peer", order_by=("peer_rank",), municipality_code=self.region[1])
            return rows["peer_code"].to_list() or [self.region[1]]
        parents = self.tree.parents.get(self.region, [COUNTRY])
        found = self.tree.within(parents[0], self.level)
        return found if len(found) > 1 else self.tree.within(COUNTRY, self.level) or [self.region[1]]


_LEVELS = {level: place for place, level in enumerate(ORDER)}


_SHARES = {
    **dict.fromkeys(("region_level", "region_code", "region_name"), pl.String),
    **dict.fromkeys(("municipality_count", "own_count"), pl.Int64),
}


@of_build()
def _belonging() -> dict[str, frozenset[Region]]:
    """Give the regions of both hierarchies that each municipality belongs to."""
    rows = read("core.bridge_municipality_region")
    found: dict[str, set[Region]] = {}
    for member, *region in rows.select("municipality_code", "region_level", "region_code").iter_rows():
        found.setdefault(member, set()).add((region[0], region[1]))
    return {member: frozenset(regions) for member, regions in found.items()}


@of_build()
def _names() -> dict[Region, str]:
    """Give the name of each region of 2024."""
    rows = read("mart.region", border_basis="2024").select("region_level", "region_code", "region_name")
    return {(level, code): name for level, code, name in rows.iter_rows()}


def only(rows: pl.DataFrame) -> Row | None:
    """Give the one row as a dict; None when there is none."""
    return rows.row(0, named=True) if rows.height else None
