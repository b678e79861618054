"""Which cells of the sender's sheet are marked, what their notes say, and what is said of each row."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from etl.contract import SOURCE_ROW
from etl.messages import WORDS
from etl.receipts.receipt import Receipt
from etl.receipts.sheet import SenderSheet
from etl.receipts.summary import bare_messages
from warehouse.words import Language

NOTED_CELLS = 10_000
"""How many cells have a note. Every note is a drawing of its own in the file, and Excel is slow with more."""


@dataclass(frozen=True)
class Marks:
    """Marks by the sender's 0-based column and row number.

    cells (by column, then row) and row_levels hold ``error`` or ``warning``. rows: what is said of a row beside it. notes: what
    to write instead, by row and column, on the first cells; the column after the last is the one about the row.
    """

    cells: Mapping[int, Mapping[int, str]]
    row_levels: Mapping[int, str]
    rows: Mapping[int, str]
    notes: Mapping[tuple[int, int], str]
    notes_left_out: int


def marks_of(receipt: Receipt, sheet: SenderSheet, language: Language) -> Marks:
    """Place the findings in the sheet; what has no cell of its own stands in the first, or beside the header."""
    findings = receipt.findings.filter(pl.col(SOURCE_ROW).is_not_null())
    findings = findings.with_columns(bare_messages(findings, language).alias("message"))
    places = sheet.places()
    words = {level: WORDS(f"receipt.level.{level}", language) for level in ("error", "warning")}
    whole_row = WORDS("receipt.whole_row", language)
    cells: dict[int, dict[int, str]] = defaultdict(dict)
    notes: dict[tuple[int, int], list[str]] = defaultdict(list)
    row_levels: dict[int, str] = {}
    headers: dict[int, dict[str, dict[str, None]]] = defaultdict(lambda: {level: {} for level in words})
    for row, header, level, message in findings.select(SOURCE_ROW, "header", "level", "message").iter_rows():
        for place in _places(row, header, places, sheet):
            if place < sheet.width and cells[place].get(row) != "error":
                cells[place][row] = level
            notes[row, place].append(f"{words[level]}: {message}")
        if row_levels.get(row) != "error":
            row_levels[row] = level
        headers[row][level][header or whole_row] = None
    rows = {row: _told(of_row, words) for row, of_row in headers.items() if row not in sheet.header_rows}
    # Nothing is written beside a row that was skipped: a blank row with words in it is no longer blank when it is read again.
    rejected = receipt.rejected.filter(pl.col("outcome") == "rejected")
    for row, reason in rejected.select(SOURCE_ROW, f"reason_{language}").iter_rows():
        if row not in rows:
            rows[row] = WORDS("receipt.rejected_row", language, reason=reason)
            row_levels[row] = "error"
    first = dict(list(notes.items())[:NOTED_CELLS])
    return Marks(
        cells=cells,
        row_levels=row_levels,
        rows=rows,
        notes={cell: "\n".join(dict.fromkeys(lines)) for cell, lines in first.items()},
        notes_left_out=len(notes) - len(first),
    )


def _places(row: int, header: str | None, places: Mapping[str, list[int]], sheet: SenderSheet) -> list[int]:
    is_head = row in sheet.header_rows
    known = places.get(" ".join((header or "").split()), [])
    if known:
        # A header that stands twice is at fault in both places; a cell under it is the one that was read, the first.
        return known if is_head else known[:1]
    # A missing column has no cell: it is told beside the headers. A torn row is in its first cell.
    return [sheet.width] if is_head or header else [0]


def _told(of_row: Mapping[str, Mapping[str, None]], words: Mapping[str, str]) -> str:
    """Write «FEIL 2: Beløp; Vedtak. OBS 1: Kommunenummer»."""
    return ". ".join(
        f"{words[level]} {len(headers)}: {'; '.join(headers)}" for level, headers in of_row.items() if headers
    )
