"""The Carpentries' follow-up surveys, at least six months after a workshop; the columns differ from one to the next.

Agreement is written as 1–5 in some and in words in others, and a cell with several answers has «;» between them. The place of
the workshop, what people wrote and identifiers are not read. The lists of questions and answers, when they lie beside the file,
give the texts. The country of the workshop is the group.
"""

import polars as pl

from etl.contract import Contract
from etl.layouts.base import Field, Layout
from etl.layouts.survey_export import TEXT, NamedExport
from etl.messages import in_both
from etl.scales import Answer, scales
from etl.survey_question import Question

_COUNTRY = "workshop_country"
_IMPACT = (
    "impact_career_advancement",
    "impact_motivation_learning",
    "impact_increase_reproducibility",
    "impact_professional_recognition",
    "impact_improve_coding_practice",
    "impact_research_productivity",
    "impact_increase_confidence",
)
_ONE = (
    "first_time",
    "first_survey_take",
    "workshop_attended_amount",
    "workshop_attended_age",
    "workshop_attended_type",
    "frequency_usage_before",
    "frequency_usage_after",
    "change_confidence",
    "workshop_contributed_academics",
    "has_recommended",
)
_SEVERAL = (
    "workshop_attended_content",
    "behavior_adopted",
    "how_tools_help",
    "community_involvement",
    "other_activities",
)
_SCORE = "recommendation_score"
_STEPS = {"strongly_agree": "5", "agree": "4", "neutral": "3", "disagree": "2", "strongly_disagree": "1"}


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``survey_answer``."""
    if contract.source_name() != "survey_answer":
        return None
    agreement = {answer.code: answer for answer in scales()["agreement"]}
    answers = tuple(
        Answer(step, agreement[name].text, agreement[name].kind, (step, *agreement[name].words))
        for name, step in _STEPS.items()
    )
    score = tuple(Answer(str(step), str(step), "other", (str(step),)) for step in range(11))
    asked = (
        *(_question(name, answers) for name in _IMPACT),
        *(_question(name) for name in _ONE),
        *(Question(name, name, name, _text(name), form="several") for name in _SEVERAL),
        _question(_SCORE, score),
    )
    return NamedExport(
        name="carpentries_followup",
        contract=contract,
        title=in_both("layout.carpentries_followup"),
        must_have=frozenset({"workshop_attended_type", _SCORE}),
        fields=tuple(
            Field(name, (name,), TEXT, pl.String(), "optional")
            for name in (_COUNTRY, *(question.field for question in asked))
        ),
        asked=asked,
        divided_by={"area_code": _COUNTRY},
    )


def _question(name: str, answers: tuple[Answer, ...] = ()) -> Question:
    return Question(name, name, name, _text(name), answers)


def _text(name: str) -> str:
    return name.replace("_", " ").capitalize()
