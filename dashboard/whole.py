"""A relation held whole: its rows lie together by what they are most often asked for by, so that few are looked through."""

import datetime as dt
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

Value = str | int | float | bool | dt.date | None
Filter = Value | tuple[Value, ...]
Equal = tuple[tuple[str, Filter], ...]

KEYS = (("region_level", "region_code"), ("project_code",), ("wave_code",), ("municipality_code",), ("series_code",))
"""What rows are asked for by; a relation lies in the order of the first of these that it has."""

FEW = 256
"""Among so many rows it is faster to look than to ask polars, which hands each question to a thread of its own."""

_PLACE_MB = 0.0003
"""What a key with its place takes: two tuples, and the values they hold."""


@dataclass(frozen=True)
class Whole:
    """``rows`` in the order of ``key``; ``places`` says where the rows of each key begin, and how many they are."""

    rows: pl.DataFrame
    key: tuple[str, ...]
    places: Mapping[tuple[object, ...], tuple[int, int]]
    kinds: Mapping[str, type | None]

    @classmethod
    def of(cls, rows: pl.DataFrame, keys: Sequence[tuple[str, ...]] = KEYS) -> "Whole":
        """Put rows in the order of the first of the keys that they have as text; rows of one key keep theirs."""
        kinds = {column: _kind(dtype) for column, dtype in rows.schema.items()}
        key = next((key for key in keys if all(kinds.get(column) is str for column in key)), ())
        if not key:
            return cls(rows, (), {}, kinds)
        ordered = rows.sort(key, maintain_order=True)
        places: dict[tuple[object, ...], tuple[int, int]] = {}
        begin = 0
        for *values, count in ordered.group_by(key, maintain_order=True).len().iter_rows():
            places[tuple(values)] = (begin, count)
            begin += count
        return cls(ordered, key, places, kinds)

    @property
    def megabytes(self) -> float:
        """Say how much memory it takes."""
        return self.rows.estimated_size("mb") + len(self.places) * _PLACE_MB

    def fits(self, equal: Equal) -> bool:
        """Say whether the values are of the columns' own types; if not, DuckDB knows how to compare them."""
        return all(
            type(one) is self.kinds.get(column, object)
            for column, value in equal
            for one in (value if isinstance(value, tuple) else (value,))
            if one is not None
        )

    def where(self, equal: Equal) -> pl.DataFrame:
        """Give the rows whose columns equal the values; a tuple means one of them, None that nothing is there."""
        asked = dict(equal)
        rows = self.rows
        if self.key and all(isinstance(asked.get(column), str) for column in self.key):
            begin, count = self.places.get(tuple(asked.pop(column) for column in self.key), (0, 0))
            rows = rows.slice(begin, count)
        return picked(rows, **asked)


def picked(rows: pl.DataFrame, /, **asked: Filter) -> pl.DataFrame:
    """Give the rows whose columns equal the values; a tuple means one of them, None that nothing is there."""
    if not asked or rows.is_empty():
        return rows
    if rows.height > FEW:
        return rows.filter(
            pl.col(column).is_null()
            if value is None
            else pl.col(column).is_in([one for one in value if one is not None])
            if isinstance(value, tuple)
            else pl.col(column) == value
            for column, value in asked.items()
        )
    places = list(range(rows.height))
    for column, value in asked.items():
        values = rows[column].to_list()
        wanted = {one for one in value if one is not None} if isinstance(value, tuple) else {value}
        places = [place for place in places if values[place] in wanted]
    return at(rows, places)


def having(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Give the rows that have a value in a column."""
    if not rows[column].null_count():
        return rows
    return at(rows, [place for place, value in enumerate(rows[column].to_list()) if value is not None])


def at(rows: pl.DataFrame, places: Sequence[int]) -> pl.DataFrame:
    """Give the rows at places that rise: those that lie together, as they mostly do, are a slice, which costs nothing."""
    if not places:
        return rows.clear()
    count = places[-1] - places[0] + 1
    return rows.slice(places[0], count) if count == len(places) else rows[list(places)]


def in_order(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Sort rows as DuckDB does, what is missing last; those that are in order already as they are."""
    if rows.height <= FEW:
        keys = list(zip(*([(value is None, value) for value in rows[column].to_list()] for column in by), strict=True))
        if all(map(operator.le, keys, keys[1:])):
            return rows
    return rows.sort(by, nulls_last=True, maintain_order=True)


def _kind(dtype: pl.DataType) -> type | None:
    return str if dtype == pl.String else bool if dtype == pl.Boolean else int if dtype.is_integer() else None
