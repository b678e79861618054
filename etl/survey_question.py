"""What a column of a survey export asks: the statements in it, the answers that can be given, and what a cell means."""

from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Literal

import polars as pl

from etl.contract import SOURCE_ROW
from etl.layouts.base import Facts
from etl.messages import Findings, in_both, listed
from etl.personal import MASK
from etl.scales import Answer, answers_in_use, kind_of, plain_answer
from etl.suppression import MIN_BASE

Form = Literal["one", "several", "chosen"]

CHOSEN = Answer("1", "Valgt", "other", ("1",))
NOT_CHOSEN = Answer("0", "Ikke valgt", "other", ("0",))

CELL, COUNT = "cell", "answer_count"
_SEPARATOR = ";"
_RARE = Answer("andre", "Andre svar", "other", ())
_MOST_OFF_SCALE = 0.25
"""A column that only looked like a scale is none when more of its cells than this are not on it."""


@dataclass(frozen=True)
class Question:
    """A column of an export.

    field is the column of the typed frame, header what the file calls it. form: ``one`` answer in a cell, ``several`` with «;»
    between, or an option that was ``chosen`` (1) or not (0). answers in order; empty: those that are in the file.
    is_open: the answers in the file may be people's own words, so those that fewer than ``MIN_BASE`` gave are counted together.
    scale: the scale (``etl.scales``) that the first cells are on, pattern: what they look like, where nothing else says what
    the answers are. unanswered: what a codebook says that a cell without an answer holds.
    """

    field: str
    header: str
    code: str
    text: str
    answers: tuple[Answer, ...] = ()
    form: Form = "one"
    is_open: bool = False
    scale: str = ""
    pattern: str = ""
    unanswered: tuple[str, ...] = ()

    @property
    def is_detected(self) -> bool:
        """Nothing but its cells says that the column holds given answers."""
        return bool(self.scale or self.pattern)

    def statements(self) -> list[tuple[str, str, str, str, int, str]]:
        """Give every answer to every statement: code and text of the statement; code, text, order and kind of the answer.

        Of several answers each option is a statement of its own, so that a share is one of those who answered the question.
        """
        if self.form == "one":
            asked = [(self.code, self.text, self.answers)]
        elif self.form == "chosen":
            asked = [(self.code, self.text, (CHOSEN, NOT_CHOSEN))]
        else:
            asked = [(*self._option(answer), (CHOSEN, NOT_CHOSEN)) for answer in self.answers]
        return [
            (code, text, answer.code, answer.text, order, answer.kind)
            for code, text, answers in asked
            for order, answer in enumerate(answers, start=1)
        ]

    def _option(self, answer: Answer) -> tuple[str, str]:
        return f"{self.code}.{answer.code}", f"{self.text}: {answer.text}"

    def meaning(self, cell: str) -> list[tuple[str, str]] | None:
        """Give what a cell answers, as codes of statement and answer; None when it is not on the scale."""
        if self.form != "several":
            answer = self._find(cell)
            return None if answer is None else [(self.code, answer.code)]
        options = [option.strip() for option in cell.split(_SEPARATOR) if option.strip()]
        chosen = {self._find(option) for option in options}
        if None in chosen:
            return None
        return [(self._option(answer)[0], (CHOSEN if answer in chosen else NOT_CHOSEN).code) for answer in self.answers]

    def _find(self, text: str) -> Answer | None:
        return self._by_word.get(plain_answer(text), _RARE if self.is_open else None)

    @cached_property
    def _by_word(self) -> dict[str, Answer]:
        answers = self.answers or ((CHOSEN, NOT_CHOSEN) if self.form == "chosen" else ())
        return {word: answer for answer in answers for word in answer.words}


def with_answers(question: Question, given: pl.DataFrame) -> Question:
    """Give the question with the answers that are in the file, where nothing else says what they can be.

    given: the distinct cells (``CELL``) and how many there are of each (``COUNT``).
    """
    if question.answers or question.form == "chosen":
        return question
    if question.scale:
        return replace(question, answers=answers_in_use(question.scale, given[CELL].to_list()))
    if question.form == "several":
        given = given.with_columns(pl.col(CELL).str.split(_SEPARATOR)).explode(CELL)
    given = given.with_columns(pl.col(CELL).str.strip_chars()).group_by(CELL).agg(pl.col(COUNT).sum())
    enough = pl.col(CELL).str.contains(f"(?s)^(?:{question.pattern or '.+'})$")
    if question.is_open:
        enough &= pl.col(COUNT) >= MIN_BASE
    labels = sorted(given.filter(enough)[CELL], key=_in_order)
    answers = tuple(Answer(label, label, kind_of(label), (plain_answer(label),)) for label in labels)
    return replace(question, answers=(*answers, _RARE) if question.is_open else answers)


def _in_order(label: str) -> tuple[bool, int, str]:
    is_number = label.removeprefix("-").isdecimal()
    return not is_number, int(label) if is_number else 0, label.casefold()


def on_scale(question: Question, given: pl.DataFrame, typed: pl.DataFrame, facts: Facts, findings: Findings) -> bool:
    """Name every cell of ``typed`` that is not on the scale; False, with a note, when the column is no scale at all.

    A value is shown when it is a figure or nearly an answer. Anything else may be what somebody wrote in their own words, and
    the row and header are enough to find it.
    """
    odd = [cell for cell in given[CELL] if question.meaning(cell) is None]
    if not odd:
        return True
    off = typed.filter(pl.col(question.field).is_in(odd))
    if question.is_detected and off.height > _MOST_OFF_SCALE * int(given[COUNT].sum()):
        facts.notes.append(in_both("note.no_scale", header=question.header))
        return False
    texts = [answer.text for answer in question.answers] or [CHOSEN.code, NOT_CHOSEN.code]
    findings.add(
        "error",
        "off_scale",
        off.select(
            SOURCE_ROW,
            pl.lit(question.header).alias("header"),
            pl.col(question.field).replace_strict(odd, [_as_shown(question, cell) for cell in odd]).alias("value"),
            pl.lit(listed(texts)).alias("allowed"),
        ),
    )
    return True


def _as_shown(question: Question, cell: str) -> str:
    if question.form == "several":
        one = replace(question, form="one")
        options = [option.strip() for option in cell.split(_SEPARATOR)]
        return _SEPARATOR.join(_as_shown(one, option) for option in options if option and not one.meaning(option))
    words = [word for answer in question.answers for word in answer.words]
    is_figure = len(cell) <= 5 and cell.lstrip("-").replace(",", "").replace(".", "").isdecimal()
    return cell if is_figure or get_close_matches(plain_answer(cell), words, n=1, cutoff=0.8) else MASK
