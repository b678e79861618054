"""Authoring a chart once for all the words it can be given: the words are put in afterwards, which costs a thousandth."""

import inspect
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, cast

from dashboard.charts.theme import Author, Spec, cached

_FIRST, _LAST = "\ue000", "\ue001"
"""Around the number of a word that is to be put in: signs of the private use area, which no text has."""


def worded(*parameters: str) -> Callable[[Author], Author]:
    """Author a chart once for each pattern of its arguments, whatever the words in ``parameters`` say.

    The words, text or (nested) tuples of texts, must be used as they are: as titles, as names in a scale, as text to draw; not
    inside an expression, and not by their length. An empty text stays empty, and equal texts stay equal. Each finished
    specification is kept, as by ``theme.cached``.
    """

    def kept(author: Author) -> Author:
        signature = inspect.signature(author)
        pattern = lru_cache(maxsize=512)(author)

        @wraps(author)
        def finished(*arguments: Any, **named: Any) -> Spec:  # noqa: ANN401 whatever the author takes
            given = signature.bind(*arguments, **named).arguments
            places: dict[str, str] = {}
            for name in parameters:
                given[name] = _held(given[name], places)
            words = {place: word for word, place in places.items()}
            return cast(Spec, _put(pattern(**given), words))

        return cached(finished)

    return kept


def _held(value: Any, places: dict[str, str]) -> Any:  # noqa: ANN401 text, tuple, or what is no word
    """Put a place in for each text, the same for the same text."""
    if isinstance(value, tuple):
        return tuple(_held(one, places) for one in value)
    if isinstance(value, str) and value:
        return places.setdefault(value, f"{_FIRST}{len(places)}{_LAST}")
    return value


def _put(part: Any, words: dict[str, str]) -> Any:  # noqa: ANN401 any part of a specification
    """Put the words in their places; a part without any is shared with the pattern."""
    if isinstance(part, str):
        return words.get(part, part)
    if isinstance(part, dict):
        new = {key: _put(value, words) for key, value in part.items()}
        return new if any(new[key] is not part[key] for key in part) else part
    if isinstance(part, list):
        listed = [_put(value, words) for value in part]
        return listed if any(a is not b for a, b in zip(listed, part, strict=True)) else part
    return part
