"""What came of a file in the inbox, and its move to ``loaded`` or ``refused`` with the receipt beside it."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import count, zip_longest
from pathlib import Path
from typing import Any, Literal

from etl.messages import WORDS, FileRefused, Note, in_both
from etl.stand import FileOutcome, Stand
from warehouse.words import Language, moment, number

Result = Literal["loaded", "unchanged", "codebook", "refused", "waiting"]
FOLDERS = {"loaded": "loaded", "unchanged": "loaded", "codebook": "loaded", "refused": "refused"}
COUNTS = ("rows_in", "rows_accepted", "rows_rejected", "rows_skipped")


@dataclass(frozen=True)
class Part:
    """A file as one source: how it was read, its rows, and how it changes the source (null when it is refused)."""

    source: str
    layout: str
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    rows_skipped: int
    added: int | None = None
    changed: int | None = None
    removed: int | None = None
    delivery_id: str | None = None
    same_as: str | None = None


@dataclass(frozen=True)
class Arrival:
    """What came of one file of the inbox.

    ``message`` says why it is refused, waits or could not be moved. ``moved_to`` is null when it lies where it lay.
    """

    name: str
    result: Result
    parts: tuple[Part, ...] = ()
    message: Note | None = None
    moved_to: Path | None = None
    receipts: tuple[Path, ...] = ()

    @property
    def is_well(self) -> bool:
        """Nobody has to do anything about it."""
        return FOLDERS.get(self.result) == "loaded" and self.moved_to is not None

    def as_json(self) -> dict[str, Any]:
        """For the journal and for machines."""
        return {
            **asdict(self),
            "message": None if self.message is None else dict(zip(("nb", "en"), self.message, strict=True)),
            "moved_to": None if self.moved_to is None else str(self.moved_to),
            "receipts": [str(receipt) for receipt in self.receipts],
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Arrival":
        """Read what a journal says of a file that is still to be moved."""
        return cls(record["name"], record["result"], tuple(Part(**part) for part in record["parts"]))


def part_of(outcome: FileOutcome, is_loaded: bool) -> Part:
    """A file that was taken, as the part it is."""
    taken, changes = outcome.taken, outcome.changes
    return Part(
        source=taken.source,
        layout=taken.layout,
        **{name: getattr(taken, name) for name in COUNTS},
        added=changes.added if is_loaded else None,
        changed=changes.changed if is_loaded else None,
        removed=changes.removed if is_loaded else None,
        delivery_id=outcome.delivery_id if is_loaded else None,
        same_as=outcome.same_as,
    )


def move(
    path: Path, arrival: Arrival, language: Language, stand: Stand, outcomes: Sequence[FileOutcome] = ()
) -> Arrival:
    """Move a file to its folder, its receipt first. One that cannot be moved stays, and its arrival says why."""
    folder = path.parent / FOLDERS[arrival.result]
    mark = f" ({WORDS('inbox.unchanged', language)})" if arrival.result == "unchanged" else ""
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".") as draft:
            written = _receipts(path, arrival, Path(draft), language, stand, outcomes)
            stem = _free_stem(folder, path, mark)
            receipts = [folder / f"{stem}{ending}" for ending in written]
            for receipt, file in zip(receipts, written.values(), strict=True):
                file.replace(receipt)
        target = folder / f"{stem}{path.suffix}"
        shutil.move(path, target)
    except OSError as problem:
        message = in_both("inbox.not_moved", file=path.name, folder=folder, problem=problem.strerror or problem)
        return Arrival(arrival.name, arrival.result, arrival.parts, message)
    return Arrival(arrival.name, arrival.result, arrival.parts, arrival.message, target, tuple(receipts))


def _free_stem(folder: Path, path: Path, mark: str) -> str:
    """The name without ending, with a number when a file or receipt has it; «tall.csv» and «tall.xlsx» have each their own."""
    taken = {other.name.casefold() for other in folder.iterdir()}

    def is_free(stem: str) -> bool:
        receipt = f"{stem}.kvittering".casefold()
        return f"{stem}{path.suffix}".casefold() not in taken and not any(name.startswith(receipt) for name in taken)

    stems = (path.stem + mark + (f" ({copy})" if copy > 1 else "") for copy in count(1))
    return next(stem for stem in stems if is_free(stem))


def _receipts(
    path: Path, arrival: Arrival, draft: Path, language: Language, stand: Stand, outcomes: Sequence[FileOutcome]
) -> dict[str, Path]:
    """Write the receipts into ``draft``: their endings, and the files."""
    written: dict[str, Path] = {}
    for part, outcome in zip_longest(arrival.parts, outcomes):
        source = f".{part.source}" if len(arrival.parts) > 1 else ""
        try:
            files = _full_receipt(path, part, outcome, draft / part.source, language, stand)
        except Exception:  # noqa: S112 a receipt that cannot be made must not stop a file that is already loaded
            continue
        written |= {f".kvittering{source}{file.suffix}": file for file in files}
    if not written:
        plain = draft / "plain.txt"
        plain.write_text(_plain_receipt(arrival, language), encoding="utf-8")
        written[".kvittering.txt"] = plain
    return written


def _full_receipt(
    path: Path, part: Part, outcome: FileOutcome | None, folder: Path, language: Language, stand: Stand
) -> list[Path]:
    """Write the receipt of a file that was read now, or that is kept since a run that was cut off."""
    # Imported where it is used: a command that writes no receipt should not wait for what makes PDFs and workbooks.
    from etl.receipts import write_delivery_receipt, write_receipt

    references = stand.references(part.source)
    if outcome is not None:
        return write_receipt(outcome.taken, path, folder, language, references)
    if part.delivery_id is None:
        return []
    return write_delivery_receipt(stand.shelf.delivery(part.delivery_id), folder, language, references)


def _plain_receipt(arrival: Arrival, language: Language) -> str:
    """The receipt of a file that was never opened, or whose reading was cut off: what happened, in a few lines."""
    lines = [
        WORDS("inbox.receipt", language, file=arrival.name),
        WORDS(f"inbox.result.{arrival.result}", language),
        moment(datetime.now().astimezone(), language),
    ]
    for part in arrival.parts:
        counts = {name: number(getattr(part, name), 0, language) for name in COUNTS}
        lines.append(f"{part.source}: {WORDS('receipt.counted', language, **counts)}")
    if arrival.message is not None:
        lines += ["", arrival.message[0 if language == "nb" else 1]]
    return "\n".join(lines) + "\n"


def unexpected(path: Path, error: BaseException) -> FileRefused:
    """The refusal of a file whose reading failed in a way nobody foresaw: where in the program, but no value of the file."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "?" if place is None else f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"
    return FileRefused("unexpected", file=path.name, problem=type(error).__name__, place=where)
