"""The codebook that lies beside a survey export: found by the number of the form, or by the date that both names begin with.

Nettskjema: the form's elements (``form_123823_elements.json``) or SPSS syntax (``form_123823_spss-syntax.sps``) beside any file
with the same number in its name. The Carpentries: lists of questions and of answers (``2020-12-longterm-answer-key.csv``).
"""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from etl.messages import in_both, listed
from etl.readers.codebook import Codebook, Entry, LabelledSheet
from etl.readers.nettskjema import SUBMISSION, SubmissionSheet, elements_book, is_elements
from etl.readers.sheet import Sheet

_QUESTION_LISTS = ("column-names.csv", "questions.csv")
_ANSWER_LIST = "answer-key.csv"
_TICKED = {"0", "1"}

_QUOTED = r"'(?:[^']|'')*'"
_SPSS_QUESTION = re.compile(rf"^VARIABLE LABELS\s+(\S+)\s+({_QUOTED})", re.MULTILINE)
_SPSS_ANSWERS = re.compile(rf"^VALUE LABELS\s+(\S+)((?:\s+(?:{_QUOTED}|[^\s']+)\s+{_QUOTED})+)\s*\.", re.MULTILINE)
_SPSS_ANSWER = re.compile(rf"({_QUOTED}|[^\s']+)\s+({_QUOTED})")


def with_codebook(path: Path, sheets: list[Sheet]) -> list[Sheet]:
    """Give survey exports the codebook that lies beside them, when there is one; other sheets as they are."""
    return [_labelled(path, sheet) for sheet in sheets]


def _labelled(path: Path, sheet: Sheet) -> Sheet:
    header = next((row for row in sheet.head if SUBMISSION in row), None)
    if header is not None:
        return _with_form(path, sheet, header)
    if day := re.match(r"\d{4}-\d{2}(?!\d)|\d{8}(?!\d)", path.name):
        lists = [_ANSWER_LIST, *_QUESTION_LISTS]
        files = _beside(path, lambda name: name.startswith(day[0]) and name.endswith(tuple(lists)))
        if book := _listed_book(files):
            notes = [in_both("note.codebook", files=listed(file.name for file in files))]
            return LabelledSheet(sheet, sheet.head[0], book, notes)
    return sheet


def _beside(path: Path, is_wanted: Callable[[str], bool]) -> list[Path]:
    try:
        return sorted(
            file for file in path.parent.iterdir() if file != path and is_wanted(file.name) and file.is_file()
        )
    except OSError:
        return []  # a folder that cannot be listed has no codebook in it


# Nettskjema


def _with_form(path: Path, sheet: Sheet, header: Sequence[str]) -> Sheet:
    numbers = re.findall(r"\d{4,}", path.stem)
    if isinstance(sheet, SubmissionSheet):
        numbers = [sheet.form_id] if sheet.form_id else numbers
    for file in _beside(path, lambda name: any(number in name for number in numbers)):
        notes = [in_both("note.codebook", files=listed([file.name]))]
        if file.suffix == ".json" and (elements := _elements(file)):
            if isinstance(sheet, SubmissionSheet):
                sheet = sheet.with_elements(elements)
                header = sheet.head[0]
            return LabelledSheet(sheet, header, elements_book(elements), notes)
        if file.suffix == ".sps" and not isinstance(sheet, SubmissionSheet) and (book := spss_book(_text(file))):
            return LabelledSheet(sheet, header, book, notes)
    return LabelledSheet(sheet, header, sheet.book, ()) if isinstance(sheet, SubmissionSheet) else sheet


def _elements(file: Path) -> list[Any]:
    """The elements of a form; nothing when the file is other JSON, or none."""
    try:
        document = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    return document if is_elements(document) else []


def spss_book(syntax: str) -> Codebook:
    """Give the codebook that is in SPSS syntax: VARIABLE LABELS and VALUE LABELS, one command per variable."""
    answers = {
        name: tuple((_unquoted(code), _unquoted(label)) for code, label in _SPSS_ANSWER.findall(labels))
        for name, labels in _SPSS_ANSWERS.findall(syntax)
    }
    return {name: _spss_entry(_unquoted(text), answers.get(name, ())) for name, text in _SPSS_QUESTION.findall(syntax)}


def _spss_entry(text: str, answers: tuple[tuple[str, str], ...]) -> Entry:
    if not answers:
        return Entry(text, "open")
    return Entry(text, "chosen") if {code for code, _ in answers} == _TICKED else Entry(text, "one", answers)


def _unquoted(text: str) -> str:
    return text[1:-1].replace("''", "'") if text.startswith("'") else text


# Lists of questions and answers


def _listed_book(files: Sequence[Path]) -> Codebook:
    """Give the codebook of lists: the text of each column (``full``, ``short``), and the answers of those with several."""
    texts: dict[str, str] = {}
    answers: dict[str, list[tuple[str, str]]] = {}
    for file in files:
        for row in csv.DictReader(io.StringIO(_text(file), newline="")):
            if file.name.endswith(_ANSWER_LIST) and {"column", "verbatim", "short"} <= row.keys():
                answers.setdefault(row["column"], []).append((row["short"], row["verbatim"]))
            elif {"full", "short"} <= row.keys():
                texts[row["short"]] = " ".join(row["full"].split())
    return {
        name: Entry(texts.get(name, name), "several" if name in answers else "open", tuple(answers.get(name, ())))
        for name in texts | answers
    }


def _text(file: Path) -> str:
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
