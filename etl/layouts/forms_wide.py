"""Microsoft Forms and Google Forms: one respondent per row, the question texts as headers, the answers in words.

There is no codebook, so a column is read when its cells are on a scale that everybody writes alike («Helt enig» … «Vet ikke»),
or end with «;» as Microsoft Forms writes several chosen options. All else may be people's own words and is not read.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from etl.contract import Contract
from etl.layouts.base import Field, Layout, Match, plain_header
from etl.layouts.survey_export import TEXT, SurveyExport, statement_codes
from etl.layouts.survey_groups import dimension_of, written_group
from etl.messages import in_both
from etl.scales import scale_of
from etl.survey_question import Question

_STAMPS = (
    "timestamp",
    "tidsmerke",
    "tidsstempel",
    "start time",
    "starttidspunkt",
    "completion time",
    "fullføringstid",
    "fullføringstidspunkt",
)
_OTHERS = (
    *(
        "id",
        "email",
        "email address",
        "username",
        "e post",
        "e postadresse",
        "brukernavn",
        "name",
        "navn",
        "language",
        "språk",
    ),
    *(
        "last modified time",
        "sist endret",
        "tidspunkt for siste endring",
        "score",
        "total points",
        "quiz feedback",
        "poeng",
    ),
)
_GRID = re.compile(r"\[([^\[\]]+)\]\s*$")


class FormsWide(SurveyExport):
    """One file row is one respondent, never kept."""

    def match(self, head: list[list[str]], first_row: int = 1) -> Match:
        """Read the columns whose first cells are on a scale, under the first row with a time stamp in it."""
        stamps = {plain_header(word) for word in _STAMPS}
        place = next((i for i, cells in enumerate(head) if any(plain_header(cell) in stamps for cell in cells)), None)
        if place is None:
            return super().match(head, first_row)
        header, metadata = head[place], stamps | {plain_header(word) for word in _OTHERS}
        found: list[Question] = []
        groups: dict[str, tuple[int, Field]] = {}
        for position, column in enumerate(header):
            if not column or plain_header(column) in metadata:
                continue
            cells = [row[position] for row in head[place + 1 :] if position < len(row) and row[position]]
            question = _question(position, column, cells)
            if question is not None:
                found.append(question)
            elif (dimension := dimension_of(column)) and dimension not in groups and cells:
                group = written_group(self.contract, f"column_{position}", column, dimension, cells)
                groups |= {dimension: (position, group)} if group else {}
        if not found:
            return super().match(head, first_row)
        codes = statement_codes([question.text for question in found])
        questions = [
            (int(question.field.removeprefix("column_")), replace(question, code=code))
            for question, code in zip(found, codes, strict=True)
        ]
        return self.laid_out(first_row + place, header, questions, groups)


def _question(position: int, column: str, cells: Sequence[str]) -> Question | None:
    """Give the question of a column by its first cells; None when it may be people's own words."""
    grid = _GRID.search(column)
    text = " ".join((grid[1] if grid else column).split())
    name = f"column_{position}"
    if cells and all(cell.endswith(";") for cell in cells):
        return Question(name, column, "", text, form="several", is_open=True)
    scale = scale_of(cells)
    return Question(name, column, "", text, scale=scale) if scale else None


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``survey_answer``."""
    if contract.source_name() != "survey_answer":
        return None
    return FormsWide(
        name="forms_wide",
        contract=contract,
        title=in_both("layout.forms_wide"),
        # No header says that a column is on a scale: this field is in no file, and tells a person what is missing.
        must_have=frozenset({"scale"}),
        fields=(
            Field("stamp", _STAMPS, TEXT, pl.String(), "optional"),
            Field("scale", ("Helt enig … Helt uenig",), TEXT, pl.String()),
        ),
    )
