"""Publish: the new file takes the place of the old in one step, and the last builds are kept."""

import os
from pathlib import Path

from warehouse.folder import DataFolder

KEPT_BUILDS = 5


def sync_folder(folder: Path) -> None:
    """Make renames in ``folder`` last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make the content of ``path`` last through a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def publish(folder: DataFolder, build_id: str, keep: int = KEPT_BUILDS) -> None:
    """Replace the published file by ``folder.next`` and keep it under ``builds/<build_id>.duckdb``.

    The kept build is a hard link, so it costs no space while it is the published one. Readers that hold the old
    file go on reading it undisturbed: a rename does not touch an open file.
    """
    sync_file(folder.next)
    folder.builds.mkdir(exist_ok=True)
    kept = folder.builds / f"{build_id}.duckdb"
    kept.unlink(missing_ok=True)
    os.link(folder.next, kept)
    folder.next.replace(folder.published)
    sync_folder(folder.root)
    for old in sorted(folder.builds.glob("*.duckdb"), reverse=True)[keep:]:
        old.unlink(missing_ok=True)
