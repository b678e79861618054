"""What every workbook we write shares: text stays text, names and lengths that Excel takes, and a fast way for many rows."""

import io
import re
import zipfile
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The rows and columns of a sheet (Microsoft, «Excel specifications and limits»)."""

LONGEST_TEXT = 32_767
"""The UTF-16 units a cell or a note can hold (the same page); a longer text would be left out in silence."""

HEAD_COLOUR = "#E7EEF3"
_LINE_POINTS = 15
_A4 = 9
_LONGEST_NAME = 31
_SLICE_ROWS = 50_000
_MANY_CELLS = 10_000_000
# What XML cannot hold as it is, and «_x0041_», which Excel reads as a character (ECMA-376 part 1, 22.9.2.19 ST_Xstring).
_CONTROLS = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_TO_ESCAPE = rf"[&<>\r]|{_CONTROLS}|_x[0-9A-Fa-f]{{4}}_"


@dataclass(frozen=True)
class Column:
    """A column of many cells.

    texts: String, null for no text. is_figure: where the text is a number written as XML Schema writes it, None for nowhere.
    looks: the place in the palette of each cell's format, null for none; None for no format at all.
    """

    texts: pl.Series
    is_figure: pl.Series | None = None
    looks: pl.Series | None = None


@dataclass(frozen=True)
class _Poured:
    rows: pl.Series
    columns: Sequence[Column]
    palette: Sequence[Any]
    heights: pl.Series | None


@dataclass
class NewWorkbook:
    """A workbook being written; ``book`` is xlsxwriter's."""

    book: Any
    _poured: dict[int, _Poured] = field(default_factory=dict)

    def pour(
        self,
        sheet: Any,  # noqa: ANN401 (xlsxwriter has no types)
        rows: pl.Series,
        columns: Sequence[Column],
        palette: Sequence[Any],
        heights: pl.Series | None = None,
    ) -> None:
        """Give ``sheet`` all of its cells at once, about ten times as fast as one by one.

        rows: 0-based and rising. palette: the formats that columns use, at least one. heights: points, one per row.
        Nothing else may be written in cells of the sheet; notes, widths and validation may.
        """
        # These cells are poured over; they make the sheet as large as it is, and the formats known to the workbook.
        sheet.write_blank(int(rows[-1]), len(columns) - 1, None, palette[0])
        for place, look in enumerate(palette):
            sheet.write_blank(int(rows[0]), place, None, look)
        self._poured[sheet.index] = _Poured(rows, columns, palette, heights)


@contextmanager
def new_workbook(path: Path) -> Iterator[NewWorkbook]:
    """Give a workbook that is written to ``path`` when all went well.

    Text is written as text: what begins with ``=`` is no formula, and an address is no link.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        new = NewWorkbook(book)
        yield new
    poured = {f"xl/worksheets/sheet{index + 1}.xml": cells for index, cells in new._poured.items()}
    if poured:
        buffer = _with_cells(buffer, poured)
    path.write_bytes(buffer.getbuffer())


def sheet_name(wanted: str, taken: Container[str] = ()) -> str:
    """Make ``wanted`` a name that Excel takes, and that is not among ``taken`` (small letters)."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]+", " ", wanted).strip(" '")[:_LONGEST_NAME].strip(" '")
    name, number = plain or "1", 1
    # «History» is Excel's own.
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        ending = f" {number}"
        name = plain[: _LONGEST_NAME - len(ending)] + ending
    return name


def fitting(text: str) -> str:
    """Cut a text that is longer than a cell can hold, with «…» at the end."""
    # No character takes more than two units.
    if 2 * len(text) <= LONGEST_TEXT or len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT:
        return text
    return text[: LONGEST_TEXT // 2 - 1] + "…"


def all_fitting(texts: pl.Series) -> pl.Series:
    """Cut the texts of a column as ``fitting`` does."""
    if not (texts.str.len_chars() > LONGEST_TEXT // 2).any():
        return texts
    return pl.Series(texts.name, [text if text is None else fitting(text) for text in texts], pl.String)


def set_page(sheet: Any, *, is_wide: bool = False) -> None:  # noqa: ANN401 (xlsxwriter has no types)
    """Print on A4, as wide as the paper."""
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    if is_wide:
        sheet.set_landscape()


def row_height(text: str, width: int) -> float:
    """The points a row needs for ``text``, wrapped in a column of ``width`` characters; not every program finds that itself."""
    # The width of a column is counted in zeros, and most letters are narrower.
    return float(_LINE_POINTS * sum(1 + len(line) // int(1.1 * width) for line in text.split("\n")))


def write_lines(sheet: Any, first_row: int, rows: Sequence[Sequence[object]], look: Any = None) -> int:  # noqa: ANN401 (xlsxwriter has no types)
    """Write rows of texts and numbers from ``first_row`` (0-based) on, blanks left out; give the row after the last."""
    for row, cells in enumerate(rows, start=first_row):
        for column, cell in enumerate(cells):
            if isinstance(cell, int | float):
                sheet.write_number(row, column, cell, look)
            elif cell is not None:
                sheet.write_string(row, column, fitting(str(cell)), look)
    return first_row + len(rows)


# Many cells at once: the sheet's XML made by columns (ECMA-376 part 1, 18.3.1.4 c and 18.3.1.73 row)


def _with_cells(finished: io.BytesIO, poured: dict[str, _Poured]) -> io.BytesIO:
    """Copy a finished workbook, with the cells of some sheets put in."""
    filled = io.BytesIO()
    with zipfile.ZipFile(finished) as old, zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as new:
        for entry in old.infolist():
            cells = poured.get(entry.filename)
            if cells is None:
                new.writestr(entry, old.read(entry), compresslevel=3)
                continue
            before, after = re.split(rb"<sheetData/>|<sheetData>.*</sheetData>", old.read(entry), flags=re.DOTALL)
            is_large = cells.rows.len() * len(cells.columns) > _MANY_CELLS
            with new.open(entry.filename, "w", force_zip64=is_large) as target:
                target.write(before + b"<sheetData>")
                for first in range(0, cells.rows.len(), _SLICE_ROWS):
                    target.write(_rows_xml(cells, first).encode())
                target.write(b"</sheetData>" + after)
    return filled


def _rows_xml(poured: _Poured, first: int) -> str:
    """The XML of up to ``_SLICE_ROWS`` rows from place ``first`` on."""
    styles = [look.xf_index for look in poured.palette]
    frame = pl.DataFrame({"row": poured.rows.slice(first, _SLICE_ROWS).cast(pl.Int64) + 1})
    cells = [
        _cell_xml(column, xl_col_to_name(place), styles, slice(first, first + _SLICE_ROWS))
        for place, column in enumerate(poured.columns)
    ]
    attributes = pl.lit("")
    if poured.heights is not None:
        heights = pl.lit(poured.heights.slice(first, _SLICE_ROWS))
        attributes = pl.format(' ht="{}" customHeight="1"', heights)
    row = pl.concat_str(
        pl.format('<row r="{}"', "row"), attributes, pl.lit(">"), *cells, pl.lit("</row>"), ignore_nulls=True
    )
    return "".join(frame.select(row).to_series())


def _cell_xml(column: Column, letters: str, styles: Sequence[int], part: slice) -> pl.Expr:
    """Write each cell as a number, as text, or blank with a format; null where there is nothing."""
    texts = _escaped(column.texts[part])
    looks = None if column.looks is None else column.looks[part]
    style: pl.Expr = pl.lit("")
    if looks is not None and looks.is_not_null().any():
        numbers = looks.replace_strict(
            range(len(styles)), [f' s="{index}"' for index in styles], return_dtype=pl.String
        )
        style = pl.lit(numbers.fill_null(""))
    start = pl.concat_str(pl.lit(f'<c r="{letters}'), pl.col("row").cast(pl.String), pl.lit('"'), style)
    text = pl.lit(texts)
    is_padded = text.str.contains(r"^\s|\s$")
    space = pl.when(is_padded).then(pl.lit(' xml:space="preserve"')).otherwise(pl.lit(""))
    as_text = pl.concat_str(start, pl.lit(' t="inlineStr"><is><t'), space, pl.lit(">"), text, pl.lit("</t></is></c>"))
    cell = as_text
    if column.is_figure is not None:
        is_figure = pl.lit(column.is_figure[part]).fill_null(False)
        cell = (
            pl.when(is_figure).then(pl.concat_str(start, pl.lit("><v>"), text, pl.lit("</v></c>"))).otherwise(as_text)
        )
    return pl.when(text.is_not_null()).then(cell).when(style != "").then(pl.concat_str(start, pl.lit("/>")))


def _escaped(texts: pl.Series) -> pl.Series:
    if not texts.str.contains(_TO_ESCAPE).any():
        return texts
    escaped = texts.str.replace_all("_(x[0-9A-Fa-f]{4}_)", "_x005F_${1}").str.replace_all(_CONTROLS, "\ufffd")
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        escaped = escaped.str.replace_all(character, entity, literal=True)
    return escaped
