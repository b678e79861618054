"""Running the ``samhandling`` command for a page: in processes of its own, so that nothing it does takes the dashboard down."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from dashboard import cores
from dashboard.desk import Desk
from dashboard.digest import ANSWER, FIGURES, FINDINGS
from dashboard.words import words
from warehouse.folder import DATA_VARIABLE, DataFolder, data_folder
from warehouse.words import Language, moment

READ_ONLY = "SAMHANDLING_READ_ONLY"
"""With this set, nobody can load from the dashboard, which then only reads."""

ROOT = Path(__file__).parents[1]

_TOLD = "told.txt"
_LONGEST_WAIT = 120.0
_LOG = logging.getLogger(__name__)


class ReadOnly(RuntimeError):
    """This dashboard only reads."""


class Refused(RuntimeError):
    """The command could not answer; the text says why, in the language it was asked in."""


def is_read_only() -> bool:
    """Say whether the dashboard is set to read only."""
    return os.environ.get(READ_ONLY, "") not in ("", "0")


@dataclass(frozen=True)
class Answer:
    """What came of a command: ``facts`` as it gave them, or a ``message`` that says why there are none.

    ``folder`` has what is long, each as a Parquet file.
    """

    is_ok: bool
    message: str
    facts: dict[str, Any]
    folder: Path

    @property
    def findings(self) -> pl.DataFrame:
        """The findings of the file: warehouse.model.FINDINGS_SCHEMA; empty when there are none."""
        return self._long(FINDINGS)

    @property
    def figures(self) -> pl.DataFrame:
        """The figures that change: warehouse.changes.SCHEMA; empty when none do, or nothing is published before."""
        return self._long(FIGURES)

    def _long(self, name: str) -> pl.DataFrame:
        path = self.folder / name
        return pl.read_parquet(path) if path.exists() else pl.DataFrame()


@dataclass(eq=False)
class Job:
    """One run of the command. ``phases`` are the parts in which it tells how far it is, each from 0 to 1; 0 if it does not."""

    kind: str
    desk: Desk
    folder: Path
    process: subprocess.Popen[bytes]
    language: Language
    phases: int
    ledger_size: int
    started: datetime = field(default_factory=datetime.now)
    is_cancelled: bool = False

    @property
    def is_done(self) -> bool:
        """Say whether the process has ended, well or not."""
        return self.process.poll() is not None

    @property
    def seconds(self) -> int:
        """Whole seconds since it started."""
        return int((datetime.now() - self.started).total_seconds())

    def progress(self) -> tuple[int, str, float]:
        """Give the phase (from 0), the step as the command names it, and the share done of all phases."""
        phase, step, share = 0, "", 0.0
        for line in self._told().splitlines():
            try:
                told = json.loads(line)
                step, now = str(told["step"]), float(told["share"])
            except (ValueError, KeyError, TypeError):
                continue
            phase, share = phase + (now < share), now
        return phase, step, min((phase + share) / max(self.phases, 1), 1.0)

    def cancel(self) -> None:
        """Stop the command with all that it started. What it was writing is as if it had never begun."""
        self.is_cancelled = not self.is_done
        _kill(self.process)

    def answer(self) -> Answer:
        """Give the answer of a job that is done."""
        try:
            facts = json.loads((self.folder / ANSWER).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Answer(False, self._why_none(), {}, self.folder)
        return Answer(bool(facts.get("ok")), str(facts.get("message", "")), facts, self.folder)

    def _why_none(self) -> str:
        if self.is_cancelled:
            is_late = _ledger_size() != self.ledger_size
            return words("load.cancelled_late" if is_late else "load.cancelled", self.language)
        _LOG.error("samhandling ended with %s\n%s", self.process.returncode, self._told())
        return words("load.broke_down", self.language, moment=moment(datetime.now(), self.language))

    def _told(self) -> str:
        with suppress(OSError):
            return (self.folder / _TOLD).read_text(encoding="utf-8", errors="replace")
        return ""


def start(
    kind: str,
    arguments: Sequence[str],
    language: Language,
    *,
    desk: Desk | None = None,
    phases: int = 0,
    is_order: bool = False,
    who: str | None = None,
) -> Job:
    """Start ``samhandling`` with ``arguments``; it works on after this returns.

    A job is stopped when nobody holds it any more, except an order to change what is published, which is carried out. ``who``
    is entered as the one who did it, instead of the account that the dashboard runs as. ReadOnly when nobody may load here.
    """
    if is_read_only():
        raise ReadOnly
    desk = desk or Desk()
    folder = desk.room()
    environment = {
        **os.environ,
        DATA_VARIABLE: str(data_folder().resolve()),
        "SAMHANDLING_LANGUAGE": language,
        "SAMHANDLING_PROGRESS": "json",
    }
    if who:
        # What Python's getpass asks first: the lock, the deliveries and the ledger have the name from there.
        environment["LOGNAME"] = who
    size = _ledger_size()
    with (folder / _TOLD).open("wb") as told:
        process = subprocess.Popen(  # noqa: S603 our own module
            [sys.executable, "-m", "dashboard.digest", str(folder), *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=told,
            start_new_session=True,
        )
    cores.give_every(process.pid)
    # The desk must stay until the process is done with it, also when the one who started it has gone.
    threading.Thread(target=_wait, args=(process, desk), daemon=True).start()
    job = Job(kind, desk, folder, process, language, phases, size)
    if not is_order:
        weakref.finalize(job, _kill, process)
    return job


def ask(arguments: Sequence[str], language: Language) -> dict[str, Any]:
    """Run a command that only reads, wait for it, and give the facts it answers with; Refused says why there are none."""
    job = start("ask", arguments, language)
    try:
        job.process.wait(_LONGEST_WAIT)
    except subprocess.TimeoutExpired:
        job.cancel()
        job.process.wait()
    answer = job.answer()
    if not answer.is_ok:
        raise Refused(answer.message)
    return answer.facts


def _wait(process: subprocess.Popen[bytes], _desk: Desk) -> None:
    process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _ledger_size() -> int:
    ledger = DataFolder(data_folder()).ledger
    return ledger.stat().st_size if ledger.exists() else 0
