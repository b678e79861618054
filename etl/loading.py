"""Loading: files become deliveries, deliveries become a new warehouse, and the new one takes the place of the old."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from etl.stand import FileOutcome, LoadRequest, Stand
from warehouse.build import Build, Progress, no_progress
from warehouse.changes import changed_figures
from warehouse.folder import DataFolder

__all__ = ["FileOutcome", "LoadOutcome", "LoadRequest", "load", "rebuild", "redo", "undo"]


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
        stand = Stand.open(folder)
        installed = stand.install_reference()
        outcomes = []
        for request in requests:
            outcome = stand.take(request, progress)
            if outcome.taken.has_errors and not (partial and outcome.taken.is_landable):
                # What is wrong is never just «no change».
                outcome = replace(outcome, same_as=None)
            elif outcome.same_as is None:
                outcome = stand.stage(request, outcome)
            outcomes.append(outcome)
        if not all(outcome.is_good for outcome in outcomes):
            if not is_dry_run:
                stand.keep_refused(zip(requests, outcomes, strict=True))
            return LoadOutcome(tuple(outcomes), True, is_dry_run, None)
        if not stand.has_news:
            return LoadOutcome(tuple(outcomes), False, is_dry_run, None)
        result = stand.build(progress)
        if is_dry_run:
            figures = changed_figures(folder.published, folder.next)
            folder.clear_leftovers()
            return LoadOutcome(tuple(outcomes), False, True, None, installed, figures)
        stand.commit(result)
        return LoadOutcome(tuple(outcomes), False, False, result, installed)


def rebuild(folder: DataFolder, progress: Progress = no_progress) -> Build:
    """Build and publish anew from the standing deliveries, with the product's reference data where it is missing."""
    with folder.locked():
        stand = Stand.open(folder)
        stand.install_reference()
        result = stand.build(progress)
        stand.commit(result)
        return result


def undo(folder: DataFolder, delivery_id: str, progress: Progress = no_progress) -> Build:
    """Withdraw a delivery and build without it; KeyError when it does not stand."""
    return _withdraw(folder, delivery_id, is_undo=True, progress=progress)


def redo(folder: DataFolder, delivery_id: str, progress: Progress = no_progress) -> Build:
    """Take a withdrawn delivery back, in its old place; KeyError when it was not withdrawn."""
    return _withdraw(folder, delivery_id, is_undo=False, progress=progress)


def _withdraw(folder: DataFolder, delivery_id: str, *, is_undo: bool, progress: Progress) -> Build:
    with folder.locked():
        stand = Stand.open(folder)
        ledger = stand.shelf.ledger
        undone = ledger.undone()
        may_be = set(ledger.loaded()) - undone if is_undo else undone
        if delivery_id not in may_be:
            raise KeyError(delivery_id)
        # Undo puts it among the withdrawn, redo takes it out.
        result = stand.build(progress, undone ^ {delivery_id})
        stand.commit(result, lambda: ledger.add("undo" if is_undo else "redo", delivery_id=delivery_id))
        return result
