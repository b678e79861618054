"""Demo seminars: three invented series in the DPS areas of three health communities, held every spring and planned on.

Each series is part of a demo project of the model seminar while that lasts. Participants are counts by role and service level;
«alle» is their sum. A few seminars were cancelled.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import polars as pl

from etl import reference
from etl.demo import TODAY, Made, workday
from etl.demo.projects_parties import COMPETENCE_CENTRE
from etl.demo.projects_plan import expected_end

SERIES = ("DEMO-SERIE-1", "DEMO-SERIE-2", "DEMO-SERIE-3")
FIRST_YEARS = (2021, 2022, 2023)
"""The first year of each series."""

MOST_AREAS = 5
CANCELLED = {("DEMO-SERIE-1", 2021, 1), ("DEMO-SERIE-1", 2021, 4), ("DEMO-SERIE-2", 2024, 3)}
"""Series, year and number of the area that was not reached."""

PARTICIPANTS = (
    ("leader", "municipal", 5, 12),
    ("leader", "specialist", 2, 7),
    ("employee", "municipal", 12, 26),
    ("employee", "specialist", 7, 16),
    ("user_representative", "user_organisation", 1, 4),
    ("relative_representative", "user_organisation", 0, 3),
    ("gp", "municipal", 0, 3),
    ("nav", "nav", 1, 5),
)
"""Role, service level, and the fewest and most that come to one seminar."""

SEMINAR_COLUMNS = {
    "seminar_code": pl.String,
    "series_code": pl.String,
    "seminar_title": pl.String,
    "seminar_status": pl.String,
    "year": pl.Int16,
    "seminar_date": pl.Date,
    "date_precision": pl.String,
    "health_area_code": pl.String,
    "venue": pl.String,
    "project_code": pl.String,
    "organiser_name": pl.String,
    "cost_nok": pl.Int64,
    "data_class": pl.String,
}

Row = dict[str, Any]


class Series(NamedTuple):
    """A series: its code, the project it is part of and in which years, its DPS areas, and its first year."""

    code: str
    project_code: str
    project_years: range
    dps_codes: list[str]
    first_year: int


def deliveries(rng: random.Random, made: Made) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Give the seminars, then who came to them."""
    seminars = [row for one in all_series(made) for row in seminars_of(rng, one)]
    yield "seminar", "demo-seminarer.csv", pl.DataFrame(seminars, schema=SEMINAR_COLUMNS)
    participants = [
        row
        for seminar in seminars
        if seminar["seminar_status"] == "held"
        for row in participation(rng, seminar["seminar_code"])
    ]
    yield "seminar_participation", "demo-deltakelse.csv", pl.DataFrame(participants)


def all_series(made: Made) -> list[Series]:
    """Give each series the DPS areas around a project of the model seminar, the communities with most areas first."""
    areas = reference.read("health_area").unique(["dps_code", "health_community_code"]).sort("dps_code")
    community = dict(
        pl.concat(
            areas.select(area=column, community="health_community_code")
            for column in ("health_community_code", "health_trust_code", "dps_code")
        )
        .unique("area", keep="first", maintain_order=True)
        .iter_rows()
    )
    found: dict[str, tuple[str, range, list[str]]] = {}
    for project in made["project"].filter(pl.col("project_model") == "seminar").iter_rows(named=True):
        code = community[project["health_area_code"]]
        dps = areas.filter(pl.col("health_community_code") == code)["dps_code"].to_list()
        years = range(project["start_date"].year, expected_end(project).year + 1)
        found.setdefault(code, (project["project_code"], years, dps[:MOST_AREAS]))
    largest = sorted(found.values(), key=lambda one: (-len(one[2]), one[0]))
    return [
        Series(code, project, years, dps, first_year)
        for code, (project, years, dps), first_year in zip(SERIES, largest, FIRST_YEARS, strict=False)
    ]


def seminars_of(rng: random.Random, series: Series) -> Iterator[Row]:
    """Give one seminar per area and year: held in spring until last year, planned for this autumn, next year not dated."""
    for year in range(series.first_year, TODAY.year + 2):
        for number, dps in enumerate(series.dps_codes, start=1):
            row: Row = {
                "seminar_code": f"{series.code}-{year}-{number}",
                "series_code": series.code,
                "seminar_title": f"Demoseminar {year}, nr. {number}",
                "seminar_status": "planned",
                "year": year,
                "seminar_date": None,
                "date_precision": "year",
                "health_area_code": dps,
                "venue": None,
                "project_code": series.project_code if year in series.project_years else None,
                "organiser_name": COMPETENCE_CENTRE,
                "cost_nok": None,
                "data_class": "synthetic",
            }
            if year == TODAY.year:
                row |= {"seminar_date": date(year, rng.choice((9, 10, 11)), 1), "date_precision": "month"}
            elif year < TODAY.year:
                row |= {
                    "seminar_date": workday(date(year, 2, 1) + timedelta(days=rng.randrange(140))),
                    "date_precision": "day",
                }
                is_cancelled = (series.code, year, number) in CANCELLED
                row |= {"seminar_status": "cancelled"} if is_cancelled else held(rng, number)
            yield row


def held(rng: random.Random, number: int) -> Row:
    """Give what is known of a seminar only when it has been held."""
    return {
        "seminar_status": "held",
        "venue": f"Demosalen {number:02}",
        "cost_nok": rng.randrange(45, 160) * 1_000,
    }


def participation(rng: random.Random, seminar_code: str) -> Iterator[Row]:
    """Draw the counts of one seminar by role and level; the first row is their sum."""
    cells: list[tuple[str, str, dict[str, int]]] = []
    for role, level, fewest, most in PARTICIPANTS:
        attended = rng.randrange(fewest, most + 1)
        registered = attended + rng.randrange(0, 4)
        invited = round(registered * rng.uniform(1.1, 2.0)) + 1
        counts = {"invited_count": invited, "registered_count": registered, "attended_count": attended}
        cells.append((role, level, counts))
    total = {name: sum(counts[name] for *_, counts in cells) for name in cells[0][2]}
    for role, level, counts in [("all", "all", total), *cells]:
        yield {
            "seminar_code": seminar_code,
            "participant_role": role,
            "service_level": level,
            **counts,
            "data_class": "synthetic",
        }
