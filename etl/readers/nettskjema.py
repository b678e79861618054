"""Nettskjema (University of Oslo): submissions and answers as JSON, and the form's elements, which are their codebook.

The cells are those of Nettskjema's own CSV: ``radio`` holds the code of the answer, ``checkbox.events`` 1 or 0, and a question
in a matrix has the name of its row in between. What people wrote themselves is not made a cell, nor is who sent it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from etl.contract import SOURCE_ROW
from etl.messages import FileRefused, Note
from etl.readers.codebook import Codebook, Entry
from etl.readers.sheet import FAULTS_SCHEMA, Body, Sheet

SUBMISSION = "$submission_id"
"""The first header of every export from Nettskjema."""

_ONE = ("RADIO", "SELECT", "MATRIX_RADIO")
_SEVERAL = ("CHECKBOX", "MATRIX_CHECKBOX")
_SCALE = "LINEAR_SCALE"
_NO_QUESTIONS = ("HEADING", "TEXT", "IMAGE", "PAGE_BREAK")

Json = Mapping[str, Any]


def is_elements(document: Any) -> bool:  # noqa: ANN401 - anything that JSON can hold
    """Say whether JSON is the elements of a form."""
    return _is_list_with(document, "elementType", "answerOptions") and "submissionId" not in document[0]


def is_nettskjema(document: Any) -> bool:  # noqa: ANN401
    """Say whether JSON is something from Nettskjema: a submission, a list of them, a list of answers, or elements."""
    one = document[0] if isinstance(document, list) and document else document
    is_submission = isinstance(one, dict) and "submissionMetadata" in one and isinstance(one.get("answers"), list)
    return is_submission or _is_list_with(document, "submissionId", "elementType") or is_elements(document)


def _is_list_with(document: Any, *names: str) -> bool:  # noqa: ANN401
    return (
        isinstance(document, list)
        and bool(document)
        and all(isinstance(one, dict) and one.keys() >= set(names) for one in document)
    )


def nettskjema_sheets(file_name: str, content: bytes, document: Any) -> list[Sheet]:  # noqa: ANN401
    """Give the submissions as a sheet, one row each; FileRefused for the elements, which hold no answers."""
    if is_elements(document):
        raise FileRefused("codebook_alone", file=file_name)
    documents = document if isinstance(document, list) else [document]
    try:
        if "submissionMetadata" in documents[0]:
            submissions = [list(one["answers"]) for one in documents]
            form_id = str(documents[0]["submissionMetadata"].get("formId") or "")
        else:
            by_id: dict[str, list[Json]] = {}
            for answer in documents:
                by_id.setdefault(str(answer["submissionId"]), []).append(answer)
            submissions = list(by_id.values())
            form_id = str(documents[0].get("formId") or "")
        return [SubmissionSheet(file_name, content, submissions, form_id)]
    except (AttributeError, KeyError, TypeError) as problem:
        raise FileRefused("not_nettskjema", file=file_name) from problem


class SubmissionSheet:
    """Submissions as rows. Row n is submission number n; the names of the cells stand in the answers, in no row."""

    first_row = 0
    is_excel = False
    has_damage = False
    encoding: str | None = None
    delimiter: str | None = None
    sheet_name: str | None = None
    notes: tuple[Note, ...] = ()

    def __init__(
        self,
        file_name: str,
        content: bytes,
        submissions: Sequence[Sequence[Json]],
        form_id: str,
        elements: Sequence[Json] | None = None,
    ) -> None:
        """Keep the answers of each submission; elements name the rows of matrices and the options nobody chose."""
        self.file_name = file_name
        self.file_sha256 = hashlib.sha256(content).hexdigest()
        self.form_id = form_id
        self._content = content
        self._submissions = submissions
        rows = {row.get("subElementId"): _name(row) for one in elements or () for row in one.get("subElements") or ()}
        self._cells = [_cells(answers, rows) for answers in submissions]
        self.book = elements_book(elements) if elements else _book_without(submissions, rows)

    def with_elements(self, elements: Sequence[Json]) -> "SubmissionSheet":
        """Give the same submissions, named by the elements of their form."""
        return SubmissionSheet(self.file_name, self._content, self._submissions, self.form_id, elements)

    @property
    def head(self) -> list[list[str]]:
        """The names of the cells as if they were the header of a table."""
        return [[SUBMISSION, *self.book]]

    def content_sha256(self) -> str:
        """The fingerprint of the answers, however the JSON is laid out."""
        return hashlib.sha256(json.dumps(self._submissions, sort_keys=True).encode()).hexdigest()

    def body(self, header_rows: int) -> Body:
        """Give all submissions; in place of its identifier each has its number."""
        columns: list[list[str | None]] = [[str(number) for number in range(1, len(self._cells) + 1)]]
        for name, entry in self.book.items():
            nothing = "0" if entry.form == "chosen" else None
            columns.append([None if entry.form == "open" else cells.get(name, nothing) for cells in self._cells])
        cells = pl.DataFrame(
            [pl.Series(str(position), column, pl.String) for position, column in enumerate(columns)]
        ).with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias(SOURCE_ROW))
        return Body(cells, pl.DataFrame(schema=FAULTS_SCHEMA), pl.Series(SOURCE_ROW, [], pl.Int32))


def elements_book(elements: Sequence[Json]) -> Codebook:
    """Give the codebook that the elements of a form are: an entry per column of Nettskjema's CSV."""
    book: dict[str, Entry] = {}
    for element in elements:
        kind, name, text = element["elementType"], _name(element), element.get("text") or _name(element)
        options = [(_code(option), str(option.get("text") or _code(option))) for option in element["answerOptions"]]
        rows = [
            (f"{name}.{_name(row)}", str(row.get("text") or _name(row))) for row in element.get("subElements") or ()
        ]
        if kind in _NO_QUESTIONS:
            continue
        if kind in _ONE:
            book |= {column: Entry(asked, "one", tuple(options)) for column, asked in rows or [(name, text)]}
        elif kind in _SEVERAL:
            book |= {
                f"{column}.{code}": Entry(f"{asked} {label}", "chosen")
                for column, asked in rows or [(name, text)]
                for code, label in options
            }
        elif kind == _SCALE and element.get("maximumValue") is not None:
            first, last = int(element.get("minimumValue") or 0), int(element["maximumValue"])
            book[name] = Entry(text, "one", tuple((str(step), str(step)) for step in range(first, last + 1)))
        else:
            book[name] = Entry(text, "open")
    return book


def _book_without(submissions: Sequence[Sequence[Json]], rows: Mapping[int, str]) -> Codebook:
    """Give the entries that the answers alone tell of: how a column is answered, but not its text or its labels."""
    book: dict[str, Entry] = {}
    for answer in (answer for answers in submissions for answer in answers):
        kind = answer["elementType"]
        for column in _cells([answer], rows) or [_name(answer)]:
            form: Any = "one" if kind in _ONE or kind == _SCALE else "chosen" if kind in _SEVERAL else "open"
            book.setdefault(column, Entry(column, form))
    return book


def _cells(answers: Sequence[Json], rows: Mapping[int, str]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for answer in answers:
        kind, name = answer["elementType"], _name(answer)
        if (row := answer.get("subElementId")) is not None:
            name = f"{name}.{rows.get(row, row)}"
        ids = zip(answer.get("externalAnswerOptionIds") or (), answer.get("answerOptionIds") or (), strict=False)
        chosen = [str(named or number) for named, number in ids]
        if kind in _SEVERAL:
            cells |= {f"{name}.{code}": "1" for code in chosen}
        elif kind in _ONE and chosen:
            cells[name] = chosen[0]
        elif kind == _SCALE and answer.get("textAnswer"):
            cells[name] = str(answer["textAnswer"])
    return cells


def _name(element: Json) -> str:
    """The name a person gave the element or row, else its number."""
    return str(element.get("externalElementId") or element.get("subElementId") or element.get("elementId"))


def _code(option: Json) -> str:
    return str(option.get("externalAnswerOptionId") or option.get("answerOptionId"))
