"""Whom a region is compared with: municipalities of about its size, what is usual there, and one the reader chooses."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from dashboard.data import labels, read
from dashboard.funding import FundingView, choice_rows, named
from dashboard.keeping import kept
from dashboard.regions import UNALLOCATED, Region, region_tree
from dashboard.table import Table, code_label, written
from dashboard.words import words
from warehouse.words import Language, kroner, number

MUNICIPALITY = "municipality"
PER_CAPITA = "granted_per_capita_nok"
COLUMNS = (
    *("peer_rank", "region_name", "population", "granted_per_capita_nok", "granted_nok", "granted_per_capita_rank"),
    *("note", "region_code"),
)


@dataclass(frozen=True)
class Comparison:
    """The opened region of a view beside its peers; ``other`` is the region chosen to compare with, if any."""

    view: FundingView
    other: str

    @property
    def level(self) -> str:
        """The level of the opened region, which its peers have too."""
        return self.view.choice.region[0]

    @property
    def code(self) -> str:
        """The code of the opened region."""
        return self.view.choice.region[1]

    @property
    def language(self) -> Language:
        """The language of the view."""
        return self.view.language

    @cached_property
    def peers(self) -> pl.DataFrame:
        """mart.peer of a municipality, itself first; no rows for other levels."""
        return read("mart.peer", order_by=("peer_rank",), municipality_code=self.code).filter(
            pl.lit(self.level == MUNICIPALITY)
        )

    @cached_property
    def size_group(self) -> str | None:
        """The size group of a municipality."""
        return self.peers["size_group"][0] if self.peers.height else None

    @property
    def reason(self) -> str:
        """Say why these are the peers."""
        own, *others = self.peers.iter_rows(named=True)
        return words(
            "peers.reason",
            self.language,
            place=own["peer_name"],
            population=number(own["population"], 0, self.language),
            group=code_label("size_group", own["size_group"], self.language),
            names=", ".join(
                f"{other['peer_name']} ({number(other['population'], 0, self.language)})" for other in others
            ),
        )

    @cached_property
    def band(self) -> pl.DataFrame:
        """mart.funding_band of the size group for the scheme and flow level; no rows when sums are shown."""
        choice = self.view.choice
        if self.size_group is None or choice.measure != PER_CAPITA:
            return pl.DataFrame()
        return read(
            "mart.funding_band",
            order_by=("year",),
            size_group=self.size_group,
            scheme_code=choice.scheme,
            flow_level=choice.flow,
        )

    @cached_property
    def band_now(self) -> dict[str, Any] | None:
        """What is usual in the chosen year."""
        if self.band.is_empty():
            return None
        rows = self.band.filter(pl.col("year") == self.view.choice.year)
        return rows.row(0, named=True) if rows.height else None

    @property
    def band_name(self) -> str:
        """What the band is called."""
        return words("peers.band", self.language)

    @property
    def band_rows(self) -> pl.DataFrame:
        """The band as profile_lines draws it."""
        name = pl.lit(self.band_name).alias("name")
        return self.band.select(
            "year", pl.lit("").alias("part"), name, lower=pl.col("lower_quartile"), upper=pl.col("upper_quartile")
        )

    @cached_property
    def lines(self) -> pl.DataFrame:
        """The opened region, the one chosen, and the middle of the peers over the years, as profile_lines draws them."""
        view, measure = self.view, self.view.measure
        own = choice_rows(view.choice, region_level=self.level, region_code=self.code)
        lines = [own.select("year", pl.lit(view.opened_name).alias("series"), pl.col(measure).alias("value"))]
        if self.other:
            other = choice_rows(view.choice, region_level=self.level, region_code=self.other)
            lines.append(other.select("year", pl.lit(self.other_name).alias("series"), pl.col(measure).alias("value")))
        middle = self.band.select("year", pl.col("median_value").alias("value")) if self.band.height else None
        if middle is None:
            middle = own.select("year", pl.col(f"median_{measure}").alias("value"))
        lines.append(middle.select("year", pl.lit(self.middle_name).alias("series"), "value"))
        frame = pl.concat([line.cast({"value": pl.Float64}) for line in lines])
        amounts = pl.Series("amount", written(frame["value"], "nok", self.language), dtype=pl.String)
        return frame.with_columns(amounts, pl.lit("").alias("part")).with_columns(
            pl.format("{} {}: {}", "series", "year", "amount").alias("spoken")
        )

    @property
    def middle_name(self) -> str:
        """What the middle of the peers is called."""
        if self.band.height:
            return words(
                "peers.middle", self.language, group=code_label("size_group", self.size_group or "", self.language)
            )
        return words("chart.median_of", self.language, many=words(f"level.{self.level}.many", self.language))

    @cached_property
    def other_name(self) -> str:
        """The name of the region chosen to compare with."""
        return self.options.get(self.other, self.other)

    @cached_property
    def options(self) -> dict[str, str]:
        """Code → name of the regions to choose from: the nearest peers first, then the others of the level by name."""
        tree = region_tree(self.view.choice.hierarchy, self.view.choice.borders)
        names = {
            code: name for (level, code), name in tree.names.items() if level == self.level and code != UNALLOCATED
        }
        counted = pl.Series(list(names.values())).value_counts()
        twice = set(counted.filter(pl.col("count") > 1)[:, 0])
        named_by_code = {code: f"{name} ({code})" if name in twice else name for code, name in names.items()}
        first = [code for code in self.peers.get_column("peer_code") if code in names] if self.peers.height else []
        order = [*first, *sorted(set(names) - set(first), key=lambda code: named_by_code[code])]
        return {code: named_by_code[code] for code in order if code != self.code}

    @property
    def finding(self) -> str:
        """Say where the municipality stands among those of its size."""
        row, band = self.view.opened, self.band_now
        if row is None or band is None or row[PER_CAPITA] is None:
            return ""
        return against_peers(row, band, code_label("size_group", band["size_group"], self.language), self.language)

    @cached_property
    def table(self) -> Table:
        """The opened region, its peers and the one chosen, with the figures of the year."""
        codes = [*self.peers["peer_code"]] if self.peers.height else [self.code]
        if self.other and self.other not in codes:
            codes.append(self.other)
        rows = choice_rows(self.view.choice, region_level=self.level, year=self.view.choice.year)
        rows = named(rows.filter(pl.col("region_code").is_in(codes)), self.language)
        ranks = (
            {code: place for place, code in enumerate(self.peers["peer_code"])} if self.peers.height else {self.code: 0}
        )
        rows = rows.with_columns(
            pl.col("region_code").replace_strict(ranks, default=None, return_dtype=pl.Int64).alias("peer_rank")
        )
        columns = COLUMNS if self.peers.height else tuple(column for column in COLUMNS if column != "peer_rank")
        headings = {"note": words("table.note", self.language)}
        rows = rows.sort("peer_rank", "region_name", nulls_last=True)
        return Table(rows, columns, labels(self.language) | headings, self.language)


@kept
def comparison(view: FundingView, other: str) -> Comparison:
    """Give the comparison of the region that a view has opened."""
    return Comparison(view, other)


def against_peers(row: dict[str, Any], band: dict[str, Any], group: str, language: Language) -> str:
    """Say whether a municipality is below, within or above the middle half of those of its size.

    ``row``: of mart.funding_by_region. ``band``: of mart.funding_band, the same year. ``group``: what the size group is called.
    """
    value = row[PER_CAPITA]
    low, high = band["lower_quartile"], band["upper_quartile"]
    key = "below" if value < low else "above" if value > high else "within"
    return words(
        f"finding.peers.{key}",
        language,
        place=row["region_name"],
        amount=kroner(round(value), language),
        low=kroner(round(low), language),
        high=kroner(round(high), language),
        count=number(band["municipality_count"], 0, language),
        year=band["year"],
        group=group,
    )


def compare_code(region: Region, asked: str) -> str:
    """Give the code that ``compare=level-code`` names, when it is another region of the same level; else an empty text."""
    level, _, code = asked.partition("-")
    return code if level == region[0] and code != region[1] else ""
