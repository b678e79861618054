"""A build is a new file: complete, described and checked, or not there at all."""

import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse import folder as folder_module
from warehouse.build import build
from warehouse.errors import ChecksFailed, WarehouseBusy, WarehouseError
from warehouse.folder import DataFolder
from warehouse.live import live_parts
from warehouse.model import Contents
from warehouse.publish import publish

from .small import SMALL_TABLE, small_delivery, small_rows, write_small_sql


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def sql_folder(tmp_path: Path) -> Path:
    return write_small_sql(tmp_path / "sql")


def build_small(folder, sql_folder, *deliveries):
    with folder.locked():
        return build(folder, Contents(tables=[SMALL_TABLE], standing=deliveries), sql_folder=sql_folder)


def read_next(folder, sql):
    with duckdb.connect(str(folder.next), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_every_row_says_which_delivery_and_file_row_it_came_from(folder, sql_folder):
    build_small(folder, sql_folder, small_delivery(folder, 2020))
    rows = read_next(folder, "select delivery_id, source_row from source.small where case_id = '7'")
    assert rows == [("small-002020-aaaa", 7)]


def test_a_later_delivery_replaces_the_slices_it_holds_and_no_others(folder, sql_folder):
    first = small_delivery(folder, 1, pl.concat([small_rows(2020, 3), small_rows(2021, 3)]), name="one")
    second = small_delivery(folder, 2, small_rows(2021, 5), name="two")
    build_small(folder, sql_folder, first, second)
    counts = read_next(folder, "select year, row_count from mart.total order by year")
    assert counts == [(2020, 3), (2021, 5)]
    status = dict(read_next(folder, "select delivery_id, status from meta.delivery"))
    assert status == {"small-000one-aaaa": "standing", "small-000two-aaaa": "standing"}


def test_a_delivery_with_no_slice_left_is_replaced(folder):
    first, second = small_delivery(folder, 2020, name="one"), small_delivery(folder, 2020, name="two")
    assert [part.delivery for part in live_parts(SMALL_TABLE, [first, second])] == [second]


def test_a_delivery_of_single_cases_leaves_the_rest_of_their_year_and_a_list_of_the_year_replaces_them(folder):
    listed = small_delivery(folder, 1, small_rows(2020, 3), name="list")
    one = small_delivery(folder, 2, small_rows(2020, 1, first=1), name="one", replaces=("year", "case_id"))
    other = small_delivery(folder, 3, small_rows(2020, 1, first=7), name="other", replaces=("year", "case_id"))
    parts = {part.delivery: part.slices for part in live_parts(SMALL_TABLE, [listed, one, other])}
    assert sorted(parts[listed]["case_id"]) == ["0", "2"]
    assert parts[one] is None
    assert parts[other] is None
    later = small_delivery(folder, 4, small_rows(2020, 2), name="later")
    assert [part.delivery for part in live_parts(SMALL_TABLE, [listed, one, other, later])] == [later]


def test_comments_explain_every_relation_and_column(folder, sql_folder):
    build_small(folder, sql_folder, small_delivery(folder, 2020))
    empty = read_next(
        folder,
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where not internal and (comment is null or comment = '')",
    )
    assert empty == []
    comment = read_next(folder, "select comment from duckdb_views() where view_name = 'total'")[0][0]
    assert comment == "Rows per year. Grain: one row per year. Key: year."


def test_a_key_that_repeats_keeps_the_file_from_being_made(folder, sql_folder):
    twice = small_delivery(folder, 2020, pl.concat([small_rows(2020, 3), small_rows(2020, 1)]))
    with pytest.raises(ChecksFailed, match=r"key_is_unique \(source.small, 1: 0, 2020, 2\)"):
        build_small(folder, sql_folder, twice)
    assert not folder.next.exists()


def test_a_check_is_a_select_of_the_bad_rows(folder, sql_folder):
    (sql_folder / "check").mkdir()
    (sql_folder / "check" / "no_old_years.sql").write_text("select year from source.small where year < 2000")
    build_small(folder, sql_folder, small_delivery(folder, 2020))
    with pytest.raises(ChecksFailed, match="no_old_years"):
        build_small(folder, sql_folder, small_delivery(folder, 1999))


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select 1 as year", "lacks «Grain»"),
        ("-- A view.\n-- Grain: one row.\nselect 1 as year", "lacks «Key»"),
        ("-- Grain: one row.\n-- Key: year\nselect 1 as year", "lacks «description»"),
        ("-- A view.\n-- Grain: one row.\n-- Key: year\nselect years from source.small", "mart.other cannot be built"),
        ("-- A view.\n-- Grain: one row.\n-- Key: year\nselect 1 as yaer", "did you mean year|mente du year"),
        ("-- A view.\n-- Grain: one row.\n-- Key: year\nselect year from mart.totals", "Did you mean mart.total"),
        ("-- A view.\n-- Grain: one row.\n-- Key: year\nselect year from mart.other", "in a circle"),
    ],
)
def test_a_wrong_view_is_named_with_what_is_wrong(folder, tmp_path, sql, message):
    sql_folder = write_small_sql(tmp_path / "wrong", other=sql)
    with pytest.raises(WarehouseError, match=message):
        build_small(folder, sql_folder, small_delivery(folder, 2020))
    assert not folder.next.exists()


def test_views_are_made_after_those_they_read(folder, tmp_path):
    first = "-- A.\n-- Grain: one row.\n-- Key: year\nselect year from mart.zebra"
    zebra = "-- Z.\n-- Grain: one row.\n-- Key: year\n-- Materialised: yes\nselect year from mart.total"
    sql_folder = write_small_sql(tmp_path / "order", alpha=first, zebra=zebra)
    build_small(folder, sql_folder, small_delivery(folder, 2020))
    assert read_next(folder, "select year from mart.alpha") == [(2020,)]


def test_a_second_loader_is_told_who_is_at_work(folder):
    with folder.locked(), pytest.raises(WarehouseBusy) as caught, DataFolder(folder.root).locked():
        pass
    assert "En annen lasting pågår" in caught.value.text("nb")
    assert "Ingenting er endret" in caught.value.text("nb")


def test_too_little_space_is_told_before_anything_is_written(folder, sql_folder, monkeypatch):
    delivery = small_delivery(folder, 2020)
    monkeypatch.setattr(folder_module.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": 1_000_000}))
    with pytest.raises(WarehouseError) as caught:
        build_small(folder, sql_folder, delivery)
    assert "For lite ledig plass" in caught.value.text("nb")
    assert not folder.next.exists()


def limited_build(root: str, sql_folder: str) -> None:
    """Run in a process of its own: no file may grow past 300 kB, which is what a full disk does to a writer."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    folder = DataFolder(Path(root))
    try:
        with folder.locked():
            build(
                folder,
                Contents(tables=[SMALL_TABLE], standing=[small_delivery(folder, 2020, small_rows(2020, 900))]),
                sql_folder=Path(sql_folder),
            )
    except WarehouseError as error:
        sys.stdout.write(error.key)


def test_a_disk_that_fills_up_leaves_the_published_file_as_it_was(folder, sql_folder):
    result = build_small(folder, sql_folder, small_delivery(folder, 2019))
    publish(folder, result.build_id)
    before = folder.published.read_bytes()
    code = f"from tests.warehouse.test_build import limited_build; limited_build({str(folder.root)!r}, {str(sql_folder)!r})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout == "write_failed", run.stderr
    assert folder.published.read_bytes() == before
    assert not folder.next.exists()


def test_the_file_opens_in_the_duckdb_1_5_client(folder, sql_folder):
    client = Path(sys.executable).with_name("duckdb")
    if not client.exists():
        pytest.skip("duckdb-cli is not in this environment")
    build_small(folder, sql_folder, small_delivery(folder, 2020))
    answer = subprocess.run(
        [client, "-readonly", "-csv", str(folder.next), "select year, row_count from mart.total"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == ["year,row_count", "2020,1000"]
