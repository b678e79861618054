"""Demo milestones and goals: what the projects planned, what has slipped, and what was measured so far."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import polars as pl

from etl.demo import TODAY, Made
from etl.demo.projects import first_of_month

MILESTONES = (
    ("Prosjektbeskrivelse godkjent", "decision_point", 0.02, "Styringsgruppen"),
    ("Samarbeidsavtale underskrevet", "delivery", 0.06, "Prosjektleder"),
    ("Stillinger besatt", "delivery", 0.14, "Prosjektleder"),
    ("Oppstart for brukerne", "delivery", 0.2, "Prosjektleder"),
    ("Styringsgruppen går gjennom første resultater", "steering_group", 0.38, "Styringsgruppen"),
    ("Fagdag for alle parter", "event", 0.48, "Prosjektleder"),
    ("Midtveisevaluering", "evaluation", 0.58, "Følgeevaluator"),
    ("Sluttevaluering", "evaluation", 0.9, "Følgeevaluator"),
    ("Beslutning om videre drift", "decision_point", 0.98, "Styringsgruppen"),
)
"""Title, type, where in the project's period (0 to 1), and who answers for it."""


class Goal(NamedTuple):
    """What a goal is called, how it is measured, and from where to where."""

    text: str
    goal_type: str
    indicator: str
    unit: str
    baseline: tuple[float, float]
    target: tuple[float, float]


OVERALL = (
    Goal(
        "Innbyggerne møter én tjeneste, ikke flere",
        "overall",
        "Brukere som svarer at hjelpen henger sammen",
        "prosent",
        (40, 60),
        (70, 85),
    ),
    Goal(
        "Ingen faller mellom kommune og sykehus",
        "societal",
        "Henvisninger som ingen tok imot",
        "antall",
        (8, 30),
        (0, 4),
    ),
)
OUTCOMES = (
    Goal("Færre akutte innleggelser", "outcome", "Akutte innleggelser i året", "per bruker", (1.2, 2.8), (0.5, 1.0)),
    Goal("Kortere ventetid", "outcome", "Dager fra henvisning til første møte", "dager", (20, 60), (7, 15)),
    Goal("Flere bor trygt", "outcome", "Brukere som har bodd ett år på samme sted", "prosent", (40, 65), (75, 90)),
    Goal(
        "Flere er i arbeid eller på skole", "outcome", "Brukere i arbeid eller på skole", "prosent", (8, 22), (25, 40)
    ),
    Goal("Brukerne mestrer hverdagen", "outcome", "Egen skår fra 0 til 10", "poeng", (3.5, 5.5), (6, 8)),
    Goal("Pårørende er tryggere", "outcome", "Pårørende som svarer at de blir hørt", "prosent", (30, 50), (60, 80)),
)
OUTPUTS = (
    Goal("Felles rutiner er i bruk", "output", "Enheter som følger rutinen", "prosent", (0, 20), (90, 100)),
    Goal("Partene møtes fast", "output", "Møter per år", "antall", (1, 4), (8, 12)),
    Goal("Ansatte har fått felles opplæring", "output", "Deltakere på opplæring", "antall", (0, 5), (40, 90)),
    Goal("Alle brukere har en plan", "output", "Brukere med plan", "prosent", (20, 45), (80, 100)),
    Goal("Stillingene er besatt", "output", "Besatte stillinger", "antall", (0, 2), (5, 10)),
)
NOT_MEASURABLE_SHARE = 0.07
HELD_SINCE = TODAY - timedelta(days=240)
"""Nothing has happened since in the projects that are on hold."""

Row = dict[str, Any]


def deliveries(rng: random.Random, made: Made) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Give the milestones, then the goals."""
    projects = made["project"].to_dicts()
    milestone_rows = [row for project in projects for row in milestones(rng, project)]
    yield "project_milestone", "demo-milepaler.csv", pl.DataFrame(milestone_rows, infer_schema_length=None)
    goal_rows = [row for project in projects for row in goals(rng, project)]
    yield "project_goal", "demo-mal.csv", pl.DataFrame(goal_rows, infer_schema_length=None)


def expected_end(project: Row) -> date:
    """Give when a project ends, or three years after its start when that is not stated."""
    end: date | None = project["end_date"]
    return end or first_of_month(project["start_date"], 36)


# Milestones


def milestones(rng: random.Random, project: Row) -> Iterator[Row]:
    """Draw four to eight milestones in the project's period; a delay early on pulls the later ones with it."""
    start, end = project["start_date"], expected_end(project)
    stop = end
    if project["project_state"] == "cancelled":
        # It was to last longer than it did.
        end += (end - start) // 2
    middle = rng.sample(range(1, len(MILESTONES) - 1), rng.randrange(2, 7))
    # Some projects are punctual, some drag on, some are late all along; one that has not begun can hardly be late.
    slips = rng.choices((range(-7, 10), range(0, 60), range(30, 160)), (60, 26, 14))[0]
    if project["project_state"] == "planned":
        slips = range(0, 8)
    slip = 0
    for number, index in enumerate((0, *sorted(middle), len(MILESTONES) - 1), start=1):
        title, kind, place, role = MILESTONES[index]
        planned = start + timedelta(days=int((end - start).days * place))
        slip = max(slip // 2, 0) + rng.choice(slips)
        is_month = rng.random() < 0.1
        dates = happening(project["project_state"], planned, planned + timedelta(days=slip), stop)
        yield {
            "project_code": project["project_code"],
            "milestone_number": number,
            "milestone_title": title,
            "milestone_type": kind,
            "date_precision": "month" if is_month else "day",
            "responsible_role": role,
            "data_class": "synthetic",
            **{
                name: value.replace(day=1) if is_month and isinstance(value, date) else value
                for name, value in dates.items()
            },
        }


def happening(state: str, planned: date, expected: date, stop: date) -> Row:
    """Give the dates and status on ``TODAY`` of a milestone that comes, or came, on ``expected``, unless the project stops."""
    row = {"planned_date": planned, "forecast_date": expected, "actual_date": None, "milestone_status": "reached"}
    if state == "cancelled" and expected > stop:
        return row | {"forecast_date": None, "milestone_status": "dropped"}
    if state in ("completed", "continued"):
        came = min(expected, TODAY - timedelta(days=1))
        return row | {"forecast_date": came, "actual_date": came}
    if expected <= (HELD_SINCE if state == "on_hold" else TODAY):
        return row | {"actual_date": expected}
    if state == "on_hold":
        # Nobody says when a project that waits goes on.
        return row | {"forecast_date": None, "milestone_status": "delayed" if planned <= TODAY else "not_started"}
    if planned <= TODAY or (expected - planned).days > 14:
        return row | {"milestone_status": "delayed"}
    is_soon = expected <= TODAY + timedelta(days=180)
    return row | {"forecast_date": planned, "milestone_status": "on_track" if is_soon else "not_started"}


# Goals


def goals(rng: random.Random, project: Row) -> Iterator[Row]:
    """Draw a tree of goals: one overall, two or three effects under it, and two or three deliveries under those."""
    yield goal(rng, project, "M0", None, rng.choice(OVERALL))
    outcomes = rng.sample(OUTCOMES, rng.randrange(2, 4))
    for number, one in enumerate(outcomes, start=1):
        yield goal(rng, project, f"E{number}", "M0", one)
    for number, one in enumerate(rng.sample(OUTPUTS, rng.randrange(2, 4)), start=1):
        yield goal(rng, project, f"R{number}", f"E{rng.randrange(1, len(outcomes) + 1)}", one)


def goal(rng: random.Random, project: Row, code: str, parent: str | None, one: Goal) -> Row:
    """Draw one goal; a few have no indicator and cannot be measured, and some call an effect a delivery, or the reverse."""
    swapped = {"outcome": "output", "output": "outcome"}.get(one.goal_type, one.goal_type)
    row = {
        "project_code": project["project_code"],
        "goal_code": code,
        "parent_goal_code": parent,
        "goal_text": one.text,
        "stated_goal_type": swapped if rng.random() < 0.12 else one.goal_type,
        "standard_goal_type": one.goal_type,
        "responsible_role": "Prosjektleder" if one.goal_type == "output" else "Prosjekteier",
        "data_class": "synthetic",
    }
    if rng.random() < NOT_MEASURABLE_SHARE:
        return row
    baseline, target = drawn(rng, one.unit, *one.baseline), drawn(rng, one.unit, *one.target)
    row |= {
        "indicator": one.indicator,
        "measurement_unit": one.unit,
        "wanted_direction": "up" if target > baseline else "down",
        "target_value": target,
        "target_date": expected_end(project),
    }
    start, end = project["start_date"], min(expected_end(project), TODAY - timedelta(days=10))
    if rng.random() < 0.88:
        row |= {"baseline_value": baseline, "baseline_date": min(start, TODAY) - timedelta(days=rng.randrange(60))}
    if (end - start).days > 300 and rng.random() < 0.7:
        reached = min(max(rng.gauss(0.65, 0.4), -0.2), 1.2)
        most = 100.0 if one.unit == "prosent" else 10.0 if one.unit == "poeng" else float("inf")
        row["measured_value"] = rounded(min(max(baseline + (target - baseline) * reached, 0.0), most), one.unit)
        row["measured_date"] = start + timedelta(days=rng.randrange(300, (end - start).days + 1))
    return row


def drawn(rng: random.Random, unit: str, low: float, high: float) -> float:
    """Draw a value of an indicator between two."""
    return rounded(rng.uniform(low, high), unit)


def rounded(value: float, unit: str) -> float:
    """Round as people would: what is per user, and points, with one decimal; all else whole."""
    return round(value, 1) if unit in ("per bruker", "poeng") else float(round(value))
