"""What is kept with a view: made once for the same arguments, and gone with the view."""

from dataclasses import dataclass

import polars as pl

from dashboard.keeping import kept


@dataclass(frozen=True)
class View:
    """A view of one choice."""

    name: str


MADE: list[str] = []


@kept
def told(view: View, rows: pl.DataFrame, word: str = "") -> str:
    """Say how many rows a view has."""
    MADE.append(view.name)
    return f"{view.name}: {rows.height} {word}"


def test_it_is_made_once_for_each_view_and_its_arguments():
    MADE.clear()
    one, other = View("one"), View("other")
    rows, more = pl.DataFrame({"a": [1]}), pl.DataFrame({"a": [1, 2]})
    assert [told(one, rows), told(one, rows), told(other, rows)] == ["one: 1 ", "one: 1 ", "other: 1 "]
    assert told(one, more) == "one: 2 "
    assert told(one, rows, word="rader") == "one: 1 rader"
    assert MADE == ["one", "other", "one", "one"]
