"""What the front page is put together from: its rows, and the sentence on top."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from dashboard import chain, findings, key_numbers
from dashboard.data import read, source_titles
from dashboard.keeping import kept, remembered
from dashboard.regions import COUNTRY
from warehouse.words import Language


@dataclass(frozen=True)
class Overview:
    """The rows of the front page. ``numbers``: mart.key_number, oldest first. ``exceptions``: mart.attention.

    ``sources``: mart.freshness.
    """

    numbers: pl.DataFrame
    exceptions: pl.DataFrame
    sources: pl.DataFrame

    @cached_property
    def frames(self) -> tuple[pl.DataFrame, ...]:
        """The rows that tell whether any is synthetic."""
        return self.numbers, read(chain.RELATION, region_level=COUNTRY[0])

    @kept
    def named_sources(self, language: Language) -> pl.DataFrame:
        """Give the sources by their titles."""
        return self.sources.with_columns(self.sources["source"].replace(source_titles(language)))

    @kept
    def finding(self, language: Language) -> str:
        """Say what was granted, how it changed, whom it reached, and what is urgent."""
        latest = self.numbers.filter(self.numbers["is_latest"])
        named = self.named_sources(language).with_columns(code=self.sources["source"])
        return findings.overview(latest, language, self.exceptions, named)


@remembered
def overview() -> Overview:
    """Read the rows of the build that is published, once for all its readers."""
    return Overview(
        read(key_numbers.RELATION, order_by=("key_number", "year")),
        read("mart.attention", order_by=("severity", "attention_kind", "subject")),
        read("mart.freshness", order_by=("source",)),
    )
