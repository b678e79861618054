"""A table as people read it: Norwegian (or English) numbers on screen, still sortable, and the same rows in downloads."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import polars as pl

from dashboard.words import words
from warehouse.codes import code_lists
from warehouse.dictionary import dictionary
from warehouse.words import MISSING, Language, date, kroner, moment, number, percent

Kind = Literal["text", "count", "decimal", "nok", "share", "year", "date", "moment", "yes_no"]

NUMERIC: frozenset[Kind] = frozenset({"count", "decimal", "nok", "share"})
MARKS = (MISSING, *code_lists()["value_flag"])
"""What stands where a figure is missing."""

SHORT = 40
"""A table of at most so many rows has columns that hold all their cells, unless one is wider than this:"""

WIDEST = 620

FLAG = "value_flag"
"""The column that says why a figure of its row is missing, by Statistics Norway's symbols."""

_YES_NO: dict[Language, tuple[str, str]] = {"nb": ("nei", "ja"), "en": ("no", "yes")}


def _letters(text: str) -> float:
    """The length of a text in small letters; a capital takes a third more room."""
    return len(text) if text == text.lower() else len(text) + sum(map(str.isupper, text)) / 3


@dataclass(frozen=True)
class Table:
    """Rows with the columns to show, in order; ``labels`` gives the heading of each column."""

    rows: pl.DataFrame
    columns: tuple[str, ...]
    labels: dict[str, str]
    language: Language
    _texts: dict[str, list[str]] = field(default_factory=dict, repr=False)
    _kinds: dict[str, Kind] = field(default_factory=dict, repr=False)

    def kind(self, column: str) -> Kind:
        """Say what a column holds, from its type and the ending that the house gives to units."""
        if column not in self._kinds:
            self._kinds[column] = kind(column, self.rows[column].dtype)
        return self._kinds[column]

    def heading(self, column: str) -> str:
        """Give the heading of a column; a column that the dictionary lacks raises KeyError."""
        return self.labels[column]

    def texts(self, column: str) -> list[str]:
        """Give every value of a column as it is read on screen; ``..`` for a missing figure or day, nothing for a text."""
        if column not in self._texts:
            self._texts[column] = self._written(column)
        return self._texts[column]

    def width(self, column: str) -> int:
        """Give a width in pixels that holds the heading and all cells of a short table, most of those of a long one."""
        lengths = sorted(map(_letters, self.texts(column)))
        held = len(lengths) - 1 if len(lengths) <= SHORT else int(len(lengths) * 0.95)
        longest = max(_letters(self.heading(column)), lengths[held] if lengths else 0)
        return min(int(longest * 7.4) + 24, WIDEST)

    @cached_property
    def on_screen(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Give what is sorted by and what is read, both by heading: numbers and other texts, and every cell as text.

        Without numbers both are the same frame.
        """
        read = pl.DataFrame([pl.Series(self.heading(column), self.texts(column), pl.String) for column in self.columns])
        numbers = [column for column in self.columns if self.kind(column) in NUMERIC]
        if not numbers:
            return read, read
        sorted_by = read.clone()
        for column in numbers:
            place = self.columns.index(column)
            sorted_by.replace_column(place, self.rows[column].alias(self.heading(column)))
        return sorted_by, read

    def _written(self, column: str) -> list[str]:
        texts = written(self.rows[column], self.kind(column), self.language)
        if self.kind(column) == "text":
            return [code_label(column, text, self.language) for text in texts]
        if self.kind(column) in NUMERIC and FLAG in self.rows.columns:
            # What is hidden or cannot occur is not just missing.
            flags = self.rows[FLAG].to_list()
            return [flag if text == MISSING and flag else text for text, flag in zip(texts, flags, strict=True)]
        return texts


def code_label(column: str, code: str, language: Language) -> str:
    """Give what people call a code of ``column``: by its code list, or by words.toml; any other text as it is."""
    entry = dictionary().get(column)
    if entry and entry.codes and code in (codes := code_lists()[entry.codes]):
        return codes[code].label(language)
    key = f"value.{column}.{code}"
    return words(key, language) if key in words else code


def kind(column: str, dtype: pl.DataType) -> Kind:
    """Say what values a column holds: its type decides, and for numbers the ending of its name."""
    if dtype == pl.Boolean:
        return "yes_no"
    if dtype == pl.Date:
        return "date"
    if isinstance(dtype, pl.Datetime):
        return "moment"
    if not dtype.is_numeric():
        return "text"
    if column == "year" or column.endswith("_year"):
        return "year"
    if column.endswith("_nok"):
        return "nok"
    entry = dictionary().get(column)
    if column.endswith("_share") or (entry and entry.unit == "share"):
        return "share"
    is_whole = dtype.is_integer() or (entry is not None and entry.unit in ("count", "person", "days"))
    return "count" if is_whole else "decimal"


def written(values: pl.Series, what: Kind, language: Language) -> list[str]:
    """Write values of one kind as text, e.g. ``1 234 kr``; ``..`` for what is missing, but nothing for a missing text."""
    write: dict[Kind, Callable[[Any], str]] = {
        "text": lambda value: "" if value is None else str(value),
        "count": lambda value: number(value, 0, language),
        "decimal": lambda value: number(value, 1, language),
        "nok": lambda value: kroner(value, language),
        "share": lambda value: percent(value, 1, language),
        "year": lambda value: MISSING if value is None else str(value),
        "date": lambda value: MISSING if value is None else date(value, language),
        "moment": lambda value: MISSING if value is None else moment(local(value), language),
        "yes_no": lambda value: MISSING if value is None else _YES_NO[language][value],
    }
    return list(map(write[what], values.to_list()))


def local(value: dt.datetime) -> dt.datetime:
    """Give a point in time in the clock of the place the dashboard is served from."""
    return value.astimezone() if value.tzinfo else value


__all__ = ["MARKS", "MISSING", "NUMERIC", "Kind", "Table", "code_label", "kind", "local", "written"]
