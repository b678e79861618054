"""Loading: files become deliveries, deliveries become a new warehouse, and the new one takes the place of the old.

The order makes a crash harmless at any point: deliveries are staged, a new file is built and checked with them, they are
moved to their places, the ledger names them (from then on they count), and the new file is published. What a crash leaves
between the last two, the next command mends by building again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from etl import reference
from etl.contract import Contract
from etl.deliveries import RowChanges, Shelf, row_changes, shelve, source_tables, stage
from etl.reading import ALIASES, Options, Taken, take
from etl.sources import sources
from warehouse.build import Build, Progress, build, build_record, no_progress
from warehouse.changes import changed_figures
from warehouse.folder import DataFolder
from warehouse.model import ACCEPTED, Contents, Delivery, SourceTable
from warehouse.publish import publish


@dataclass(frozen=True)
class FileOutcome:
    """What came of one file."""

    taken: Taken
    changes: RowChanges
    same_as: str | None
    """The standing delivery that already says all of this, if one does."""
    delivery_id: str | None = None


@dataclass(frozen=True)
class LoadOutcome:
    """What came of a load."""

    files: tuple[FileOutcome, ...]
    is_refused: bool
    is_dry_run: bool
    build: Build | None
    installed: tuple[str, ...] = ()
    """Sources of the product's own reference data that were put in first, because they were missing."""
    changed_figures: pl.DataFrame | None = None
    """In a trial load: which figures of which mart would change, from and to."""


@dataclass(frozen=True)
class LoadRequest:
    """One file to load, and how."""

    path: Path
    options: Options
    owner_name: str | None = None
    licence: str | None = None


@dataclass
class _Stand:
    """A data folder while it is being changed: what stands, and what is staged on top."""

    folder: DataFolder
    shelf: Shelf
    tables: list[SourceTable] = field(default_factory=source_tables)
    staged: list[Delivery] = field(default_factory=list)

    def table(self, source: str) -> SourceTable:
        return next(table for table in self.tables if table.name == source)

    def contents(self) -> Contents:
        return self.shelf.contents(self.tables, self.staged)


def load(
    folder: DataFolder,
    requests: Sequence[LoadRequest],
    *,
    is_dry_run: bool = False,
    partial: bool = False,
    progress: Progress = no_progress,
) -> LoadOutcome:
    """Load files, all or none. A later file may refer to rows of an earlier one.

    Without ``partial`` one wrong row refuses the load: the files and their faults are kept, the published file stays as it
    was. With ``partial`` the good rows land. A trial load keeps and publishes nothing. Raises WarehouseError and FileRefused.
    """
    with folder.locked():
        # The file itself is kept, and its rows once more as Parquet and once in the new build.
        folder.require_space(3 * sum(request.path.stat().st_size for request in requests))
        stand = _Stand(folder, Shelf.open(folder))
        installed = _install_reference(stand)
        has_news = bool(stand.staged) or stand.shelf.ledger.needs_build()
        outcomes = []
        for request in requests:
            outcome = _take(stand, request, progress)
            # Staged at once, so that the next file can refer to its rows.
            if outcome.same_as is None and (not outcome.taken.has_errors or (partial and outcome.taken.is_landable)):
                outcome = _stage(stand, request, outcome)
                has_news = True
            outcomes.append(outcome)
        if any(outcome.delivery_id is None and outcome.same_as is None for outcome in outcomes):
            if not is_dry_run:
                _keep_refused(stand, requests, outcomes)
            return LoadOutcome(tuple(outcomes), True, is_dry_run, None)
        if not has_news:
            return LoadOutcome(tuple(outcomes), False, is_dry_run, None)
        result = build(folder, stand.contents(), progress=progress)
        if is_dry_run:
            figures = changed_figures(folder.published, folder.next)
            folder.clear_leftovers()
            return LoadOutcome(tuple(outcomes), False, True, None, installed, figures)
        _commit(stand, result)
        return LoadOutcome(tuple(outcomes), False, False, result, installed)


def rebuild(folder: DataFolder, progress: Progress = no_progress) -> Build:
    """Build and publish anew from the standing deliveries, with the product's reference data where it is missing."""
    with folder.locked():
        stand = _Stand(folder, Shelf.open(folder))
        _install_reference(stand)
        result = build(folder, stand.contents(), progress=progress)
        _commit(stand, result)
        return result


def undo(folder: DataFolder, delivery_id: str, progress: Progress = no_progress) -> Build:
    """Withdraw a delivery and build without it; KeyError when it does not stand."""
    with folder.locked():
        stand = _Stand(folder, Shelf.open(folder))
        ledger = stand.shelf.ledger
        if delivery_id not in ledger.loaded() or delivery_id in ledger.undone():
            raise KeyError(delivery_id)
        contents = stand.shelf.contents(stand.tables, undone=ledger.undone() | {delivery_id})
        result = build(folder, contents, progress=progress)
        ledger.add("undo", delivery_id=delivery_id)
        _publish(stand, result)
        return result


def redo(folder: DataFolder, delivery_id: str, progress: Progress = no_progress) -> Build:
    """Take a withdrawn delivery back, in its old place; KeyError when it was not withdrawn."""
    with folder.locked():
        stand = _Stand(folder, Shelf.open(folder))
        ledger = stand.shelf.ledger
        if delivery_id not in ledger.undone():
            raise KeyError(delivery_id)
        contents = stand.shelf.contents(stand.tables, undone=ledger.undone() - {delivery_id})
        result = build(folder, contents, progress=progress)
        ledger.add("redo", delivery_id=delivery_id)
        _publish(stand, result)
        return result


def _commit(stand: _Stand, result: Build) -> None:
    shelve(stand.folder, stand.staged)
    if stand.staged:
        stand.shelf.ledger.add("load", delivery_ids=[delivery.delivery_id for delivery in stand.staged])
    _publish(stand, result)


def _publish(stand: _Stand, result: Build) -> None:
    publish(stand.folder, result.build_id)
    stand.shelf.ledger.add("build", build=build_record(result))


def _take(stand: _Stand, request: LoadRequest, progress: Progress) -> FileOutcome:
    contract = sources()[request.options.source]
    taken = take(request.path, request.options, _references(stand, contract), progress)
    table = stand.table(request.options.source)
    slices = taken.accepted.select(table.replaces).unique() if table.replaces else None
    before = stand.shelf.rows(table, slices)
    changes = row_changes(table, before, taken.accepted)
    same_as = None
    if changes.is_nothing and not before.is_empty():
        same_as = _holder(stand, table, taken)
    return FileOutcome(taken, changes, same_as)


def _holder(stand: _Stand, table: SourceTable, taken: Taken) -> str:
    """The delivery that already says what ``taken`` says: the one with the same content, else the last that stands."""
    standing = stand.shelf.standing(table.name)
    same = [delivery for delivery in standing if delivery.content_sha256 == taken.content_sha256]
    return (same or standing)[-1].delivery_id


def _references(stand: _Stand, contract: type[Contract]) -> Mapping[str, pl.DataFrame]:
    """The rows a file is checked against: those that stand, and those staged in this very load."""
    rows = {}
    for source in dict.fromkeys((*contract.referenced_sources(), ALIASES)):
        table = stand.table(source)
        staged = [
            pl.read_parquet(delivery.parquet(ACCEPTED)).select(column.name for column in table.columns)
            for delivery in stand.staged
            if delivery.source == source
        ]
        rows[source] = pl.concat([stand.shelf.rows(table), *staged])
    return rows


def _stage(stand: _Stand, request: LoadRequest, outcome: FileOutcome) -> FileOutcome:
    taken = outcome.taken
    delivery = stage(
        stand.folder,
        stand.table(taken.source),
        taken,
        request.path,
        keep_rows=True,
        owner_name=request.owner_name or sources()[taken.source].about.owner_name,
        licence=request.licence or _licence_in(taken),
    )
    stand.staged.append(delivery)
    return FileOutcome(taken, outcome.changes, None, delivery.delivery_id)


def _licence_in(taken: Taken) -> str | None:
    """The licence that the file itself states, where its contract has a column for it."""
    if "licence" not in taken.accepted.columns:
        return None
    return next(iter(taken.accepted["licence"].drop_nulls().unique(maintain_order=True)), None)


def _keep_refused(stand: _Stand, requests: Sequence[LoadRequest], outcomes: Sequence[FileOutcome]) -> None:
    """Keep the files of a refused load with their faults, so that no row is lost and status can count them.

    A file that was refused before with the same content is not kept twice.
    """
    ledger = stand.shelf.ledger
    known = {stand.shelf.delivery(name).content_sha256 for name in ledger.refused()}
    refused = [
        stage(stand.folder, stand.table(outcome.taken.source), outcome.taken, request.path, keep_rows=False)
        for request, outcome in zip(requests, outcomes, strict=True)
        if outcome.taken.has_errors and outcome.taken.content_sha256 not in known
    ]
    if refused:
        shelve(stand.folder, refused)
        ledger.add("refuse", delivery_ids=[delivery.delivery_id for delivery in refused])


def _install_reference(stand: _Stand) -> tuple[str, ...]:
    """Stage the product's own reference files for sources that never had a delivery. A file of the user's replaces them."""
    ever = {name.rpartition("-")[0].rpartition("-")[0] for name in stand.shelf.ledger.loaded()}
    installed = []
    for source, path in reference.files().items():
        if source in ever:
            continue
        owner_name, licence = reference.source_note(source)
        request = LoadRequest(path, Options(source=source, layout="template"), owner_name, licence)
        taken = take(path, request.options, _references(stand, sources()[source]))
        _stage(stand, request, FileOutcome(taken, RowChanges(taken.accepted.height, 0, 0, 0), None))
        installed.append(source)
    return tuple(installed)
