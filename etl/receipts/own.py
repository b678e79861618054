"""The sender's own sheet in the workbook: cell for cell, with the faults marked, noted, and told beside each row."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from etl.contract import SOURCE_ROW, Kind
from etl.receipts.looks import FIGURE, HEAD, OF_LEVEL, Looks
from etl.receipts.marks import Marks
from etl.receipts.sheet import SenderSheet
from etl.receipts.summary import Summary
from etl.workbooks import LAST_COLUMN, LAST_ROW, Column, NewWorkbook, all_fitting, fitting, set_page

_FIGURES: tuple[Kind, ...] = ("integer", "amount", "number")
_WIDEST, _NARROWEST = 45, 9
_NOTE_WIDTH, _NOTE_HEIGHT, _NOTE_LINE = 340, 400, 17  # pixels
_NOTE_LETTERS = 42


def write_own(new: NewWorkbook, name: str, own: SenderSheet, marks: Marks, words: Summary, looks: Looks) -> None:
    """Add the sheet ``name`` with the sender's cells where they stood; to the right of them, what each row is told."""
    sheet = new.book.add_worksheet(name)
    width = min(own.width, LAST_COLUMN - 1)
    told = pl.DataFrame(
        {SOURCE_ROW: marks.rows.keys(), "told": marks.rows.values()}, {SOURCE_ROW: pl.Int32, "told": pl.String}
    )
    cells = own.cells.join(told, on=SOURCE_ROW, how="left", maintain_order="left")
    cells = cells.filter(pl.col(SOURCE_ROW) < own.first_row + LAST_ROW)
    head, rows = own.header_rows, cells[SOURCE_ROW]
    last_row = int(rows[-1]) - own.first_row
    set_page(sheet, is_wide=True)
    sheet.repeat_rows(0, head[-1] - own.first_row)
    sheet.freeze_panes(head[-1] - own.first_row + 1, 0)
    sheet.autofilter(head[-1] - own.first_row, 0, last_row, width)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 1}"})
    _set_widths(sheet, own, width)
    is_head = rows.is_in(list(head))
    columns = [_column(cells, own, place, is_head, marks.cells.get(place, {})) for place in range(width)]
    beside = pl.when(pl.lit(is_head)).then(pl.lit(words.say("column.in_row"))).otherwise("told")
    row_looks = _looks_of(rows, is_head, None, marks.row_levels)
    columns.append(Column(all_fitting(cells.select(beside).to_series()), looks=row_looks))
    new.pour(sheet, rows - own.first_row, columns, looks.palette)
    for (number, place), text in marks.notes.items():
        lines = 3 + len(text) // _NOTE_LETTERS + text.count("\n")
        size = {"width": _NOTE_WIDTH, "height": min(_NOTE_LINE * lines, _NOTE_HEIGHT)}
        sheet.write_comment(number - own.first_row, min(place, width), fitting(text), size)


def _column(cells: pl.DataFrame, own: SenderSheet, place: int, is_head: pl.Series, levels: Mapping[int, str]) -> Column:
    """Give a column of the sender's; its cells are numbers only where reading them back gives the same text."""
    texts = all_fitting(cells[str(place)])
    positions = own.match.positions
    kinds = {positions[one.name]: one.cell.kind for one in own.match.layout.fields if one.name in positions}
    has_figures = kinds.get(place) in _FIGURES
    # Some figures of a text file stay text; all of them stand to the right.
    looks = _looks_of(cells[SOURCE_ROW], is_head, FIGURE if has_figures else None, levels)
    if not has_figures:
        return Column(texts, looks=looks)
    # A workbook has numbers of its own; in a text file a point may part thousands, so only whole numbers are certain.
    plain = r"^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$" if own.is_excel else r"^-?(?:0|[1-9]\d{0,14})$"
    figures = pl.select(pl.when(texts.str.contains(plain)).then(texts)).to_series().cast(pl.Float64, strict=False)
    is_same = figures.cast(pl.String).str.strip_suffix(".0") == texts
    return Column(texts, is_figure=is_same & ~is_head, looks=looks)


def _looks_of(rows: pl.Series, is_head: pl.Series, usual: int | None, levels: Mapping[int, str]) -> pl.Series:
    """The place in the palette of each cell's format, null for none."""
    look = pl.when(pl.lit(is_head)).then(pl.lit(HEAD, pl.Int32)).otherwise(pl.lit(usual, pl.Int32))
    for level, number in OF_LEVEL.items():
        if marked := [row for row, of_row in levels.items() if of_row == level]:
            look = pl.when(pl.lit(rows.is_in(marked))).then(pl.lit(number, pl.Int32)).otherwise(look)
    return rows.to_frame().select(look.alias("look")).to_series()


def _set_widths(sheet: Any, own: SenderSheet, width: int) -> None:  # noqa: ANN401 (xlsxwriter has no types)
    is_head = pl.col(SOURCE_ROW).is_in(list(own.header_rows))
    lengths = pl.exclude(SOURCE_ROW).str.len_chars()
    heads = own.cells.filter(is_head).select(lengths.max()).row(0)
    usual = own.cells.filter(pl.col(SOURCE_ROW) > own.match.last_row).head(500).select(lengths.quantile(0.95)).row(0)
    for place, (head, cell) in enumerate(zip(heads[:width], usual, strict=False)):
        # Bold letters and the button of the filter take room beside a header.
        wanted = max(1.2 * (head or 0) + 4, (cell or 0) + 2, _NARROWEST)
        sheet.set_column(place, place, min(wanted, _WIDEST))
    sheet.set_column(width, width, _WIDEST)
