"""Failing rows as findings want them."""

from collections.abc import Mapping

import polars as pl

from etl.contract import SOURCE_ROW, ContractColumn
from etl.taking.state import Taking


def described(
    taking: Taking, rows: pl.DataFrame, failed: pl.DataFrame, column: str, extra: Mapping[str, pl.Expr] | None = None
) -> pl.DataFrame:
    """Give failing rows as findings want them: source_row, header, value as written, and every column as text."""
    written_header = f"header:{column}"
    if written_header in rows.columns:
        key = [*taking.contract.key_columns(), SOURCE_ROW]
        headers = rows.select(*key, pl.col(written_header).alias("header"))
        failed = failed.join(headers, on=key, how="left", nulls_equal=True, maintain_order="left")
    else:
        failed = failed.with_columns(header=pl.lit(taking.header_of(column)))
    name = taking.field_of(column)
    as_text = [_text_of(one).alias(one.name) for one in taking.contract.contract_columns().values()]
    value = _text_of(taking.contract.contract_columns()[column])
    if name == column and name in taking.texts.columns:
        written = taking.texts.select(SOURCE_ROW, pl.col(name).str.strip_chars().alias("written"))
        failed = failed.join(written, on=SOURCE_ROW, how="left", maintain_order="left")
        value = pl.coalesce("written", value)
    return (
        failed.with_columns((expression.alias(name) for name, expression in (extra or {}).items()), value=value)
        .with_columns(taking.value(name, pl.col("value")).alias("value"))
        .with_columns(as_text)
        .unique([SOURCE_ROW, "header", "value"], maintain_order=True)
    )


def _text_of(column: ContractColumn) -> pl.Expr:
    """Write a typed value as people read it."""
    value = pl.col(column.name)
    if column.cell.kind == "amount":
        return value.cast(pl.String).str.replace(r"\.00$", "").str.replace(".", ",", literal=True)
    if column.cell.kind == "date":
        return value.dt.strftime("%d.%m.%Y")
    if column.cell.kind == "number":
        return value.cast(pl.String).str.replace(".", ",", literal=True)
    return value.cast(pl.String)


def as_read(bound: object) -> str:
    """Write a limit of a rule as people read it."""
    return f"{bound:%d.%m.%Y}" if hasattr(bound, "strftime") else str(bound).replace(".", ",")
