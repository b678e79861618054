"""The receipt as a workbook: a summary, the sender's own sheet with its faults marked, all faults, and unknown names."""

from pathlib import Path
from typing import Any

import polars as pl

from etl.contract import SOURCE_ROW
from etl.messages import WORDS
from etl.receipts.groups import GROUPS
from etl.receipts.looks import OF_LEVEL, Looks
from etl.receipts.marks import NOTED_CELLS, Marks, marks_of
from etl.receipts.names import names_header
from etl.receipts.own import write_own
from etl.receipts.receipt import Receipt
from etl.receipts.summary import Summary, bare_messages
from etl.workbooks import (
    LAST_ROW,
    LONGEST_TEXT,
    Column,
    NewWorkbook,
    all_fitting,
    new_workbook,
    row_height,
    set_page,
    sheet_name,
    write_lines,
)
from warehouse.codes import code_lists
from warehouse.words import Language

_SUMMARY_WIDTH, _MESSAGE_WIDTH = 78, 90
_LONGEST_VALUE = 60


def own_sheet_name(receipt: Receipt, language: Language) -> str | None:
    """What the sender's sheet is called in the workbook: its own name where Excel takes it and no sheet of ours has it."""
    if receipt.sheet is None:
        return None
    taken = {WORDS(f"receipt.sheet.{name}", language).casefold() for name in ("summary", "findings", "names")}
    return sheet_name(receipt.sheet.name, taken)


def write_workbook(receipt: Receipt, words: Summary, path: Path) -> None:
    """Write the workbook of ``receipt`` in the language of ``words`` to ``path``."""
    own_name = own_sheet_name(receipt, words.language)
    marks = None if receipt.sheet is None else marks_of(receipt, receipt.sheet, words.language)
    with new_workbook(path) as new:
        looks = Looks.of(new.book)
        summary = new.book.add_worksheet(words.say("sheet.summary"))
        if receipt.sheet is not None and marks is not None:
            write_own(new, own_name or "", receipt.sheet, marks, words, looks)
        if not receipt.findings.is_empty():
            _write_findings(new, receipt, words, looks)
        if not receipt.names.is_empty():
            _write_names(new.book.add_worksheet(words.say("sheet.names")), receipt, words, looks)
        _write_summary(summary, words, _limits(receipt, marks, words), looks)


def _limits(receipt: Receipt, marks: Marks | None, words: Summary) -> list[str]:
    """What the workbook leaves out, in words."""
    sheet = receipt.sheet
    if sheet is None or marks is None:
        return [words.say("limit.not_kept")]
    said = []
    if marks.notes_left_out:
        said.append(words.say("limit.comments", count=words.number(NOTED_CELLS), column=words.say("column.in_row")))
    if sheet.cells[SOURCE_ROW][-1] - sheet.first_row >= LAST_ROW:
        said.append(words.say("limit.rows", count=words.number(LAST_ROW)))
    if (more := receipt.findings.height - (LAST_ROW - 1)) > 0:
        said.append(words.say("limit.findings", count=words.number(LAST_ROW), more=words.number(more)))
    if sheet.cells.select(pl.max_horizontal(pl.exclude(SOURCE_ROW).str.len_chars().max())).item() > LONGEST_TEXT:
        said.append(words.say("limit.cells"))
    return said


def _write_summary(sheet: Any, words: Summary, limits: list[str], looks: Looks) -> None:  # noqa: ANN401
    sheet.hide_gridlines(2)
    set_page(sheet)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, _SUMMARY_WIDTH)
    sheet.set_column(2, 3, 10)
    sheet.write_string(0, 0, words.title, looks.title)
    sheet.write_string(1, 0, words.verdict, looks.bold)
    row = 3
    for name, fact in words.facts:
        sheet.set_row(row, row_height(fact, _SUMMARY_WIDTH))
        sheet.write_string(row, 0, name, looks.bold)
        sheet.write_string(row, 1, fact, looks.wrapped)
        row += 1
    row = write_lines(sheet, row + 1, [[words.say("heading.rows"), words.counted]], looks.head)
    for name, count in words.counts:
        sheet.write_string(row, 0, name, looks.bold)
        sheet.write_number(row, 1, count, looks.count)
        row += 1
    if words.groups:
        header = [words.say(name) for name in ("heading.groups", "column.meaning", "column.findings", "column.rows")]
        row = write_lines(sheet, row + 1, [header], looks.head)
        for group in words.groups:
            sheet.set_row(row, row_height(group.meaning, _SUMMARY_WIDTH))
            sheet.write_string(row, 0, group.name, looks.bold)
            sheet.write_string(row, 1, group.meaning, looks.wrapped)
            sheet.write_number(row, 2, group.findings, looks.count)
            sheet.write_number(row, 3, group.rows, looks.count)
            row += 1
    row = write_lines(sheet, row + 1, [[words.say("heading.marks"), None]], looks.head)
    for level, number in OF_LEVEL.items():
        sheet.write_string(row, 0, words.say(f"level.{level}"), looks.palette[number])
        sheet.write_string(row, 1, words.say(f"mark.{level}"), looks.wrapped)
        row += 1
    for heading, lines in (("heading.steps", (*words.steps, *limits)), ("heading.notes", words.notes)):
        if lines:
            row = write_lines(sheet, row + 1, [[words.say(heading), None]], looks.head)
            for number, line in enumerate(lines, start=1):
                sheet.set_row(row, row_height(line, _SUMMARY_WIDTH))
                sheet.write_string(row, 0, f"{number}.", looks.wrapped)
                sheet.write_string(row, 1, line, looks.wrapped)
                row += 1


def _write_findings(new: NewWorkbook, receipt: Receipt, words: Summary, looks: Looks) -> None:
    sheet = new.book.add_worksheet(words.say("sheet.findings"))
    names = ("row", "header", "value", "level", "group", "message")
    set_page(sheet, is_wide=True)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for place, size in enumerate((8, 24, 30, 8, 24, _MESSAGE_WIDTH)):
        sheet.set_column(place, place, size)
    listed = receipt.findings.head(LAST_ROW - 1)
    sheet.autofilter(0, 0, listed.height, len(names) - 1)
    value = pl.col("value")
    is_long = value.str.len_chars() > _LONGEST_VALUE
    texts = listed.select(
        pl.col(SOURCE_ROW).cast(pl.String).alias("row"),
        "header",
        pl.when(is_long).then(value.str.head(_LONGEST_VALUE - 1) + "…").otherwise(value).alias("value"),
        pl.col("level").replace({level: words.say(f"level.{level}") for level in ("error", "warning", "hint")}),
        pl.col("group").replace({group: words.say(f"group.{group}") for group in GROUPS}),
        bare_messages(listed, words.language).alias("message"),
    )
    header = pl.DataFrame({name: [words.say(f"column.{name}")] for name in names})
    texts = pl.concat([header, texts])
    rows = pl.int_range(texts.height, dtype=pl.Int32, eager=True)
    look = pl.select(pl.when(pl.lit(rows) == 0).then(0).otherwise(1)).to_series()
    columns = [
        Column(all_fitting(texts[name]), is_figure=(rows > 0) if name == "row" else None, looks=look) for name in names
    ]
    heights = pl.Series([row_height(message, _MESSAGE_WIDTH) for message in texts["message"]])
    new.pour(sheet, rows, columns, (looks.head, looks.wrapped), heights)


def _write_names(sheet: Any, receipt: Receipt, words: Summary, looks: Looks) -> None:  # noqa: ANN401
    """Write unknown names in the template of the source ``alias``, so that the sheet can be loaded when it is right."""
    set_page(sheet)
    for place, size in enumerate((18, 40, 18, 48, 14)):
        sheet.set_column(place, place, size)
    sheet.freeze_panes(1, 0)
    header = [*names_header(), words.say("column.nearest"), words.say("column.count")]
    write_lines(sheet, 0, [header], looks.head)
    domains = {code: entry.label_nb for code, entry in code_lists()["alias_domain"].items()}
    rows = receipt.names.select(pl.col("domain").replace(domains), "written_name", "code", "nearest", "count")
    write_lines(sheet, 1, rows.rows())
