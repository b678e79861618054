"""The benchmarks: each a ratio of two whole processes, run in turn so that a noisy machine troubles both alike.

``python -m tests.benchmarks [name …]``. CPU is user and system time of the process and its children, start-up included.
Each of our runs is held against the peer's run right after it; the middle ratio counts, as a machine's pace may change.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import data, viewers

REPOSITORY = Path(__file__).resolve().parents[2]
RUNS = 3


@dataclass(frozen=True)
class Cost:
    """What one process cost: seconds of CPU, and the most memory it held, in MB."""

    cpu: float
    memory: float


def cost(command: Sequence[str]) -> Cost:
    """Run a command to its end in a fork of its own, so that its use of memory is its own; an error ends the benchmark."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, check=False).returncode
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.write(writing, f"{used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}".encode())
        os._exit(status)
    _, status = os.waitpid(child, 0)
    cpu, memory = os.read(reading, 100).split()
    os.close(reading)
    os.close(writing)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return Cost(float(cpu), float(memory))


def python(code: str) -> list[str]:
    """The command that runs a piece of Python."""
    return [sys.executable, "-c", code]


def samhandling(*words: str) -> list[str]:
    """The command line of the product."""
    return [sys.executable, "-m", "etl.cli", *words]


def compare(name: str, limit: float, ours: Sequence[str], theirs: Sequence[str], before: Sequence[str] = ()) -> None:
    """Print the ratio of two commands; ``before`` is run (unmeasured) before each of ours."""
    mine, others = [], []
    for _ in range(RUNS):
        if before:
            subprocess.run(before, cwd=REPOSITORY, stdout=subprocess.DEVNULL, check=True)
        mine.append(cost(ours))
        others.append(cost(theirs))
    ratios = [own.cpu / other.cpu for own, other in zip(mine, others, strict=True)]
    own, other = (statistics.median(one.cpu for one in runs) for runs in (mine, others))
    report(
        f"{name}: {own:.2f} s CPU, peak {max(one.memory for one in mine):.0f} MB; peer {other:.2f} s CPU; "
        f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}; at most {limit})"
    )


def report(line: str) -> None:
    """Print one result at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def load_csv(folder: Path) -> None:
    """A million rows of cp1252, ``;`` and decimal commas, validated, traced, built and published; peer: DuckDB's read_csv."""
    ours, theirs = data.grants_csv(folder, rows=1_000_000)
    compare(
        "load of 1 000 000 CSV rows / DuckDB read_csv into a table",
        3.0,
        samhandling("load", "grant_application", str(ours), "--data-dir", str(folder / "data")),
        python(
            f"import duckdb, os, sys; os.path.exists('{folder}/peer.duckdb') and os.unlink('{folder}/peer.duckdb'); "
            f"con = duckdb.connect('{folder}/peer.duckdb'); con.execute(\"create table t as select * from "
            f"read_csv('{theirs}', delim=';', decimal_separator=',')\"); con.close()"
        ),
        before=python(f"import shutil; shutil.rmtree({str(folder / 'data')!r}, ignore_errors=True)"),
    )


def load_excel(folder: Path) -> None:
    """A hundred thousand rows of Excel read, typed and validated; peer: fastexcel reading the same file."""
    path = data.grants_excel(folder, rows=100_000)
    peer = python(f"import fastexcel; fastexcel.read_excel({str(path)!r}).load_sheet(0, dtypes='string').to_polars()")
    compare(
        "reading and validation of 100 000 Excel rows / fastexcel reading them",
        3.5,
        python(
            "from pathlib import Path; from etl.reading import Options, take; from etl import reference; "
            "from tests.benchmarks.data import references; "
            f"assert take(Path({str(path)!r}), Options('grant_application'), references()).rows_accepted == 100_000"
        ),
        peer,
    )
    compare(
        "whole load of 100 000 Excel rows, built and published / fastexcel reading them",
        3.5,
        samhandling("load", "grant_application", str(path), "--data-dir", str(folder / "data")),
        peer,
        before=python(f"import shutil; shutil.rmtree({str(folder / 'data')!r}, ignore_errors=True)"),
    )


def rebuild(folder: Path) -> None:
    """Ten million rows built and published from kept deliveries; peer: DuckDB's Parquet into a table."""
    data.kept_deliveries(folder / "data", deliveries=10, rows=1_000_000)
    pattern = folder / "data" / "deliveries" / "grant_application" / "*" / "accepted.parquet"
    compare(
        "rebuild of 10 000 000 rows / DuckDB Parquet into a table (memory: under 2 000 MB)",
        2.0,
        samhandling("build", "--data-dir", str(folder / "data")),
        python(
            f"import duckdb, os; os.path.exists('{folder}/peer.duckdb') and os.unlink('{folder}/peer.duckdb'); "
            f"con = duckdb.connect('{folder}/peer.duckdb', config={{'storage_compatibility_version': 'v1.5.0'}}); "
            f"con.execute(\"create table t as select * from read_parquet('{pattern}')\"); con.close()"
        ),
    )


def faulty_csv(folder: Path) -> None:
    """A million rows of which one in a hundred is wrong, loaded with what is good; peer: the same file without faults."""
    good, wrong = data.grants_csv_with_faults(folder, rows=1_000_000, every=100)
    load = ("load", "grant_application")
    compare(
        "partial load of 1 000 000 rows with 1 % wrong rows / load of the same rows without faults",
        1.3,
        samhandling(*load, str(wrong), "--partial", "--data-dir", str(folder / "data")),
        samhandling(*load, str(good), "--data-dir", str(folder / "peer")),
        before=python(f"import shutil; [shutil.rmtree('{folder}/' + name, True) for name in ('data', 'peer')]"),
    )


def excel_receipt(folder: Path) -> None:
    """The receipt (workbook, page and PDF) of a hundred thousand rows, one in a hundred wrong; peer: reading the file."""
    path = data.grants_excel(folder, rows=100_000, wrong_every=100)
    read = (
        "from pathlib import Path; from etl.reading import Options, take; from tests.benchmarks.data import references; "
        f"path = Path({str(path)!r}); known = references(); taken = take(path, Options('grant_application'), known)"
    )
    compare(
        "reading 100 000 Excel rows and writing their receipt / reading them",
        11.0,
        python(f"{read}; from etl.receipts import write_receipt; write_receipt(taken, path, Path({str(folder)!r}))"),
        python(read),
    )


def survey(folder: Path) -> None:
    """A survey of 100 000 answers to 30 questions, by role, from the file to counts that may be shown."""
    for name, cells, seconds in data.survey_times(folder, respondents=100_000, questions=30):
        report(f"{name}: {cells / seconds / 1e6:.2f} million cells a second (at least 1)")


def answer_time(folder: Path) -> None:
    """How long the region mart takes to answer on the demo, through the reader the pages use."""
    subprocess.run(samhandling("demo", "--data-dir", str(folder / "data")), cwd=REPOSITORY, check=True)
    for name, milliseconds in data.answer_times(folder / "data"):
        report(f"mart.funding_by_region, {name}: {milliseconds:.1f} ms in the middle of 50 (at most 50)")


def viewer_times(folder: Path) -> None:
    """One, 20 and 50 readers with WebSockets of their own, on the demo of 100 000 grants; peer: a plain Streamlit page."""
    subprocess.run(samhandling("demo", "--data-dir", str(folder / "data")), cwd=REPOSITORY, check=True)
    with viewers.served(folder / "data", folder) as servers:
        for line in viewers.compared(servers, RUNS):
            report(line)


def page_costs(folder: Path) -> None:
    """What each page costs the server: CPU per rerun, which a noisy machine troubles less than wall time."""
    subprocess.run(samhandling("demo", "--data-dir", str(folder / "data")), cwd=REPOSITORY, check=True)
    with viewers.served(folder / "data", folder) as servers:
        for server, name in zip(servers, ("our page", "bare page"), strict=True):
            for page, (same, changed) in viewers.cost_of_pages(server).items():
                report(f"{name} /{page}: {same:.0f} ms CPU shown again, {changed:.0f} ms with a choice changed")


BENCHMARKS = {
    run.__name__: run
    for run in (
        *(load_csv, load_excel, faulty_csv, excel_receipt, survey, rebuild, answer_time),
        *(viewer_times, page_costs),
    )
}


def main() -> None:
    """Run the benchmarks named, or all."""
    names = sys.argv[1:] or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        raise SystemExit(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    for name in names:
        with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as folder:
            BENCHMARKS[name](Path(folder))


if __name__ == "__main__":
    main()
