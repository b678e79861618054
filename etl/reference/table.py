"""Tables in the project's own template format: UTF-8, ``;``, Norwegian headers, one file per source."""

from pathlib import Path

import polars as pl

from etl.contract import ContractColumn
from etl.sources import sources


def write_table(source: str, table: pl.DataFrame, path: Path) -> None:
    """Write ``table`` (the contract's column names) as a delivery of ``source``; a column it lacks is written empty.

    Columns stand in the contract's order, decimals with a comma, yes and no as ja/nei, choices in their first Norwegian
    spelling. A column that the contract does not have is a ValueError.
    """
    columns = sources()[source].contract_columns()
    unknown = set(table.columns) - set(columns)
    if unknown:
        raise ValueError(f"{source} has no column {', '.join(sorted(unknown))}. It has: {', '.join(columns)}.")
    cells = [_written(column) if name in table.columns else pl.lit(None, pl.String) for name, column in columns.items()]
    headers = [column.cell.header for column in columns.values()]
    table.select(cell.alias(header) for cell, header in zip(cells, headers, strict=True)).write_csv(path, separator=";")


def read_table(source: str, path: Path) -> pl.DataFrame:
    """Read such a file back as text under the contract's column names; an empty cell is null."""
    names = {column.cell.header: name for name, column in sources()[source].contract_columns().items()}
    return pl.read_csv(path, separator=";", infer_schema=False).rename(names)


def _written(column: ContractColumn) -> pl.Expr:
    cells = pl.col(column.name)
    match column.cell.kind:
        case "boolean":
            return pl.when(cells).then(pl.lit("ja")).when(cells.not_()).then(pl.lit("nei"))
        case "choice":
            return cells.replace_strict({value: names[0] for value, names in (column.cell.spellings or {}).items()})
        case "amount" | "number":
            return cells.cast(pl.String).str.replace(r"\.0+$", "").str.replace(".", ",", literal=True)
        case _:
            return cells.cast(pl.String)
