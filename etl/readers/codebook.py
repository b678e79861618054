"""What a codebook says of the columns of a survey export, as one more row above the header.

So a layout sees it as it sees all other cells, and needs to know nothing of files.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from etl.messages import Note
from etl.readers.sheet import Body, Sheet

Form = Literal["one", "several", "chosen", "open"]


@dataclass(frozen=True)
class Entry:
    """What a codebook says of a column: the question, how it is answered, and (code, label) of each answer.

    form: ``one`` answer, ``several`` in a cell, one option that was ``chosen`` or not, or ``open``: anything may stand there.
    """

    text: str
    form: Form
    answers: tuple[tuple[str, str], ...] = ()


Codebook = Mapping[str, Entry]
"""Entries by the name of the column."""

_START = '{"text":'


class LabelledSheet:
    """A sheet with what a codebook says of each column in a row above all others."""

    def __init__(self, sheet: Sheet, header: Sequence[str], book: Codebook, notes: Sequence[Note]) -> None:
        """Put the entries of ``book`` above the columns that ``header`` calls so; notes say where they come from."""
        self._sheet = sheet
        self._said = notes
        self._entries = [json.dumps(asdict(book[name]), ensure_ascii=False) if name in book else "" for name in header]
        self.file_name = sheet.file_name
        self.file_sha256 = sheet.file_sha256
        self.encoding = sheet.encoding
        self.delimiter = sheet.delimiter
        self.sheet_name = sheet.sheet_name
        self.is_excel = sheet.is_excel
        self.has_damage = sheet.has_damage

    @property
    def first_row(self) -> int:
        """The number of the row of entries: one before the first row of the sheet."""
        return self._sheet.first_row - 1

    @property
    def notes(self) -> Sequence[Note]:
        """The notes of the sheet, and where the entries come from."""
        return [*self._sheet.notes, *self._said]

    @property
    def head(self) -> list[list[str]]:
        """The entries, and the first rows."""
        return [self._entries, *self._sheet.head]

    def content_sha256(self) -> str:
        """The fingerprint of the sheet; the codebook is another file."""
        return self._sheet.content_sha256()

    def body(self, header_rows: int) -> Body:
        """Read the rows below row number ``header_rows`` of the sheet."""
        return self._sheet.body(max(header_rows, self._sheet.first_row))


def entries_above(head: Sequence[Sequence[str]]) -> dict[int, Entry]:
    """Give the entries in the first row of ``head`` by position; none where there is no codebook."""
    said = {position: json.loads(cell) for position, cell in enumerate(head[0]) if cell.startswith(_START)}
    return {
        position: Entry(entry["text"], entry["form"], tuple((code, label) for code, label in entry["answers"]))
        for position, entry in said.items()
    }
