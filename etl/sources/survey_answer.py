"""Survey answers as counts."""

import polars as pl

from etl.contract import About, Contract, choice, error, integer, small_integer, text, year
from etl.suppression import suppressed


class SurveyAnswer(Contract):
    """One row per survey wave, statement, answer and group: how many gave the answer. No respondent is a row.

    Owned by whoever asked. A group is everybody («alle»), or a part of them by role, by level or by area, not by two of these
    at once. A group of fewer than five has the symbol «:» instead of its counts; so have those it could be worked out from.
    """

    about = About(
        title=("Svar på undersøkelser", "Survey answers"),
        owner_name="De som spurte",
        replaces=("wave_code",),
        sample="""
            SEM-1-T0;SEM-1;rett etter;2014;U1;Jeg fikk nye kontakter;5;Helt enig;1;enig;alle;alle;alle;22;;;;reell
            SEM-1-T0;SEM-1;rett etter;2014;U1;Jeg fikk nye kontakter;1;Helt uenig;5;uenig;leder;kommune;D47;:;;Skjema 1;side 2;syntetisk
            """,  # noqa: E501 (a row is a line)
    )

    wave_code = text("Undersøkelse", key=True)
    seminar_code = text("Seminarkode", nullable=True)
    time_point = choice("Tidspunkt", "time_point")
    year = year("År")
    statement_code = text("Påstandskode", key=True)
    statement_text = text("Påstand")
    answer_code = text("Svarkode", key=True)
    answer_text = text("Svar")
    answer_order = small_integer("Svar nummer", minimum=0)
    answer_kind = choice("Svartype", "answer_kind")
    participant_role = choice("Deltakerrolle", "participant_role", key=True)
    service_level = choice("Tjenestenivå", "service_level", key=True)
    area_code = text("Områdekode", key=True)
    answer_count = integer("Antall svar", nullable=True, minimum=0, unit="count", flag="value_flag")
    value_flag = choice("Symbol", "value_flag", nullable=True)
    source_document = text("Dokument", nullable=True)
    source_place = text("Sted i dokumentet", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")

    count_or_symbol = error("answer_count", pl.col("answer_count").is_not_null() | pl.col("value_flag").is_not_null())

    @classmethod
    def protect(cls, accepted: pl.DataFrame) -> pl.DataFrame:
        """Hide small groups, and what they could be worked out from."""
        return suppressed(accepted)
