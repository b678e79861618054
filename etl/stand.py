"""A data folder while it is being changed: what stands, what is staged on top of it, and the step that makes both one.

The order makes a crash harmless at any point: deliveries are staged, a new file is built and checked with them, they are
moved to their places, the ledger names them (from then on they count), and the new file is published. What a crash leaves
between the last two, the next command mends by building again.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from etl import reference
from etl.deliveries import RowChanges, Shelf, row_changes, shelve, source_tables, stage
from etl.reading import ALIASES, Options, Taken, take
from etl.sources import sources
from warehouse.build import Build, Progress, build, build_record
from warehouse.changes import keep_revised
from warehouse.folder import DataFolder
from warehouse.model import Delivery, SourceTable
from warehouse.publish import publish


@dataclass(frozen=True)
class LoadRequest:
    """One file to load, and how. ``owner_name`` is who sent it; without, the owner of the source."""

    path: Path
    options: Options
    owner_name: str | None = None
    licence: str | None = None


@dataclass(frozen=True)
class FileOutcome:
    """What came of one file."""

    taken: Taken
    changes: RowChanges
    same_as: str | None
    """The standing delivery that already says all of this, if one does."""
    delivery_id: str | None = None

    @property
    def is_good(self) -> bool:
        """It is loaded, or there was nothing new to load."""
        return self.delivery_id is not None or self.same_as is not None


def nothing_more() -> None:
    """Where nothing else belongs to the moment a load becomes true."""


@dataclass
class Stand:
    """What stands in a data folder, and what is staged on top. The caller holds the folder's lock."""

    folder: DataFolder
    shelf: Shelf
    tables: list[SourceTable] = field(default_factory=source_tables)
    staged: list[Delivery] = field(default_factory=list)

    @classmethod
    def open(cls, folder: DataFolder) -> "Stand":
        """Read what stands."""
        return cls(folder, Shelf.open(folder))

    @property
    def has_news(self) -> bool:
        """There is something to build: staged now, or left by a crash."""
        return bool(self.staged) or self.shelf.ledger.needs_build()

    def take(self, request: LoadRequest, progress: Progress) -> FileOutcome:
        """Read a file and compare it with what stands and is staged; FileRefused when it is not a file of its source."""
        taken = take(request.path, request.options, self.references(request.options.source), progress)
        table = self._table(taken.source)
        slices = taken.accepted.select(taken.replaces).unique() if taken.replaces else None
        before = self.shelf.rows(table, slices, self.staged)
        changes = row_changes(table, before, taken.accepted)
        is_same = changes.is_nothing and not before.is_empty()
        return FileOutcome(taken, changes, self._holder(table, taken) if is_same else None)

    def stage(self, request: LoadRequest, outcome: FileOutcome) -> FileOutcome:
        """Put a file that was taken on top, so that the next file can refer to its rows."""
        taken = outcome.taken
        delivery = stage(
            self.folder,
            self._table(taken.source),
            taken,
            request.path,
            keep_rows=True,
            owner_name=request.owner_name or sources()[taken.source].about.owner_name,
            licence=request.licence or _licence_in(taken),
        )
        self.staged.append(delivery)
        return FileOutcome(taken, outcome.changes, None, delivery.delivery_id)

    def drop(self, delivery_ids: Iterable[str | None]) -> None:
        """Take staged deliveries away again; other ids are passed over."""
        gone = [delivery for delivery in self.staged if delivery.delivery_id in set(delivery_ids)]
        self.staged = [delivery for delivery in self.staged if delivery not in gone]
        for delivery in gone:
            shutil.rmtree(delivery.folder)

    def keep_refused(self, refused: Iterable[tuple[LoadRequest, FileOutcome]]) -> None:
        """Keep files with their faults, so that no row is lost and status can count them.

        A file that was refused before with the same content is not kept twice.
        """
        ledger = self.shelf.ledger
        known = {self.shelf.delivery(name).content_sha256 for name in ledger.refused()}
        kept = [
            stage(self.folder, self._table(outcome.taken.source), outcome.taken, request.path, keep_rows=False)
            for request, outcome in refused
            if outcome.taken.has_errors and outcome.taken.content_sha256 not in known
        ]
        if kept:
            shelve(self.folder, kept)
            ledger.add("refuse", delivery_ids=[delivery.delivery_id for delivery in kept])

    def install_reference(self) -> tuple[str, ...]:
        """Stage the product's own reference files for sources that never had a delivery; a file of the user's replaces them."""
        ever = {name.rpartition("-")[0].rpartition("-")[0] for name in self.shelf.ledger.loaded()}
        installed = []
        for source, path in reference.files().items():
            if source in ever:
                continue
            owner_name, licence = reference.source_note(source)
            request = LoadRequest(path, Options(source=source, layout="template"), owner_name, licence)
            taken = take(path, request.options, self.references(source))
            self.stage(request, FileOutcome(taken, RowChanges(taken.accepted.height, 0, 0, 0), None))
            installed.append(source)
        return tuple(installed)

    def build(self, progress: Progress, undone: set[str] | None = None) -> Build:
        """Build what stands with what is staged; ``undone`` tries out another set of withdrawals."""
        return build(self.folder, self.shelf.contents(self.tables, self.staged, undone), progress=progress)

    def commit(self, result: Build, record: Callable[[], None] = nothing_more) -> None:
        """Make a finished build true: deliveries to their places, ``record`` what was done, publish.

        A figure that is revised is listed before anything is moved, while the old file is still the published one.
        """
        keep_revised(self.folder, result.build_id)
        shelve(self.folder, self.staged)
        if self.staged:
            self.shelf.ledger.add("load", delivery_ids=[delivery.delivery_id for delivery in self.staged])
        record()
        publish(self.folder, result.build_id)
        self.shelf.ledger.add("build", build=build_record(result))
        self.staged = []

    def references(self, source: str) -> Mapping[str, pl.DataFrame]:
        """The rows a file of ``source`` is checked against: those that stand and are staged, by their source."""
        names = dict.fromkeys((*sources()[source].referenced_sources(), ALIASES))
        return {name: self.shelf.rows(self._table(name), staged=self.staged) for name in names}

    def _table(self, source: str) -> SourceTable:
        return next(table for table in self.tables if table.name == source)

    def _holder(self, table: SourceTable, taken: Taken) -> str:
        """The delivery that already says what ``taken`` says: the one with the same content, else the last there is."""
        standing = self.shelf.standing(table.name, self.staged)
        same = [delivery for delivery in standing if delivery.content_sha256 == taken.content_sha256]
        return (same or standing)[-1].delivery_id


def _licence_in(taken: Taken) -> str | None:
    """The licence that the file itself states, where its contract has a column for it."""
    if "licence" not in taken.accepted.columns:
        return None
    return next(iter(taken.accepted["licence"].drop_nulls().unique(maintain_order=True)), None)
