"""The data folder: where the published file, the kept builds, the deliveries and the lock lie."""

import getpass
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from filelock import FileLock, Timeout

from warehouse.errors import WarehouseBusy, WarehouseError
from warehouse.words import moment, number

DATA_VARIABLE = "SAMHANDLING_DATA"
SPARE_BYTES = 50_000_000
"""Kept free beyond what a build is expected to need, so that other programs on the disk survive it."""


def data_folder() -> Path:
    """The folder that SAMHANDLING_DATA names, else ``data`` where the command runs."""
    return _as_path(os.environ.get(DATA_VARIABLE) or "data")


@cache
def _as_path(text: str) -> Path:
    # A page asks for the folder fifty times, and making a path takes longer than looking one up.
    return Path(text)


class DataFolder:
    """The paths of one data folder. Nothing is created before something is written."""

    def __init__(self, root: Path) -> None:
        """Name the folder; it need not exist."""
        self.root = root
        self.published = root / "warehouse.duckdb"
        self.next = root / "warehouse.next.duckdb"
        self.builds = root / "builds"
        self.changes = root / "changes"
        self.deliveries = root / "deliveries"
        self.staging = root / "staging"
        self.ledger = root / "ledger.jsonl"
        self._lock = root / "warehouse.lock"
        self._holder = root / "warehouse.lock.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only one who loads or builds; WarehouseBusy says who is, if it is not us.

        The lock is the operating system's and goes with the process, so a killed loader leaves none behind.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._lock, timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise WarehouseBusy("busy", **self._read_holder()) from None
        try:
            holder = {"pid": os.getpid(), "who": user_name(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
            self._holder.write_text(json.dumps(holder), encoding="utf-8")
            self.clear_leftovers()
            yield
        finally:
            self._holder.unlink(missing_ok=True)
            lock.release()

    def _read_holder(self) -> dict[str, object]:
        try:
            holder = json.loads(self._holder.read_text(encoding="utf-8"))
            since = datetime.fromisoformat(holder["since"]).astimezone()
            return {"pid": holder["pid"], "who": holder["who"], "since": moment(since)}
        except (OSError, ValueError, KeyError):
            return {"pid": "?", "who": "?", "since": "?"}

    def clear_leftovers(self) -> None:
        """Remove what a load that was killed left half done. Only the holder of the lock may."""
        for path in self.root.glob("warehouse.next.duckdb*"):
            path.unlink(missing_ok=True)
        shutil.rmtree(self.staging, ignore_errors=True)

    def require_space(self, needed: int) -> None:
        """WarehouseError when the disk has not ``needed`` bytes and a margin free."""
        self.root.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.root).free
        if free < needed + SPARE_BYTES:
            raise WarehouseError(
                "no_space",
                folder=self.root,
                needed=f"{number((needed + SPARE_BYTES) / 1e6)} MB",
                free=f"{number(free / 1e6)} MB",
            )


def user_name() -> str:
    """The account that runs the command; «ukjent» where the machine has no name for it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "ukjent"
