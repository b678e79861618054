"""How fast the dashboard answers readers: our pages and a plain Streamlit page, served side by side in the same run.

The readers are real WebSocket clients (client.py) in a process of their own (crowd.py). The machine's load is told with the
figures: wall time on a busy machine says little, so each of ours is held against the peer's right after it.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import polars.selectors as cs

from tests.benchmarks.crowd import FIRST_VIEW, Task
from warehouse.folder import DATA_VARIABLE, DataFolder
from warehouse.reader import Reader

REPOSITORY = Path(__file__).resolve().parents[2]
MONEY = "tilskudd"
"""The address of our page that the peer has the same elements as."""

MAP = "/app/static/map/norway.topojson"
FILTERS = ["choice-year", "choice-measure"]
PATIENCE = 120.0


@dataclass(frozen=True)
class Server:
    """A server that runs: ``page`` is where its money page is, ``pages`` all of its pages (none named: all in its menu)."""

    process: int
    port: int
    page: str
    pages: list[str]

    @property
    def memory(self) -> float:
        """Megabytes resident now."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    @property
    def cpu(self) -> float:
        """Milliseconds of CPU used so far."""
        fields = Path(f"/proc/{self.process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Result:
    """What a crowd met: milliseconds of its clicks and of its first views, what went wrong, and the server's most memory."""

    clicks: list[float]
    first_views: list[float]
    errors: list[str]
    memory: float

    def percentile(self, share: float) -> float:
        """Give the time that this share of the clicks was faster than."""
        return percentile(self.clicks, share)


def percentile(times: Sequence[float], share: float) -> float:
    """Give the time that this share of the times was faster than, or as fast."""
    in_order = sorted(times)
    return in_order[min(int(len(in_order) * share), len(in_order) - 1)]


@contextmanager
def served(data_dir: Path, folder: Path) -> Iterator[tuple[Server, Server]]:
    """Serve the dashboard and the peer on the data of ``data_dir``, both warm, until the end of the block."""
    rows = folder / "rows.parquet"
    reader = Reader(DataFolder(data_dir).published)
    reader.read("select * from mart.funding_by_region").with_columns(cs.decimal().cast(pl.Float64)).write_parquet(rows)
    ours, theirs = _free_port(), _free_port()
    bare = Path(__file__).with_name("bare.py")
    options = [
        "--server.address",
        "localhost",
        "--server.port",
        str(theirs),
        "--server.headless",
        "true",
        "--browser.gatherUsageStats",
        "false",
    ]
    commands: tuple[tuple[list[str], Path, dict[str, str]], ...] = (
        ([sys.executable, "-m", "dashboard.serve", "--port", str(ours)], REPOSITORY, {DATA_VARIABLE: str(data_dir)}),
        # Outside the repository, whose Streamlit settings are ours.
        ([sys.executable, "-m", "streamlit", "run", str(bare), *options, "--", str(rows), MAP], folder, {}),
    )
    processes = [
        subprocess.Popen(command, cwd=place, env={**os.environ, **more}, stdout=subprocess.DEVNULL)
        for command, place, more in commands
    ]
    try:
        servers = (Server(processes[0].pid, ours, MONEY, []), Server(processes[1].pid, theirs, "", [""]))
        for server in servers:
            _await(server.port)
            # Every page once: what a server is asked for the first time in its life is not what is measured.
            crowd(server, Task(server.port, clicks=0, pages=server.pages, tour=2))
        yield servers
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def crowd(server: Server, task: Task) -> Result:
    """Let a crowd loose in a process of its own, and watch the server's memory meanwhile."""
    command = [sys.executable, "-m", "tests.benchmarks.crowd", json.dumps(asdict(task))]
    most = server.memory
    is_over = threading.Event()

    def watch() -> None:
        nonlocal most
        while not is_over.wait(0.5):
            with suppress(OSError):
                most = max(most, server.memory)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        told = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, check=True).stdout
    finally:
        is_over.set()
        watching.join()
    clicks: list[dict[str, Any]] = json.loads(told)
    good = [click for click in clicks if not click["error"]]
    return Result(
        [click["seconds"] * 1000 for click in good if click["choice"] != FIRST_VIEW],
        [click["seconds"] * 1000 for click in good if click["choice"] == FIRST_VIEW],
        [f"{click['page']} {click['choice']}: {click['error']}" for click in clicks if click["error"]],
        most,
    )


def one_viewer(server: Server) -> Result:
    """One reader goes through years and measures of the money page."""
    return crowd(server, Task(server.port, clicks=30, pages=[server.page], keys=FILTERS, warm=4))


def many_viewers(viewers: int, server: Server, seed: int) -> Result:
    """Many readers, 2 seconds between clicks, each on its way over all pages, changing any choice."""
    return crowd(server, Task(server.port, viewers, clicks=8, pause=2.0, pages=server.pages, warm=1, seed=seed))


def first_views(server: Server) -> Result:
    """New readers who open the page with the map, 2 seconds apart."""
    return crowd(server, Task(server.port, viewers=9, clicks=0, pause=18.0, pages=[server.page]))


def cost_of_pages(server: Server, runs: int = 10) -> dict[str, tuple[float, float]]:
    """Milliseconds of CPU per rerun of each page: shown again as it is, and with a choice changed at random."""
    found = {}
    for page in page_names(server):
        crowd(server, Task(server.port, clicks=0, pages=[page], tour=2))
        costs = []
        for changes in (False, True):
            before = server.cpu
            answered = crowd(server, Task(server.port, clicks=runs, pages=[page], changes=float(changes)))
            costs.append((server.cpu - before) / (len(answered.clicks) + len(answered.first_views)))
        found[page] = (costs[0], costs[1])
    return found


def page_names(server: Server) -> list[str]:
    """The addresses of the pages in the menu."""
    command = [sys.executable, "-m", "tests.benchmarks.crowd", json.dumps(asdict(Task(server.port, clicks=0, tour=1)))]
    told = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, check=True).stdout
    return list(dict.fromkeys(click["page"] for click in json.loads(told)))


def compared(servers: tuple[Server, Server], runs: int) -> Iterator[str]:
    """Measure all that must hold, ours and the peer's in turn, and tell each as a line; the middle ratio of ``runs`` counts."""
    ours, theirs = servers
    errors: list[str] = []
    memory = 0.0

    def both(
        measure: Callable[[Server, int], Result], time_of: Callable[[Result], float]
    ) -> tuple[float, float, float]:
        nonlocal memory
        pairs = []
        for run in range(runs):
            mine, other = measure(ours, run), measure(theirs, run)
            errors.extend(mine.errors)
            memory = max(memory, mine.memory)
            pairs.append((time_of(mine), time_of(other)))
        return (
            statistics.median(mine for mine, _ in pairs),
            statistics.median(other for _, other in pairs),
            statistics.median(mine / other for mine, other in pairs),
        )

    def line(name: str, found: tuple[float, float, float], limit: str) -> str:
        mine, other, ratio = found
        load = os.getloadavg()[0]
        return f"{name}: {mine:.0f} ms; bare page {other:.0f} ms; ratio {ratio:.2f} ({limit}; load {load:.1f})"

    def first_view(result: Result) -> float:
        return statistics.median(result.first_views)

    one = both(lambda server, _: one_viewer(server), lambda result: result.percentile(0.5))
    yield line("one viewer, another filter, p50", one, "ratio at most 0.5")
    views = both(lambda server, _: first_views(server), first_view)
    yield line("first view of the map page, warm, p50", views, "ratio at most 1.0")
    for viewers, limit in ((20, "at most 100 ms"), (50, "ratio at most 0.1")):
        many = both(partial(many_viewers, viewers), lambda result: result.percentile(0.95))
        yield line(f"{viewers} viewers, 2 s between clicks, all pages, p95", many, limit)
    yield f"memory of the server with 50 sessions: {memory:.0f} MB (at most 400)"
    yield f"failed reruns: {len(errors)} (none){''.join(f'{chr(10)}  {error}' for error in errors[:5])}"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("localhost", 0))
        port: int = found.getsockname()[1]
        return port


def _await(port: int) -> None:
    last = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=5).read()
            return
        except OSError:
            if time.monotonic() > last:
                raise
            time.sleep(0.3)
