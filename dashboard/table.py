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

FLAG = "value_flag"
"""The column that says why a figure of its row is missing, by Statistics Norway's symbols."""

_YES_NO: dict[Language, tuple[str, str]] = {"nb": ("nei", "ja"), "en": ("no", "yes")}


def _letters(text: str) -> float:
    """The length of a text in small letters; a capital takes a third more room."""
    return len(text) + sum(map(str.isupper, text)) / 3


@dataclass(frozen=True)
class Table:
    """Rows with the columns to show, in order; ``labels`` gives the heading of each column."""

    rows: pl.DataFrame
    columns: tuple[str, ...]
    labels: dict[str, str]
    language: Language
    _texts: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def kind(self, column: str) -> Kind:
        """Say what a column holds, from its type and the ending that the house gives to units."""
        return kind(column, self.rows.schema[column])

    def heading(self, column: str) -> str:
        """Give the heading of a column; a column that the dictionary lacks raises KeyError."""
        return self.labels[column]

    def texts(self, column: str) -> list[str]:
        """Give every value of a column as it is read on screen; ``..`` for a missing figure, nothing for missing text."""
        if column not in self._texts:
            self._texts[column] = self._written(column)
        return self._texts[column]

    @cached_property
    def fingerprint(self) -> int:
        """What is shown as one number: two tables with the same one look the same."""
        shown = self.rows.select(*self.columns, *({FLAG} & set(self.rows.columns) - set(self.columns)))
        told = tuple((self.heading(column), column, str(self.rows.schema[column])) for column in self.columns)
        return hash((shown.hash_rows().to_numpy().tobytes(), told, self.language))

    def width(self, column: str) -> int:
        """Give a width in pixels that holds the heading and all but the longest cells, within reason."""
        lengths = sorted(map(_letters, self.texts(column)))
        longest = max(_letters(self.heading(column)), lengths[int(len(lengths) * 0.95)] if lengths else 0)
        return min(int(longest * 7.4) + 24, 420)

    @property
    def screen(self) -> Any:  # noqa: ANN401 pandas has no types
        """The table as Streamlit shows it with Norwegian numbers and sorts it by value.

        Streamlit's own number formats are English or follow the browser, so the texts go along as a pandas Styler's display
        values. The Styler is handed finished texts: its own formatting costs 75 ms for 357 rows. It is large, and not kept.
        """
        return _styled(self)

    def _written(self, column: str) -> list[str]:
        texts = written(self.rows[column], self.kind(column), self.language)
        if self.kind(column) == "text":
            return [code_label(column, text, self.language) for text in texts]
        if self.kind(column) in NUMERIC and FLAG in self.rows.columns:
            # What is hidden or cannot occur is not just missing.
            flags = self.rows[FLAG]
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
    """Write values of one kind as text, e.g. ``1 234 kr``; ``..`` for a missing figure."""
    write: dict[Kind, Callable[[Any], str]] = {
        "text": lambda value: "" if value is None else str(value),
        "count": lambda value: number(value, 0, language),
        "decimal": lambda value: number(value, 1, language),
        "nok": lambda value: kroner(value, language),
        "share": lambda value: percent(value, 1, language),
        "year": lambda value: "" if value is None else str(value),
        "date": lambda value: "" if value is None else date(value, language),
        "moment": lambda value: "" if value is None else moment(local(value), language),
        "yes_no": lambda value: "" if value is None else _YES_NO[language][value],
    }
    return [write[what](value) for value in values]


def local(value: dt.datetime) -> dt.datetime:
    """Give a point in time in the clock of the place the dashboard is served from."""
    return value.astimezone() if value.tzinfo else value


def _styled(table: Table) -> Any:  # noqa: ANN401 pandas has no types
    from pandas.io.formats.style import Styler  # type: ignore[import-untyped]

    headings = {column: table.heading(column) for column in table.columns}
    texts = pl.DataFrame(
        {headings[column]: table.texts(column) for column in table.columns},
        schema=dict.fromkeys(headings.values(), pl.String),
    )
    values = pl.DataFrame(
        table.rows[column].alias(headings[column]) if table.kind(column) in NUMERIC else texts[headings[column]]
        for column in table.columns
    )
    data, written_out = values.to_pandas(), texts.to_pandas()
    styler = Styler(data)
    styler._compute = lambda: styler
    styler._translate = lambda *_, **__: {}
    # Streamlit makes the display values of the values as text, and puts the Styler's in one by one. Here they are finished.
    data.astype = lambda *_: written_out
    return styler


__all__ = ["MARKS", "MISSING", "NUMERIC", "Kind", "Table", "code_label", "kind", "local", "written"]
