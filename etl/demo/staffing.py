"""Demo staffing: invented full-time equivalents in every municipality (borders of 2024) and year.

The level follows what Helsedirektoratet has published (2 to 4 per 1 000 inhabitants, more in small municipalities; growth to
2023, and a new way of counting in 2024). ``all`` is everybody; the three education groups do not overlap and are less than
all. Some municipalities did not answer a year: their figures are those of the year before, as in the real series.
"""

import random
from collections.abc import Iterator
from typing import Any

import polars as pl

from etl import reference
from etl.demo import Made

SERIES = "DEMO-24/8"
PER_1000 = {
    2015: 2.65,
    2016: 2.72,
    2017: 2.80,
    2018: 2.92,
    2019: 3.00,
    2020: 3.02,
    2021: 3.07,
    2022: 3.12,
    2023: 3.16,
    2024: 2.84,
}
"""Full-time equivalents per 1 000 inhabitants in the country, children's services included."""

BREAK_YEARS = (2020, 2024)
IMPUTED_SHARE = {2015: 0.0, 2020: 0.17, 2024: 0.0}
IMPUTED_SHARE_ELSE = 0.033
EDUCATIONS = ("all", "higher", "higher_further", "psychologist")
GROUP_SHARE = {"adults": 0.77, "children": 0.23}
PSYCHOLOGIST_SHARE = {"adults": 0.05, "children": 0.10}
NEVER_ANSWERED = 5
HIDDEN_CELLS = 40

Figures = dict[tuple[str, str], float | None]
"""Full-time equivalents by target group and education; null where the municipality never answered."""


def deliveries(rng: random.Random, _made: Made) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Give the whole series."""
    people = reference.read("population").filter(pl.col("year").cast(pl.Int16).is_in(list(PER_1000)))
    by_place: dict[str, dict[int, int]] = {}
    for code, year, count in people.select("municipality_code", "year", "population").iter_rows():
        by_place.setdefault(code, {})[int(year)] = int(count)
    counties = sorted({code[:2] for code in by_place})
    county_level = {county: rng.uniform(0.82, 1.22) for county in counties}
    silent = set(rng.sample(sorted(by_place), NEVER_ANSWERED))
    rows = []
    for code, inhabitants in sorted(by_place.items()):
        for year, figures, is_imputed in years(rng, inhabitants, county_level[code[:2]], is_silent=code in silent):
            rows += [row(code, year, *key, fte, is_imputed) for key, fte in figures.items()]
    few = [one for one in rows if one["education"] == "psychologist" and 0 < (one["fte"] or 0) < 1]
    for one in rng.sample(few, HIDDEN_CELLS):
        one |= {"fte": None, "value_flag": ":"}
    yield "staffing", "demo-arsverk.csv", pl.DataFrame(rows, infer_schema_length=None)


def years(
    rng: random.Random, inhabitants: dict[int, int], level: float, *, is_silent: bool
) -> Iterator[tuple[int, Figures, bool]]:
    """Draw the years of one municipality: its figures, and whether they are carried from the year before."""
    size = sum(inhabitants.values()) / len(inhabitants)
    own = level * rng.lognormvariate(0, 0.12) * (size / 15_000) ** -0.06
    has_psychologist = size > 6_000 or rng.random() < 0.5
    higher, further = rng.uniform(0.32, 0.42), rng.uniform(0.28, 0.4)
    before: Figures | None = None
    for year, per_1000 in PER_1000.items():
        if before and rng.random() < IMPUTED_SHARE.get(year, IMPUTED_SHARE_ELSE):
            yield year, before, True
            continue
        rate = min(max(per_1000 * own * rng.uniform(0.96, 1.04), 2.0), 4.0)
        figures: Figures = {}
        for group, share in GROUP_SHARE.items():
            everyone = inhabitants[year] * rate / 1_000 * share
            psychologist = PSYCHOLOGIST_SHARE[group] * rng.uniform(0.7, 1.3) if has_psychologist else 0.0
            # Further education becomes more common.
            parts = (1.0, higher, further + 0.01 * (year - 2015), psychologist)
            # Rounded down, so that the groups never add up to more than everyone.
            figures |= {
                (group, education): int(everyone * part * 10) / 10
                for education, part in zip(EDUCATIONS, parts, strict=True)
            }
        if is_silent and year == min(PER_1000):
            yield year, dict.fromkeys(figures), False
            continue
        before = figures
        yield year, figures, False


def row(code: str, year: int, group: str, education: str, fte: float | None, is_imputed: bool) -> dict[str, Any]:
    """Give one row; no figure has the symbol for a missing one."""
    return {
        "series_code": SERIES,
        "sector": "municipal",
        "area_level": "municipality",
        "area_code": code,
        "year": year,
        "target_group_code": group,
        "service_field": "both",
        "education": education,
        "fte": fte,
        "value_flag": ".." if fte is None else None,
        "is_imputed": is_imputed,
        "is_break": year in BREAK_YEARS,
        "data_class": "synthetic",
    }
