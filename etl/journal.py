"""The journal of an inbox: what a run writes down as it goes, for the run that comes after one that was cut off."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from warehouse.publish import sync_file

NAME = ".samhandling-run.json"
MOST_STOPS = 2
"""A file that stopped the whole program so many times is not opened again. Once may be somebody else's doing."""


class Journal:
    """Two things a crash would otherwise forget, kept in a hidden file in the inbox.

    Which file was being read: one that takes the program down with it would do so at every run. And which files the load
    that just became true was made of: until they are moved, they look as if they had never been loaded.
    """

    def __init__(self, inbox: Path) -> None:
        """Read what the last run left in ``inbox``; a torn journal is an empty one."""
        self._path = inbox / NAME
        self._kept: dict[str, Any] = {"reading": {}, "files": []}
        try:
            self._kept |= json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError):
            return

    @contextmanager
    def reading(self, path: Path) -> Iterator[None]:
        """Be known as the file that is being read; whoever comes back from it, with an error too, has not been stopped."""
        mark = _mark(path)
        self._kept["reading"][mark] = self._kept["reading"].get(mark, 0) + 1
        self._write()
        try:
            yield
        finally:
            del self._kept["reading"][mark]
            self._write()

    def stops(self, path: Path) -> bool:
        """Whether this very file has stopped the program too often."""
        return bool(self._kept["reading"].get(_mark(path), 0) >= MOST_STOPS)

    def land(self, delivery_ids: Sequence[str], files: Sequence[dict[str, Any]]) -> None:
        """Write down, to last through a power cut, the files (``name``, ``sha256``, …) of a load that is about to be true."""
        self._kept["files"] += [{**file, "delivery_ids": list(delivery_ids)} for file in files]
        self._write()
        sync_file(self._path)

    def landed(self, loaded: Sequence[str]) -> list[dict[str, Any]]:
        """The files whose load became true but which were not moved; ``loaded`` are the deliveries the ledger names."""
        known = set(loaded)
        self._kept["files"] = [file for file in self._kept["files"] if known.issuperset(file["delivery_ids"])]
        return list(self._kept["files"])

    def close(self, left: Sequence[str] = ()) -> None:
        """End the run: only the files named in ``left``, which could not be moved, are still to be remembered."""
        self._kept["files"] = [file for file in self._kept["files"] if file["name"] in left]
        if self._kept["files"]:
            self._write()
        else:
            self._path.unlink(missing_ok=True)

    def _write(self) -> None:
        half_written = self._path.with_name(self._path.name + ".part")
        half_written.write_text(json.dumps(self._kept, ensure_ascii=False), encoding="utf-8")
        half_written.replace(self._path)


def file_sha256(path: Path) -> str:
    """The fingerprint of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _mark(path: Path) -> str:
    stat = path.stat()
    return f"{path.name}|{stat.st_size}|{stat.st_mtime_ns}"
