"""Demo projects: 54 of those that the invented grants name, so that they and the three real ones are the 57 of the family.

A project is the one its applications name, in the real area they come from; only its owner, dates, state and money are made up
here. They are spread over health communities, models and years of start, and their state is that of ``TODAY``.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from etl import reference
from etl.demo import TODAY, Made

FIRST_YEAR = 2020
MODELS = {
    "DEMO-TEAM": {"fact": 8, "act": 4, "cooperation_team": 5, "ambulatory_team": 3},
    "DEMO-SAMARB": {"coordinator": 6, "seminar": 5, "exchange": 4, "co_location": 4, "cooperation_team": 3, "other": 2},
    "DEMO-UNG": {"fact_youth": 6, "ambulatory_team": 2, "co_location": 2},
}
"""How many projects of which model per scheme: 54 in all."""

SMALLEST_NOK = {"DEMO-TEAM": 1_500_000, "DEMO-SAMARB": 400_000, "DEMO-UNG": 800_000}
"""What a project must have been granted in all, so that a team can be paid for."""

ACCOUNTS_DATE = date(2025, 4, 30)
TARGET_GROUPS = {
    "adults": "Voksne med behov for flere tjenester samtidig",
    "children": "Unge fra 12 til 25 år med behov for flere tjenester samtidig",
    "all": "Innbyggere som trenger hjelp fra både kommune og sykehus",
}

COLUMNS = {
    "project_code": pl.String,
    "project_title": pl.String,
    "case_id": pl.String,
    "scheme_code": pl.String,
    "project_model": pl.String,
    "project_phase": pl.String,
    "project_state": pl.String,
    "start_date": pl.Date,
    "start_precision": pl.String,
    "end_date": pl.Date,
    "end_precision": pl.String,
    "lead_organisation_name": pl.String,
    "municipality_code": pl.String,
    "health_area_code": pl.String,
    "county_code": pl.String,
    "age_group": pl.String,
    "target_group": pl.String,
    "budget_nok": pl.Int64,
    "spent_nok": pl.Int64,
    "spent_date": pl.Date,
    "data_class": pl.String,
}

Row = dict[str, Any]


@dataclass(frozen=True)
class Granted:
    """A project as the applications tell of it: its first case, and what all of its cases were granted."""

    project_code: str
    project_title: str
    case_id: str
    scheme_code: str
    applicant_name: str
    municipality_code: str | None
    health_area_code: str
    community_code: str
    first_year: int
    decision_date: date
    granted_nok: int


def deliveries(rng: random.Random, made: Made) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Give the projects."""
    rows = []
    used: Counter[str | int] = Counter()
    candidates = granted_projects(made["grant_application"])
    for scheme_code, models in MODELS.items():
        waiting = [
            one for one in candidates if one.scheme_code == scheme_code and one.granted_nok >= SMALLEST_NOK[scheme_code]
        ]
        rng.shuffle(waiting)
        for model in (model for model, count in models.items() for _ in range(count)):
            chosen = min(waiting, key=lambda one: (used[one.community_code], used[one.first_year]))
            waiting.remove(chosen)
            used.update((chosen.community_code, chosen.first_year))
            rows.append(project(rng, chosen, model))
    rows.sort(key=lambda row: str(row["project_code"]))
    yield "project", "demo-prosjekter.csv", pl.DataFrame(rows, schema=COLUMNS)


def granted_projects(applications: pl.DataFrame) -> list[Granted]:
    """Give the projects that were granted money for the first time in ``FIRST_YEAR`` or later, in borders of 2024."""
    weights = reference.read("municipality_weight").with_columns(
        pl.col("weight").str.replace(",", ".", literal=True).cast(pl.Float64)
    )
    successors = weights.sort("weight", descending=True, maintain_order=True).unique(
        "municipality_code", keep="first", maintain_order=True
    )
    projects = (
        applications.filter(
            pl.col("scheme_code").is_in(list(MODELS)), pl.col("project_code").is_not_null(), pl.col("granted_nok") > 0
        )
        .group_by("project_code", maintain_order=True)
        .agg(
            pl.col(
                "project_title",
                "case_id",
                "scheme_code",
                "applicant_name",
                "municipality_code",
                "health_area_code",
                "year",
                "decision_date",
            ).first(),
            pl.col("granted_nok").sum(),
        )
        .filter(pl.col("year") >= FIRST_YEAR)
        .join(successors, on="municipality_code", how="left", maintain_order="left")
    )
    areas = reference.read("health_area")
    dps = dict(areas.unique("municipality_code", keep="first").select("municipality_code", "dps_code").iter_rows())
    community = dict(
        pl.concat(
            areas.select(area=column, community="health_community_code")
            for column in ("health_community_code", "health_trust_code", "dps_code")
        )
        .unique("area", keep="first", maintain_order=True)
        .iter_rows()
    )
    found = []
    for row in projects.iter_rows(named=True):
        area = row["health_area_code"] or dps[row["municipality_code_2024"]]
        found.append(
            Granted(
                project_code=row["project_code"],
                project_title=row["project_title"],
                case_id=row["case_id"],
                scheme_code=row["scheme_code"],
                applicant_name=row["applicant_name"],
                municipality_code=row["municipality_code_2024"],
                health_area_code=area,
                community_code=community[area],
                first_year=row["year"],
                decision_date=row["decision_date"],
                granted_nok=row["granted_nok"],
            )
        )
    return found


def project(rng: random.Random, granted: Granted, model: str) -> Row:
    """Give one project: its life follows from when it was granted money, its budget from how much."""
    start, end = period(rng, granted)
    precision = rng.choices(("day", "month", "year"), (75, 17, 8 if start.year < end.year else 0))[0]
    if precision == "year":
        start, end = start.replace(month=1, day=1), end.replace(month=1, day=1)
    elif precision == "day":
        end -= timedelta(days=1)
    state = project_state(rng, start, end)
    if state == "cancelled":
        end, precision = min(end, first_of_month(TODAY, -rng.randrange(1, 12))), "month"
    is_end_known = state != "running" or rng.random() > 0.08
    age_group = "children" if granted.scheme_code == "DEMO-UNG" else rng.choice(("adults", "adults", "adults", "all"))
    # Grants are half or more of what a project costs; the parties pay the rest.
    budget = round(granted.granted_nok * rng.uniform(1.05, 1.6) / 10_000) * 10_000
    return {
        "project_code": granted.project_code,
        "project_title": granted.project_title,
        "case_id": granted.case_id,
        "scheme_code": granted.scheme_code,
        "project_model": model,
        "project_phase": phase(rng, state, start, end),
        "project_state": state,
        "start_date": start,
        "start_precision": precision,
        "end_date": end if is_end_known else None,
        "end_precision": precision if is_end_known else "not_stated",
        "lead_organisation_name": granted.applicant_name,
        "municipality_code": granted.municipality_code,
        "health_area_code": granted.health_area_code,
        "county_code": granted.municipality_code[:2] if granted.municipality_code else None,
        "age_group": age_group,
        "target_group": TARGET_GROUPS[age_group],
        "budget_nok": budget,
        "data_class": "synthetic",
        **accounts(rng, state, start, end, budget),
    }


def period(rng: random.Random, granted: Granted) -> tuple[date, date]:
    """Draw the first day of the first month and of the last; some of the newest have not begun."""
    delay = rng.randrange(1, 5)
    if granted.first_year == TODAY.year - 1 and rng.random() < 0.5:
        delay = rng.randrange(12, 18)
    start = first_of_month(granted.decision_date, delay)
    return start, first_of_month(start, rng.choice((24, 30, 36, 36, 48, 48, 60)))


def first_of_month(day: date, months: int) -> date:
    """Give the first day of the month that is ``months`` after the one ``day`` is in."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def project_state(rng: random.Random, start: date, end: date) -> str:
    """Draw the state on ``TODAY`` of a project with this period."""
    if start > TODAY:
        return "planned"
    if end <= TODAY:
        return rng.choices(("continued", "completed", "cancelled"), (40, 50, 10))[0]
    is_young = start + timedelta(days=365) > TODAY
    return "running" if is_young else rng.choices(("running", "on_hold", "cancelled"), (76, 18, 6))[0]


def phase(rng: random.Random, state: str, start: date, end: date) -> str:
    """Give the phase that goes with a state: a running project plans first, carries out, and closes at the end."""
    if state == "running":
        passed = (TODAY - start) / (end - start)
        return "planning" if passed < 0.15 else "closing" if passed > 0.9 else "execution"
    if state == "planned":
        return rng.choice(("concept", "planning"))
    return {"on_hold": "execution", "continued": "realisation", "completed": "closing", "cancelled": "execution"}[state]


def accounts(rng: random.Random, state: str, start: date, end: date, budget: int) -> Row:
    """Draw what is spent and by when: about as much as time has passed, now and then far more or less."""
    if state == "planned":
        return {"spent_nok": None, "spent_date": None}
    until = min(end, ACCOUNTS_DATE)
    passed = 1.0 if until == end else max((until - start) / (end - start), 0.0)
    pace = rng.choices((rng.uniform(0.9, 1.02), rng.uniform(0.6, 0.85), rng.uniform(1.08, 1.25)), (70, 18, 12))[0]
    if state == "cancelled":
        pace /= 2
    return {"spent_nok": round(budget * passed * pace / 1_000) * 1_000, "spent_date": until}
