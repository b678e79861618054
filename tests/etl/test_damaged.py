"""A damaged file is never silently wrong: what cannot be trusted is refused or set aside with the right reason."""

import random
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from etl.messages import FileRefused
from etl.reading import Taken
from tests.etl.small import GOOD, application_table, as_csv, messages, read_bytes

ROWS = 12


def table() -> list[list[str]]:
    return application_table(*({"Tildelt beløp": f"{100 * number},50"} for number in range(1, ROWS + 1)))


def granted(taken: Taken) -> dict[str, float]:
    return {case: float(amount) for case, amount in taken.accepted.select("case_id", "granted_nok").iter_rows()}


def right() -> dict[str, float]:
    return {str(number): 100 * number + 0.5 for number in range(1, ROWS + 1)}


def accounted(taken: Taken) -> bool:
    return taken.rows_in == taken.rows_accepted + taken.rows_rejected + taken.rows_skipped


def test_a_second_table_under_the_first_is_not_read_as_rows_of_it(tmp_path: Path) -> None:
    second = as_csv([["Fylke", "Innbyggere", "Andel"], ["Oslo", "700000", "12,5"]])
    taken = read_bytes(tmp_path, (as_csv(table()) + "\n" + second).encode())
    assert granted(taken) == right()
    assert taken.rows_rejected == 2
    assert all("celler, men overskriften har" in message for message in messages(taken))
    assert accounted(taken)


def test_a_second_table_as_wide_as_the_first_is_refused_row_by_row(tmp_path: Path) -> None:
    first = table()
    second = [[f"K{place}" for place in range(len(first[0]))], ["x"] * len(first[0])]
    taken = read_bytes(tmp_path, as_csv([*first, *second]).encode())
    assert granted(taken) == right()
    assert taken.rows_rejected == 2
    assert accounted(taken)


def test_the_header_again_further_down_is_refused(tmp_path: Path) -> None:
    rows = table()
    taken = read_bytes(tmp_path, as_csv([*rows[:5], rows[0], *rows[5:]]).encode())
    assert granted(taken) == right()
    assert taken.rejected["source_row"].to_list() == [6]
    assert accounted(taken)


def test_a_header_shifted_one_column_lets_nothing_land(tmp_path: Path) -> None:
    header, *rows = table()
    shifted = [["", *header[:-1]], *rows]
    taken = read_bytes(tmp_path, as_csv(shifted).encode())
    assert taken.rows_accepted == 0
    assert accounted(taken)


def test_a_header_that_lacks_one_name_and_is_shorter_than_its_rows_lets_nothing_land_silently(tmp_path: Path) -> None:
    header, *rows = table()
    short = [header[:-1], *rows]
    taken = read_bytes(tmp_path, as_csv(short).encode())
    assert taken.rows_accepted == 0
    assert accounted(taken)


def test_two_columns_with_the_same_header_let_nothing_land(tmp_path: Path) -> None:
    header, *rows = table()
    taken = read_bytes(tmp_path, as_csv([[*header, "Tildelt beløp"], *([*row, "1"] for row in rows)]).encode())
    assert not taken.is_landable
    assert any("står mer enn én gang" in message for message in messages(taken))


Damage = Callable[[random.Random, list[str]], list[str]]


def _cell_too_many(rng: random.Random, lines: list[str]) -> list[str]:
    place = rng.randrange(1, len(lines))
    return [*lines[:place], lines[place] + ";1", *lines[place + 1 :]]


def _cell_too_few(rng: random.Random, lines: list[str]) -> list[str]:
    place = rng.randrange(1, len(lines))
    cut = lines[place].rpartition(";")[0]
    return [*lines[:place], cut, *lines[place + 1 :]]


def _quote(rng: random.Random, lines: list[str]) -> list[str]:
    place = rng.randrange(1, len(lines))
    cells = lines[place].split(";")
    field = rng.randrange(len(cells))
    cells[field] = '"' + cells[field]
    return [*lines[:place], ";".join(cells), *lines[place + 1 :]]


def _two_rows_in_one(rng: random.Random, lines: list[str]) -> list[str]:
    place = rng.randrange(1, len(lines) - 1)
    return [*lines[:place], lines[place] + lines[place + 1], *lines[place + 2 :]]


def _one_row_in_two(rng: random.Random, lines: list[str]) -> list[str]:
    place = rng.randrange(1, len(lines))
    cut = rng.randrange(1, len(lines[place]) - 1)
    return [*lines[:place], lines[place][:cut], lines[place][cut:], *lines[place + 1 :]]


def _cut_off(rng: random.Random, lines: list[str]) -> list[str]:
    text = "\n".join(lines)
    return text[: rng.randrange(len(lines[0]) + 2, len(text))].split("\n")


def _other_delimiter(rng: random.Random, lines: list[str]) -> list[str]:
    place = rng.randrange(1, len(lines))
    return [*lines[:place], lines[place].replace(";", "\t"), *lines[place + 1 :]]


@pytest.mark.parametrize(
    "damage",
    [_cell_too_many, _cell_too_few, _quote, _two_rows_in_one, _one_row_in_two, _cut_off, _other_delimiter],
)
@pytest.mark.parametrize("seed", range(8))
def test_whatever_the_damage_no_wrong_figure_lands_and_every_row_is_accounted_for(
    damage: Damage, seed: int, tmp_path: Path
) -> None:
    lines = as_csv(table()).splitlines()
    content = "\n".join(damage(random.Random(seed), lines)) + "\n"
    try:
        taken = read_bytes(tmp_path, content.encode())
    except FileRefused:
        return
    assert accounted(taken)
    landed = granted(taken)
    if damage is _cut_off:
        # The last figure of a file that was cut off may be shorter than it was; nothing can know, so the rest must be right.
        last = max(landed, key=int, default="")
        landed.pop(last, None)
    assert landed.items() <= right().items()
    assert taken.accepted.filter(pl.col("applicant_name") != GOOD["Søker"]).is_empty()
