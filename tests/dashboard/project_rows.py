"""A few projects for the tests of the project pages: one real without name or days, and invented ones in different states."""

import datetime as dt
from pathlib import Path

import polars as pl

from etl.loading import LoadRequest, load
from etl.reading import Options
from etl.reference.table import write_table
from etl.sources import sources as sources_by_name
from warehouse.folder import DataFolder

REAL, RED, SILENT, ENDED = "EKTE-TEAM", "DEMO-1", "DEMO-2", "DEMO-3"


def _project(code: str, state: str, **changes: object) -> dict[str, object]:
    invented = {
        "project_title": f"Demoprosjekt {code[-1]}",
        "start_date": dt.date(2024, 1, 1),
        "end_date": dt.date(2025, 12, 31),
        "budget_nok": 1_000_000.0,
        "spent_nok": 600_000.0,
        "spent_date": dt.date(2024, 12, 31),
        "municipality_code": "5501",
        "scheme_code": "TEST",
        "data_class": "synthetic",
    }
    return {"project_code": code, "project_model": "fact", "project_state": state, **invented, **changes}


_NO_DATES = {
    **dict.fromkeys(
        ("project_title", "start_date", "end_date", "budget_nok", "spent_nok", "spent_date", "scheme_code")
    ),
    "data_class": "real",
    "lead_organisation_name": "Prøve DPS",
    "source_document": "002 Prøve",
}
PROJECTS = [
    _project(REAL, "planned", project_model="cooperation_team", municipality_code="3301", **_NO_DATES),
    _project(RED, "running"),
    _project(SILENT, "running", project_model="act"),
    _project(ENDED, "completed", municipality_code=None, end_date=dt.date(2024, 12, 31)),
]


def _status(code: str, day: dt.date, **lights: str) -> list[dict[str, object]]:
    about = {"project_code": code, "period_end_date": day, "reported_date": day, "data_class": "synthetic"}
    return [{**about, "status_dimension": dimension, "reported_light": light} for dimension, light in lights.items()]


STATUS = [
    *_status(RED, dt.date(2025, 2, 28), progress="green", economy="green", risk="green"),
    *_status(RED, dt.date(2025, 4, 30), progress="green", economy="red", risk="yellow"),
    *_status(SILENT, dt.date(2024, 8, 31), progress="green"),
]
MILESTONES = [
    *(
        {
            "project_code": REAL,
            "milestone_number": number,
            "milestone_title": f"Steg {number}",
            "milestone_type": "delivery",
            "milestone_status": "date_not_stated",
            "data_class": "real",
            "source_document": "002 Prøve",
        }
        for number in (1, 2)
    ),
    *(
        {
            "project_code": RED,
            "milestone_number": number,
            "milestone_title": title,
            "milestone_type": "delivery",
            "milestone_status": status,
            "planned_date": planned,
            "forecast_date": forecast,
            "actual_date": actual,
            "data_class": "synthetic",
        }
        for number, title, status, planned, forecast, actual in (
            (1, "Oppstart", "reached", dt.date(2024, 2, 1), None, dt.date(2024, 2, 11)),
            (2, "Evaluering", "delayed", dt.date(2025, 2, 1), dt.date(2025, 6, 1), None),
        )
    ),
]


def _goal(
    project: str, code: str, text: str, stated: str | None, standard: str, **measure: object
) -> dict[str, object]:
    about = {"project_code": project, "goal_code": code, "goal_text": text, "data_class": "synthetic"}
    return {**about, "stated_goal_type": stated, "standard_goal_type": standard, **measure}


_DAYS = {"indicator": "Dager", "measurement_unit": "dager", "wanted_direction": "down"}
GOALS = [
    _goal(REAL, "E1", "Tilgang til journal", "outcome", "output", data_class="real", source_document="002 Prøve"),
    _goal(
        RED,
        "E1",
        "Kortere ventetid",
        "outcome",
        "outcome",
        baseline_value=40.0,
        target_value=20.0,
        measured_value=30.0,
        **_DAYS,
    ),
    _goal(RED, "E2", "Færre avbrudd", None, "outcome", baseline_value=10.0, target_value=5.0, **_DAYS),
    _goal(RED, "R1", "Teamet er etablert", "output", "output"),
]
PARTIES = [
    {
        "project_code": project,
        "organisation_name": name,
        "organisation_type": kind,
        "party_role": "partner",
        "is_confirmed": confirmed,
        "data_class": "real" if project == REAL else "synthetic",
    }
    for project, name, kind, confirmed in (
        (REAL, "NAV", "nav", False),
        (RED, "Demokommune 1", "municipality", True),
        (RED, "Demo-NAV 1", "nav", True),
    )
]
_RISK = {"project_code": RED, "item_type": "risk", "data_class": "synthetic"}
ITEMS = [
    {**_RISK, "item_code": "R1", "item_title": "Nøkkelperson slutter", "probability": 5, "consequence": 4},
    {**_RISK, "item_code": "R2", "item_title": "Lokaler mangler", "probability": 2, "consequence": 2},
    {
        "project_code": RED,
        "item_code": "N1",
        "item_type": "benefit",
        "item_title": "Kortere vei",
        "data_class": "synthetic",
    },
]
_POSITION = {"project_code": REAL, "is_in_team": True, "data_class": "real", "source_document": "002 Prøve"}
POSITIONS = [
    {
        **_POSITION,
        "line_number": 1,
        "position_title": "Merkantil",
        "team_role": "administration",
        "attribution_confidence": "low",
    },
    {
        **_POSITION,
        "line_number": 2,
        "position_title": "Psykiater",
        "team_role": "psychiatrist",
        "position_share": 0.5,
        "employer_sector": "specialist",
        "attribution_confidence": "high",
    },
]
PUBLISHED = [
    {
        "figure_code": "samhandlingsprosjekter",
        "figure_name": "Prosjekter i ordningen",
        "area_level": "country",
        "area_code": "NO",
        "year": 2014,
        "breakdown": "alle",
        "figure_value": 57.0,
        "precision": "exact",
        "figure_unit": "prosjekter",
        "is_year_assumed": True,
        "source_document": "000 Prøve",
        "data_class": "real",
    }
]


def project_sources() -> dict[str, list[dict[str, object]]]:
    """Give the rows by source, in the order to be loaded."""
    return {
        "project": PROJECTS,
        "project_status": STATUS,
        "project_milestone": MILESTONES,
        "project_goal": GOALS,
        "project_party": PARTIES,
        "project_risk_benefit": ITEMS,
        "team_position": POSITIONS,
        "key_figure": PUBLISHED,
    }


def with_projects(folder: DataFolder, place: Path, only_real: bool = False) -> DataFolder:
    """Load the projects into a folder, or only the real one, each source through its own file in the project's template."""
    requests = []
    for source, every in project_sources().items():
        rows = [row for row in every if not only_real or row["data_class"] == "real"]
        if not rows:
            continue
        columns = sources_by_name()[source].contract_columns()
        given = {name: [row.get(name) for row in rows] for name in dict.fromkeys(name for row in rows for name in row)}
        schema = {name: pl.Float64 if columns[name].dtype.is_decimal() else columns[name].dtype for name in given}
        path = place / f"{source}.csv"
        write_table(source, pl.DataFrame(given, schema=schema), path)
        requests.append(LoadRequest(path, Options(source=source, layout="template")))
    outcome = load(folder, requests)
    assert outcome.build is not None, [text for file in outcome.files for text in file.taken.findings["message_nb"]]
    return folder
