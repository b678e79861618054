"""The work on one file: what is known of it, and what has been found so far."""

from dataclasses import dataclass, field

import polars as pl

from etl.contract import SOURCE_ROW, Contract
from etl.layouts.base import Facts, Match
from etl.messages import Findings, Note
from etl.parsing import shown
from etl.personal import MASK, masked
from etl.readers import Body, Sheet

PERSONAL_SCHEMA = pl.Schema({SOURCE_ROW: pl.Int32(), "column": pl.Int32()})
"""A cell with personal data: its row and its 0-based column; no row is the whole column, no column the whole row."""


@dataclass
class Taking:
    """The work on one file: what is known of it, and what has been found so far."""

    contract: type[Contract]
    sheet: Sheet
    match: Match
    body: Body
    facts: Facts
    findings: Findings = field(default_factory=Findings)
    texts: pl.DataFrame = field(default_factory=pl.DataFrame)
    """The cells of the rows that are not skipped, by field name, and source_row."""
    skipped: dict[str, pl.Series] = field(default_factory=dict)
    """The rows that are nobody's data, by reason."""
    barred: list[tuple[pl.Series, Note]] = field(default_factory=list)
    """Rows that cannot be accepted for a reason that concerns the whole file, with the reason."""
    personal: list[pl.DataFrame] = field(default_factory=list)
    """Cells with personal data, by ``PERSONAL_SCHEMA``."""
    person_columns: set[int] = field(default_factory=set)
    """The columns that are about persons, or hold personal data where nothing is read."""
    hides_counts: bool = False
    """Some counts of the file are hidden in the accepted rows, so the file itself cannot be kept."""
    has_persons_elsewhere: bool = False
    """Another sheet of the file holds personal data."""

    def field_of(self, column: str) -> str:
        """The field that fills ``column``."""
        return self.match.layout.origins.get(column, column)

    def header_of(self, column: str) -> str:
        """What the file calls ``column``; the template's word where the file has no such header."""
        if found := self.match.headers.get(self.field_of(column)):
            return found
        return self.contract.contract_columns()[column].cell.header

    def bar(self, header: str, reason: Note, rows: pl.Series | None = None) -> None:
        """Let no row, or none of ``rows``, be accepted because of what is said about ``header``."""
        nb, en = reason
        self.barred.append(
            (self.body.cells[SOURCE_ROW] if rows is None else rows, (f"{header}: {nb}", f"{header}: {en}"))
        )

    def value(self, name: str, texts: pl.Expr) -> pl.Expr:
        """Cell texts as they may be printed: nothing of a field whose content is not kept, and no personal data."""
        return pl.lit(MASK) if name in self.match.layout.withheld else masked(shown(texts))
