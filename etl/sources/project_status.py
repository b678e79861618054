"""The reported state of projects."""

from etl.contract import About, Contract, Reference, boolean, choice, date, text


class ProjectStatus(Contract):
    """One row per project, reporting period and dimension: the light the project itself reports.

    Owned by the project owner. A period that is not reported has no row; it is never green by default.
    """

    about = About(
        title=("Statusrapporter", "Status reports"),
        owner_name="Prosjekteierne",
        replaces=("project_code", "period_end_date"),
        sample="""
            P-17;30.04.2015;fremdrift;gul;ja;10.05.2015;reell
            P-17;30.04.2015;økonomi;grønn;nei;10.05.2015;syntetisk
            """,
    )

    project_code = text("Prosjektkode", key=True, reference=Reference("project", ("project_code",)))
    period_end_date = date("Periode til og med", key=True)
    status_dimension = choice("Dimensjon", "status_dimension", key=True)
    reported_light = choice("Rapportert lys", "light")
    has_comment = boolean("Kommentar", nullable=True)
    reported_date = date("Rapportert dato", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")
