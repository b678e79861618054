"""JSON files: what is common to the formats that are written in JSON."""

import json
from decimal import Decimal
from typing import Any

from etl.messages import FileRefused

_DECIMALS_OF_THOUSANDS = 3


def json_document(file_name: str, content: bytes, *, is_lines: bool) -> Any:  # noqa: ANN401 - anything that JSON can hold
    """Read JSON, or a list of one JSON per line; FileRefused says where it is broken."""
    pieces = content.split(b"\n") if is_lines else [content]
    documents = []
    for number, piece in enumerate(pieces):
        if is_lines and not piece.strip():
            continue
        try:
            # json finds out whether it is UTF-8, UTF-16 or UTF-32 by itself (RFC 4627, 3).
            documents.append(json.loads(piece))
        except json.JSONDecodeError as problem:
            line = number + problem.lineno
            raise FileRefused("not_json", file=file_name, line=line, column=problem.colno) from problem
        except (UnicodeDecodeError, RecursionError) as problem:
            raise FileRefused("not_json", file=file_name, line=number + 1, column=1) from problem
    return documents if is_lines else documents[0]


def cell_text(value: object) -> str | None:
    """Write a JSON value as a cell: text as it is, numbers with a decimal point, null and "" as nothing, the rest as JSON.

    A number in JSON has no thousands mark, but a cell that says 12.345 could have: such a number gets a fourth decimal.
    """
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    text = format(Decimal(repr(value)), "f").removesuffix(".0")
    return text + "0" if len(text.partition(".")[2]) == _DECIMALS_OF_THOUSANDS else text
