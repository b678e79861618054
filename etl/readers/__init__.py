"""Readers: a file on disk becomes sheets of text cells with spreadsheet row numbers, and says how it was read."""

from pathlib import Path

from etl.messages import FileRefused
from etl.readers.boundaries import boundary_sheets
from etl.readers.excel import excel_sheets
from etl.readers.sheet import Body, Sheet
from etl.readers.text import text_sheet

TEXT_ENDINGS = (".csv", ".txt", ".tsv")
EXCEL_ENDINGS = (".xlsx", ".xls")
MAP_ENDINGS = (".geojson", ".json", ".topojson")

__all__ = ["Body", "Sheet", "open_sheets"]


def open_sheets(path: Path) -> list[Sheet]:
    """Read ``path`` into its sheets (a text file has one); FileRefused when it is not a table a person can have meant."""
    ending = path.suffix.lower()
    if ending not in TEXT_ENDINGS + EXCEL_ENDINGS + MAP_ENDINGS:
        raise FileRefused("ending", file=path.name, endings=", ".join(TEXT_ENDINGS + EXCEL_ENDINGS))
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileRefused("absent", file=path.name) from None
    except OSError as problem:
        raise FileRefused("unreadable", file=path.name, problem=problem.strerror or "?") from problem
    if not content or content.isspace():
        raise FileRefused("empty", file=path.name)
    if ending in MAP_ENDINGS:
        return boundary_sheets(path.name, content)
    return excel_sheets(path.name, content) if ending in EXCEL_ENDINGS else [text_sheet(path.name, content)]
