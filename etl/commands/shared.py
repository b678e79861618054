"""What every command shares: its options, how it answers people and machines, and how it fails."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from warehouse.folder import DATA_VARIABLE, DataFolder, data_folder
from warehouse.words import LANGUAGES, Language, Words, moment, number

if TYPE_CHECKING:
    import polars as pl

    from warehouse.build import Build

LANGUAGE_VARIABLE = "SAMHANDLING_LANGUAGE"
PROGRESS_VARIABLE = "SAMHANDLING_PROGRESS"
WORDS = Words(Path(__file__).with_name("words.toml"))


def language() -> Language:
    """The language of help and messages: SAMHANDLING_LANGUAGE when it is nb or en, else nb."""
    wanted = os.environ.get(LANGUAGE_VARIABLE, "nb")
    return next((known for known in LANGUAGES if known == wanted), "nb")


def say(key: str, **values: object) -> str:
    """A text of ``words.toml`` in the language of the command."""
    return WORDS(key, language(), **values)


DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help=say("option.data_dir", variable=DATA_VARIABLE), show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help=say("option.json"))]
DeliveryId = Annotated[str, typer.Argument(help=say("option.delivery"), show_default=False)]


@dataclass
class Answer:
    """How one run of a command answers: lines and tables on standard output, or one JSON value."""

    as_json: bool
    folder: DataFolder

    def line(self, key: str, **values: object) -> None:
        """Print one line for people."""
        if not self.as_json:
            sys.stdout.write(say(key, **values) + "\n")

    def text(self, text: str) -> None:
        """Print text that is already in the reader's language."""
        if not self.as_json:
            sys.stdout.write(text + "\n")

    def table(self, frame: "pl.DataFrame", headers: dict[str, str] | None = None) -> None:
        """Print a frame as a table; ``headers`` picks and names the columns."""
        if self.as_json:
            return
        # Imported where it is used: a load of a million rows should not wait for it.
        from rich.console import Console
        from rich.table import Table

        headers = headers or {name: name for name in frame.columns}
        table = Table(*headers.values(), box=None, pad_edge=False, header_style="bold")
        for row in frame.select(list(headers)).iter_rows():
            table.add_row(*(shown(name, cell) for name, cell in zip(headers, row, strict=True)))
        Console(file=sys.stdout, width=None if sys.stdout.isatty() else 200).print(table)

    def json(self, value: object) -> None:
        """Print the JSON answer, when that is what was asked for."""
        if self.as_json:
            sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=plain) + "\n")

    def fail(self, message: str, **facts: object) -> NoReturn:
        """Say what is wrong on standard error (in the JSON answer too) and end with exit code 1."""
        if self.as_json:
            self.json({"ok": False, "message": message, **facts})
        else:
            sys.stderr.write(message + "\n")
        raise typer.Exit(1)


def answer(data_dir: Path | None, as_json: bool) -> Answer:
    """Open the answer of one run, on the folder that was asked for."""
    return Answer(as_json, DataFolder(data_dir or data_folder()))


def shown(name: str, cell: object) -> str:
    """Write one cell of the column ``name`` as people read it; a year is not a quantity."""
    match cell:
        case None:
            return ""
        case int() if name == "year" or name.endswith("_year"):
            return str(cell)
        case bool():
            return say("word.yes") if cell else say("word.no")
        case int():
            return number(cell, 0, language())
        case float() | Decimal():
            return number(cell, 2, language()) if cell != int(cell) else number(cell, 0, language())
        case datetime():
            return moment(cell.astimezone(), language())
        case _:
            return str(cell)


def plain(value: object) -> object:
    """A value as JSON has it: dates as ISO text, decimals as numbers."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case Path():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form")


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[str, float], None]]:
    """A progress bar on standard error while long work goes on; none where nobody watches.

    With SAMHANDLING_PROGRESS=json it is a line of JSON per step, for the program that started this one.
    """
    if os.environ.get(PROGRESS_VARIABLE) == "json":
        yield _tell_program
        return
    if quiet or not sys.stderr.isatty():
        yield lambda _what, _share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns: tuple[Any, ...] = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def show(what: str, share: float) -> None:
            bar.update(task, description=_step(what), completed=share)

        yield show


def _step(what: str) -> str:
    key = f"progress.{what}"
    return say(key) if key in WORDS else what


def _tell_program(what: str, share: float) -> None:
    sys.stderr.write(json.dumps({"step": _step(what), "share": round(share, 3)}, ensure_ascii=False) + "\n")
    sys.stderr.flush()


def withdraw(
    name: Literal["undo", "redo"],
    deed: "Callable[[DataFolder, str, Callable[[str, float], None]], Build]",
    delivery: str,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    """Undo or redo one delivery, publish, and say so; one that it cannot be done with is refused by ``<name>.unknown``."""
    out = answer(data_dir, as_json)
    with progress_bar(as_json) as progress:
        try:
            result = deed(out.folder, delivery, progress)
        except KeyError:
            out.fail(say(f"{name}.unknown", delivery=delivery))
    out.json({"ok": True, "delivery_id": delivery, "published": result.build_id})
    out.line(f"{name}.done", delivery=delivery, rows=number(result.row_count, 0, language()))
