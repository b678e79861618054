"""Which region is looked at: where it lies in both hierarchies, how large it is, and which regions it is compared with."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from dashboard.data import read
from dashboard.filters import HIERARCHIES
from dashboard.regions import COUNTRY, Region, RegionTree, region_tree
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
        bridge = read("core.bridge_municipality_region")
        own = bridge.filter((pl.col("region_level") == self.level) & (pl.col("region_code") == self.region[1]))
        members = own["municipality_code"].unique()
        hidden = [COUNTRY[0], self.level, *([] if self.is_municipality or members.len() == 1 else ["municipality"])]
        names = read("mart.region", border_basis="2024").select("region_level", "region_code", "region_name")
        return (
            bridge.filter(pl.col("municipality_code").is_in(members.to_list()) & ~pl.col("region_level").is_in(hidden))
            .group_by("region_level", "region_code")
            .agg(pl.col("municipality_code").n_unique().alias("municipality_count"))
            .join(names, on=["region_level", "region_code"])
            .with_columns(pl.lit(members.len()).alias("own_count"))
            .sort(pl.col("region_level").replace_strict(_LEVELS, default=9), "municipality_count", "region_name",
                  descending=[False, True, False])
        )  # fmt: skip

    @cached_property
    def dps_codes(self) -> list[str]:
        """The DPS areas that the region is, holds, or lies in."""
        if self.level == "dps":
            return [self.region[1]]
        return self.shares.filter(pl.col("region_level") == "dps")["region_code"].to_list()

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


def only(rows: pl.DataFrame) -> Row | None:
    """Give the one row as a dict; None when there is none."""
    return rows.row(0, named=True) if rows.height else None
