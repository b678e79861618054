"""How much memory an .xlsx would take, found out before it is opened: a small file can hold a workbook that fills the machine.

Two things do: a part that unpacks to gigabytes, and one stray cell in the far corner of a sheet. calamine makes room for every
cell between the first and the last, and when there is no room the whole program is stopped, not just the file.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from etl.messages import FileRefused

MOST_BYTES = 600_000_000
"""The most a workbook may take unpacked; a sheet of a million rows and sixteen columns takes about as much."""
MOST_CELLS = 25_000_000
"""The most cells between the first and the last of a sheet, empty ones too; each takes 32 bytes."""
_MOST_PARTS = 10_000

_HEAD_BYTES = 4_096
_PIECE_BYTES = 1_000_000
_SHEET = re.compile(r"worksheets/[^/]+\.xml$", re.IGNORECASE)
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\b[^>]*\bref="([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?"')
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')


def refuse_what_fills_the_memory(file_name: str, content: bytes) -> None:
    """FileRefused when the workbook is too large unpacked, or a sheet reaches too far. zipfile unpacks no more than it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
                raise FileRefused("workbook_too_large", file=file_name, megabytes=MOST_BYTES // 1_000_000)
            for part in parts:
                if _SHEET.search(part.filename):
                    _refuse_far_cells(file_name, package, part)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as problem:
        raise FileRefused("not_excel", file=file_name) from problem


def _refuse_far_cells(file_name: str, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Trust what a sheet says of its size when that is small; else look at every cell that has something in it."""
    with package.open(part) as sheet:
        said = _DIMENSION.search(sheet.read(_HEAD_BYTES))
    if said and _area({said[1], said[3] or said[1]}, {int(said[2]), int(said[4] or said[2])}) <= MOST_CELLS:
        return
    columns: set[bytes] = set()
    rows: set[int] = set()
    with package.open(part) as sheet:
        for piece in _pieces(sheet):
            filled = _FILLED_CELL.findall(piece)
            columns.update(column for column, _ in filled)
            rows.update(int(row) for _, row in filled)
    if _area(columns, rows) > MOST_CELLS:
        last = max(columns, key=_position).decode()
        raise FileRefused("far_cell", file=file_name, column=last, row=max(rows))


def _area(columns: set[bytes], rows: set[int]) -> int:
    """The cells from the first to the last column and row."""
    if not columns:
        return 0
    places = [_position(column) for column in columns]
    return (max(places) - min(places) + 1) * (max(rows) - min(rows) + 1)


def _position(column: bytes) -> int:
    """The number of a column: A is 1, Z 26, AA 27."""
    number = 0
    for letter in column:
        number = 26 * number + letter - ord("A") + 1
    return number


def _pieces(sheet: IO[bytes]) -> Iterator[bytes]:
    """Give the part a piece at a time, each ending where a tag ends."""
    rest = b""
    while read := sheet.read(_PIECE_BYTES):
        whole, end, rest = (rest + read).rpartition(b">")
        yield whole + end
