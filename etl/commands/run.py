"""``samhandling run``: load what lies in a folder, and move every file with its receipt. Made to be run by a clock."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from etl.arrival import COUNTS, Arrival
from etl.commands.shared import Answer, AsJson, DataDir, answer, language, progress_bar, say
from etl.inbox import SETTLE_SECONDS, run_inbox
from etl.messages import FileRefused
from warehouse.errors import WarehouseError
from warehouse.folder import DataFolder
from warehouse.words import number

_HEADERS = ("file", "result", "source", "layout", *COUNTS)


def run(
    inbox: Annotated[Path, typer.Argument(help=say("option.inbox"), show_default=False)],
    settle: Annotated[float, typer.Option("--settle", min=0, help=say("option.settle"))] = SETTLE_SECONDS,
    sender: Annotated[str | None, typer.Option("--sender", help=say("option.sender"))] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Load and move; exit code 1 when a file was refused."""
    out = answer(data_dir, as_json)
    if not inbox.is_dir():
        out.fail(say("run.no_folder", folder=inbox))
    if _is_ours(inbox, out.folder):
        out.fail(say("run.own_folder", folder=inbox))
    try:
        with progress_bar(as_json) as progress:
            outcome = run_inbox(out.folder, inbox, language=language(), settle=settle, sender=sender, progress=progress)
    except (WarehouseError, FileRefused, OSError):
        raise
    except Exception as error:  # a clock has no use for a traceback, and the files are where they were
        out.fail(say("run.unexpected", problem=f"{type(error).__name__}: {error}".splitlines()[0]))
    out.json(
        {
            "ok": outcome.is_well,
            "published": outcome.build.build_id if outcome.build else None,
            "installed": list(outcome.installed),
            "counts": Counter(arrival.result for arrival in outcome.files),
            "files": [arrival.as_json() for arrival in outcome.files],
        }
    )
    _tell(out, outcome.files)
    if outcome.installed:
        out.line("load.installed", sources=", ".join(outcome.installed))
    if outcome.build is not None:
        out.line("load.published", seconds=number(outcome.build.seconds, 1, language()))
    if not outcome.is_well:
        raise typer.Exit(1)


def _is_ours(inbox: Path, folder: DataFolder) -> bool:
    """Say whether the folder is the warehouse's own, or one of those it keeps its files in."""
    place, root = inbox.resolve(), folder.root.resolve()
    kept = (folder.builds, folder.changes, folder.deliveries, folder.staging)
    return place == root or any(place.is_relative_to(own.resolve()) for own in kept)


def _tell(out: Answer, files: tuple[Arrival, ...]) -> None:
    """A line per file and source, then why files were refused or wait."""
    if not files:
        out.line("run.empty")
        return
    empty = dict.fromkeys(("source", "layout", *COUNTS))
    rows = [
        {"file": arrival.name, "result": say(f"run.result.{arrival.result}"), **empty, **part}
        for arrival in files
        for part in ([{name: getattr(part, name) for name in empty} for part in arrival.parts] or [{}])
    ]
    schema = {**dict.fromkeys(_HEADERS, pl.String), **dict.fromkeys(COUNTS, pl.Int64)}
    out.table(pl.DataFrame(rows, schema=schema), {name: say(f"run.header.{name}") for name in _HEADERS})
    for arrival in files:
        if arrival.message is not None:
            message = arrival.message[0 if language() == "nb" else 1]
            out.text(message if arrival.name in message else f"{arrival.name}: {message}")
    counts = Counter(arrival.result for arrival in files)
    said = [f"{number(count, 0, language())} {say(f'run.result.{result}')}" for result, count in counts.items()]
    out.line("run.sum", count=number(len(files), 0, language()), results=", ".join(said))
