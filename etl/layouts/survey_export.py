"""What the layouts of raw survey exports share: respondents in, counts out, and nothing of the file is kept.

Which columns are read differs from file to file, so a layout makes its fields when it sees the header.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from etl.contract import FIRST_YEAR, LAST_YEAR, Cell
from etl.layouts.base import Facts, Field, Keeps, Layout, Match, Unit
from etl.messages import FileRefused, Findings, in_both
from etl.readers.codebook import Entry, entries_above
from etl.scales import Answer, kind_of, plain_answer
from etl.slug import slug
from etl.survey import Wave, counted
from etl.survey_question import Question

TEXT = Cell("text", "")

_LATER = re.compile(r"(?<![a-z0-9])t1(?![0-9])|follow|oppf[øo]lg|long.?term|6.?m[åa]?n", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")
_LONGEST_CODE = 60


@dataclass(frozen=True)
class SurveyExport(Layout):
    """One row per respondent. groups: the field of each dimension that the answers are also counted by."""

    keeps: Keeps = "none"
    questions: tuple[Question, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    is_barred: bool = False

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give the counts; no row where something in the header keeps all rows out."""
        if self.is_barred:
            return typed.clear().select("source_row")
        return counted(typed, self.questions, self.groups, self.wave(facts), facts, findings)

    def wave(self, facts: Facts) -> Wave:
        """Say which survey it is: as the person says, else as the name of the file says. FileRefused without a year."""
        code = facts.wave or self.wave_code(facts.file_name)
        if not code:
            raise FileRefused("no_wave", file=facts.file_name)
        return Wave(code, _time_point(facts, code), _year(facts))

    def wave_code(self, file_name: str) -> str:
        """Make a code of the name of the file; '' when it says nothing of which survey it is."""
        return slug(file_name.rpartition(".")[0]).upper()

    def laid_out(
        self,
        row: int,
        header: Sequence[str],
        questions: Sequence[tuple[int, Question]],
        groups: Mapping[str, tuple[int, Field]],
        shown: frozenset[str] = frozenset(),
    ) -> Match:
        """Lay the layout over ``header`` in row ``row``: the questions and groups by position, and nothing else is read.

        The cells are not shown in findings or rejected rows, but for the columns named in ``shown``.
        """
        places = {question.field: place for place, question in questions}
        places |= {one.name: place for place, one in groups.values()}
        fields = [
            Field(question.field, (question.header,), TEXT, pl.String(), "optional", question.unanswered)
            for _, question in questions
        ]
        headers = {name: " ".join(header[place].split()) for name, place in places.items()}
        layout = replace(
            self,
            fields=(*fields, *(one for _, one in groups.values())),
            must_have=frozenset(places),
            questions=tuple(question for _, question in questions),
            groups={dimension: one.name for dimension, (_, one) in groups.items()},
            withheld=frozenset(" ".join(cell.split()) for cell in header) - shown | frozenset(places) - shown,
        )
        unread = [cell for place, cell in enumerate(header) if cell and place not in places.values()]
        return Match(layout, row, places, headers, dict.fromkeys(places, Unit()), tuple(unread), ())


@dataclass(frozen=True)
class NamedExport(SurveyExport):
    """An export whose questions are known by the names of their columns.

    asked has them, in no order; the file may lack some. divided_by: the column of each dimension; shown: see ``laid_out``.
    """

    asked: tuple[Question, ...] = ()
    divided_by: Mapping[str, str] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()

    def match(self, head: list[list[str]], first_row: int = 1) -> Match:
        """Read the questions that are there, with what a codebook says of them."""
        match = super().match(head, first_row)
        if not match.is_recognised or match.repeated:
            return replace(match, layout=replace(self, is_barred=bool(match.repeated)))
        entries, by_name = entries_above(head), {question.field: question for question in self.asked}
        header = head[match.row - first_row]
        questions = [
            (place, _as_said(by_name[name], entries.get(place)))
            for name, place in match.positions.items()
            if name in by_name
        ]
        fields = {one.name: one for one in self.fields}
        groups = {
            dimension: (match.positions[name], fields[name])
            for dimension, name in self.divided_by.items()
            if name in match.positions
        }
        return self.laid_out(match.row, header, questions, groups, self.shown)


def _as_said(question: Question, entry: Entry | None) -> Question:
    """Give the question in the words of a codebook, with its answers where a cell may hold several."""
    if entry is None:
        return question
    answers = [Answer(code, label, kind_of(label), (plain_answer(label),)) for code, label in entry.answers]
    if entry.form == "several" and question.form == "several":
        return replace(question, text=entry.text, answers=tuple(answers))
    return replace(question, text=entry.text)


def statement_codes(texts: Sequence[str]) -> list[str]:
    """Make a code of each text, the same in every wave that asks the same; texts with the same beginning are numbered."""
    codes: list[str] = []
    for text in texts:
        words = slug(text)[: _LONGEST_CODE + 1]
        code = (words if len(words) <= _LONGEST_CODE else words.rpartition("-")[0] or words) or "sporsmal"
        same = sum(one == code or one.rpartition("--")[0] == code for one in codes)
        codes.append(f"{code}--{same + 1}" if same else code)
    return codes


def _time_point(facts: Facts, code: str) -> str:
    if facts.time_point is not None:
        if facts.time_point not in ("t0", "t1"):
            raise FileRefused("time_point", value=facts.time_point)
        return facts.time_point
    is_later = _LATER.search(facts.file_name) or _LATER.search(code)
    facts.notes.append(in_both("note.time_point_t1" if is_later else "note.time_point_t0"))
    return "t1" if is_later else "t0"


def _year(facts: Facts) -> int:
    days = {int(year) for year in _DAY.findall(facts.file_name)}
    year = days.pop() if facts.year_given is None and len(days) == 1 else facts.year()
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FileRefused("year_range", year=year, first=FIRST_YEAR, last=LAST_YEAR)
    return year
