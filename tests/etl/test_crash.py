"""A load that is killed, a second loader, and a full disk: the published file is always a complete build."""

import multiprocessing
import os
import random
import resource
import signal
import sys
import time
from pathlib import Path

import pytest

from etl.deliveries import Shelf
from etl.loading import LoadRequest, load, rebuild
from etl.reading import Options
from etl.reference.table import write_table
from tests.conftest import grants
from warehouse.errors import WarehouseBusy, WarehouseError
from warehouse.folder import DataFolder
from warehouse.reader import Reader

KILLS = 30
ROWS = 40

# A fork of this process would hang: polars has threads here that a fork does not get. The server has none yet.
WORKERS = multiprocessing.get_context("forkserver")
WORKERS.set_forkserver_preload(["etl.loading", "tests.conftest"])


def write_load(folder: Path, number: int) -> Path:
    path = folder / f"load-{number}.csv"
    rows = [{"scheme_code": f"T{number}", "scheme_name": f"Test {number}", "granted_nok": 7}] * ROWS
    write_table("grant_application", grants(*rows), path)
    return path


def load_one(root: Path, path: Path) -> None:
    request = LoadRequest(path, Options(source="grant_application", layout="template"))
    load(DataFolder(root), [request])


def start(target, *arguments: object) -> multiprocessing.Process:
    child = WORKERS.Process(target=target, args=arguments)
    child.start()
    return child


def killed_after(seconds: float, root: Path, path: Path) -> bool:
    """Load in a process of its own and kill it; say whether it was still at work."""
    child = start(load_one, root, path)
    child.join(seconds)
    was_alive = child.is_alive()
    if was_alive:
        os.kill(child.pid, signal.SIGKILL)
    child.join()
    return was_alive


def complete_schemes(folder: DataFolder) -> int:
    """Check that the published file is a whole build: checks all true, each scheme with all its rows; count schemes."""
    reader = Reader(folder.published)
    assert reader.read("select count(*) from meta.check where not is_ok").item() == 0
    assert reader.read("select count(*) from meta.build where is_current").item() == 1
    counts = reader.read("select scheme_code, count(*) as n from source.grant_application group by scheme_code")
    assert set(counts["n"]) <= {ROWS}
    mart = reader.read(
        "select sum(granted_nok) as s from mart.funding_by_region where region_level = 'country' "
        "and border_basis = '2024' and scheme_code = 'all'"
    )["s"][0]
    assert int(mart or 0) == 7 * ROWS * counts.height
    return counts.height


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal")
def test_kill_at_thirty_random_points_leaves_a_complete_build_and_the_next_load_succeeds(data_folder, tmp_path):
    random_delay = random.Random(20261122)
    times = []
    for number in (0, 1):  # the first starts the server of processes; the second tells how long a load takes
        started = time.monotonic()
        start(load_one, data_folder.root, write_load(tmp_path, 200 + number)).join()
        times.append(time.monotonic() - started)
    assert complete_schemes(data_folder) == 2
    whole = times[1]
    interrupted = 0
    for number in range(1, KILLS + 1):
        delay = random_delay.uniform(0.02, whole)
        interrupted += killed_after(delay, data_folder.root, write_load(tmp_path, number))
        complete_schemes(data_folder)
        if number % 10 == 0:
            load_one(data_folder.root, write_load(tmp_path, 100 + number))
            assert not Shelf.open(data_folder).ledger.needs_build()
    assert interrupted > KILLS / 2
    rebuild(data_folder)
    # The five loads that were left alone, and those that the kill came too late for.
    assert complete_schemes(data_folder) >= 5 + KILLS - interrupted
    assert not list(data_folder.root.glob("warehouse.next*"))


def test_a_crash_between_ledger_and_publishing_is_mended_by_the_next_command(data_folder, tmp_path, monkeypatch):
    before = data_folder.published.read_bytes()
    path = write_load(tmp_path, 1)

    def power_cut(*_args: object) -> None:
        raise SystemExit

    monkeypatch.setattr("etl.stand.publish", power_cut)
    with pytest.raises(SystemExit):
        load_one(data_folder.root, path)
    monkeypatch.undo()
    assert data_folder.published.read_bytes() == before
    assert Shelf.open(data_folder).ledger.needs_build()
    load_one(data_folder.root, path)  # the same file again: nothing is new, but the build is made up for
    assert complete_schemes(data_folder) == 1
    assert not Shelf.open(data_folder).ledger.needs_build()


def test_a_torn_last_line_of_the_ledger_never_happened(data_folder, tmp_path):
    load_one(data_folder.root, write_load(tmp_path, 1))
    with data_folder.ledger.open("ab") as ledger:
        ledger.write(b'{"event": "undo", "delivery_id": "grant_app')
    load_one(data_folder.root, write_load(tmp_path, 2))
    assert complete_schemes(data_folder) == 2
    assert Shelf.open(data_folder).ledger.undone() == set()


def load_with_little_space(root: Path, path: Path, limit: int, answer) -> None:
    """No file may grow past ``limit`` bytes, which is what a full disk does to a writer."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        load_one(root, path)
    except WarehouseError as error:
        answer.put(error.key)
    except OSError:
        answer.put("os_error")


@pytest.mark.parametrize(("limit", "key"), [(2_000, "os_error"), (12_000, "write_failed"), (400_000, "write_failed")])
def test_a_disk_that_fills_at_any_stage_is_told_and_leaves_the_old_state(data_folder, tmp_path, limit, key):
    before = data_folder.published.read_bytes()
    path = tmp_path / "grants.csv"
    write_table("grant_application", grants(*[{"project_title": f"Prosjekt {n}"} for n in range(60)]), path)
    answer = WORKERS.Queue()
    child = start(load_with_little_space, data_folder.root, path, limit, answer)
    assert answer.get(timeout=60) == key
    child.join()
    assert data_folder.published.read_bytes() == before
    load_one(data_folder.root, write_load(tmp_path, 1))
    assert complete_schemes(data_folder) == 1


def test_a_second_loader_gets_a_clear_message_and_changes_nothing(data_folder, tmp_path):
    before = data_folder.published.read_bytes()
    with data_folder.locked(), pytest.raises(WarehouseBusy) as caught:
        load_one(data_folder.root, write_load(tmp_path, 1))
    assert "Vent til den er ferdig" in caught.value.text("nb")
    assert str(os.getpid()) in caught.value.text("nb")
    assert data_folder.published.read_bytes() == before
