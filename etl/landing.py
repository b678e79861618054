"""Landing: files that stand or fall each by itself, and still share one build."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from etl.arrival import Arrival, Result, part_of, unexpected
from etl.journal import Journal
from etl.messages import FileRefused, Note, in_both, listed
from etl.stand import FileOutcome, LoadRequest, Stand
from warehouse.build import Build, Progress
from warehouse.errors import WarehouseError
from warehouse.model import Delivery

_LACKS_REFERENCE = ("unknown_reference", "unknown_reference_near", "reference_empty")
_OF_THE_ROWS = ("checks_failed", "view_broken")
"""What goes wrong in a build because of the rows in it, and not because of the machine."""


@dataclass
class InboxFile:
    """A file while it is worked on. It has as many requests as it has sources."""

    path: Path
    requests: list[LoadRequest] = field(default_factory=list)
    outcomes: list[FileOutcome] = field(default_factory=list)
    staged: list[Delivery] = field(default_factory=list)
    refusal: FileRefused | None = None
    is_codebook: bool = False

    @property
    def result(self) -> Result:
        """What has come of it so far."""
        if self.is_codebook:
            return "codebook"
        if self.refusal is not None or not all(outcome.is_good for outcome in self.outcomes):
            return "refused"
        return "loaded" if self.staged else "unchanged"

    @property
    def errors(self) -> pl.DataFrame:
        """What must be corrected before it can land."""
        return pl.concat(outcome.taken.findings.filter(pl.col("level") == "error") for outcome in self.outcomes)

    def reads(self, path: Path) -> bool:
        """Say whether it stands, and was read with the help of the file at ``path``."""
        notes = (note[0] for outcome in self.outcomes for note in outcome.taken.notes)
        return self.result != "refused" and in_both("note.codebook", files=listed([path.name]))[0] in notes

    def refuse(self, refusal: FileRefused | None, stand: Stand) -> None:
        """Take back what of the file was staged; its faults, or ``refusal``, say why."""
        self.refusal = refusal or self.refusal
        stand.drop(delivery.delivery_id for delivery in self.staged)
        self.staged = []
        self.outcomes = [replace(outcome, delivery_id=None) for outcome in self.outcomes]

    def arrival(self) -> Arrival:
        """What is to be told of it."""
        result = self.result
        parts = tuple(part_of(outcome, result == "loaded") for outcome in self.outcomes)
        return Arrival(self.path.name, result, parts, self._reason() if result == "refused" else None)

    def journal_record(self) -> dict[str, object]:
        """What the next run must know, if this one is cut off before the file is moved."""
        return {**self.arrival().as_json(), "sha256": self.outcomes[0].taken.file_sha256}

    def _reason(self) -> Note:
        if self.refusal is not None:
            return self.refusal.message_nb, self.refusal.message_en
        errors = self.errors
        nb, en = errors.select("message_nb", "message_en").row(0)
        if errors.height == 1:
            return nb, en
        more_nb, more_en = in_both("inbox.more", count=errors.height - 1)
        return f"{nb} {more_nb}", f"{en} {more_en}"


def take_all(stand: Stand, files: Sequence[InboxFile], journal: Journal, progress: Progress) -> None:
    """Take and stage every file that is not refused; those that lack a reference again, as long as others land."""
    waiting = [file for file in files if file.refusal is None]
    while waiting:
        staged_before = len(stand.staged)
        for file in waiting:
            _take(stand, file, journal, progress)
        if len(stand.staged) == staged_before:
            break
        waiting = [
            file for file in waiting if file.refusal is None and file.result == "refused" and _may_yet_land(file)
        ]
    # Of two files with the same slice the later counts, also when the earlier had to wait for a third.
    order = {delivery.delivery_id: place for place, file in enumerate(files) for delivery in file.staged}
    stand.staged.sort(key=lambda delivery: order.get(delivery.delivery_id, -1))


def _may_yet_land(file: InboxFile) -> bool:
    """Say whether it names something that another file of this run may bring."""
    return not file.errors.filter(pl.col("rule").is_in(_LACKS_REFERENCE)).is_empty()


def _take(stand: Stand, file: InboxFile, journal: Journal, progress: Progress) -> None:
    """Take one file as each of its sources, all or none."""
    file.outcomes = []
    for request in file.requests:
        try:
            with journal.reading(file.path):
                outcome = stand.take(request, progress)
        except FileRefused as refusal:
            file.refuse(refusal, stand)
            return
        except (KeyboardInterrupt, SystemExit, WarehouseError):
            raise
        except BaseException as error:  # a reader in Rust that panics raises no Exception
            file.refuse(unexpected(file.path, error), stand)
            return
        if outcome.taken.has_errors:
            outcome = replace(outcome, same_as=None)
        elif outcome.same_as is None:
            outcome = stand.stage(request, outcome)
            file.staged.append(stand.staged[-1])
        file.outcomes.append(outcome)
    if file.result == "refused":
        file.refuse(None, stand)


def build_what_holds(stand: Stand, files: Sequence[InboxFile], progress: Progress) -> Build | None:
    """Build with every file that was staged; refuse those that no build can hold, and build with the rest.

    None when nothing is left to build. Raises WarehouseError when no file is to blame.
    """
    try:
        return stand.build(progress)
    except WarehouseError as error:
        if error.key not in _OF_THE_ROWS or not any(file.staged for file in files):
            raise
    _unstage(stand, files)
    stand.build(progress)  # what stands must hold by itself
    _add_what_holds(stand, [file for file in files if file.staged], progress)
    standing = {*stand.shelf.ledger.loaded(), *(delivery.delivery_id for delivery in stand.staged)}
    for file in files:
        # A copy of a file that did not land is not «no change».
        if file.result == "unchanged" and any(outcome.same_as not in standing for outcome in file.outcomes):
            file.refuse(FileRefused("same_as_refused", file=file.path.name), stand)
    return stand.build(progress) if stand.has_news else None


def _add_what_holds(stand: Stand, files: Sequence[InboxFile], progress: Progress) -> None:
    """Stage ``files`` again as far as a build with them holds; of those that do not, each half is tried by itself."""
    stand.staged += [delivery for file in files for delivery in file.staged]
    try:
        stand.build(progress)
    except WarehouseError as error:
        if error.key not in _OF_THE_ROWS:
            raise
        if len(files) == 1:
            reason = error.values.get("checks") or error.values.get("reason")
            files[0].refuse(FileRefused("breaks_build", file=files[0].path.name, reason=reason), stand)
            return
        _unstage(stand, files)
        half = len(files) // 2
        _add_what_holds(stand, files[:half], progress)
        _add_what_holds(stand, files[half:], progress)


def _unstage(stand: Stand, files: Sequence[InboxFile]) -> None:
    """Leave out of the build what is staged of ``files``, but keep it at hand."""
    theirs = {delivery.delivery_id for file in files for delivery in file.staged}
    stand.staged = [delivery for delivery in stand.staged if delivery.delivery_id not in theirs]
