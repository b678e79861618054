"""json-stat 2 (json-stat.org/format): a cube of figures, each cell of it a row.

A row has the code and the label of its category in every dimension, the figure, and the publisher's symbol where there is
none. The role of a dimension stands before its name: ``time:Tid``, ``metric:ContentsCode``, ``geo:Region``.
"""

import hashlib
import json
import math
import re
from dataclasses import dataclass
from typing import Any

import polars as pl

from etl.contract import SOURCE_ROW
from etl.messages import FileRefused, Note, in_both
from etl.readers.json_document import cell_text
from etl.readers.sheet import FAULTS_SCHEMA, Body, Sheet

ROLES = ("time", "metric", "geo")
TITLE, TABLE, UNIT, VALUE, STATUS = (f"json-stat {part}" for part in ("label", "table", "unit", "value", "status"))
LABEL = " label"
"""After the name of a dimension: the column with its labels."""

_MOST_CELLS = 10_000_000
# Statistics Norway numbers its tables with five digits, first in the title.
_TABLE_IN_TITLE = re.compile(r"^(\d{5}):")


@dataclass(frozen=True)
class Dimension:
    """One side of the cube. name has the role in front; codes, labels and units are in the order of the cells."""

    name: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    units: tuple[str | None, ...]


@dataclass(frozen=True)
class Cube:
    """The figures, with what they are about; values and statuses by the number of the cell, from 0."""

    title: str
    table: str | None
    dimensions: tuple[Dimension, ...]
    values: dict[int, str]
    statuses: dict[int, str]

    @property
    def cell_count(self) -> int:
        """How many cells the dimensions span."""
        return math.prod(len(dimension.codes) for dimension in self.dimensions)


def is_json_stat(document: Any) -> bool:  # noqa: ANN401 - anything that JSON can hold
    """Say whether JSON is a json-stat 2 dataset."""
    return isinstance(document, dict) and document.get("class") == "dataset"


def json_stat_sheets(file_name: str, content: bytes, document: Any) -> list[Sheet]:  # noqa: ANN401
    """Give the cube as one sheet; FileRefused when its parts do not fit together."""
    try:
        cube = _cube(document)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as problem:
        raise FileRefused("json_stat_broken", file=file_name) from problem
    found = len(document["value"])
    is_whole = cube.cell_count == found if isinstance(document["value"], list) else cube.cell_count <= _MOST_CELLS
    last = max([*cube.values, *cube.statuses], default=-1)
    if not is_whole or last >= cube.cell_count:
        count = last + 1 if is_whole else found
        raise FileRefused("json_stat_size", file=file_name, found=count, expected=cube.cell_count)
    return [JsonStatSheet(file_name, content, document, cube)]


class JsonStatSheet:
    """A cube as rows. Row n is cell number n, counted from 1 in the order of the file; a cell without anything is blank."""

    first_row = 0
    is_excel = False
    has_damage = False
    encoding: str | None = None
    delimiter: str | None = None
    sheet_name: str | None = None

    def __init__(self, file_name: str, content: bytes, document: dict[str, Any], cube: Cube) -> None:
        """Keep the cube; its rows are made when the body is read."""
        self.file_name = file_name
        self.file_sha256 = hashlib.sha256(content).hexdigest()
        self._document = document
        self._cube = cube
        self.notes: list[Note] = [in_both("note.json_stat_rows", count=cube.cell_count)]

    @property
    def head(self) -> list[list[str]]:
        """The names of the columns, as if they were the header of a table."""
        names = [name for one in self._cube.dimensions for name in (one.name, one.name + LABEL)]
        return [[TITLE, TABLE, *names, UNIT, VALUE, STATUS]]

    def content_sha256(self) -> str:
        """The fingerprint of what the file says, however it is laid out."""
        return hashlib.sha256(json.dumps(self._document, sort_keys=True).encode()).hexdigest()

    def body(self, header_rows: int) -> Body:
        """Give a row for every cell that has a figure or a symbol."""
        cube = self._cube
        filled = sorted(cube.values.keys() | cube.statuses.keys())
        cells = pl.Series(filled, dtype=pl.Int64)
        columns: list[pl.Series] = [_same(cube.title, cells), _same(cube.table, cells)]
        units = _same(None, cells)
        step = cube.cell_count
        for dimension in cube.dimensions:
            step //= len(dimension.codes)
            places = cells // step % len(dimension.codes)
            columns += [_strings(texts).gather(places) for texts in (dimension.codes, dimension.labels)]
            if any(dimension.units):
                units = _strings(dimension.units).gather(places)
        columns += [units, *(_strings([part.get(cell) for cell in filled]) for part in (cube.values, cube.statuses))]
        frame = pl.DataFrame([column.alias(str(place)) for place, column in enumerate(columns)])
        every = pl.int_range(1, cube.cell_count + 1, dtype=pl.Int32, eager=True).alias(SOURCE_ROW)
        rows = (cells + 1).cast(pl.Int32).alias(SOURCE_ROW)
        return Body(
            frame.with_columns(rows), pl.DataFrame(schema=FAULTS_SCHEMA), every.filter(~every.is_in(rows.implode()))
        )


def _strings(texts: tuple[str | None, ...] | list[str | None] | tuple[str, ...]) -> pl.Series:
    return pl.Series(list(texts), dtype=pl.String)


def _same(text: str | None, cells: pl.Series) -> pl.Series:
    return _strings([text]).new_from_index(0, len(cells))


def _cube(document: dict[str, Any]) -> Cube:
    stated_roles = document.get("role") or {}
    roles = {names[0]: role for role in reversed(ROLES) if (names := stated_roles.get(role))}
    title = str(document["label"])
    extension = document.get("extension") or {}
    in_title = _TABLE_IN_TITLE.match(title)
    stated = extension.get("px", {}).get("tableid") or extension.get("id")
    sizes = dict(zip(document["id"], document["size"], strict=True))
    values, statuses = document["value"], document.get("status") or {}
    if isinstance(statuses, str):
        statuses = dict.fromkeys(map(str, range(len(values)) if isinstance(values, list) else values), statuses)
    return Cube(
        title=title,
        table=str(stated) if stated else in_title and in_title[1],
        dimensions=tuple(_dimension(name, roles.get(name), document["dimension"][name], sizes[name]) for name in sizes),
        values=_by_cell(values),
        statuses=_by_cell(statuses),
    )


def _dimension(name: str, role: str | None, stated: dict[str, Any], size: int) -> Dimension:
    category = stated["category"]
    labels = category.get("label", {})
    # The order is a list of codes, a place for each code, or, with one category only, left out.
    order = category.get("index", list(labels))
    codes = list(map(str, order)) if isinstance(order, list) else sorted(order, key=order.__getitem__)
    if len(codes) != size or not size:
        raise ValueError(f"{name} has {len(codes)} categories, not {size}")
    units = category.get("unit", {})
    return Dimension(
        f"{role}:{name}" if role else name,
        tuple(codes),
        tuple(str(labels.get(code, code)) for code in codes),
        tuple(cell_text(units.get(code, {}).get("base")) for code in codes),
    )


def _by_cell(stated: list[object] | dict[str, object]) -> dict[int, str]:
    """Give what is stated of each cell; both ways of writing it leave cells out."""
    pairs = enumerate(stated) if isinstance(stated, list) else ((int(cell), value) for cell, value in stated.items())
    texts = {cell: text for cell, value in pairs if (text := cell_text(value)) is not None}
    if min(texts, default=0) < 0:
        raise ValueError("cells are numbered from 0")
    return texts
