"""Authoring a chart once for all the words and all the numbers of rows it is given: these are put in afterwards.

Building a chart in Altair takes a hundred times as long as putting words in, and a page with another area, year or project has
other words.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from dashboard.charts.prepared import prepared
from dashboard.charts.theme import Author, Spec, cached

_FIRST, _LAST = "\ue000", "\ue001"
"""Around the number of a word that is to be put in: signs of the private use area, which no text has."""

Rows = int | tuple[str, ...] | None
"""How many rows a chart has, or their names; None where it has no rows."""

_FEW, _MORE = 2, 3
"""The numbers of rows that a chart is authored with; a chart of one row or none is authored as it is."""


def worded(*parameters: str, rows: str = "", lists: tuple[str, ...] = ()) -> Callable[[Author], Author]:
    """Author a chart once for each pattern of its arguments, whatever the words in ``parameters`` say.

    The words, text or (nested) tuples of texts, must be used as they are: as titles, as names in a scale, as text to draw; not
    inside an expression, and not by their length. An empty text stays empty. ``rows``: the argument that is the number of rows,
    or the tuple of their names; from two rows on, nothing but the height may change with it, as much for each row. ``lists``:
    tuples of numbers that stand whole, as lists, where they are used. Each finished specification is kept, as by
    ``theme.cached``.
    """

    def kept(author: Author) -> Author:
        signature = inspect.signature(author)
        pattern = prepared(author)

        @wraps(author)
        def finished(*arguments: object, **named: object) -> Spec:
            given = signature.bind(*arguments, **named).arguments
            words: dict[str, Any] = {}
            for name in parameters:
                given[name] = _held(given[name], words)
            for name in lists:
                words[place := _place(len(words))] = list(given[name])
                given[name] = (place,)
            names = cast(Rows, given.get(rows))
            count = len(names) if isinstance(names, tuple) else names
            if count is None or count < _FEW:
                if isinstance(names, tuple):
                    given[rows] = _held(names, words)
                return cast(Spec, _put(pattern(**given), words, names))
            few, more = (pattern(**some) for some in _with_rows(given, rows, names))
            spec = cast(Spec, _put(few, words, names))
            return {**spec, "height": few["height"] + (count - _FEW) * (more["height"] - few["height"])}

        return cached(finished)

    return kept


def _with_rows(given: dict[str, Any], rows: str, names: Rows) -> list[dict[str, Any]]:
    """Give the arguments for few rows and for one more."""
    return [{**given, rows: _row_places(count) if isinstance(names, tuple) else count} for count in (_FEW, _MORE)]


def _place(name: object) -> str:
    return f"{_FIRST}{name}{_LAST}"


def _row_places(count: int) -> tuple[str, ...]:
    return tuple(_place(f"row {place}") for place in range(count))


_FEW_ROWS = list(_row_places(_FEW))


def _held(value: object, words: dict[str, Any]) -> object:
    """Put a place in for each text, and remember which."""
    if isinstance(value, tuple):
        return tuple(_held(one, words) for one in value)
    if isinstance(value, str) and value:
        words[place := _place(len(words))] = value
        return place
    return value


def _put(part: object, words: dict[str, Any], names: Rows) -> object:
    """Put the words and lists in their places; a part without any is shared with the pattern."""
    if isinstance(part, str):
        return words.get(part, part)
    if isinstance(part, dict):
        new = {key: _put(value, words, names) for key, value in part.items()}
        return new if any(new[key] is not part[key] for key in part) else part
    if isinstance(part, list):
        if part == _FEW_ROWS and isinstance(names, tuple):
            return list(names)
        if len(part) == 1 and isinstance(part[0], str) and isinstance(words.get(part[0]), list):
            return words[part[0]]
        listed = [_put(value, words, names) for value in part]
        return listed if any(a is not b for a, b in zip(listed, part, strict=True)) else part
    return part
