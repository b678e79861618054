"""360Giving in JSON: each grant of ``{"grants": […]}`` is a row, its nested objects laid flat under the standard's own paths.

``recipientOrganization`` → ``[{"name": …}]`` becomes the column ``recipientOrganization/0/name``, as in the standard's CSV with
field names. Who an individual recipient is, is not read.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import polars as pl

from etl.contract import SOURCE_ROW
from etl.messages import FileRefused, Note
from etl.readers.json_document import cell_text
from etl.readers.sheet import FAULTS_SCHEMA, Body, Sheet

_INDIVIDUALS = ("recipientIndividual", "toIndividualsDetails")


def is_grants(document: Any) -> bool:  # noqa: ANN401 - anything that JSON can hold
    """Say whether JSON is a package of grants in the 360Giving Data Standard."""
    return isinstance(document, dict) and isinstance(document.get("grants"), list)


def grant_sheets(file_name: str, content: bytes, document: Any) -> list[Sheet]:  # noqa: ANN401
    """Give the grants as one sheet; FileRefused when there are none, or something in the list is no grant."""
    grants = document["grants"]
    if not grants:
        raise FileRefused("no_rows", file=file_name)
    for number, grant in enumerate(grants, start=1):
        if not isinstance(grant, dict):
            raise FileRefused("no_grant", file=file_name, number=number)
    return [GrantSheet(file_name, content, document)]


class GrantSheet:
    """The grants of a file. Row n is grant number n; the names of the cells stand in the grants, in no row."""

    first_row = 0
    notes: tuple[Note, ...] = ()
    is_excel = False
    has_damage = False
    encoding: str | None = None
    delimiter: str | None = None
    sheet_name: str | None = None

    def __init__(self, file_name: str, content: bytes, document: dict[str, Any]) -> None:
        """Keep the grants as flat cells."""
        self.file_name = file_name
        self.file_sha256 = hashlib.sha256(content).hexdigest()
        self._document = document
        self._grants = [
            dict(_cells("", {name: part for name, part in grant.items() if name not in _INDIVIDUALS}))
            for grant in document["grants"]
        ]
        self._names = list(dict.fromkeys(name for grant in self._grants for name in grant))

    @property
    def head(self) -> list[list[str]]:
        """The paths of all cells, as if they were the header of a table."""
        return [self._names]

    def content_sha256(self) -> str:
        """The fingerprint of what the file says, however it is laid out."""
        return hashlib.sha256(json.dumps(self._document, sort_keys=True).encode()).hexdigest()

    def body(self, header_rows: int) -> Body:
        """Read all grants; what a grant does not have is an empty cell."""
        columns = {str(place): [grant.get(name) for grant in self._grants] for place, name in enumerate(self._names)}
        cells = pl.DataFrame(
            {**columns, SOURCE_ROW: range(1, len(self._grants) + 1)},
            schema={**dict.fromkeys(columns, pl.String), SOURCE_ROW: pl.Int32},
        )
        return Body(cells, pl.DataFrame(schema=FAULTS_SCHEMA), pl.Series(SOURCE_ROW, [], pl.Int32))


def _cells(path: str, value: object) -> Iterator[tuple[str, str | None]]:
    parts: Iterator[tuple[object, object]]
    if isinstance(value, dict):
        parts = iter(value.items())
    elif isinstance(value, list):
        parts = enumerate(value)
    else:
        yield path, cell_text(value)
        return
    for name, part in parts:
        yield from _cells(f"{path}/{name}" if path else str(name), part)
