"""The sender's own sheet as it can be given back: the same cells in the same rows and columns, less what is not kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from etl.contract import SOURCE_ROW
from etl.layouts.base import Layout, Match
from etl.parsing import shown
from etl.personal import MASK
from etl.readers import Sheet, open_sheets
from etl.readers.sheet import HEAD_ROWS


@dataclass(frozen=True)
class SenderSheet:
    """A sheet to give back.

    cells: source_row Int32 and String columns "0", "1", …, by row; blank cells are null and rows without cells may be absent.
    first_row: the number of its first row (0 where the names of the cells stand in no row). match: the layout it was read in.
    """

    name: str
    is_excel: bool
    first_row: int
    match: Match
    cells: pl.DataFrame

    @property
    def width(self) -> int:
        """How many columns it has."""
        return self.cells.width - 1

    @property
    def header_rows(self) -> range:
        """The numbers of the header rows."""
        return range(self.match.row, self.match.last_row + 1)

    def places(self) -> Mapping[str, list[int]]:
        """Where each header stands; a header written twice has two places."""
        row = self.cells.filter(pl.col(SOURCE_ROW) == self.match.row).drop(SOURCE_ROW).row(0)
        places: dict[str, list[int]] = {}
        for place, cell in enumerate(row):
            if cell:
                places.setdefault(" ".join(cell.split()), []).append(place)
        return places

    @property
    def has_masks(self) -> bool:
        """Whether something is hidden."""
        return bool(self.cells.select(pl.any_horizontal((pl.exclude(SOURCE_ROW) == MASK).any())).item())


def read_sheet(path: Path, name: str | None, layout: Layout, last_header_row: int) -> SenderSheet:
    """Read the sheet ``name`` of a file once more, with every row it has; a row of the wrong width is its raw text."""
    sheet = next(one for one in open_sheets(path) if one.sheet_name == name)
    body = sheet.body(last_header_row)
    is_error = pl.col("rule") == "excel_error"
    # Such a row cannot be hidden cell by cell.
    raw = pl.lit(MASK) if layout.withheld else pl.col("value")
    torn = body.faults.filter(~is_error).select(SOURCE_ROW, raw.alias("0"))
    rows = body.cells
    for (place,), errors in body.faults.filter(is_error).group_by("column"):
        # The cell itself is null where a formula went wrong.
        said = rows[SOURCE_ROW].replace_strict(errors[SOURCE_ROW], errors["value"], default=None)
        rows = rows.with_columns(pl.coalesce(said, str(place)).alias(str(place)))
    cells = pl.concat([_head(sheet, last_header_row), rows, torn], how="diagonal")
    return _laid_out(cells, name or path.stem, layout, last_header_row, is_excel=sheet.is_excel)


def kept_sheet(kept: pl.DataFrame, name: str, layout: Layout, last_header_row: int, *, is_excel: bool) -> SenderSheet:
    """Lay out the cells that were kept of a file (source_row and "0", "1", …), where not all of it may be."""
    return _laid_out(kept, name, layout, last_header_row, is_excel=is_excel)


def delivered_sheet(
    original: Path, file_sha256: str, name: str | None, layout: Layout, last_header_row: int, *, is_excel: bool
) -> SenderSheet:
    """Lay out what a delivery kept: the file as it came, told by its hash, or the cells that may be kept of it, as CSV."""
    if hashlib.sha256(original.read_bytes()).hexdigest() == file_sha256:
        return read_sheet(original, name, layout, last_header_row)
    cells = pl.read_csv(original, separator=";", has_header=False, infer_schema=False)
    cells = cells.rename({column: str(place) for place, column in enumerate(cells.columns)})
    first_row = min(last_header_row, 1)
    numbered = cells.with_row_index(SOURCE_ROW, offset=first_row).with_columns(pl.col(SOURCE_ROW).cast(pl.Int32))
    return kept_sheet(numbered, name or original.stem, layout, last_header_row, is_excel=is_excel)


def _head(sheet: Sheet, last_header_row: int) -> pl.DataFrame:
    rows = sheet.head[: last_header_row - sheet.first_row + 1]
    width = max(map(len, rows))
    padded = [[number, *row, *[None] * (width - len(row))] for number, row in enumerate(rows, start=sheet.first_row)]
    schema = {SOURCE_ROW: pl.Int32, **{str(place): pl.String for place in range(width)}}
    return pl.DataFrame(padded, schema=schema, orient="row")


def _laid_out(cells: pl.DataFrame, name: str, layout: Layout, last_header_row: int, *, is_excel: bool) -> SenderSheet:
    places = sorted((column for column in cells.columns if column != SOURCE_ROW), key=int)
    cells = cells.select(SOURCE_ROW, *places).sort(SOURCE_ROW)
    head = cells.filter(pl.col(SOURCE_ROW) <= last_header_row).head(HEAD_ROWS)
    first_row = int(head[SOURCE_ROW][0])
    rows = [[(cell or "").strip() for cell in row] for row in head.drop(SOURCE_ROW).iter_rows()]
    match = layout.match(rows, first_row)
    header = rows[match.row - first_row]
    names = {place: field for field, place in match.positions.items()}
    is_data = pl.col(SOURCE_ROW) > last_header_row
    withheld = [
        place
        for place in places
        if names.get(int(place)) in layout.withheld or " ".join(header[int(place)].split()) in layout.withheld
    ]
    texts = [pl.when(pl.col(place) != "").then(shown(pl.col(place))).alias(place) for place in places]
    hidden = [
        pl.when(is_data & pl.col(place).is_not_null()).then(pl.lit(MASK)).otherwise(pl.col(place)).alias(place)
        for place in withheld
    ]
    return SenderSheet(name, is_excel, first_row, match, cells.with_columns(texts).with_columns(hidden))
