"""What a receipt says, whatever it is written as: from a file just read, or from what was kept of a delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from etl.contract import Contract
from etl.deliveries import ORIGINAL
from etl.layouts import layouts
from etl.layouts.base import Layout
from etl.messages import Note, in_both, listed
from etl.reading import Taken
from etl.receipts.groups import with_group
from etl.receipts.names import unknown_names
from etl.receipts.sheet import SenderSheet, delivered_sheet, kept_sheet, read_sheet
from etl.sources import sources
from warehouse.model import FINDINGS, FINDINGS_SCHEMA, REJECTED, Delivery

References = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Receipt:
    """What became of one file.

    findings: ``FINDINGS_SCHEMA`` and ``group``; besides error and warning the level can be ``hint``. rejected: as in ``Taken``.
    names: ``NAMES_SCHEMA``. sheet: the sender's own sheet, None where nothing of it may be kept. delivery_id is None for a file
    that is not kept; at is when it was read, or received.
    """

    source: str
    layout: Layout
    file_name: str
    sheet_name: str | None
    encoding: str | None
    delimiter: str | None
    header_rows: int
    at: datetime
    delivery_id: str | None
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    rows_skipped: int
    findings: pl.DataFrame
    rejected: pl.DataFrame
    notes: tuple[Note, ...]
    sheet: SenderSheet | None
    names: pl.DataFrame

    @property
    def contract(self) -> type[Contract]:
        """The contract the file was read against."""
        return sources()[self.source]

    def count(self, level: str) -> int:
        """How many findings have ``level``."""
        return self.findings.filter(pl.col("level") == level).height


def receipt_of_file(taken: Taken, path: Path, references: References) -> Receipt:
    """The receipt for a file that was just read from ``path``; ``references`` is what it was checked against."""
    layout = layouts(sources()[taken.source])[taken.layout]
    is_excel = taken.encoding is None
    if taken.keeps == "all":
        sheet = read_sheet(path, taken.sheet_name, layout, taken.header_rows)
    elif taken.kept is not None:
        name = taken.sheet_name or path.stem
        sheet = kept_sheet(taken.kept, name, layout, taken.header_rows, is_excel=is_excel)
    else:
        sheet = None
    return Receipt(
        source=taken.source,
        layout=layout,
        file_name=taken.file_name,
        sheet_name=taken.sheet_name,
        encoding=taken.encoding,
        delimiter=taken.delimiter,
        header_rows=taken.header_rows,
        at=datetime.now(UTC),
        delivery_id=None,
        rows_in=taken.rows_in,
        rows_accepted=taken.rows_accepted,
        rows_rejected=taken.rows_rejected,
        rows_skipped=taken.rows_skipped,
        findings=_all_findings(taken.findings, sheet),
        rejected=taken.rejected,
        notes=taken.notes,
        sheet=sheet,
        names=unknown_names(taken.findings, sources()[taken.source], layout, references),
    )


def receipt_of_delivery(delivery: Delivery, references: References) -> Receipt:
    """The receipt for a delivery, from what was kept of it."""
    contract = sources()[delivery.source]
    layout = layouts(contract)[delivery.layout]
    findings = pl.read_parquet(delivery.parquet(FINDINGS))
    original = next(iter(sorted(delivery.parquet(ORIGINAL).glob("*"))), None)
    sheet = None
    if original is not None:
        is_excel = delivery.encoding is None
        sheet = delivered_sheet(
            original, delivery.file_sha256, delivery.sheet_name, layout, delivery.header_rows, is_excel=is_excel
        )
    return Receipt(
        source=delivery.source,
        layout=layout,
        file_name=delivery.file_name,
        sheet_name=delivery.sheet_name,
        encoding=delivery.encoding,
        delimiter=delivery.delimiter,
        header_rows=delivery.header_rows,
        at=delivery.received_at,
        delivery_id=delivery.delivery_id,
        rows_in=delivery.rows_in,
        rows_accepted=delivery.rows_accepted,
        rows_rejected=delivery.rows_rejected,
        rows_skipped=delivery.rows_skipped,
        findings=_all_findings(findings, sheet),
        rejected=pl.read_parquet(delivery.parquet(REJECTED)),
        notes=tuple(zip(delivery.notes_nb, delivery.notes_en, strict=True)),
        sheet=sheet,
        names=unknown_names(findings, contract, layout, references),
    )


def _all_findings(findings: pl.DataFrame, sheet: SenderSheet | None) -> pl.DataFrame:
    """Add the group, and a hint about the columns that the file could also have had."""
    if sheet is not None:
        absent = [
            one.headers[0]
            for one in sheet.match.missing
            if one.presence == "optional" and one.cell.default is None and one.name != "year"
        ]
        if absent:
            nb, en = (text[:1].upper() + text[1:] for text in in_both("receipt.columns_absent", headers=listed(absent)))
            hint = (None, "hint", "columns_absent", None, None, nb, en)
            findings = pl.concat([findings, pl.DataFrame([hint], schema=FINDINGS_SCHEMA, orient="row")])
    return with_group(findings)
