"""Survey shares as others have published them."""

import polars as pl

from etl.contract import About, Contract, choice, error, integer, number, small_integer, text, warning, year


class SurveyReportedShare(Contract):
    """One row per survey wave, statement and group: a share as published, with what it is a share of.

    Owned by whoever published it. A finding without a figure has its words («halvparten») or its direction instead.
    """

    about = About(
        title=("Publiserte svarandeler", "Published survey shares"),
        owner_name="De som har publisert",
        replaces=("wave_code",),
        sample="""
            SEM-1-T0;SEM-1;rett etter;2014;U1;Jeg fikk nye kontakter;alle;75 %;1;eksakt;75 %;44;143;;;;reell
            SEM-1-T1;SEM-1;oppfølging;2014;U2;Vi har begynt;alle;;;halvparten;halvparten;;;ledere høyere enn ansatte;Skjema 1;side 2;syntetisk
            """,  # noqa: E501 (a row is a line)
    )

    wave_code = text("Undersøkelse", key=True)
    seminar_code = text("Seminarkode", nullable=True)
    time_point = choice("Tidspunkt", "time_point")
    year = year("År")
    statement_code = text("Påstandskode", key=True)
    statement_text = text("Påstand")
    participant_role = choice("Deltakerrolle", "participant_role", key=True)
    reported_share = number("Oppgitt andel", nullable=True, minimum=0, maximum=1, unit="share")
    percent_decimals = small_integer("Desimaler i prosenten", nullable=True, minimum=0, maximum=3)
    precision = choice("Nøyaktighet", "precision")
    stated_text = text("Slik det er oppgitt", nullable=True)
    base_count = integer("Antall svar i grunnlaget", nullable=True, minimum=1, unit="person")
    participant_count = integer("Deltakere i alt", nullable=True, minimum=1, unit="person")
    finding_direction = choice("Retning", "finding_direction", nullable=True)
    source_document = text("Dokument", nullable=True)
    source_place = text("Sted i dokumentet", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")

    share_or_finding = error(
        "reported_share",
        pl.col("reported_share").is_not_null()
        | pl.col("stated_text").is_not_null()
        | pl.col("finding_direction").is_not_null(),
    )
    more_answers_than_participants = error("base_count", pl.col("base_count") <= pl.col("participant_count"))
    # The GRIM test (Brown and Heathers 2017): a rounded percentage must be the percentage of some whole count of the base.
    share_not_from_base = warning(
        "reported_share",
        (
            100 * (pl.col("reported_share") * pl.col("base_count")).round() / pl.col("base_count")
            - 100 * pl.col("reported_share")
        ).abs()
        <= 0.5 * 10.0 ** (-pl.col("percent_decimals")) + 1e-9,
    )
