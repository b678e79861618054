"""Reading: always from the file that is published now, never waiting for a load, never keeping one from finishing."""

import os
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from warehouse.errors import NoWarehouse
from warehouse.stream import Rows

MEMORY_LIMIT = "512MB"
CATALOG = "warehouse"


class _Generation:
    """One published file, attached read-only into an in-memory database of its own.

    ``duckdb.connect(path)`` would give the OLD database back after a replace, as long as any connection to the path
    lived in this process. An attached file is known by its open descriptor, and goes with its last user.
    """

    def __init__(self, path: Path, mark: tuple[int, int, int]) -> None:
        self.mark = mark
        self.connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": MEMORY_LIMIT,
                "threads": 1,
                # What does not fit in memory is written here, and not where the program happens to be started.
                "temp_directory": tempfile.gettempdir(),
                "python_enable_replacements": "false",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        quoted = str(path).replace("'", "''")
        self.connection.execute(f"attach '{quoted}' as {CATALOG} (read_only)")

    def read(self, sql: str, params: Sequence[object]) -> pl.DataFrame:
        with self.connection.cursor() as cursor:
            # A cursor does not inherit USE, and views name their tables in two parts.
            cursor.execute(f"use {CATALOG}")
            return pl.DataFrame(Rows(cursor.sql(sql, params=list(params))))


class Reader:
    """Answers from the file published at ``path``. May be used by many threads at once."""

    def __init__(self, path: Path) -> None:
        """Name the published file; it need not exist yet."""
        self.path = path
        self._lock = threading.Lock()
        self._current: _Generation | None = None

    def generation(self) -> str:
        """A text that changes whenever a new file is published; «» when there is none."""
        try:
            return "-".join(map(str, self._mark()))
        except FileNotFoundError:
            return ""

    def read(self, sql: str, params: Sequence[object] = ()) -> pl.DataFrame:
        """Run one SELECT with ``?`` for each of ``params``; NoWarehouse when nothing is published."""
        return self._open().read(sql, params)

    def _mark(self) -> tuple[int, int, int]:
        stat = os.stat(self.path)  # noqa: PTH116 called for every query: a Path method costs three times as much
        return stat.st_ino, stat.st_mtime_ns, stat.st_size

    def _open(self) -> _Generation:
        """The generation published now. Old ones close when the last query on them has ended."""
        while True:
            try:
                mark = self._mark()
            except FileNotFoundError:
                raise NoWarehouse("no_warehouse", folder=self.path.parent) from None
            current = self._current
            if current is not None and current.mark == mark:
                return current
            with self._lock:
                if self._current is None or self._current.mark != mark:
                    fresh = _Generation(self.path, mark)
                    # The file may have been replaced between the look and the attach: then look again.
                    if self._mark() != mark:
                        continue
                    self._current = fresh
