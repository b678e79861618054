"""Measures and what became of them."""

from etl.contract import About, Contract, choice, date, integer, small_integer, text


class MeasureStatus(Contract):
    """One row per measure, survey or document, time point and role: how far the measure had come, and how often it was named.

    Owned by the organiser. What is not stated is empty: a rank is not a count.
    """

    about = About(
        title=("Tiltak", "Measures"),
        owner_name="Arrangørene",
        replaces=("wave_code",),
        sample="""
            SEM-1-T1;T1;oppfølging;alle;Flere samarbeidsmøter;møter;igangsatt;1;14;44;FSU;31.12.2015;P-17;;;reell
            SEM-1-T1;T2;oppfølging;leder;Felles planer;plan;vet ikke;2;;;;;;Skjema 1;side 2;syntetisk
            """,
    )

    wave_code = text("Undersøkelse", key=True)
    measure_code = text("Tiltakskode", key=True)
    time_point = choice("Tidspunkt", "time_point", key=True)
    participant_role = choice("Deltakerrolle", "participant_role", key=True)
    measure_title = text("Tiltak")
    measure_category = choice("Tiltakstype", "measure_category")
    measure_status = choice("Tiltaksstatus", "measure_status")
    mention_rank = small_integer("Rang", nullable=True, minimum=1)
    mention_count = integer("Antall ganger nevnt", nullable=True, minimum=0, unit="count")
    base_count = integer("Antall svar i grunnlaget", nullable=True, minimum=1, unit="person")
    responsible_body = text("Ansvarlig organ", nullable=True)
    due_date = date("Frist", nullable=True)
    project_code = text("Prosjektkode", nullable=True)
    source_document = text("Dokument", nullable=True)
    source_place = text("Sted i dokumentet", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")
