"""The application form for «rekrutterings- og samhandlingstilskudd» (Helse Nord), as Word or as text.

Of each field is read whether it is filled in, left to an annex or blank; of the agreement its dates; of the applicants the
names of organisations. What people wrote is never in a cell, and persons are not read at all.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache

import polars as pl

from etl import reference
from etl.contract import SOURCE_ROW
from etl.messages import FileRefused, Note, in_both, listed
from etl.readers.form_answer import (
    as_date,
    dates,
    deadline,
    municipalities,
    municipality_code,
    organisations,
    own_text,
    status,
)
from etl.readers.form_headings import (
    BUDGET,
    HEADINGS,
    MUNICIPALITIES,
    OWNERS,
    TRUST,
    Found,
    find_headings,
    has_title,
)
from etl.readers.sheet import FAULTS_SCHEMA, Body, Sheet
from etl.readers.word import word_text

_HEAD_BYTES = 65_536
_FEWEST = 5  # so many of the headings in their order are no accident

FIELD_HEADERS = (
    "Felt nr i skjemaet",
    "Felt i skjemaet",
    "Utfylling i skjemaet",
    "Siste dato i skjemaet",
    "Datoer i skjemaet",
    "Sted i skjemaet",
)
APPLICATION_HEADERS = ("Hovedsøker i skjemaet", "Kommune i skjemaet", "Helseforetak i skjemaet", "Budsjett i skjemaet")
COMMON_HEADERS = ("Søkere i skjemaet", "Frist i skjemaet")


def is_form(content: bytes) -> bool:
    """Say from the beginning of a text file whether it is this form, perhaps with faults."""
    start = content[:_HEAD_BYTES]
    if len(content) > _HEAD_BYTES:
        start = start[: start.rfind(b"\n") + 1]  # not in the middle of a character
    text, _ = _decoded(start)
    found = len(find_headings(text))
    return found >= _FEWEST or (found > 0 and has_title(text))


def word_form_sheets(file_name: str, content: bytes) -> list[Sheet]:
    """Read a Word document; FileRefused when it cannot be opened, or is another document than this form."""
    return _sheets(file_name, content, word_text(file_name, content), None)


def text_form_sheets(file_name: str, content: bytes) -> list[Sheet]:
    """Read a text file with the form; FileRefused when it is something else."""
    text, encoding = _decoded(content)
    return _sheets(file_name, content, text.replace("\r\n", "\n").replace("\r", "\n"), encoding)


class FormSheet:
    """A table made of the form: row n is field number n, or the one application; the headers stand in no row."""

    first_row = 0
    is_excel = False
    has_damage = False
    delimiter: str | None = None

    def __init__(
        self,
        file_name: str,
        sheet_name: str,
        table: list[dict[str, str | None]],
        hashes: tuple[str, str],
        encoding: str | None,
        notes: Sequence[Note],
    ) -> None:
        """Keep ``table``, with a cell for each header in every row; hashes are those of the file and of what it says."""
        self.file_name = file_name
        self.sheet_name: str | None = sheet_name
        self.encoding = encoding
        self.notes = notes
        self.file_sha256, self._content_sha256 = hashes
        self._table = table

    @property
    def head(self) -> list[list[str]]:
        """The headers."""
        return [list(self._table[0])]

    def content_sha256(self) -> str:
        """The fingerprint of what is read of the form."""
        return self._content_sha256

    def body(self, header_rows: int) -> Body:
        """All rows, numbered from 1."""
        cells = {str(place): [row[name] for row in self._table] for place, name in enumerate(self._table[0])}
        frame = pl.DataFrame(
            {**cells, SOURCE_ROW: range(1, len(self._table) + 1)},
            schema={**dict.fromkeys(cells, pl.String), SOURCE_ROW: pl.Int32},
        )
        return Body(frame, pl.DataFrame(schema=FAULTS_SCHEMA), pl.Series(SOURCE_ROW, [], pl.Int32))


def _decoded(content: bytes) -> tuple[str, str]:
    """Decode a text file: UTF-16 or UTF-8 by its mark, else UTF-8, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), "UTF-16"
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "Windows-1252"


def _sheets(file_name: str, content: bytes, text: str, encoding: str | None) -> list[Sheet]:
    """Make one table of the fields and one of the application; FileRefused when this is not the whole form."""
    found = find_headings(text)
    head = text[: found[0].start] if found else text
    if not has_title(head):
        raise FileRefused("form_unknown", file=file_name)
    there = {one.number for one in found}
    if missing := [heading.label for number, heading in enumerate(HEADINGS, 1) if number not in there]:
        raise FileRefused("form_headings", file=file_name, missing=listed(missing))
    ends = [one.start for one in found[1:]] + [len(text)]
    answers = {one.number: text[one.end : end] for one, end in zip(found, ends, strict=True)}
    notes = [in_both("note.form_only")]
    applicants = _applicants(answers, notes)
    if not any(applicants.values()):
        labels = listed(HEADINGS[number - 1].label for number in applicants)
        raise FileRefused("form_no_applicant", file=file_name, fields=labels)
    common = dict(zip(COMMON_HEADERS, ("; ".join(filter(None, applicants.values())), deadline(head)), strict=True))
    unit = "avsnitt" if encoding is None else "linje"
    fields = [{**_field(one, answers[one.number], f"{unit} {_place(text, one, unit)}"), **common} for one in found]
    municipality = municipality_code(answers[MUNICIPALITIES]) or applicants[MUNICIPALITIES]
    facts = (next(filter(None, applicants.values())), municipality, applicants[TRUST], status(answers[BUDGET]))
    application = [{**dict(zip(APPLICATION_HEADERS, facts, strict=True)), **common}]
    said = json.dumps([fields, application], ensure_ascii=False)
    hashes = hashlib.sha256(content).hexdigest(), hashlib.sha256(said.encode()).hexdigest()
    return [
        FormSheet(file_name, "skjemaets felt", fields, hashes, encoding, notes),
        FormSheet(file_name, "søknaden", application, hashes, encoding, notes),
    ]


def _applicants(answers: dict[int, str], notes: list[Note]) -> dict[int, str | None]:
    """Give the organisations of each applicant field, by field number; ``notes`` is told of what was left out."""
    applicants: dict[int, str | None] = {}
    for number in (OWNERS, MUNICIPALITIES, TRUST):
        answer = own_text(answers[number])
        names, has_more = (
            municipalities(answer, _municipality_names()) if number == MUNICIPALITIES else organisations(answer)
        )
        applicants[number] = ", ".join(names) or None
        if has_more:
            notes.append(in_both("note.form_withheld", field=HEADINGS[number - 1].label))
    return applicants


@cache
def _municipality_names() -> frozenset[str]:
    """Every name a municipality has had since 2010, also each of «Harstad - Hárstták», in small letters."""
    names = reference.read("municipality")["municipality_name"].to_list()
    return frozenset(part.casefold() for name in names for part in re.sub(r" \(.*", "", name).split(" - "))


def _field(one: Found, answer: str, place: str) -> dict[str, str | None]:
    """Give the cells of a field. Of two dates the last is the one that counts; an impossible one goes first, to be refused."""
    heading = HEADINGS[one.number - 1]
    stated = list(dates(own_text(answer))) if heading.kind == "agreement" else []
    last = max(stated, key=lambda date: (as_date(date) is None, as_date(date)), default=None) if stated else None
    facts = (str(one.number), heading.label, status(answer), last, " og ".join(stated) or None, place)
    return dict(zip(FIELD_HEADERS, facts, strict=True))


def _place(text: str, one: Found, unit: str) -> int:
    """Give the number of the line of a text, or of the paragraph of a document, where a heading stands."""
    before = text[: one.start]
    return (
        before.count("\n") + 1 if unit == "linje" else len([part for part in before.split("\n\n") if part.strip()]) + 1
    )
