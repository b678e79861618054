"""What a page makes of rows is made once, and shared by all who read the same: with a view, or by what it is made of."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import polars as pl

from dashboard.published import generation
from dashboard.words import language
from warehouse.folder import data_folder

View = TypeVar("View")
Given = ParamSpec("Given")
Made = TypeVar("Made")

_PLACE = "_kept"

MOST = 20
"""So many results of one function are remembered."""

VIEWS = 10
"""So many are kept of what is large: all that a page shows of one choice, or a message as it is sent."""


def of_build(most: int = MOST) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """Call a function once for the same arguments, and forget what it gave when another build is published.

    The arguments are hashable, or frames and dicts that are themselves kept: such a one is known by being the same object.
    What is made is shared between readers: never change it. ``most`` results are kept; the one that was asked for longest ago
    goes first.
    """

    def decorate(make: Callable[Given, Made]) -> Callable[Given, Made]:
        return _remembering(make, most, lambda: "")

    return decorate


def of_language(most: int) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """Remember as ``of_build`` does, for each language: for what is made with words."""

    def decorate(make: Callable[Given, Made]) -> Callable[Given, Made]:
        return _remembering(make, most, language)

    return decorate


def remembered(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Remember ``MOST`` results for each language."""
    return of_language(MOST)(make)


def _remembering(make: Callable[Given, Made], most: int, spoken: Callable[[], str]) -> Callable[Given, Made]:
    latest = ("", "")

    @lru_cache(maxsize=most)
    def once(place: tuple[str, str], language: str, given: tuple[Any, ...], named: tuple[tuple[str, Any], ...]) -> Made:
        return make(*map(_given, given), **{name: _given(value) for name, value in named})  # type: ignore[arg-type]

    @wraps(make)
    def known(*given: Given.args, **named: Given.kwargs) -> Made:
        nonlocal latest
        place = (str(data_folder()), generation())
        if place != latest:
            once.cache_clear()
            latest = place
        return once(
            place, spoken(), tuple(map(_known, given)), tuple((name, _known(one)) for name, one in named.items())
        )

    return known


class _Itself:
    """A value known by being the same object; it is held, so that no other comes to have its identity."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.value is other.value


def _known(value: object) -> object:
    return _Itself(value) if isinstance(value, pl.DataFrame | dict) else value


def _given(value: object) -> object:
    return value.value if isinstance(value, _Itself) else value


def kept(make: Callable[Concatenate[View, Given], Made]) -> Callable[Concatenate[View, Given], Made]:
    """Call ``make(view, …)`` once for each view and further arguments, as ``cached_property`` does for a property.

    The further arguments are hashable, or frames that the view itself keeps: a frame is known by being the same object. What
    is made is shared between readers: never change it.
    """

    @wraps(make)
    def once(view: View, /, *given: Given.args, **named: Given.kwargs) -> Made:
        found: dict[Any, tuple[Any, Made]] = vars(view).setdefault(_PLACE, {})
        key = (make, *map(_mark, given), *((name, _mark(value)) for name, value in named.items()))
        if key not in found:
            # The arguments are kept too, so that no other frame comes to have the mark of one that is gone.
            found[key] = ((given, named), make(view, *given, **named))
        return found[key][1]

    return once


def _mark(value: object) -> object:
    return ("frame", id(value)) if isinstance(value, pl.DataFrame) else value
