"""A reader answers from the file that is published now: never stale, never torn, never in the way."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from warehouse.build import build
from warehouse.errors import NoWarehouse
from warehouse.folder import DataFolder
from warehouse.model import Contents
from warehouse.publish import KEPT_BUILDS, publish
from warehouse.reader import Reader

from .small import SMALL_TABLE, small_delivery, write_small_sql

READERS, BUILDS = 10, 30


@pytest.fixture
def small(tmp_path: Path) -> tuple[DataFolder, Path]:
    return DataFolder(tmp_path / "data"), write_small_sql(tmp_path / "sql")


def publish_value(folder: DataFolder, sql_folder: Path, value: int) -> None:
    delivery = small_delivery(folder, value)
    with folder.locked():
        result = build(folder, Contents(tables=[SMALL_TABLE], standing=[delivery]), sql_folder=sql_folder)
        publish(folder, result.build_id)


def test_no_file_is_told_as_no_warehouse(tmp_path):
    with pytest.raises(NoWarehouse, match="no warehouse"):
        Reader(tmp_path / "warehouse.duckdb").read("select 1")
    assert Reader(tmp_path / "warehouse.duckdb").generation() == ""


def test_a_reader_sees_a_new_build_at_once_and_the_generation_changes(small):
    folder, sql_folder = small
    reader = Reader(folder.published)
    publish_value(folder, sql_folder, 1)
    first = reader.generation()
    assert reader.read("select max(year) as y from mart.total")["y"][0] == 1
    publish_value(folder, sql_folder, 2)
    assert reader.read("select max(year) as y from mart.total")["y"][0] == 2
    assert reader.generation() != first


def test_a_process_that_has_read_ends_without_a_word(small):
    folder, sql_folder = small
    publish_value(folder, sql_folder, 7)
    read = (
        "import sys\n"
        "from pathlib import Path\n"
        "from warehouse.reader import Reader\n"
        "print(Reader(Path(sys.argv[1])).read('select max(year) as y from mart.total')['y'][0])\n"
        "assert 'pyarrow' not in sys.modules\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", read, str(folder.published)], check=True, capture_output=True, text=True
    )
    assert (ended.stdout, ended.stderr) == ("7\n", "")


def test_ten_readers_through_thirty_builds_are_never_stale_torn_or_refused(small):
    folder, sql_folder = small
    publish_value(folder, sql_folder, 0)
    reader = Reader(folder.published)
    published = 0
    stale, torn, errors, reads = [], [], [], []
    stop = threading.Event()

    def read_on() -> None:
        while not stop.is_set():
            floor = published
            try:
                row = reader.read(
                    "select min(year) as low, max(year) as high, count(*) as n, "
                    "(select max(year) from mart.total) as mart_year from source.small"
                ).row(0, named=True)
            except Exception as error:
                errors.append(error)
                continue
            reads.append(row)
            if row["low"] < floor:
                stale.append((floor, row))
            if not (row["low"] == row["high"] == row["mart_year"] and row["n"] == 1000):
                torn.append(row)

    threads = [threading.Thread(target=read_on) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for value in range(1, BUILDS + 1):
        publish_value(folder, sql_folder, value)
        published = value
    stop.set()
    for thread in threads:
        thread.join()
    assert (len(stale), len(torn), errors) == (0, 0, [])
    assert len(reads) > BUILDS
    assert reader.read("select max(year) as y from source.small")["y"][0] == BUILDS


def test_the_last_builds_are_kept_and_the_rest_removed(small):
    folder, sql_folder = small
    for value in range(KEPT_BUILDS + 2):
        publish_value(folder, sql_folder, value)
    kept = sorted(folder.builds.glob("*.duckdb"))
    assert len(kept) == KEPT_BUILDS
    years = [Reader(path).read("select max(year) as y from source.small")["y"][0] for path in kept]
    assert years == [2, 3, 4, 5, 6]
