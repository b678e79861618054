"""Who came to seminars."""

import polars as pl

from etl.contract import About, Contract, Reference, choice, integer, text, warning


class SeminarParticipation(Contract):
    """One row per seminar (or series), role and service level: how many were invited, signed up and came.

    Owned by the organiser. Counts only, never names. «alle» is the total, not a role beside the others.
    """

    about = About(
        title=("Deltakelse", "Participation"),
        owner_name="Arrangørene",
        replaces=("seminar_code",),
        sample="""
            SEM-1;alle;alle;60;45;40;;;reell
            SEM-1;leder;kommune;20;15;12;Skjema 1;side 2;syntetisk
            """,
    )

    seminar_code = text("Seminarkode", key=True, reference=Reference("seminar", ("seminar_code", "series_code")))
    participant_role = choice("Deltakerrolle", "participant_role", key=True)
    service_level = choice("Tjenestenivå", "service_level", key=True)
    invited_count = integer("Inviterte", nullable=True, minimum=0, unit="person")
    registered_count = integer("Påmeldte", nullable=True, minimum=0, unit="person")
    attended_count = integer("Deltakere", nullable=True, minimum=0, unit="person")
    source_document = text("Dokument", nullable=True)
    source_place = text("Sted i dokumentet", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")

    more_came_than_were_invited = warning("attended_count", pl.col("attended_count") <= pl.col("invited_count"))
