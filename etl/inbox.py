"""The inbox: a folder that files are put in. Each is recognised, loaded or refused whole, and moved with its receipt.

All good files land in one build. What a crash leaves is a file where it was or where it belongs, and none is loaded twice:
see ``etl.journal``.
"""

import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from stat import S_ISREG

from etl.arrival import FOLDERS, Arrival, move, unexpected
from etl.journal import Journal, file_sha256
from etl.landing import InboxFile, build_what_holds, take_all
from etl.messages import FileRefused, in_both, listed
from etl.reading import ALIASES, Options, recognise
from etl.sources import sources
from etl.stand import LoadRequest, Stand
from warehouse.build import Build, Progress, no_progress
from warehouse.folder import DataFolder
from warehouse.words import Language

SETTLE_SECONDS = 2.0
"""A file that has not changed for so long is taken to be written to its end."""

_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", ".filepart")


@dataclass(frozen=True)
class InboxOutcome:
    """What came of a run: every file that was in the inbox, and the build they made, if anything was new."""

    files: tuple[Arrival, ...]
    build: Build | None
    installed: tuple[str, ...]
    """Sources of the product's own reference data that were put in first, because they were missing."""

    @property
    def is_well(self) -> bool:
        """No file was refused or could not be moved; a file that is still being written is no fault."""
        return all(arrival.is_well or arrival.result == "waiting" for arrival in self.files)


def run_inbox(
    folder: DataFolder,
    inbox: Path,
    *,
    language: Language = "nb",
    settle: float = SETTLE_SECONDS,
    sender: str | None = None,
    progress: Progress = no_progress,
) -> InboxOutcome:
    """Load what is good in ``inbox`` and move every file. Raises WarehouseError when nothing can be loaded at all.

    ``settle`` is how many seconds a file must have been left alone. ``sender`` is who the files come from.
    """
    with folder.locked():
        journal, stand = Journal(inbox), Stand.open(folder)
        finished = _finish(inbox, journal, stand, language)
        there, waiting = settled(inbox, settle)
        sizes = {path: size for path, size in there.items() if path.name not in {arrival.name for arrival in finished}}
        for name in FOLDERS.values() if sizes else ():
            (inbox / name).mkdir(exist_ok=True)
        folder.require_space(3 * sum(size for size, _ in sizes.values()))
        installed = stand.install_reference()
        files = [_recognised(path, journal, sender) for path in sizes]
        files.sort(key=lambda file: (_place(file), sizes[file.path][1], file.path.name))
        take_all(stand, files, journal, progress)
        # Kept before the build, so that the new warehouse can say that they wait for a correction.
        refused = [file for file in files if file.result == "refused"]
        stand.keep_refused(pair for file in refused for pair in zip(file.requests, file.outcomes, strict=False))
        result = build_what_holds(stand, files, progress) if stand.has_news else None
        for file in files:
            file.is_codebook = any(other.reads(file.path) for other in files)
        if result is not None:
            ids = [delivery.delivery_id for delivery in stand.staged]
            kept = [file for file in files if file.result in ("loaded", "unchanged")]
            journal.land(ids, [file.journal_record() for file in kept])
            stand.commit(result)
        # What could not be read may be the codebook of another file, and lies beside it until that one has its receipt.
        files.sort(key=lambda file: not file.outcomes)
        moved = [move(file.path, file.arrival(), language, stand, file.outcomes) for file in files]
        journal.close([arrival.name for arrival in (*finished, *moved) if arrival.moved_to is None])
        return InboxOutcome((*finished, *moved, *waiting), result, installed if result else ())


Sizes = dict[Path, tuple[int, int]]
"""Files with their size in bytes and the time they were changed, in nanoseconds."""


def settled(inbox: Path, seconds: float) -> tuple[Sizes, list[Arrival]]:
    """The files of ``inbox`` that nobody is writing, and those that wait. Hidden files are nobody's delivery."""
    before = _sizes(inbox)
    time.sleep(seconds if before else 0)
    after = _sizes(inbox)
    still = {path: size for path, size in after.items() if before.get(path) == size and not _is_unfinished(path.name)}
    left = sorted(path.name for path in set(after) - set(still))
    return still, [Arrival(name, "waiting", message=in_both("inbox.waiting", file=name)) for name in left]


def _sizes(inbox: Path) -> Sizes:
    sizes = {}
    for path in sorted(inbox.iterdir()):
        with suppress(FileNotFoundError):  # gone again: somebody else moved it
            stat = path.stat()
            if S_ISREG(stat.st_mode) and not path.name.startswith("."):
                sizes[path] = stat.st_size, stat.st_mtime_ns
    return sizes


def _is_unfinished(name: str) -> bool:
    """Say whether a program has the file open or has not finished it: Excel's lock file, a download."""
    return name.startswith("~") or name.lower().endswith(_UNFINISHED)


def _finish(inbox: Path, journal: Journal, stand: Stand, language: Language) -> list[Arrival]:
    """Move the files of a run that was cut off after its load became true."""
    cut_off = [
        (inbox / record["name"], Arrival.from_json(record))
        for record in journal.landed(stand.shelf.ledger.loaded())
        if (inbox / record["name"]).is_file() and file_sha256(inbox / record["name"]) == record["sha256"]
    ]
    return [move(path, arrival, language, stand) for path, arrival in cut_off]


# What a file is


@cache
def _source_places() -> dict[str, int]:
    """Every source with its place in the order of loading: what others refer to comes first."""
    graph = {
        name: [other for other in (*contract.referenced_sources(), ALIASES) if other != name]
        for name, contract in sources().items()
    }
    return {name: place for place, name in enumerate(TopologicalSorter(graph).static_order())}


def _place(file: InboxFile) -> int:
    """A file of several sources comes when all that it refers to has come."""
    return max((_source_places()[request.options.source] for request in file.requests), default=0)


def _recognised(path: Path, journal: Journal, sender: str | None) -> InboxFile:
    """Find out what a file is: one source, or all sources of one layout. A file that may be two things is refused."""
    file = InboxFile(path)
    try:
        if journal.stops(path):
            raise FileRefused("stops_program", file=path.name)
        with journal.reading(path):
            found = recognise(path)
        if not found:
            raise FileRefused("unrecognised", file=path.name)
        names = {layout for _, layout in found}
        if len(names) > 1 or (names == {"template"} and len(found) > 1):
            raise FileRefused(
                "ambiguous", file=path.name, candidates=listed(f"{source} ({layout})" for source, layout in found)
            )
        found.sort(key=lambda pair: _source_places()[pair[0]])
        file.requests = [LoadRequest(path, Options(source, layout), sender) for source, layout in found]
    except FileRefused as refusal:
        file.refusal = refusal
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a reader in Rust that panics raises no Exception
        file.refusal = unexpected(path, error)
    return file
