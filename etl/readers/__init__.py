"""Readers: a file on disk becomes sheets of text cells with spreadsheet row numbers, and says how it was read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from etl.messages import FileRefused
from etl.readers.boundaries import boundary_sheets, is_map
from etl.readers.companion import with_codebook
from etl.readers.copied import copied_table
from etl.readers.excel import excel_sheets
from etl.readers.form import is_form, text_form_sheets, word_form_sheets
from etl.readers.grants import grant_sheets, is_grants
from etl.readers.json_document import json_document
from etl.readers.json_stat import is_json_stat, json_stat_sheets
from etl.readers.nettskjema import is_nettskjema, nettskjema_sheets
from etl.readers.sheet import Body, Sheet
from etl.readers.text import text_sheet

TEXT_ENDINGS = (".csv", ".txt", ".tsv")
EXCEL_ENDINGS = (".xlsx", ".xls")
FORM_ENDINGS = (".docx", ".md")
OTHER_DOCUMENTS = (".doc", ".docm", ".dotx", ".odt", ".rtf")
MAP_ENDINGS = (".geojson", ".topojson")
LINES_ENDING = ".ndjson"
JSON_ENDINGS = (".json", LINES_ENDING, *MAP_ENDINGS)

JSON_READERS: tuple[tuple[Callable[[Any], bool], Callable[[str, bytes, Any], list[Sheet]]], ...] = (
    (is_map, boundary_sheets),
    (is_json_stat, json_stat_sheets),
    (is_nettskjema, nettskjema_sheets),
    (is_grants, grant_sheets),
)
"""The formats that are written in JSON: how each is told from its content, and its reader (file name, content, document)."""

__all__ = ["Body", "Sheet", "open_sheets"]


def open_sheets(path: Path) -> list[Sheet]:
    """Read ``path`` into its sheets (a text file has one); FileRefused when it is not a table a person can have meant."""
    return with_codebook(path, _sheets(path))


def _sheets(path: Path) -> list[Sheet]:
    ending = path.suffix.lower()
    if ending in OTHER_DOCUMENTS:
        raise FileRefused("not_docx", file=path.name)
    if ending not in TEXT_ENDINGS + EXCEL_ENDINGS + JSON_ENDINGS + FORM_ENDINGS:
        raise FileRefused("ending", file=path.name, endings=", ".join(TEXT_ENDINGS + EXCEL_ENDINGS))
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileRefused("absent", file=path.name) from None
    except OSError as problem:
        raise FileRefused("unreadable", file=path.name, problem=problem.strerror or "?") from problem
    if not content or content.isspace():
        raise FileRefused("empty", file=path.name)
    if ending in JSON_ENDINGS:
        return _json_sheets(path.name, content, ending)
    if ending in EXCEL_ENDINGS:
        return excel_sheets(path.name, content)
    if ending == ".docx":
        return word_form_sheets(path.name, content)
    if ending == ".md" or (ending == ".txt" and is_form(content)):
        return text_form_sheets(path.name, content)
    sheet = text_sheet(path.name, content)
    return [copied_table(sheet) or sheet]


def _json_sheets(file_name: str, content: bytes, ending: str) -> list[Sheet]:
    """Let the reader of the format that the content is in read it, whatever the name of the file ends with."""
    document = json_document(file_name, content, is_lines=ending == LINES_ENDING)
    for is_format, read in JSON_READERS:
        if is_format(document):
            return read(file_name, content, document)
    if ending in MAP_ENDINGS:
        raise FileRefused("no_areas", file=file_name)
    raise FileRefused("unknown_json", file=file_name)
