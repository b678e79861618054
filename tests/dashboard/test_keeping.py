"""What is kept: with a view, and gone with it; or by what it is made of, until another build is published."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from dashboard.keeping import kept, of_build, remembered
from dashboard.words import language, speaking
from warehouse.folder import DATA_VARIABLE, DataFolder


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


@remembered
def spoken(rows: pl.DataFrame, heads: dict[str, str]) -> str:
    """Say what rows have, in the language of the run."""
    MADE.append(language())
    return f"{heads['a']} {rows.height} {language()}"


@of_build(most=2)
def doubled(number: int) -> int:
    """Double a number."""
    MADE.append(str(number))
    return 2 * number


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    MADE.clear()
    return DataFolder(tmp_path).published


def test_what_is_made_of_rows_is_made_once_for_each_language(published: Path):
    rows, same, heads = pl.DataFrame({"a": [1]}), pl.DataFrame({"a": [1]}), {"a": "Rader:"}
    with speaking("nb"):
        assert [spoken(rows, heads), spoken(rows, heads)] == ["Rader: 1 nb"] * 2
    with speaking("en"):
        assert spoken(rows, heads) == "Rader: 1 en"
    assert MADE == ["nb", "en"]
    with speaking("nb"):
        # Equal rows are other rows: to compare them would cost more than to make it again.
        assert spoken(same, heads) == "Rader: 1 nb"
    assert MADE == ["nb", "en", "nb"]


def test_a_new_build_forgets_what_was_made_of_the_old(published: Path):
    assert [doubled(2), doubled(2)] == [4, 4]
    published.write_bytes(b"a build")
    assert doubled(2) == 4
    assert MADE == ["2", "2"]


def test_what_was_asked_for_longest_ago_goes_first(published: Path):
    assert [doubled(number) for number in (1, 2, 1, 3, 1, 2)] == [2, 4, 2, 6, 2, 4]
    assert MADE == ["1", "2", "3", "2"]
