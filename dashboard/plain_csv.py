"""A CSV of rows that may be a million: as dashboard.export writes it, but made by polars, column by column."""

import io
from collections.abc import Mapping

import polars as pl

from warehouse.words import Language

_FORMULA = r"^[=+\-@\t\r]"
"""What a spreadsheet would take for a formula (OWASP, CSV injection)."""


def plain_csv(rows: pl.DataFrame, headings: Mapping[str, str], language: Language) -> bytes:
    """Give the columns that have a heading, in order: BOM, semicolon, the language's decimal mark, no live formulas."""
    texts = [name for name in headings if rows.schema[name] == pl.String]
    harmless = [
        pl.when(pl.col(name).str.contains(_FORMULA)).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in texts
    ]
    buffer = io.BytesIO()
    shown = rows.with_columns(harmless).select(pl.col(name).alias(heading) for name, heading in headings.items())
    shown.write_csv(buffer, separator=";", include_bom=True, line_terminator="\r\n", decimal_comma=language == "nb")
    return buffer.getvalue()
