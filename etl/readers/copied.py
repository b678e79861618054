"""Tables pasted from a web page or a PDF, where only the shape says what is a cell. Two shapes are known, both told strictly.

One value per line: a line «Tabell 16: …», a line for each year, perhaps a caption with periods («2016-2020») under it, and then
each group as its name and its figures. Codes and figures on a line: «0101 Halden 40 8,3», with blanks between, under a line of
headers that no blank can part. Everything else is left to the reader of delimited text.
"""

import re
from dataclasses import dataclass, field

import polars as pl

from etl.contract import SOURCE_ROW
from etl.messages import Note
from etl.readers.sheet import FAULTS_SCHEMA, HEAD_ROWS, Body
from etl.readers.text import TextSheet

GROUP = "Gruppe"
"""What the column of groups is called; in the pasted table it has no header."""

_MOST_BYTES = 500_000
_TITLE = re.compile(r"(?:tabell|table)\s+[\w.]+\s*[:.]\s*\S", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_PERIOD = re.compile(r"(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d")
_FIGURE = r"(?:[-–\u2212]?\d+(?:[.,]\d+)?|\.{1,3}|:|[-–])"
_FIGURE_LINE = re.compile(rf"(?:{_FIGURE}|[-–\u2212]?\d{{1,3}}(?:[ \u00a0\u2009]\d{{3}})+(?:,\d+)?)(?:\s*%)?")
_FOOTNOTE = re.compile(r"(?:kilder?|source|note|merknad|fotnote)\b|\*|[0-9¹²³][)]|[¹²³]", re.IGNORECASE)
_CODED_LINE = re.compile(rf"(?P<code>\d{{4}})\s+(?P<name>\D+?)\s+(?P<figures>{_FIGURE}(?:\s+{_FIGURE})+)")
_FEWEST_YEARS = _FEWEST_CODED = 2  # less is no table


@dataclass
class CopiedSheet:
    """A pasted table. Row n is line n of the text; a group over several lines has the number of its first."""

    source: TextSheet
    first_row: int
    head: list[list[str]]
    width: int
    rows: dict[int, list[str]] = field(default_factory=dict)
    faulty: list[tuple[int, str, int]] = field(default_factory=list)
    """Lines that do not fit the header: line number, text, number of cells."""
    blank: list[int] = field(default_factory=list)

    notes: tuple[Note, ...] = ()
    is_excel = False
    delimiter: str | None = None
    sheet_name: str | None = None

    def __post_init__(self) -> None:
        """Take from the text what does not depend on the shape."""
        self.file_name = self.source.file_name
        self.file_sha256 = self.source.file_sha256
        self.encoding = self.source.encoding
        self.has_damage = self.source.has_damage

    def content_sha256(self) -> str:
        """The fingerprint of the text."""
        return self.source.content_sha256()

    def body(self, header_rows: int) -> Body:
        """Give the rows of the table; what stands alone under it is a row with one cell."""
        padded = [
            [cell or None for cell in (*cells, *[""] * (self.width - len(cells)))] for cells in self.rows.values()
        ]
        cells = pl.DataFrame(padded, schema={str(place): pl.String for place in range(self.width)}, orient="row")
        faults = [(row, "width", None, text, found, self.width) for row, text, found in self.faulty]
        return Body(
            cells.with_columns(pl.Series(SOURCE_ROW, list(self.rows), pl.Int32)),
            pl.DataFrame(faults, schema=FAULTS_SCHEMA, orient="row"),
            pl.Series(SOURCE_ROW, self.blank, pl.Int32),
        )


def copied_table(sheet: TextSheet) -> CopiedSheet | None:
    """Give the text as a pasted table; None when it is in neither of the shapes."""
    if sheet.byte_count > _MOST_BYTES:
        return None
    lines = [" ".join(line.split()) for line in sheet.lines()]
    return _one_value_per_line(sheet, lines) or _codes_and_figures(sheet, lines)


def _one_value_per_line(sheet: TextSheet, lines: list[str]) -> CopiedSheet | None:
    filled = [(row, line) for row, line in enumerate(lines, start=1) if line]
    if not _TITLE.match(filled[0][1]):
        return None
    place = 1
    years = _run(filled, place, _YEAR)
    place += len(years)
    if len(years) < _FEWEST_YEARS:
        return None
    caption = filled[place][1] if place < len(filled) else ""
    periods = _run(filled, place + 1, _PERIOD)
    if periods:
        place += 1 + len(periods)
    headers = [GROUP, *years, *(f"{caption} {period}" for period in periods)]
    last_header = filled[place - 1][0]
    table = CopiedSheet(sheet, last_header - 1, [[filled[0][1]], headers], len(headers))
    while place < len(filled):
        row, name = filled[place]
        figures = _run(filled, place + 1, _FIGURE_LINE)
        place += 1 + len(figures)
        if _FIGURE_LINE.fullmatch(name):
            return None
        if len(figures) == len(headers) - 1 or (not figures and _FOOTNOTE.match(name)):
            # «Endring i %» over «17,2 %» says the same thing twice.
            table.rows[row] = [name, *(_once(header, cell) for header, cell in zip(headers[1:], figures, strict=False))]
        else:
            table.faulty.append((row, "; ".join([name, *figures]), 1 + len(figures)))
    return table if table.rows else None


def _once(header: str, cell: str) -> str:
    return cell.removesuffix("%").rstrip() if "%" in header else cell


def _run(filled: list[tuple[int, str]], start: int, shape: re.Pattern[str]) -> list[str]:
    """Give the lines from ``start`` on that have the shape, up to the first that has not."""
    found: list[str] = []
    for _, line in filled[start:]:
        if not shape.fullmatch(line):
            break
        found.append(line)
    return found


def _codes_and_figures(sheet: TextSheet, lines: list[str]) -> CopiedSheet | None:
    if not any(_CODED_LINE.fullmatch(line) for line in lines[:HEAD_ROWS]):
        return None
    coded = {row: found for row, line in enumerate(lines, start=1) if (found := _CODED_LINE.fullmatch(line))}
    first, last = min(coded), max(coded)
    header_row = max((row for row in range(1, first) if lines[row - 1]), default=0)
    between = [line for line in lines[first - 1 : last] if line]
    if len(coded) < _FEWEST_CODED or not header_row or 2 * len(coded) < len(between):
        return None
    cells = {row: [found["code"], found["name"], *found["figures"].split()] for row, found in coded.items()}
    width = max(map(len, cells.values()), key=[len(one) for one in cells.values()].count)
    head = [[line] for line in lines[: header_row - 1]]
    head.append([lines[header_row - 1], *[""] * (width - 1)])
    table = CopiedSheet(sheet, 1, head, width)
    for row, line in enumerate(lines[header_row:], start=header_row + 1):
        if not line:
            table.blank.append(row)
        elif row in cells and len(cells[row]) == width:
            table.rows[row] = cells[row]
        elif row > last:
            table.rows[row] = [line]
        else:
            table.faulty.append((row, line, len(cells.get(row, [line]))))
    return table
