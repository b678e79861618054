"""What applicants filled in."""

import polars as pl

from etl.contract import About, Contract, Reference, choice, date, small_integer, text, warning


class ApplicationFormField(Contract):
    """One row per application form and field: filled in, left to an annex, or blank. What was written is not kept.

    Owned by the manager of the scheme. Of a contact person only that the field is filled is known. A blank stays a blank.
    """

    about = About(
        title=("Felt i søknadsskjema", "Application form fields"),
        owner_name="Tilskuddsforvalterne",
        replaces=("case_id",),
        sample="""
            2014/101;HDIR-765-60;1;Navn på prosjekt;utfylt;;;Skjema 1;side 1;reell
            2014/101;HDIR-765-60;2;Dato for avtale;utfylt;20.02.2014;01.03.2014;Skjema 1;side 1;reell
            2014/101;HDIR-765-60;3;Budsjett;i vedlegg;;01.03.2014;Skjema 1;side 2;syntetisk
            """,
    )

    case_id = text("Saksnummer", key=True)
    scheme_code = text("Ordningskode", reference=Reference("grant_scheme", ("scheme_code",), is_loose=True))
    field_number = small_integer("Feltnummer", key=True, minimum=1)
    field_label = text("Felt")
    form_field_status = choice("Utfylling", "form_field_status")
    stated_date = date("Oppgitt dato", nullable=True)
    application_deadline = date("Søknadsfrist", nullable=True)
    source_document = text("Dokument", nullable=True)
    source_place = text("Sted i dokumentet", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")

    date_after_deadline = warning("stated_date", pl.col("stated_date") <= pl.col("application_deadline"))
