"""Seminars and conferences."""

from etl.contract import About, Contract, Reference, amount, choice, date, text, year


class Seminar(Contract):
    """One row per seminar or conference, held, planned, cancelled or not commissioned.

    Owned by the organiser. A delivery replaces the seminars it names.
    """

    about = About(
        title=("Seminarer", "Seminars"),
        owner_name="Arrangørene",
        replaces=("seminar_code",),
        sample="""
            SEM-1;SERIE-1;Møteplass i Fjord;gjennomført;2014;05.06.2014;dag;D47;Fjord;P-17;NAPHA;150 000;;;reell
            SEM-2;SERIE-1;Møteplass i Vik;planlagt;2015;;år;;;;;;Skjema 1;side 2;syntetisk
            """,
    )

    seminar_code = text("Seminarkode", key=True)
    series_code = text("Serie")
    seminar_title = text("Seminar")
    seminar_status = choice("Seminarstatus", "seminar_status")
    year = year("År")
    seminar_date = date("Dato", nullable=True)
    date_precision = choice("Dato nøyaktighet", "date_precision", nullable=True)
    health_area_code = text(
        "Helseområde",
        nullable=True,
        reference=Reference("health_area", ("dps_code", "health_trust_code", "health_community_code")),
    )
    venue = text("Sted", nullable=True)
    project_code = text("Prosjektkode", nullable=True, reference=Reference("project", ("project_code",), is_loose=True))
    organiser_name = text("Faglig ansvarlig", nullable=True)
    cost_nok = amount("Kostnad")
    source_document = text("Dokument", nullable=True)
    source_place = text("Sted i dokumentet", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")
