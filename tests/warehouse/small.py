"""The smallest warehouse there is: one source, one mart. For tests of building and publishing, not of figures."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from warehouse.folder import DataFolder
from warehouse.model import ACCEPTED, FINDINGS, REJECTED, SLICES, Column, Delivery, SourceTable

SMALL_TABLE = SourceTable(
    name="small",
    title_nb="Liten",
    title_en="Small",
    columns=(Column("case_id", pl.String(), True), Column("year", pl.Int16(), True)),
    key=("case_id", "year"),
    replaces=("year",),
    references={},
    description="A small source.",
    owner_name="Test",
)

TOTAL = """\
-- Rows per year.
-- Grain: one row per year.
-- Key: year
select year, count(*) as row_count
from source.small
group by year
"""


def write_small_sql(folder: Path, **views: str) -> Path:
    """A folder with the view mart.total, and more views of the mart layer by name."""
    (folder / "mart").mkdir(parents=True)
    for name, sql in {"total": TOTAL, **views}.items():
        (folder / "mart" / f"{name}.sql").write_text(sql, encoding="utf-8")
    return folder


def small_rows(year: int, count: int = 1000, first: int = 0) -> pl.DataFrame:
    numbers = range(first, first + count)
    return pl.DataFrame(
        {"case_id": [str(number) for number in numbers], "year": [year] * count, "source_row": list(numbers)},
        schema={"case_id": pl.String, "year": pl.Int16, "source_row": pl.Int32},
    )


def small_delivery(
    folder: DataFolder,
    year: int,
    rows: pl.DataFrame | None = None,
    name: str = "",
    replaces: Sequence[str] = SMALL_TABLE.replaces,
) -> Delivery:
    """Write a delivery of the small source, and give its manifest."""
    rows = small_rows(year) if rows is None else rows
    target = folder.deliveries / "small" / f"small-{name or year:0>6}-aaaa"
    target.mkdir(parents=True, exist_ok=True)
    rows.write_parquet(target / ACCEPTED)
    rows.select(replaces).unique().write_parquet(target / SLICES)
    texts = dict.fromkeys(("level", "rule", "header", "value", "message_nb", "message_en"), pl.String)
    pl.DataFrame(schema={"source_row": pl.Int32, **texts}).write_parquet(target / FINDINGS)
    reasons = dict.fromkeys(("outcome", "reason_nb", "reason_en", "row_text"), pl.String)
    pl.DataFrame(schema={"source_row": pl.Int32, **reasons}).write_parquet(target / REJECTED)
    return Delivery(
        delivery_id=target.name,
        source="small",
        layout="template",
        file_name=f"{target.name}.csv",
        file_sha256="0" * 64,
        content_sha256="0" * 64,
        received_at=datetime(2026, 6, 5, tzinfo=UTC),
        received_by="test",
        encoding="utf-8",
        delimiter=";",
        sheet_name=None,
        header_rows=1,
        rows_in=rows.height,
        rows_accepted=rows.height,
        rows_rejected=0,
        rows_skipped=0,
        fact_rows=rows.height,
        warning_count=0,
        data_class="real",
        owner_name=None,
        licence=None,
        notes_nb=(),
        notes_en=(),
        folder=target,
    )
