"""Survey answers become counts before they land: one row per respondent in, one row per statement, answer and group out.

No respondent leaves this module. Groups are by one thing at a time (role, level or area), never by two, so that nobody is the
only one of a kind; small groups are hidden afterwards (``etl.suppression``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from etl.contract import SOURCE_ROW
from etl.layouts.base import Facts
from etl.messages import WORDS, Findings, in_both
from etl.suppression import DIMENSIONS, EVERYBODY, MIN_BASE, WORDS_FOR_ALL
from etl.survey_question import CELL, COUNT, Question, on_scale, with_answers
from warehouse.words import LANGUAGES, number

NOT_STATED = {"participant_role": "other", "service_level": "other", "area_code": "ukjent"}
"""The group of those who did not say, so that the groups of a breakdown are everybody."""

_STATEMENT = pl.Schema(
    {
        "statement_code": pl.String(),
        "statement_text": pl.String(),
        "answer_code": pl.String(),
        "answer_text": pl.String(),
        "answer_order": pl.Int16(),
        "answer_kind": pl.String(),
    }
)


@dataclass(frozen=True)
class Wave:
    """Which survey the answers are from: its code, ``t0`` or ``t1``, and the year."""

    code: str
    time_point: str
    year: int


def counted(
    typed: pl.DataFrame,
    questions: Sequence[Question],
    groups: Mapping[str, str],
    wave: Wave,
    facts: Facts,
    findings: Findings,
) -> pl.DataFrame:
    """Count the answers of respondents: the columns of ``survey_answer``, every answer of a scale also where nobody gave it.

    typed has source_row and a String column per question and group; null is no answer. groups: the column of each of
    ``DIMENSIONS`` that the export has. An answer outside the scale is a finding, and its respondent is counted nowhere.
    Sets ``facts.used_rows``, and ``facts.skipped`` for respondents who answered nothing.
    """
    asked = []
    for question in questions:
        given = typed[question.field].drop_nulls().value_counts(name=COUNT).rename({question.field: CELL})
        known = with_answers(question, given)
        if on_scale(known, given, typed, facts, findings):
            asked.append(known)
    typed = typed.filter(~pl.col(SOURCE_ROW).is_in(findings.error_rows().implode()))
    has_answered = pl.any_horizontal(pl.lit(False), *(pl.col(question.field).is_not_null() for question in asked))
    facts.skipped["no_answers"] = typed.filter(~has_answered)[SOURCE_ROW]
    typed = typed.filter(has_answered).with_columns(
        # Who answers «alle» to what group they are in has not said one, and is not the total.
        pl.when(~pl.col(name).str.to_lowercase().is_in(WORDS_FOR_ALL))
        .then(name)
        .otherwise(pl.lit(NOT_STATED[dimension]))
        .alias(dimension)
        for dimension, name in groups.items()
    )
    facts.used_rows = typed[SOURCE_ROW]
    if typed.is_empty():
        return pl.DataFrame(schema={SOURCE_ROW: pl.Int32})
    counts = _counts(typed, asked, list(groups))
    _note_counts(typed, asked, counts, facts)
    return counts.with_columns(
        pl.lit(typed[SOURCE_ROW][0], pl.Int32).alias(SOURCE_ROW),
        wave_code=pl.lit(wave.code),
        time_point=pl.lit(wave.time_point),
        year=pl.lit(wave.year, pl.Int16),
        data_class=pl.lit("real"),
    )


def _counts(typed: pl.DataFrame, asked: Sequence[Question], dimensions: Sequence[str]) -> pl.DataFrame:
    """Count every question in all and in every group: the columns of ``_STATEMENT`` and ``DIMENSIONS``, and answer_count."""
    groupings: list[list[str]] = [[], *([dimension] for dimension in dimensions)]
    everybody = {name: pl.lit(value).alias(name) for name, value in EVERYBODY.items()}
    tallies = pl.concat(
        pl.collect_all(
            [
                typed.lazy()
                .group_by(pl.col(question.field).alias(CELL), *by)
                .len(COUNT)
                .filter(pl.col(CELL).is_not_null())
                .select(
                    pl.lit(question.field).alias("field"),
                    CELL,
                    *(name if name in by else everybody[name] for name in DIMENSIONS),
                    COUNT,
                )
                for question in asked
                for by in groupings
            ]
        )
    )
    people = pl.concat(
        typed.select(pl.col(by).unique(maintain_order=True) if by else pl.lit(1)).select(
            name if name in by else everybody[name] for name in DIMENSIONS
        )
        for by in groupings
    )
    cells = tallies.select("field", CELL).unique()
    by_field = {question.field: question for question in asked}
    meanings = pl.DataFrame(
        [
            (field, cell, *meaning)
            for field, cell in cells.iter_rows()
            for meaning in by_field[field].meaning(cell) or ()
        ],
        schema={"field": pl.String, CELL: pl.String, "statement_code": pl.String, "answer_code": pl.String},
        orient="row",
    )
    key = [*DIMENSIONS, "statement_code", "answer_code"]
    given = tallies.join(meanings, on=["field", CELL]).group_by(key).agg(pl.col(COUNT).sum())
    scale = pl.DataFrame(
        [statement for question in asked for statement in question.statements()], schema=_STATEMENT, orient="row"
    )
    return (
        scale.join(people, how="cross", maintain_order="left_right")
        .join(given, on=key, how="left", maintain_order="left")
        .with_columns(pl.col(COUNT).fill_null(0).cast(pl.Int32))
    )


def _note_counts(typed: pl.DataFrame, asked: Sequence[Question], counts: pl.DataFrame, facts: Facts) -> None:
    """Say how many answered how much, as a person can hold against the survey tool's own figures; nothing of very few."""
    if typed.height < MIN_BASE:
        facts.notes.append(in_both("note.too_few", count=MIN_BASE))
        return
    blank = sum(typed[question.field].null_count() for question in asked)
    total = counts.filter(pl.all_horizontal(pl.col(name) == value for name, value in EVERYBODY.items()))
    values = {
        "respondents": typed.height,
        "questions": len(asked),
        "answers": typed.height * len(asked) - blank,
        "not_applicable": int(total.filter(pl.col("answer_kind") == "not_applicable")[COUNT].sum()),
        "blank": blank,
    }
    nb, en = (
        WORDS("note.counted", language, **{name: number(value, 0, language) for name, value in values.items()})
        for language in LANGUAGES
    )
    facts.notes.append((nb, en))
