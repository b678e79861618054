"""Demo status reports, risks and benefits: what the invented projects say of themselves three times a year.

Some periods are not reported, and some projects have not reported the last ones: they have no row, and are never green by
default. What is reported on progress follows the milestones, but now and then it is rosier than they are.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import polars as pl

from etl.demo import TODAY, Made
from etl.demo.projects_plan import expected_end

TERTIAL_ENDS = ((4, 30), (8, 31), (12, 31))
LIGHTS = ("green", "yellow", "red")
DIMENSIONS = ("progress", "economy", "resources", "quality", "risk", "benefit", "anchoring")
LIGHT_WEIGHTS = ((96, 4, 0), (74, 24, 2), (46, 34, 20))
"""How often a light is green, yellow and red in a project where all goes well, less well, or which is in trouble."""

COMMENTED_SHARE = {"green": 0.2, "yellow": 0.85, "red": 0.97}

RISKS = (
    ("Stillinger står ubesatt", "Partene lyser ut sammen"),
    ("Få brukere blir henvist", "Informasjon til fastleger og NAV"),
    ("Kommunen prioriterer om i budsjettet", "Tidlig avklaring i styringsgruppen"),
    ("Partene har ulike journalsystemer", "Rutine for deling av opplysninger"),
    ("Lederne er ikke med i forankringen", "Fast punkt i ledermøtene"),
    ("Lokalene blir ikke ferdige i tide", "Midlertidige lokaler"),
    ("Driften tar over for sent", "Plan for overgang til drift"),
    ("Brukerne blir ikke hørt", "Brukerrepresentant i prosjektgruppen"),
    ("Avtalen blir ikke fornyet", "Forhandling et halvt år før den går ut"),
)
BENEFITS = (
    ("Mindre dobbeltarbeid", "efficiency", "Timer til samordning per uke", "Felles rutiner", (20, 40), (5, 15)),
    ("Kortere vei til hjelp", "quality", "Dager til første møte", "Fast inntaksmøte", (25, 50), (7, 14)),
    ("Færre gjentatte innleggelser", "quality", "Innleggelser per år", "Oppfølging i hjemmet", (30, 60), (10, 25)),
    ("Fastlegene vet hvem de skal ringe", "other_parties", "Fastleger som svarer ja", "Én telefon", (20, 40), (70, 90)),
    ("Færre utskrivningsklare som venter", "efficiency", "Døgn per år", "Plan før utskriving", (60, 140), (10, 50)),
)

Row = dict[str, Any]


def deliveries(rng: random.Random, made: Made) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Give the status reports, then the risks and benefits."""
    milestones = made["project_milestone"].partition_by("project_code", as_dict=True)
    statuses: list[Row] = []
    items: list[Row] = []
    for project in made["project"].iter_rows(named=True):
        # From a project where all goes well (0) to one in trouble (2).
        trouble = rng.choices((0, 1, 2), (52, 31, 17))[0]
        plan = milestones[(project["project_code"],)].to_dicts()
        statuses += status_reports(rng, project, plan, trouble)
        items += [*risks(rng, project, trouble), *benefits(rng, project)]
    yield "project_status", "demo-statusrapporter.csv", pl.DataFrame(statuses)
    yield "project_risk_benefit", "demo-risiko-og-nytte.csv", pl.DataFrame(items, infer_schema_length=None)


def tertials(start: date, end: date) -> list[date]:
    """Give the last days of the tertials that end from ``start`` to ``end``."""
    days = (date(year, month, day) for year in range(start.year, end.year + 1) for month, day in TERTIAL_ENDS)
    return [day for day in days if start <= day <= end]


def status_reports(rng: random.Random, project: Row, plan: list[Row], trouble: int) -> Iterator[Row]:
    """Draw the reports of a project: one light per dimension, most as they were the last time."""
    if project["project_state"] == "planned":
        return
    end = expected_end(project)
    periods = tertials(project["start_date"], min(end, TODAY))
    is_silent = end > TODAY and rng.random() < 0.2
    periods = periods[: -rng.randrange(1, 3)] if is_silent else periods
    levels = {dimension: level(rng, trouble) for dimension in DIMENSIONS}
    for period in periods:
        for dimension in DIMENSIONS:
            if rng.random() < 0.3:
                levels[dimension] = level(rng, trouble)
        levels["progress"] = progress(plan, period, is_rosy=rng.random() < 0.2)
        if period + timedelta(days=121) > min(end, TODAY):
            levels["economy"] = economy(project)
        reported = period + timedelta(days=rng.randrange(4, 29))
        if rng.random() < 0.08:
            continue
        for dimension, light in ((name, LIGHTS[place]) for name, place in levels.items()):
            # There is no benefit to tell of in the first half year.
            if dimension == "benefit" and (period - project["start_date"]).days < 180:
                continue
            yield {
                "project_code": project["project_code"],
                "period_end_date": period,
                "status_dimension": dimension,
                "reported_light": light,
                "has_comment": rng.random() < COMMENTED_SHARE[light],
                "reported_date": reported,
                "data_class": "synthetic",
            }


def level(rng: random.Random, trouble: int) -> int:
    """Draw a light, as its place in ``LIGHTS``: almost always green where all goes well, one in five red in trouble."""
    return rng.choices(range(len(LIGHTS)), LIGHT_WEIGHTS[trouble])[0]


def progress(plan: list[Row], period: date, *, is_rosy: bool) -> int:
    """Give the light that the worst delay at the end of a period calls for: yellow from 15 days, red above 60."""
    delays = [
        (period - one["planned_date"]).days
        for one in plan
        if one["milestone_status"] != "dropped" and (one["actual_date"] is None or one["actual_date"] > period)
    ]
    worst = max(delays, default=0)
    light = 2 if worst > 60 else 1 if worst >= 15 else 0
    return max(light - 1, 0) if is_rosy else light


def economy(project: Row) -> int:
    """Give the light that the latest accounts call for: red above 110 % of what the time that has passed allows."""
    start, end = project["start_date"], expected_end(project)
    passed = min((project["spent_date"] - start) / (end - start), 1.0)
    used = project["spent_nok"] / (project["budget_nok"] * passed) if passed > 0 else 1.0
    return 2 if used > 1.1 else 1 if used > 1.05 or used < 0.7 else 0


def assessed(rng: random.Random, project: Row) -> date:
    """Draw when a project last looked at its risks and benefits: the end of one of its last two periods, or this spring."""
    periods = tertials(project["start_date"], min(expected_end(project), TODAY))
    return rng.choice(periods[-2:]) if periods else TODAY - timedelta(days=rng.randrange(20, 80))


def risks(rng: random.Random, project: Row, trouble: int) -> Iterator[Row]:
    """Draw two to five risks: the worse it goes, the more likely and the graver they are."""
    day = assessed(rng, project)
    for number, (title, mitigation) in enumerate(rng.sample(RISKS, rng.randrange(2, 6)), start=1):
        yield {
            "project_code": project["project_code"],
            "item_code": f"R{number}",
            "item_type": "risk",
            "item_title": title,
            "assessed_date": day,
            "probability": min(rng.randrange(1, 5) + rng.randrange(trouble + 1), 5),
            "consequence": min(rng.randrange(1, 5) + rng.randrange(trouble + 1), 5),
            "trend": rng.choices(("up", "same", "down"), (15 + 20 * trouble, 50, 35))[0],
            "mitigation": mitigation,
            "responsible_role": rng.choice(("Prosjektleder", "Prosjekteier", "Styringsgruppen")),
            "data_class": "synthetic",
        }


def benefits(rng: random.Random, project: Row) -> Iterator[Row]:
    """Draw one to three benefits: realised or not where the project is over, on the way or not begun where it goes on."""
    is_over = project["project_state"] in ("completed", "continued")
    day = assessed(rng, project)
    for number, (title, kind, how, prerequisite, low, high) in enumerate(
        rng.sample(BENEFITS, rng.randrange(1, 4)), start=1
    ):
        statuses = (
            ("realised", "partly", "not_realised", "on_track") if is_over else ("not_started", "on_track", "partly")
        )
        status = rng.choice(statuses) if project["project_state"] != "planned" else "not_started"
        baseline, target = rng.randrange(*low), rng.randrange(*high)
        reached = {"realised": 1.0, "partly": 0.5, "not_realised": 0.05}.get(status)
        yield {
            "project_code": project["project_code"],
            "item_code": f"N{number}",
            "item_type": "benefit",
            "item_title": title,
            "assessed_date": day,
            "benefit_type": kind,
            "how_measured": how,
            "prerequisite": prerequisite,
            "baseline_value": float(baseline),
            "target_value": float(target),
            "measured_value": None if reached is None else float(round(baseline + (target - baseline) * reached)),
            "benefit_status": status,
            "responsible_role": rng.choice(("Prosjekteier", "Virksomhetsleder")),
            "data_class": "synthetic",
        }
