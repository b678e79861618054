"""What every reader gives: the first rows as lists, the rest as a frame of text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from etl.contract import SOURCE_ROW
from etl.messages import Note

HEAD_ROWS = 60
"""How far down a header is looked for."""

DAMAGED_FIRST, DAMAGED_LAST = 0xF700, 0xF7FF
"""Private-use characters that stand for bytes the encoding does not know: U+F700 plus the byte."""

FAULTS_SCHEMA = pl.Schema(
    {
        SOURCE_ROW: pl.Int32(),
        "rule": pl.String(),
        "column": pl.Int32(),
        "value": pl.String(),
        "found": pl.Int32(),
        "expected": pl.Int32(),
    }
)


@dataclass(frozen=True)
class Body:
    """The rows under the header.

    cells: String columns named "0", "1", …, and source_row Int32; only rows with the right number of cells.
    faults: by ``FAULTS_SCHEMA``. Rule ``width`` or ``quotes``: the row is not in cells, value is its raw text.
    Rule ``excel_error``: the cell in ``column`` holds the error ``value`` and is null in cells.
    blank_rows: rows without any text that are not in cells.
    """

    cells: pl.DataFrame
    faults: pl.DataFrame
    blank_rows: pl.Series

    @property
    def row_count(self) -> int:
        """All rows under the header, good, faulty and blank."""
        lost = self.faults.filter(pl.col("rule") != "excel_error").height
        return self.cells.height + lost + len(self.blank_rows)


class Sheet(Protocol):
    """A table in a file.

    head: the first rows as lists of cells, blank cells as ''.
    has_damage: some bytes could not be decoded and are private-use characters in the text.
    """

    file_name: str
    file_sha256: str
    encoding: str | None
    delimiter: str | None
    sheet_name: str | None
    is_excel: bool
    has_damage: bool

    @property
    def first_row(self) -> int:
        """The number of the first row of ``head``: 1 in a table, 0 where the names of the cells stand in no row."""
        ...

    @property
    def notes(self) -> Sequence[Note]:
        """What the reader did that a person should know, complete when the body has been read."""
        ...

    @property
    def head(self) -> list[list[str]]:
        """The first rows."""
        ...

    def content_sha256(self) -> str:
        """The fingerprint of what it says, whatever the line ends, encoding and byte order mark."""
        ...

    def body(self, header_rows: int) -> Body:
        """Read the rows below row number ``header_rows``, which holds the last header row; its width is every row's width."""
        ...
