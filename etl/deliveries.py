"""Deliveries: every file that came, kept untouched beside what became of it, and the ledger of what was done with them."""

import json
import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from etl.contract import SOURCE_ROW, Contract
from etl.reading import Taken
from etl.sources import sources
from warehouse.errors import WarehouseError
from warehouse.folder import DataFolder, user_name
from warehouse.live import live_parts
from warehouse.model import ACCEPTED, FINDINGS, REJECTED, SLICES, Column, Contents, Delivery, SourceTable
from warehouse.publish import sync_file, sync_folder

MANIFEST = "manifest.json"
ORIGINAL = "original"


def source_table(contract: type[Contract]) -> SourceTable:
    """A contract as the table it fills in the warehouse."""
    columns = contract.contract_columns().values()
    return SourceTable(
        name=contract.source_name(),
        title_nb=contract.about.title[0],
        title_en=contract.about.title[1],
        columns=tuple(Column(column.name, column.dtype, not column.is_nullable) for column in columns),
        key=contract.key_columns(),
        replaces=contract.about.replaces,
        references={
            column.name: (reference.source, reference.columns)
            for column in columns
            if (reference := column.cell.reference) and reference.unless is None and not reference.is_loose
        },
        description=contract.purpose(),
        owner_name=contract.about.owner_name,
    )


def source_tables() -> list[SourceTable]:
    """The tables of all sources, by name."""
    return [source_table(contract) for contract in sources().values()]


# The ledger ------------------------------------------------------------------------------------------------------


class Ledger:
    """What was done with the deliveries, one JSON line an event, only ever added to.

    An event is ``load`` or ``refuse`` (delivery_ids), ``undo`` or ``redo`` (delivery_id) or ``build`` (a build record). A line
    that a crash cut off is not an event: it never happened.
    """

    def __init__(self, folder: DataFolder) -> None:
        """Read the ledger of ``folder``; no file is an empty ledger."""
        self._path = folder.ledger
        self.events: list[dict[str, Any]] = []
        if self._path.exists():
            for line in self._path.read_text(encoding="utf-8").splitlines():
                try:
                    self.events.append(json.loads(line))
                except ValueError:
                    continue

    def add(self, event: str, **values: object) -> None:
        """Write one event so that it survives a crash; this is the moment a load or an undo becomes true."""
        record = {"event": event, "at": datetime.now(UTC).isoformat(timespec="seconds"), "by": user_name(), **values}
        with self._path.open("ab+") as file:
            if file.tell() > 0:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.events.append(record)

    def loaded(self) -> list[str]:
        """Every delivery that was loaded, in the order it came, undone or not."""
        return [name for event in self.events if event["event"] == "load" for name in event["delivery_ids"]]

    def refused(self) -> list[str]:
        """Every delivery that was refused whole."""
        return [name for event in self.events if event["event"] == "refuse" for name in event["delivery_ids"]]

    def undone(self) -> set[str]:
        """The deliveries that are withdrawn now."""
        undone: set[str] = set()
        for event in self.events:
            if event["event"] == "undo":
                undone.add(event["delivery_id"])
            elif event["event"] == "redo":
                undone.discard(event["delivery_id"])
        return undone

    def builds(self) -> list[dict[str, Any]]:
        """The records of all builds that were published."""
        return [event["build"] for event in self.events if event["event"] == "build"]

    def needs_build(self) -> bool:
        """Something was loaded, undone or redone after the last build (a crash came between)."""
        changes = [event["event"] for event in self.events if event["event"] in ("load", "undo", "redo", "build")]
        return bool(changes) and changes[-1] != "build"


# Deliveries on disk ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shelf:
    """The deliveries of a data folder as they stand."""

    folder: DataFolder
    ledger: Ledger

    @classmethod
    def open(cls, folder: DataFolder) -> "Shelf":
        """Read the ledger of ``folder``."""
        return cls(folder, Ledger(folder))

    def delivery(self, delivery_id: str) -> Delivery:
        """One delivery by its id, which starts with its source."""
        folder = self.folder.deliveries / delivery_id.rpartition("-")[0].rpartition("-")[0] / delivery_id
        return Delivery.from_json(json.loads((folder / MANIFEST).read_text(encoding="utf-8")), folder)

    def contents(
        self, tables: Sequence[SourceTable], staged: Sequence[Delivery] = (), undone: set[str] | None = None
    ) -> Contents:
        """What a build reads: all that stands, and ``staged`` on top. ``undone`` tries out another set of withdrawals."""
        undone = self.ledger.undone() if undone is None else undone
        loaded = [self.delivery(name) for name in self.ledger.loaded()]
        return Contents(
            tables=tables,
            standing=[*(one for one in loaded if one.delivery_id not in undone), *staged],
            withdrawn=[one for one in loaded if one.delivery_id in undone],
            refused=[self.delivery(name) for name in self.ledger.refused()],
            builds=self.ledger.builds(),
        )

    def standing(self, source: str, staged: Sequence[Delivery] = ()) -> list[Delivery]:
        """The deliveries of ``source`` that are not undone, in the order they came, and those ``staged`` on top."""
        undone = self.ledger.undone()
        names = [name for name in self.ledger.loaded() if name not in undone]
        shelved = [self.delivery(name) for name in names if name.startswith(f"{source}-")]
        return [*shelved, *(delivery for delivery in staged if delivery.source == source)]

    def rows(
        self, table: SourceTable, slices: pl.DataFrame | None = None, staged: Sequence[Delivery] = ()
    ) -> pl.DataFrame:
        """The rows of a source that count, with ``staged`` on top, in its columns; only those of ``slices`` when given."""
        schema = {column.name: column.dtype for column in table.columns}
        frames = [pl.DataFrame(schema=schema)]
        for part in live_parts(table, self.standing(table.name, staged)):
            lazy = pl.scan_parquet(part.delivery.parquet(ACCEPTED)).select(list(schema))
            for wanted in (part.slices, slices):
                if wanted is not None:
                    lazy = lazy.join(wanted.lazy(), on=wanted.columns, how="semi")
            frames.append(lazy.collect())
        return pl.concat(frames)


def new_delivery_id(source: str) -> str:
    """Source, time to the microsecond and four random characters: sorts by time, and says what it is."""
    return f"{source}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(2)}"


def stage(
    folder: DataFolder,
    table: SourceTable,
    taken: Taken,
    path: Path,
    *,
    keep_rows: bool,
    owner_name: str | None = None,
    licence: str | None = None,
) -> Delivery:
    """Write a delivery beside the others, not yet one of them: the file as it came, its rows, its faults, its manifest.

    ``keep_rows`` is False for a file that is refused: then only the file and its faults are kept.
    """
    delivery_id = new_delivery_id(table.name)
    target = folder.staging / delivery_id
    (target / ORIGINAL).mkdir(parents=True)
    _keep_original(taken, path, target / ORIGINAL)
    if keep_rows:
        _write(taken.accepted, target / ACCEPTED)
        if taken.replaces:
            _write(taken.accepted.select(taken.replaces).unique(), target / SLICES)
    _write(taken.findings, target / FINDINGS)
    _write(taken.rejected, target / REJECTED)
    classes = taken.accepted.get_column("data_class").unique() if "data_class" in taken.accepted.columns else ["real"]
    delivery = Delivery(
        delivery_id=delivery_id,
        source=table.name,
        layout=taken.layout,
        file_name=taken.file_name,
        file_sha256=taken.file_sha256,
        content_sha256=taken.content_sha256,
        received_at=datetime.now(UTC).replace(microsecond=0),
        received_by=user_name(),
        encoding=taken.encoding,
        delimiter=taken.delimiter,
        sheet_name=taken.sheet_name,
        header_rows=taken.header_rows,
        rows_in=taken.rows_in,
        rows_accepted=taken.rows_accepted,
        rows_rejected=taken.rows_rejected,
        rows_skipped=taken.rows_skipped,
        fact_rows=taken.accepted.height if keep_rows else 0,
        warning_count=taken.findings.filter(pl.col("level") == "warning").height,
        data_class=next((name for name in ("synthetic", "derived") if name in classes), "real"),
        owner_name=owner_name,
        licence=licence,
        notes_nb=tuple(note[0] for note in taken.notes),
        notes_en=tuple(note[1] for note in taken.notes),
        folder=target,
        years=_years(taken.accepted) if keep_rows else (),
    )
    manifest = target / MANIFEST
    manifest.write_text(json.dumps(delivery.as_json(), ensure_ascii=False, indent=2), encoding="utf-8")
    for written in target.rglob("*"):
        if written.is_file():
            sync_file(written)
    return delivery


def _years(accepted: pl.DataFrame) -> tuple[int, ...]:
    """The years that rows are for, where the source has a year."""
    return tuple(accepted["year"].drop_nulls().unique().sort()) if "year" in accepted.columns else ()


def _keep_original(taken: Taken, path: Path, folder: Path) -> None:
    """Keep the file as it came, or only what may be kept of it: nothing, or the cells without personal data, as CSV."""
    if taken.keeps == "all":
        shutil.copyfile(path, folder / path.name)
    elif taken.kept is not None:
        cells = taken.kept.drop(SOURCE_ROW)
        cells.write_csv(folder / f"{path.stem}.csv", separator=";", include_header=False, include_bom=True)


def _write(frame: pl.DataFrame, path: Path) -> None:
    """Write Parquet with light compression: a build reads it every time. WarehouseError when the disk does not take it."""
    try:
        frame.write_parquet(path, compression="lz4", statistics=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise WarehouseError("write_failed", folder=path.parent, reason=str(error).splitlines()[0]) from error


def shelve(folder: DataFolder, deliveries: Sequence[Delivery]) -> None:
    """Move staged deliveries to their places. They count from the moment the ledger names them."""
    for delivery in deliveries:
        target = folder.deliveries / delivery.source / delivery.delivery_id
        target.parent.mkdir(parents=True, exist_ok=True)
        delivery.folder.replace(target)
        sync_folder(target.parent)


# What a delivery changes -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RowChanges:
    """How the rows of a source change by a delivery: counts of rows by key."""

    added: int
    changed: int
    removed: int
    unchanged: int

    @property
    def is_nothing(self) -> bool:
        """No row is different afterwards."""
        return self.added == self.changed == self.removed == 0


def row_changes(table: SourceTable, before: pl.DataFrame, after: pl.DataFrame) -> RowChanges:
    """Compare the rows of a source by key: those ``before`` in the slices a delivery replaces, and those it brings."""
    if before.is_empty():
        return RowChanges(after.height, 0, 0, 0)
    key = list(table.key)
    others = [column.name for column in table.columns if column.name not in key]
    # The key's values are never null in accepted rows, so a marker tells a match from a missing row.
    pairs = before.with_columns(pl.lit(True).alias("was_there")).join(
        after.select(*key, *others, pl.lit(True).alias("is_there")), on=key, how="full", suffix="_after", coalesce=True
    )
    differs = pl.any_horizontal([pl.lit(False), *(pl.col(name).ne_missing(pl.col(f"{name}_after")) for name in others)])
    counts = pairs.select(
        added=pl.col("was_there").is_null().sum(),
        removed=pl.col("is_there").is_null().sum(),
        changed=(pl.col("was_there") & pl.col("is_there") & differs).sum(),
        rows=pl.len(),
    ).row(0, named=True)
    both = counts["rows"] - counts["added"] - counts["removed"]
    return RowChanges(counts["added"], counts["changed"], counts["removed"], both - counts["changed"])
