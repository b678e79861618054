"""Nettskjema (University of Oslo): CSV, Excel or JSON with one submission per row, read with the form's codebook.

The codebook (elements as JSON, or SPSS syntax) must lie beside the file, with the number of the form in its name. Without it
the codes stand for themselves, and only columns of small whole numbers are read: of others nobody can say who chose the words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from etl.contract import Contract
from etl.layouts.base import Facts, Field, Layout, Match
from etl.layouts.survey_export import TEXT, SurveyExport
from etl.layouts.survey_groups import coded_group, dimension_of
from etl.messages import Findings, in_both
from etl.readers.codebook import Entry, entries_above
from etl.readers.nettskjema import SUBMISSION
from etl.scales import Answer, is_unanswered, kind_of, plain_answer
from etl.survey_question import Question

_CODES = r"-?[0-9]|10"


@dataclass(frozen=True)
class Nettskjema(SurveyExport):
    """One file row is one submission, never kept."""

    has_codebook: bool = False

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Count, and say so when there was no codebook."""
        if not self.has_codebook:
            facts.notes.append(in_both("note.no_codebook"))
        return super().rows(typed, facts, findings)

    def wave_code(self, file_name: str) -> str:
        """Make a code of the number of the form; '' when the name is of one submission."""
        if form := re.search(r"form\D{0,2}(\d+)", file_name, re.IGNORECASE):
            return f"NETTSKJEMA-{form[1]}"
        return "" if file_name.startswith("submission") else super().wave_code(file_name)

    def match(self, head: list[list[str]], first_row: int = 1) -> Match:
        """Read the columns that the codebook says have given answers."""
        place = next((index for index, cells in enumerate(head) if SUBMISSION in cells), None)
        if place is None:
            return super().match(head, first_row)
        header, entries, pattern = head[place], entries_above(head), ""
        if not entries:
            entries, pattern = _entries_without(header, head[place + 1 :]), _CODES
        questions: list[tuple[int, Question]] = []
        groups: dict[str, tuple[int, Field]] = {}
        for position, entry in entries.items():
            name, column = f"column_{position}", header[position]
            dimension = dimension_of(entry.text) or dimension_of(column)
            if dimension and dimension not in groups and entry.form == "one" and entry.answers:
                group = coded_group(self.contract, name, column, dimension, entry)
                if group is not None:
                    groups[dimension] = position, group
                    continue
            if entry.form != "open":
                questions.append((position, _question(name, column, entry, pattern)))
        if not questions:
            return super().match(head, first_row)
        has_codebook = any(entry.answers for entry in entries.values())
        return replace(self, has_codebook=has_codebook).laid_out(first_row + place, header, questions, groups)


def _question(name: str, column: str, entry: Entry, pattern: str) -> Question:
    return Question(
        field=name,
        header=column,
        code=column,
        text=entry.text,
        answers=tuple(
            Answer(code, label, kind_of(label), (plain_answer(code),))
            for code, label in entry.answers
            if not is_unanswered(label)
        ),
        form="chosen" if entry.form == "chosen" else "one",
        pattern=pattern,
        unanswered=tuple(code for code, label in entry.answers if is_unanswered(label)),
    )


def _entries_without(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[int, Entry]:
    """Give the columns that have nothing but small whole numbers in the first rows."""
    entries = {}
    for position, column in enumerate(header):
        cells = [row[position] for row in rows if position < len(row) and row[position]]
        if not column.startswith("$") and cells and all(re.fullmatch(_CODES, cell) for cell in cells):
            entries[position] = Entry(column, "one")
    return entries


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``survey_answer``."""
    if contract.source_name() != "survey_answer":
        return None
    return Nettskjema(
        name="nettskjema",
        contract=contract,
        title=in_both("layout.nettskjema"),
        # No header says that a column has given answers: this field is in no file, and tells a person what is missing.
        must_have=frozenset({"submission_id", "answers"}),
        fields=(
            Field("submission_id", (SUBMISSION,), TEXT, pl.String()),
            Field("answers", ("spørsmål med svaralternativer",), TEXT, pl.String()),
        ),
    )
