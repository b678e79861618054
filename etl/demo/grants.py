"""Demo grants: eight invented schemes and 100 000 applications over ten years, in all municipalities.

Shares of outcomes follow what Helsedirektoratet has told about its own (about 55 % granted, 30 % partly granted, 14 %
rejected, 1 % dismissed; Tilskuddsrapport 2021). Everything else is made up: small municipalities get more per inhabitant,
counties differ, the money grows from year to year, and a decision comes two to five months after the deadline.

Applications name the municipality by the code it had that year, as real lists do, so the borders as they were and the
borders of 2024 both have something to show.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import polars as pl

from etl import reference
from etl.demo import Made, workday

YEARS = range(2015, 2025)
APPLICATIONS = 100_000
MANAGER = "Demoforvalteren"
YEARLY_GROWTH = 1.04
HEALTH_AREA_SHARE = 0.02
WITHDRAWN_SHARE = 0.007
PENDING_SHARE = 0.05
PARTLY_SHARE = 0.35
DISMISSED_SHARE = 0.01


@dataclass(frozen=True)
class Scheme:
    """An invented scheme: ``weight`` is its part of the applications, ``spread`` the log-normal sigma."""

    code: str
    name: str
    description: str
    weight: int
    median_nok: int
    spread: float
    max_nok: int
    rejected_share: float
    deadline: tuple[int, int]
    applicant: str = "Demokommune"
    flow_levels: tuple[str, ...] = ("national",)
    first_year: int = YEARS.start
    last_year: int | None = None
    predecessor_code: str | None = None
    has_project: bool = True
    is_prioritised: bool = False
    is_for_trusts: bool = False


SCHEMES = (
    Scheme(
        "DEMO-SAMARB",
        "Demoordning samarbeidsprosjekter",
        "Oppdiktet: prosjekter mellom kommuner og helseforetak.",
        weight=20,
        median_nok=420_000,
        spread=0.6,
        max_nok=2_500_000,
        rejected_share=0.17,
        deadline=(3, 1),
        is_for_trusts=True,
    ),
    Scheme(
        "DEMO-TEAM",
        "Demoordning oppsøkende team",
        "Oppdiktet: team på tvers av tjenestene, prioritert i hvert helsefellesskap.",
        weight=8,
        median_nok=1_300_000,
        spread=0.5,
        max_nok=6_000_000,
        rejected_share=0.20,
        deadline=(4, 1),
        is_prioritised=True,
        is_for_trusts=True,
    ),
    Scheme(
        "DEMO-STILL",
        "Demoordning fagstillinger",
        "Oppdiktet: fast sats per stilling, avsluttet etter fem år.",
        weight=14,
        median_nok=400_000,
        spread=0.0,
        max_nok=4_000_000,
        rejected_share=0.06,
        deadline=(2, 15),
        last_year=2019,
        has_project=False,
    ),
    Scheme(
        "DEMO-UNG",
        "Demoordning tilbud til unge",
        "Oppdiktet: lavterskeltilbud til barn og unge, etter Demoordning fagstillinger.",
        weight=15,
        median_nok=480_000,
        spread=0.55,
        max_nok=3_000_000,
        rejected_share=0.15,
        deadline=(3, 15),
        first_year=2020,
        predecessor_code="DEMO-STILL",
    ),
    Scheme(
        "DEMO-RUS",
        "Demoordning bolig og rusarbeid",
        "Oppdiktet: oppfølging i bolig.",
        weight=15,
        median_nok=450_000,
        spread=0.6,
        max_nok=3_000_000,
        rejected_share=0.14,
        deadline=(2, 15),
    ),
    Scheme(
        "DEMO-KOMP",
        "Demoordning kompetansetiltak",
        "Oppdiktet: små beløp til veiledning og kurs.",
        weight=20,
        median_nok=70_000,
        spread=0.5,
        max_nok=400_000,
        rejected_share=0.08,
        deadline=(5, 2),
        has_project=False,
    ),
    Scheme(
        "DEMO-FRIV",
        "Demoordning frivillig innsats",
        "Oppdiktet: tilskudd til lag og stiftelser.",
        weight=18,
        median_nok=150_000,
        spread=0.8,
        max_nok=2_000_000,
        rejected_share=0.19,
        deadline=(4, 15),
        applicant="Demostiftelsen",
    ),
    Scheme(
        "DEMO-VIDERE",
        "Demoordning videreført tilskudd",
        "Oppdiktet: midler som er gitt videre fra regionalt eller kommunalt ledd, og derfor talt før.",
        weight=3,
        median_nok=120_000,
        spread=0.5,
        max_nok=800_000,
        rejected_share=0.05,
        deadline=(6, 1),
        applicant="Demoforeningen",
        flow_levels=("regional", "regional", "municipal"),
    ),
)


@dataclass(frozen=True, eq=False)
class Place:
    """Where an applicant is: a municipality as it was in some years, or a health area alone.

    ``weight`` is its part of the applications, ``size`` scales what it applies for.
    """

    municipality_code: str | None
    first_year: int
    last_year: int
    area_codes: tuple[str, ...]
    community_code: str
    weight: float
    size: float


Weighted = TypeVar("Weighted", Scheme, Place)
Pool = dict[tuple[str, Place], list[tuple[int, int]]]

COLUMNS = {
    "case_id": pl.String,
    "scheme_code": pl.String,
    "scheme_name": pl.String,
    "year": pl.Int16,
    "manager_name": pl.String,
    "call_code": pl.String,
    "applicant_name": pl.String,
    "municipality_code": pl.String,
    "health_area_code": pl.String,
    "project_code": pl.String,
    "project_title": pl.String,
    "applied_nok": pl.Int64,
    "granted_nok": pl.Int64,
    "priority_rank": pl.Int16,
    "decision": pl.String,
    "received_date": pl.Date,
    "decision_date": pl.Date,
    "flow_level": pl.String,
    "data_class": pl.String,
}


def deliveries(rng: random.Random, _made: Made) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Give the schemes, then one file of applications per year."""
    yield "grant_scheme", "demo-ordninger.csv", schemes()
    yield from applications(rng)


def schemes() -> pl.DataFrame:
    """One row per invented scheme."""
    return pl.DataFrame(
        [
            {
                "scheme_code": scheme.code,
                "scheme_name": scheme.name,
                "manager_name": MANAGER,
                "description": scheme.description,
                "budget_chapter": None,
                "budget_item": None,
                "first_year": scheme.first_year,
                "last_year": scheme.last_year,
                "predecessor_code": scheme.predecessor_code,
                "reporting_required": scheme.code != "DEMO-KOMP",
                "data_class": "synthetic",
            }
            for scheme in SCHEMES
        ]
    )


def applications(rng: random.Random) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """One delivery per year, one row per application."""
    municipalities, areas = municipality_places(rng), area_places()
    names = Names(rng, municipalities, areas)
    projects = Projects()
    for year, count in zip(YEARS, per_year(), strict=True):
        rows = []
        ranks: Counter[str] = Counter()
        for number, (scheme, place) in enumerate(drawn(rng, year, count, municipalities, areas), start=1):
            applied = applied_nok(rng, scheme, place, year)
            decision = outcome(rng, scheme, year)
            granted = granted_nok(rng, decision, applied)
            project = projects.of(rng, scheme, place, bool(granted)) if scheme.has_project else None
            if scheme.is_prioritised:
                ranks[place.community_code] += 1
            deadline = date(year, *scheme.deadline)
            rows.append(
                (
                    f"DEMO-{year}-{number:05}",
                    scheme.code,
                    scheme.name,
                    year,
                    MANAGER,
                    f"{scheme.code}-{year}",
                    names.applicant(rng, scheme, place),
                    place.municipality_code,
                    health_area_code(rng, place),
                    f"DP-{project:05}" if project else None,
                    f"Demoprosjekt {project:05}" if project else None,
                    applied,
                    granted,
                    ranks[place.community_code] if scheme.is_prioritised else None,
                    decision,
                    deadline - timedelta(days=min(int(rng.expovariate(0.15)), 40)),
                    decision_date(rng, decision, deadline),
                    rng.choice(scheme.flow_levels),
                    "synthetic",
                )
            )
        projects.end_year()
        yield "grant_application", f"demo-soknader-{year}.csv", pl.DataFrame(rows, schema=COLUMNS, orient="row")


class Projects:
    """Invented projects: one that was granted money often applies again the next year, for up to four years."""

    def __init__(self) -> None:
        """Start without any project."""
        self._count = 0
        self._waiting: Pool = {}
        self._granted: Pool = {}

    def of(self, rng: random.Random, scheme: Scheme, place: Place, is_granted: bool) -> int:
        """Give the number of the project an application is for: one that waits for more money, or a new one."""
        waiting = self._waiting.get((scheme.code, place))
        if waiting and rng.random() < 0.6:
            number, years = waiting.pop()
        else:
            self._count += 1
            number, years = self._count, 0
        if is_granted and years < 3:
            self._granted.setdefault((scheme.code, place), []).append((number, years + 1))
        return number

    def end_year(self) -> None:
        """Let those granted money this year wait for the next; the others are over."""
        self._waiting, self._granted = self._granted, {}


def per_year() -> list[int]:
    """Give the number of applications per year: steady growth, and ``APPLICATIONS`` in all."""
    sizes = [YEARLY_GROWTH**index for index in range(len(YEARS))]
    counts = [round(APPLICATIONS * size / sum(sizes)) for size in sizes]
    counts[-1] += APPLICATIONS - sum(counts)
    return counts


def municipality_places(rng: random.Random) -> list[Place]:
    """Give every municipality code of these years as a place; the codes that became one share its applications."""
    parts = reference.read("health_area").group_by("municipality_code").agg(pl.col("dps_code", "health_community_code"))
    health = {code: (sorted(set(dps)), communities[0]) for code, dps, communities in parts.iter_rows()}
    people = reference.read("population").filter(pl.col("year") == str(YEARS[-1]))
    inhabitants = {code: int(count) for code, count in people.select("municipality_code", "population").iter_rows()}
    counties = sorted({code[:2] for code in inhabitants})
    level = {county: rng.uniform(0.7, 1.4) for county in counties}
    wealth = {code: level[code[:2]] * rng.lognormvariate(0, 0.3) for code in inhabitants}

    periods = reference.read("municipality").with_columns(
        first_year=pl.col("valid_from").str.head(4).cast(pl.Int32).clip(YEARS.start),
        last_year=pl.col("valid_to").str.head(4).cast(pl.Int32).fill_null(YEARS.stop) - 1,
    )
    weights = reference.read("municipality_weight").unique("municipality_code", keep="first", maintain_order=True)
    codes = (
        periods.filter(pl.col("first_year") <= pl.col("last_year"))
        .join(weights, on="municipality_code")
        .select("municipality_code", "municipality_code_2024", "first_year", "last_year")
        .sort("municipality_code", "first_year")
    )
    codes_of: dict[str, list[tuple[int, int]]] = {}
    for _, successor, first_year, last_year in codes.iter_rows():
        codes_of.setdefault(successor, []).append((first_year, last_year))
    found = []
    for code, successor, first_year, last_year in codes.iter_rows():
        together = sum(first <= first_year <= last for first, last in codes_of[successor])
        dps, community = health[successor]
        count = inhabitants[successor] / together
        weight, size = wealth[successor] * count**0.7, (count / 15_000) ** 0.12
        found.append(Place(code, first_year, last_year, tuple(dps), community, weight, size))
    return found


def area_places() -> list[Place]:
    """Give the health areas that apply on their own: trusts, DPS and communities."""
    parts = reference.read("health_area")
    found = []
    for column, weight in (("health_trust_code", 3.0), ("dps_code", 1.0), ("health_community_code", 1.5)):
        areas = parts.unique(column, keep="first", maintain_order=True)
        for code, community in zip(areas[column], areas["health_community_code"], strict=True):
            found.append(Place(None, YEARS.start, YEARS[-1], (code,), community, weight, 1.3))
    return found


def drawn(
    rng: random.Random, year: int, count: int, municipalities: list[Place], areas: list[Place]
) -> list[tuple[Scheme, Place]]:
    """Draw scheme and place for ``count`` applications of a year, in the order they came in."""
    active = [scheme for scheme in SCHEMES if scheme.first_year <= year <= (scheme.last_year or year)]
    for_trusts = [scheme for scheme in active if scheme.is_for_trusts]
    here = [place for place in municipalities if place.first_year <= year <= place.last_year]
    from_areas = round(count * HEALTH_AREA_SHARE)
    pairs = [
        *zip(by_weight(rng, for_trusts, from_areas), by_weight(rng, areas, from_areas), strict=True),
        *zip(by_weight(rng, active, count - from_areas), by_weight(rng, here, count - from_areas), strict=True),
    ]
    rng.shuffle(pairs)
    return pairs


def by_weight(rng: random.Random, choices: list[Weighted], count: int) -> list[Weighted]:
    """Draw ``count`` of schemes or places, each as often as its weight says."""
    return rng.choices(choices, [choice.weight for choice in choices], k=count)


def applied_nok(rng: random.Random, scheme: Scheme, place: Place, year: int) -> int:
    """Draw what is applied for, in whole thousands of kroner: a rate per position, or log-normal around the median."""
    if not scheme.spread:
        rate = scheme.median_nok if year < 2018 else scheme.median_nok + 10_000
        positions = rng.choices((0.5, 1, 1.5, 2, 3, 5), (15, 50, 10, 15, 7, 3))[0]
        return int(rate * positions)
    prices = 1.025 ** (year - YEARS.start)
    amount = scheme.median_nok * prices * place.size * rng.lognormvariate(0, scheme.spread)
    step = 1_000 if amount < 1_000_000 else 10_000
    return min(max(round(amount / step), 10) * step, scheme.max_nok)


def outcome(rng: random.Random, scheme: Scheme, year: int) -> str:
    """Draw the decision; only the last year has cases still waiting for one."""
    draw = rng.random()
    if draw < WITHDRAWN_SHARE:
        return "withdrawn"
    if year == YEARS[-1] and draw < WITHDRAWN_SHARE + PENDING_SHARE:
        return "pending"
    draw = rng.random()
    if draw < DISMISSED_SHARE:
        return "dismissed"
    if draw < DISMISSED_SHARE + scheme.rejected_share:
        return "rejected"
    return "partly_granted" if rng.random() < PARTLY_SHARE else "granted"


def granted_nok(rng: random.Random, decision: str, applied: int) -> int | None:
    """Give what is granted: all, a part in whole thousands, nothing, or not decided (null)."""
    if decision == "granted":
        return applied
    if decision == "partly_granted":
        part = round(applied * rng.betavariate(5, 3) / 1_000) * 1_000
        return min(max(part, 1_000), applied - 1_000)
    return None if decision == "pending" else 0


def decision_date(rng: random.Random, decision: str, deadline: date) -> date | None:
    """Draw a weekday two to five months after the deadline; an undecided or withdrawn case has none."""
    if decision in ("pending", "withdrawn"):
        return None
    return workday(deadline + timedelta(days=rng.randrange(61, 149)))


def health_area_code(rng: random.Random, place: Place) -> str | None:
    """Give the health area an application names: its own, or in a city with several, the one that half of them are for."""
    if place.municipality_code is None:
        return place.area_codes[0]
    return rng.choice(place.area_codes) if len(place.area_codes) > 1 and rng.random() < 0.5 else None


class Names:
    """Invented applicants: the same place has the same municipality or trust, and a few organisations, in all years."""

    def __init__(self, rng: random.Random, municipalities: list[Place], areas: list[Place]) -> None:
        """Give every place a number of its own, shuffled so that it tells nothing about the place."""
        self._numbers: dict[Place, int] = {}
        for group in (municipalities, areas):
            self._numbers.update(zip(group, rng.sample(range(1, len(group) + 1), len(group)), strict=True))

    def applicant(self, rng: random.Random, scheme: Scheme, place: Place) -> str:
        """Give the name of an applicant to ``scheme`` from ``place``."""
        number = self._numbers[place]
        if place.municipality_code is None:
            return f"Demohelseforetak {number:03}"
        if scheme.applicant == "Demokommune":
            return f"Demokommune {number:03}"
        return f"{scheme.applicant} {number:03}-{rng.randrange(1, 10)}"
