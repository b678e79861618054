"""What the warehouse is given to build from: the tables of the sources and the deliveries that stand."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import polars as pl

ACCEPTED = "accepted.parquet"
FINDINGS = "findings.parquet"
REJECTED = "rejected.parquet"
SLICES = "slices.parquet"

FINDINGS_SCHEMA = pl.Schema(
    {
        "source_row": pl.Int32(),
        "level": pl.String(),
        "rule": pl.String(),
        "header": pl.String(),
        "value": pl.String(),
        "message_nb": pl.String(),
        "message_en": pl.String(),
    }
)
"""What a delivery keeps of each fault."""

REJECTED_SCHEMA = pl.Schema(
    {
        "source_row": pl.Int32(),
        "outcome": pl.String(),
        "reason_nb": pl.String(),
        "reason_en": pl.String(),
        "row_text": pl.String(),
    }
)
"""What a delivery keeps of each file row that is not accepted."""

TRACE_COLUMNS = ("delivery_id", "source_row")
"""Every source table ends with these: where the row came from."""


@dataclass(frozen=True)
class Column:
    """One column of a source: its name, polars type and whether a row must have it."""

    name: str
    dtype: pl.DataType
    is_required: bool


@dataclass(frozen=True)
class SourceTable:
    """One source as a table.

    ``replaces`` are the columns of the slice that a delivery replaces whole; empty means the whole source.
    ``references`` maps a column to the source and its columns whose values it may take.
    """

    name: str
    title_nb: str
    title_en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    replaces: tuple[str, ...]
    references: dict[str, tuple[str, tuple[str, ...]]]
    description: str
    owner_name: str


@dataclass(frozen=True)
class Delivery:
    """One file that was loaded, with the counts that must add up: in = accepted + rejected + skipped.

    ``years`` are those its rows are for; none where the rows have no year.
    """

    delivery_id: str
    source: str
    layout: str
    file_name: str
    file_sha256: str
    content_sha256: str
    received_at: datetime
    received_by: str
    encoding: str | None
    delimiter: str | None
    sheet_name: str | None
    header_rows: int
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    rows_skipped: int
    fact_rows: int
    warning_count: int
    data_class: str
    owner_name: str | None
    licence: str | None
    notes_nb: tuple[str, ...]
    notes_en: tuple[str, ...]
    folder: Path
    years: tuple[int, ...] = ()

    def parquet(self, name: str) -> Path:
        """The path of one of the delivery's Parquet files."""
        return self.folder / name

    def as_json(self) -> dict[str, Any]:
        """The manifest, without the folder it lies in."""
        record = asdict(self)
        del record["folder"]
        record["received_at"] = self.received_at.isoformat(timespec="seconds")
        return record

    @classmethod
    def from_json(cls, record: dict[str, Any], folder: Path) -> Self:
        """Read a manifest back; KeyError names a field that is not there."""
        # A manifest from before the years were kept says none.
        record = {"years": (), **record}
        values = {field.name: record[field.name] for field in fields(cls) if field.name != "folder"}
        values["received_at"] = datetime.fromisoformat(values["received_at"])
        values.update({name: tuple(values[name]) for name in ("notes_nb", "notes_en", "years")})
        return cls(folder=folder, **values)


@dataclass(frozen=True)
class Contents:
    """All a build needs: the sources, and the deliveries in the order they came.

    ``standing`` are read. ``withdrawn`` (undone) and ``refused`` (wrong rows) are only listed, with their findings.
    ``builds`` are the records of earlier builds.
    """

    tables: Sequence[SourceTable]
    standing: Sequence[Delivery] = ()
    withdrawn: Sequence[Delivery] = ()
    refused: Sequence[Delivery] = ()
    builds: Sequence[Mapping[str, object]] = ()
