"""Delimited text: which encoding, which delimiter, and every row's width checked before it becomes a frame.

polars fills short rows without a word, so rows that do not have the header's number of cells are taken out beforehand. Nothing
here loops over rows in Python unless the file has quotes or faults.
"""

import codecs
import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import polars as pl

from etl.contract import SOURCE_ROW
from etl.messages import FileRefused, Note
from etl.readers.sheet import DAMAGED_FIRST, DAMAGED_LAST, FAULTS_SCHEMA, HEAD_ROWS, Body

DELIMITERS = (";", "\t", "|", ",")

_HEAD_BYTES = 262_144
_EVIDENCE_BYTES = 50_000
_LONGEST_RECORD = 1_000  # physical lines; an opening quote that is not closed within them is a stray one
_NARROW = 3  # two lines of prose may well have this many delimiters less one
NO_TABLES = {b"\x89PNG": "image", b"\xff\xd8\xff": "image", b"GIF8": "image", b"%PDF": "pdf"}
"""How files begin that hold no table, whatever their names say, and which refusal says so."""

_FOREIGN = {b"PK\x03\x04": "zip_as_text", b"\xd0\xcf\x11\xe0": "excel_as_text", **NO_TABLES}
_PIECE_BYTES = 500_000
_HAS_DAMAGE = re.compile(f"[{chr(DAMAGED_FIRST)}-{chr(DAMAGED_LAST)}]")
_C1_BYTES = bytes(range(0x80, 0xA0))
_NOT_C1_BYTES = bytes(set(range(256)) - set(_C1_BYTES))


def _mark_damage(problem: UnicodeError) -> tuple[str, int]:
    """Keep an undecodable byte as a private-use character, so that its cell can be named instead of the file refused."""
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    return "".join(chr(DAMAGED_FIRST + byte) for byte in problem.object[problem.start : problem.end]), problem.end


codecs.register_error("etl.mark_damage", _mark_damage)


def text_sheet(file_name: str, content: bytes) -> "TextSheet":
    """Decode ``content`` and find its delimiter; FileRefused when it is not text."""
    for signature, key in _FOREIGN.items():
        if content.startswith(signature):
            raise FileRefused(key, file=file_name)
    text, encoding, has_damage = _as_utf8(file_name, content)
    if not text or text.isspace():
        raise FileRefused("empty", file=file_name)
    return TextSheet(file_name, hashlib.sha256(content).hexdigest(), text, encoding, has_damage=has_damage)


def _as_utf8(file_name: str, content: bytes) -> tuple[bytes, str, bool]:
    """Give the text as UTF-8 with line feeds only and none at the end, its first encoding, and whether bytes were damaged."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", "etl.mark_damage")
        return _joined(_lines(text.encode())), "UTF-16", _HAS_DAMAGE.search(text) is not None
    if b"\x00" in content:
        raise FileRefused("null_bytes", file=file_name)
    has_mark = content.startswith(codecs.BOM_UTF8)
    plain = content[len(codecs.BOM_UTF8) :] if has_mark else content
    name = "UTF-8 (BOM)" if has_mark else "UTF-8"
    try:
        return _joined(_strict_utf8(piece) for piece in _lines(plain)), name, False
    except UnicodeDecodeError as problem:
        if has_mark or _is_mostly_utf8(plain, plain.find(problem.object[problem.start : problem.start + 40])):
            return _joined(_damaged_utf8(piece) for piece in _lines(plain)), name, True
    damaged: list[bool] = []
    return _joined(_from_cp1252(piece, damaged) for piece in _lines(plain)), "Windows-1252", bool(damaged)


def _lines(content: bytes) -> Iterator[bytes]:
    """Give a few hundred kilobytes of whole lines at a time, with line feeds only: that stays in the processor's cache."""
    start = 0
    while start < len(content):
        end = content.find(b"\n", start + _PIECE_BYTES) + 1 or len(content)
        piece = content[start:end]
        start = end
        if b"\r" in piece:
            # Twice as fast as replace() where every line has it.
            piece = b"\n".join(piece.split(b"\r\n"))
            if b"\r" in piece:
                piece = piece.replace(b"\r", b"\n")
        yield piece


def _joined(pieces: Iterable[bytes]) -> bytes:
    kept = list(pieces)
    while kept:
        if last := kept.pop().rstrip(b"\n"):
            return b"".join([*kept, last])
    return b""


def _is_mostly_utf8(content: bytes, first_invalid: int) -> bool:
    """Say whether a file that is not valid UTF-8 is UTF-8 with a few damaged bytes, and not another encoding."""
    sample = content[max(0, first_invalid - _EVIDENCE_BYTES) : first_invalid + _EVIDENCE_BYTES]
    runs = len(re.findall(rb"[\x80-\xff]+", sample))
    valid = len(re.findall(rb"[\xc3-\xf4][\x80-\xbf]+", sample))
    return 2 * valid > runs


def _strict_utf8(piece: bytes) -> bytes:
    piece.decode("utf-8")
    return piece


def _damaged_utf8(piece: bytes) -> bytes:
    return piece.decode("utf-8", "etl.mark_damage").encode()


def _from_cp1252(piece: bytes, damaged: list[bool]) -> bytes:
    """Decode; ``damaged`` gets an entry when the piece has bytes that Windows-1252 does not define."""
    # Without bytes 0x80–0x9F the two encodings are the same, and latin-1 is many times faster. Those bytes and a few others
    # begin with C2 in UTF-8.
    encoded = piece.decode("latin-1").encode()
    if b"\xc2" not in encoded or not piece.translate(None, _NOT_C1_BYTES):
        return encoded
    text = piece.decode("cp1252", "etl.mark_damage")
    if _HAS_DAMAGE.search(text):
        damaged.append(True)
    return text.encode()


class TextSheet:
    """A delimited text file. ``delimiter`` is sniffed from the first rows; a file with one column gets ``;``."""

    first_row = 1
    notes: tuple[Note, ...] = ()
    is_excel = False
    sheet_name: str | None = None

    def __init__(self, file_name: str, file_sha256: str, text: bytes, encoding: str, *, has_damage: bool) -> None:
        """Keep ``text`` (UTF-8, line feeds only) and read its first rows."""
        self.file_name = file_name
        self.file_sha256 = file_sha256
        self.encoding: str | None = encoding
        self._text = text
        self.has_damage = has_damage
        start = text[:_HEAD_BYTES].decode("utf-8", "ignore")
        if len(text) > _HEAD_BYTES:
            start = start[: start.rfind("\n")]
        readings = {delimiter: _records(start, delimiter) for delimiter in DELIMITERS}
        best = max(DELIMITERS, key=lambda delimiter: _regularity([cells for cells, _ in readings[delimiter]]))
        self.delimiter: str | None = best
        self._delimiter = best
        self._head = [[cell.strip() for cell in cells] for cells, _ in readings[best]]
        self._line_after = [line for _, line in readings[best]]

    @property
    def head(self) -> list[list[str]]:
        """The first rows, blank cells as ''."""
        return self._head

    @property
    def byte_count(self) -> int:
        """How long the text is as UTF-8."""
        return len(self._text)

    def lines(self) -> list[str]:
        """The physical lines, for a reader that does not look for delimiters."""
        return self._text.decode().split("\n")

    def content_sha256(self) -> str:
        """The fingerprint of the text as UTF-8 with line feeds."""
        return hashlib.sha256(self._text).hexdigest()

    def body(self, header_rows: int) -> Body:
        """Read the rows below the header, each as wide as row number ``header_rows``."""
        width = len(self.head[header_rows - 1])
        line_count = self._line_after[header_rows - 1]
        start = self._start_of_line(line_count)
        if start is None:
            return _body(_frame(b"", width, self._delimiter), range(0), [], [])
        has_quotes = self._text.find(b'"', start) >= 0
        if not has_quotes:
            try:
                cells = _frame(self._text, width, self._delimiter, skip_lines=line_count)
            except pl.exceptions.PolarsError:
                cells = pl.DataFrame()  # a row is too long
            # As many delimiters as full rows have, and no row too long: then none is too short, and none is blank.
            if width > 1 and self._text.count(self._delimiter.encode(), start) == (width - 1) * cells.height:
                return _body(cells, range(header_rows + 1, header_rows + 1 + cells.height), [], [])
        lines = self._text[start:].decode().split("\n")
        records = (
            _quoted_records(lines, self._delimiter, width)
            if has_quotes
            else ((line, line.count(self._delimiter) + 1, None) for line in lines)
        )
        return self._checked_body(records, header_rows, width, quoted=has_quotes)

    def _checked_body(
        self, records: Iterator[tuple[str, int, str | None]], header_rows: int, width: int, *, quoted: bool
    ) -> Body:
        good: list[str] = []
        good_rows: list[int] = []
        blank_rows: list[int] = []
        faults: list[tuple[int, str, None, str, int | None, int | None]] = []
        for row, (record, found, fault) in enumerate(records, start=header_rows + 1):
            if fault is not None:
                faults.append((row, fault, None, record, None, None))
            elif not record.strip() and width > 1:
                blank_rows.append(row)
            elif found != width:
                faults.append((row, "width", None, record, found, width))
            else:
                good.append(record)
                good_rows.append(row)
        cells = _frame("\n".join(good).encode(), width, self._delimiter, quoted=quoted)
        return _body(cells, good_rows, faults, blank_rows)

    def _start_of_line(self, line_count: int) -> int | None:
        """Where the line after the first ``line_count`` begins; None when there is none."""
        position = 0
        for _ in range(line_count):
            position = self._text.find(b"\n", position) + 1
            if position == 0:
                return None
        return position


def _records(text: str, delimiter: str) -> list[tuple[list[str], int]]:
    """Give the first records and the number of the physical line each ends on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records: list[tuple[list[str], int]] = []
    try:
        for cells in reader:
            records.append((cells, reader.line_num))
            if len(records) == HEAD_ROWS:
                break
    except csv.Error:
        return records
    return records


def _regularity(records: list[list[str]]) -> float:
    """Say how well a delimiter fits: the commonest width above one, times the share of rows that have it.

    A row where it leaves a cell with half a pair of quotes does not have it: it cuts a quoted cell in two.
    """
    widths = Counter(1 if any(cell.count('"') % 2 for cell in cells) else len(cells) for cells in records if cells)
    commonest, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(0, 0))
    return commonest * count / max(1, widths.total()) if commonest > 1 else 0


def _frame(text: bytes, width: int, delimiter: str, *, quoted: bool = False, skip_lines: int = 0) -> pl.DataFrame:
    schema = {str(position): pl.String for position in range(width)}
    if not text:
        return pl.DataFrame(schema=schema)
    cells = pl.read_csv(
        text,
        separator=delimiter,
        schema=schema,
        has_header=False,
        quote_char='"' if quoted else None,
        skip_lines=skip_lines,
    )
    # An empty cell is null, but "" is not: to a person they are the same.
    return cells.with_columns(pl.when(pl.all() != "").then(pl.all()).name.keep()) if quoted else cells


def _body(
    cells: pl.DataFrame,
    rows: range | list[int],
    faults: list[tuple[int, str, None, str, int | None, int | None]],
    blank_rows: list[int],
) -> Body:
    numbers = (
        pl.int_range(rows.start, rows.stop, dtype=pl.Int32, eager=True)
        if isinstance(rows, range)
        else pl.Series(rows, dtype=pl.Int32)
    )
    if cells.height != len(numbers):
        raise AssertionError(f"{len(numbers)} rows were sent to polars, {cells.height} came back")
    return Body(
        cells.with_columns(numbers.alias(SOURCE_ROW)),
        pl.DataFrame(faults, schema=FAULTS_SCHEMA, orient="row"),
        pl.Series(SOURCE_ROW, blank_rows, pl.Int32),
    )


def _quoted_records(lines: list[str], delimiter: str, width: int) -> Iterator[tuple[str, int, str | None]]:
    """Give each record as (text, number of cells, fault), where a quoted cell may hold line feeds and delimiters.

    A quote is only special at the start of a cell. A quote that is never closed costs its own line and not the rest of the
    file. So does one that is closed by another stray quote: then the width no longer fits, or whole rows stand in the cell.
    """
    mark = re.escape(delimiter)
    quoted, loose = r'"(?:[^"]|"")*+"', rf'(?!")[^{mark}\n]*+'
    lenient = re.compile(rf"(?:{quoted}|{loose})(?:{mark}(?:{quoted}|{loose}))*+")
    unclosed = re.compile(rf'(?:(?:{quoted}|{loose}){mark})*+"(?:[^"]|"")*+')
    position = 0
    while position < len(lines):
        record = lines[position]
        position += 1
        if found := _regular_width(record, delimiter):
            yield record, found, None
            continue
        end = position
        while unclosed.fullmatch(record) and end < len(lines) and end - position < _LONGEST_RECORD:
            # Only a line with a quote can close the cell.
            start = end
            while end < len(lines) - 1 and '"' not in lines[end]:
                end += 1
            end += 1
            record = "\n".join([record, *lines[start:end]])
        if lenient.fullmatch(record):
            cells = next(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter))
            if end == position or (len(cells) == width and not any(_is_torn(cell, delimiter, width) for cell in cells)):
                regular = _regular_width(record, delimiter) == len(cells)
                yield record if regular else _requoted(cells, delimiter), len(cells), None
                position = end
                continue
        yield lines[position - 1], 0, "quotes"


def _regular_width(record: str, delimiter: str) -> int:
    """Count the cells of a record whose quotes all begin or end a cell, or are doubled inside one; 0 for other records."""
    pieces = record.split('"')
    # Every other piece is outside quotes; between two pieces inside, an empty one is a doubled quote.
    outside = pieces[::2]
    if len(pieces) == 1:
        return record.count(delimiter) + 1
    is_regular = (
        len(pieces) % 2 == 1
        and (not outside[0] or outside[0][-1] == delimiter)
        and (not outside[-1] or outside[-1][0] == delimiter)
        and all(not piece or (piece[0] == delimiter and piece[-1] == delimiter) for piece in outside[1:-1])
    )
    return "".join(outside).count(delimiter) + 1 if is_regular else 0


def _is_torn(cell: str, delimiter: str, width: int) -> bool:
    """Say whether a cell with line feeds is the end of one row, whole rows, and the beginning of another."""
    counts = [line.count(delimiter) for line in cell.split("\n")]
    if width <= _NARROW or len(counts) == 1:
        return False
    return counts[0] + counts[-1] == width - 1 and all(count == width - 1 for count in counts[1:-1])


def _requoted(cells: list[str], delimiter: str) -> str:
    """Write a record so that every parser reads it alike; polars is not told about quotes in the middle of a cell."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="").writerow(cells)
    return buffer.getvalue()
