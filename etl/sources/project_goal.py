"""Goals of projects."""

import polars as pl

from etl.contract import About, Contract, Reference, choice, date, error, number, text, warning


class ProjectGoal(Contract):
    """One row per project and goal: the kind the project calls it and the kind it is, and what was measured.

    Owned by the project owner. An outcome goal (effektmål) is an effect for users; an output goal (resultatmål) is what the
    project delivers (Prosjektveiviseren).
    """

    about = About(
        title=("Mål", "Goals"),
        owner_name="Prosjekteierne",
        replaces=("project_code",),
        sample="""
            P-17;M1;;Flere møter på tvers;resultatmål;resultatmål;Møter per år;stk.;opp;4;01.01.2014;12;31.12.2015;9,5;31.12.2014;Prosjektleder;;;reell
            P-17;M2;M1;Færre innleggelser;;effektmål;Innleggelser;stk.;ned;;;;;;;;Skjema 1;side 3;syntetisk
            """,  # noqa: E501 (a row is a line)
    )

    project_code = text("Prosjektkode", key=True, reference=Reference("project", ("project_code",)))
    goal_code = text("Målkode", key=True)
    parent_goal_code = text("Overordnet mål", nullable=True)
    goal_text = text("Mål")
    stated_goal_type = choice("Måltype oppgitt", "goal_type", nullable=True)
    standard_goal_type = choice("Måltype standard", "goal_type")
    indicator = text("Indikator", nullable=True)
    measurement_unit = text("Måleenhet", nullable=True)
    wanted_direction = choice("Ønsket retning", "direction", nullable=True)
    baseline_value = number("Nullpunkt", nullable=True)
    baseline_date = date("Nullpunkt dato", nullable=True)
    target_value = number("Måltall", nullable=True)
    target_date = date("Måltall dato", nullable=True)
    measured_value = number("Målt verdi", nullable=True)
    measured_date = date("Målt dato", nullable=True)
    responsible_role = text("Ansvarlig rolle", nullable=True)
    source_document = text("Dokument", nullable=True)
    source_place = text("Sted i dokumentet", nullable=True)
    data_class = choice("Dataklasse", "data_class", default="real")

    measured_before_baseline = error("measured_date", pl.col("measured_date") >= pl.col("baseline_date"))
    goal_not_measurable = warning("indicator", pl.col("indicator").is_not_null())
