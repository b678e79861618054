"""Milestones of projects."""

import polars as pl

from etl.contract import About, Contract, Reference, choice, date, small_integer, text, warning


class ProjectMilestone(Contract):
    """One row per project and milestone: what was planned, what is expected now, and what happened.

    Owned by the project owner. A delivery replaces the milestones of the projects it names.
    """

    about = About(
        title=("Milepæler", "Milestones"),
        owner_name="Prosjekteierne",
        replaces=("project_code",),
        sample="""
            P-17;1;Oppstart;leveranse;01.02.2014;15.02.2014;15.02.2014;dag;nådd;Prosjektleder;;;reell
            P-17;2;Evaluering;evaluering;01.06.2015;01.09.2015;;måned;forsinket;;Skjema 1;side 3;syntetisk
            """,
    )

    project_code = text("Prosjektkode", key=True, reference=Reference("project", ("project_code",)))
    milestone_number = small_integer("Milepæl nummer", key=True, minimum=1)
    milestone_title = text("Milepæl")
    milestone_type = choice("Milepælstype", "milestone_type")
    planned_date = date("Planlagt dato", nullable=True)
    forecast_date = date("Forventet dato", nullable=True)
    actual_date = date("Faktisk dato", nullable=True)
    date_precision = choice("Dato nøyaktighet", "date_precision", nullable=True)
    milestone_status = choice("Milepælsstatus", "milestone_status")
    responsible_role = text("Ansvarlig rolle", nullable=True)
    source_document = text("Dokument", nullable=True)
    source_place = text("Sted i dokumentet", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")

    milestone_without_date = warning("planned_date", pl.col("planned_date").is_not_null())
    reached_without_date = warning(
        "actual_date", (pl.col("milestone_status") != "reached") | pl.col("actual_date").is_not_null()
    )
