"""What a page makes of a view (the rows of one choice, shared by all readers of a build) is made once, and kept with it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import polars as pl

View = TypeVar("View")
Given = ParamSpec("Given")
Made = TypeVar("Made")

_PLACE = "_kept"


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
