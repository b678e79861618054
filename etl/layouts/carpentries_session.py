"""The Carpentries' evaluation of conference sessions: one answer form per row, the items as codes, the session as the group.

Items are answered 1 (strongly disagree) to 5 (strongly agree), or 6, not applicable. Three are on other scales, whose words
the file does not tell: their codes stand for themselves. Country and time zone are not read: with the session they point at
persons.
"""

from dataclasses import dataclass

import polars as pl

from etl.contract import SOURCE_ROW, Contract
from etl.layouts.base import Facts, Field, Layout
from etl.layouts.survey_export import TEXT, NamedExport
from etl.messages import Findings, in_both
from etl.parsing import once_encoded
from etl.scales import Answer, scales
from etl.survey_question import Question

_SESSION = "session"
_AGREEMENT = (
    "presenters_prepared",
    "presenters_knowledgeable",
    "presenters_clear",
    "presenters_responsive",
    "valuable_feedback",
    "session_build_community",
    "session_materials",
    "session_membership",
    "session_new_communities",
    "session_develop_skills",
    "satisfaction_interaction",
)
_OTHER_SCALES = {"session_relevant_theme": "[1-6]", "satisfaction_session_length": "[1-6]", "nps": "[0-9]|10"}
_STEPS = {"5": "strongly_agree", "4": "partly_agree", "3": "neutral", "2": "partly_disagree", "1": "strongly_disagree"}


@dataclass(frozen=True)
class CarpentriesSession(NamedExport):
    """One file row is one respondent at one session, never kept."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Count, with the names of the sessions as they were meant."""
        return super().rows(_mended(typed, facts, findings), facts, findings)


def _mended(typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
    """Put back the names of sessions that were encoded twice, say how many, and withdraw the faults that they were.

    That a name is in Spanish is no reason to lose the answers; what was meant can be read without a guess.
    """
    is_name = (pl.col("rule") == "double_encoded") & (pl.col("header") == facts.headers[_SESSION])
    faults = findings.frame().filter(is_name)
    if faults.is_empty():
        return typed
    findings.frames[:] = [frame.filter(~is_name) for frame in findings.frames]
    meant = pl.Series([once_encoded(value) for value in faults["value"]], dtype=pl.String)
    facts.notes.append(in_both("note.mended", header=facts.headers[_SESSION], count=faults.height))
    names = typed[SOURCE_ROW].replace_strict(faults[SOURCE_ROW], meant, default=None, return_dtype=pl.String)
    return typed.with_columns(pl.coalesce(names, _SESSION).alias(_SESSION))


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``survey_answer``."""
    if contract.source_name() != "survey_answer":
        return None
    agreement = {answer.code: answer for answer in scales()["agreement"]}
    steps = [(code, agreement[name]) for code, name in _STEPS.items()]
    not_applicable = next(answer for answer in scales()["beside"] if answer.kind == "not_applicable")
    answers = tuple(Answer(code, answer.text, answer.kind, (code,)) for code, answer in [*steps, ("6", not_applicable)])
    items = [Question(name, name, name, _text(name), answers) for name in _AGREEMENT]
    others = [Question(name, name, name, _text(name), pattern=pattern) for name, pattern in _OTHER_SCALES.items()]
    return CarpentriesSession(
        name="carpentries_session",
        contract=contract,
        title=in_both("layout.carpentries_session"),
        must_have=frozenset({_SESSION, "presenters_prepared"}),
        fields=tuple(
            Field(name, (name,), TEXT, pl.String(), "optional") for name in (_SESSION, *_AGREEMENT, *_OTHER_SCALES)
        ),
        asked=(*items, *others),
        divided_by={"area_code": _SESSION},
        shown=frozenset({_SESSION}),
    )


def _text(name: str) -> str:
    return name.replace("_", " ").capitalize()
