"""Excel workbooks through fastexcel (calamine), which opens files that openpyxl cannot."""

import hashlib
import re
from functools import cached_property

import fastexcel
import polars as pl

from etl.contract import SOURCE_ROW
from etl.messages import FileRefused, Note
from etl.readers.excel_size import refuse_what_fills_the_memory
from etl.readers.sheet import FAULTS_SCHEMA, HEAD_ROWS, Body, Sheet
from etl.readers.text import NO_TABLES

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How calamine names an error cell, and how Excel shows it.
_ERRORS = {
    "NA": "#N/A",
    "Div0": "#DIV/0!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}


def excel_sheets(file_name: str, content: bytes) -> list[Sheet]:
    """Give every sheet that has cells; FileRefused when the file is not a workbook, is locked or is empty."""
    if not content.startswith((_ZIP, _OLE)):
        foreign = next((key for signature, key in NO_TABLES.items() if content.startswith(signature)), "not_excel")
        raise FileRefused(foreign, file=file_name)
    # An encrypted .xlsx is an OLE container with these two streams (MS-OFFCRYPTO 2.3.1).
    if content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        raise FileRefused("password", file=file_name)
    if content.startswith(_ZIP):
        refuse_what_fills_the_memory(file_name, content)
    try:
        workbook = fastexcel.read_excel(content)
    except fastexcel.FastExcelError as problem:
        is_locked = "password" in str(problem).lower() or "encrypt" in str(problem).lower()
        raise FileRefused("password" if is_locked else "not_excel", file=file_name) from problem
    file_sha256 = hashlib.sha256(content).hexdigest()
    sheets: list[Sheet] = []
    for name in workbook.sheet_names:
        try:
            loaded = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        except fastexcel.FastExcelError:
            continue  # a chart sheet has no cells
        if loaded.height and loaded.width:
            sheets.append(ExcelSheet(file_name, name, file_sha256, loaded))
    if not sheets:
        raise FileRefused("empty", file=file_name)
    return sheets


class ExcelSheet:
    """One sheet as text: dates ISO, numbers with a decimal point and no superfluous zeros, as calamine writes them."""

    first_row = 1
    notes: tuple[Note, ...] = ()
    is_excel = True
    has_damage = False
    encoding: str | None = None
    delimiter: str | None = None

    def __init__(self, file_name: str, sheet_name: str, file_sha256: str, loaded: fastexcel.ExcelSheet) -> None:
        """Keep ``loaded``; its cells become a frame when they are first needed."""
        self.file_name = file_name
        self.sheet_name: str | None = sheet_name
        self.file_sha256 = file_sha256
        self._loaded = loaded

    @cached_property
    def _cells(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """All rows from row 1 and column A, and the error cells (row, column, value)."""
        batch, problems = self._loaded.to_arrow_with_errors()
        cells = pl.DataFrame(batch)
        first_column = self._loaded.selected_columns[0].absolute_index
        cells = cells.rename({name: str(first_column + position) for position, name in enumerate(cells.columns)})
        before = [pl.lit(None, pl.String).alias(str(position)) for position in range(first_column)]
        errors = [
            (problem.position[0] + 1, first_column + problem.position[1], _error_name(problem.detail))
            for problem in (problems.errors if problems else [])
        ]
        schema = {SOURCE_ROW: pl.Int32, "column": pl.Int32, "value": pl.String}
        # A formula that gives "" looks like an empty cell to a person.
        cells = cells.select(*before, pl.when(pl.all() != "").then(pl.all()).name.keep())
        return cells, pl.DataFrame(errors, schema=schema, orient="row")

    @cached_property
    def head(self) -> list[list[str]]:
        """The first rows, blank cells as ''."""
        cells, _ = self._cells
        return [["" if cell is None else cell.strip() for cell in row] for row in cells.head(HEAD_ROWS).iter_rows()]

    def content_sha256(self) -> str:
        """The fingerprint of the cells."""
        cells, _ = self._cells
        return hashlib.sha256(cells.write_csv(include_header=False).encode()).hexdigest()

    def body(self, header_rows: int) -> Body:
        """Read the rows below the header; a filled cell to the right of the last header is a row of the wrong width."""
        cells, errors = self._cells
        width = max(position for position, cell in enumerate(self.head[header_rows - 1]) if cell) + 1
        numbered = cells.with_row_index(SOURCE_ROW, offset=1).with_columns(pl.col(SOURCE_ROW).cast(pl.Int32))
        rows = numbered.slice(header_rows)
        inside = [str(position) for position in range(width)]
        outside = [str(position) for position in range(width, cells.width)]
        faults = [
            errors.filter((pl.col(SOURCE_ROW) > header_rows) & (pl.col("column") < width)).select(
                SOURCE_ROW,
                pl.lit("excel_error").alias("rule"),
                "column",
                "value",
                pl.lit(None, pl.Int32).alias("found"),
                pl.lit(None, pl.Int32).alias("expected"),
            )
        ]
        if outside:
            is_filled = [pl.when(pl.col(name).str.strip_chars() != "").then(int(name) + 1) for name in outside]
            too_wide = rows.with_columns(pl.max_horizontal(is_filled).cast(pl.Int32).alias("found")).filter(
                pl.col("found").is_not_null()
            )
            faults.append(
                too_wide.select(
                    SOURCE_ROW,
                    pl.lit("width").alias("rule"),
                    pl.lit(None, pl.Int32).alias("column"),
                    pl.concat_str(pl.col(inside + outside).fill_null(""), separator=";").alias("value"),
                    "found",
                    pl.lit(width, pl.Int32).alias("expected"),
                )
            )
            rows = rows.filter(~pl.col(SOURCE_ROW).is_in(too_wide[SOURCE_ROW].implode()))
        return Body(
            rows.select(*inside, SOURCE_ROW),
            pl.concat(faults).match_to_schema(FAULTS_SCHEMA, integer_cast="upcast"),
            pl.Series(SOURCE_ROW, [], pl.Int32),
        )


def _error_name(detail: str) -> str:
    found = re.search(r"Error\((\w+)\)", detail)
    return _ERRORS.get(found[1], f"#{found[1]}") if found else "#?"
