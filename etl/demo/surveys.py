"""Demo surveys: what participants of the demo seminars answered right after and half a year later, and what became of measures.

Answers are drawn one by one and only counted here: no respondent is ever a row. Counts stand for everybody and by role, by
service level and by area, never crossed, and small groups are hidden before the file is written. Those who could have answered
are those who came to the seminars of the series that year.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from etl.demo import TODAY, Made
from etl.suppression import EVERYBODY, suppressed

FIRST_SURVEYED = {"DEMO-SERIE-1": 2022, "DEMO-SERIE-2": 2023, "DEMO-SERIE-3": 2024}
RESPONSE = {"leader": 0.78, "employee": 0.66, "user_representative": 0.6, "relative_representative": 0.5}
RESPONSE_ELSE = 0.45
FOLLOW_UP_RESPONSE = {"DEMO-SERIE-1": 0.85, "DEMO-SERIE-2": 0.85, "DEMO-SERIE-3": 0.5}
"""How many of those who would answer right after still do half a year later."""

STATEMENTS = (
    ("U1", "Jeg fikk nye kontakter på tvers av tjenestene", 0.9),
    ("U2", "Jeg vet bedre hva de andre tjenestene gjør", 0.7),
    ("U3", "Vi ble enige om noe vi skal gjøre sammen", 0.3),
    ("U4", "Det er tydeligere hvem som har ansvar for hva", 0.0),
    ("U5", "Lederne våre følger opp det vi ble enige om", -0.1),
    ("U6", "Brukernes syn fikk plass i samtalene", 0.5),
    ("U7", "Innbyggerne vil merke forskjell", 0.1),
)
"""Code, text, and how much people agree (0 is as many for as against)."""

ANSWERS = (
    ("5", "Helt enig", "agree"),
    ("4", "Delvis enig", "agree"),
    ("3", "Verken enig eller uenig", "neutral"),
    ("2", "Delvis uenig", "disagree"),
    ("1", "Helt uenig", "disagree"),
    ("9", "Vet ikke", "unknown"),
)
LIMITS = (0.75, -0.15, -0.65, -1.4)
"""Where one answer becomes the next on the scale people agree by."""

MEASURES = (
    ("Faste møter om felles brukere", "meetings", 0.55),
    ("Telefontid for fastleger", "general_practitioner", 0.4),
    ("Møte med alle fastlegekontor", "general_practitioner", 0.3),
    ("Felles mal for elektroniske meldinger", "e_communication", 0.35),
    ("Én plan for hver bruker", "plan", 0.45),
    ("Digitale samarbeidsmøter", "digital", 0.5),
    ("Samarbeid som fast sak i ledermøtet", "anchoring", 0.25),
    ("Beskrivelse av hele forløpet", "pathway", 0.2),
    ("Hospitering hos hverandre", "competence", 0.15),
    ("Felles opplæringsdag", "competence", 0.28),
)
"""Title, category, and how many of those who answer name it."""

STATUSES = ("proposed", "planned", "started", "completed", "stopped", "unknown")
STATUS_WEIGHTS = {
    "all": (10, 25, 45, 12, 4, 4),
    "leader": (5, 30, 45, 15, 3, 2),
    "employee": (15, 20, 25, 8, 4, 28),
}
"""How often each status is what most of a role say."""

Row = dict[str, Any]
Group = tuple[str, str, str]
"""Role, service level and area, or what ``EVERYBODY`` says where the group is not divided by it."""


@dataclass(frozen=True)
class Wave:
    """One survey: those who came to the seminars of a series and year, asked right after (t0) or half a year later (t1)."""

    series_code: str
    year: int
    time_point: str
    project_code: str | None
    respondents: list[Group] = field(default_factory=list)
    """Role, level and area of those who answered."""

    @property
    def code(self) -> str:
        """Series, year and time point."""
        return f"{self.series_code}-{self.year}-{self.time_point.upper()}"


def deliveries(rng: random.Random, made: Made) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Give the counted answers, then the measures."""
    asked = list(waves(rng, made))
    counted = [row for wave in asked for row in answers(rng, wave)]
    table = pl.DataFrame(counted, schema_overrides={"value_flag": pl.String})
    yield "survey_answer", "demo-svar.csv", suppressed(table)
    named = [row for wave in asked if wave.time_point == "t1" for row in measures(rng, wave)]
    yield "measure_status", "demo-tiltak.csv", pl.DataFrame(named, infer_schema_length=None)


def waves(rng: random.Random, made: Made) -> Iterator[Wave]:
    """Draw who answers among those who came, right after and half a year later."""
    held = made["seminar"].filter(pl.col("seminar_status") == "held")
    came = held.join(made["seminar_participation"], on="seminar_code", maintain_order="left").filter(
        pl.col("participant_role") != "all"
    )
    for series, first_year in FIRST_SURVEYED.items():
        for year in range(first_year, TODAY.year):
            rows = came.filter(pl.col("series_code") == series, pl.col("year") == year)
            for time_point, share in (("t0", 1.0), ("t1", FOLLOW_UP_RESPONSE[series])):
                wave = Wave(series, year, time_point, rows["project_code"][0])
                for role, level, area, count in rows.select(
                    "participant_role", "service_level", "health_area_code", "attended_count"
                ).iter_rows():
                    response = RESPONSE.get(role, RESPONSE_ELSE) * share
                    wave.respondents.extend((role, level, area) for _ in range(count) if rng.random() < response)
                yield wave


# Answers


def answers(rng: random.Random, wave: Wave) -> Iterator[Row]:
    """Give the counts of a wave: one row per statement, group and answer."""
    for statement, text, agreement in STATEMENTS:
        given = [(person, answer(rng, wave, person, agreement)) for person in wave.respondents if rng.random() > 0.02]
        for (role, level, area), counts in grouped(given):
            for order, (code, wording, kind) in enumerate(ANSWERS, start=1):
                yield {
                    "wave_code": wave.code,
                    "seminar_code": wave.series_code,
                    "time_point": wave.time_point,
                    "year": wave.year,
                    "statement_code": statement,
                    "statement_text": text,
                    "answer_code": code,
                    "answer_text": wording,
                    "answer_order": order,
                    "answer_kind": kind,
                    "participant_role": role,
                    "service_level": level,
                    "area_code": area,
                    "answer_count": counts[code],
                    "value_flag": None,
                    "data_class": "synthetic",
                }


def answer(rng: random.Random, wave: Wave, person: Group, agreement: float) -> str:
    """Draw one answer: leaders agree a little more than others, and everybody less after half a year."""
    is_later = wave.time_point == "t1"
    if rng.random() < (0.1 if is_later else 0.04):
        return "9"
    opinion = rng.gauss(agreement + (0.25 if person[0] == "leader" else 0.0) - (0.3 if is_later else 0.0), 1.0)
    return next((code for (code, *_), limit in zip(ANSWERS, LIMITS, strict=False) if opinion > limit), "1")


def grouped(given: list[tuple[Group, str]]) -> Iterator[tuple[Group, Counter[str]]]:
    """Count answers for everybody, and along each division."""
    role, level, area = EVERYBODY.values()
    counts = {(role, level, area): Counter(code for _, code in given)}
    for (of_role, of_level, of_area), code in given:
        for group in ((of_role, level, area), (role, of_level, area), (role, level, of_area)):
            counts.setdefault(group, Counter())[code] += 1
    yield from counts.items()


# Measures


def measures(rng: random.Random, wave: Wave) -> Iterator[Row]:
    """Give how often each measure is named after half a year, by everybody and by leaders and employees, and how far it is."""
    named = {
        measure: [person[0] for person in wave.respondents if rng.random() < share] for measure, _, share in MEASURES
    }
    for role, weights in STATUS_WEIGHTS.items():
        base = sum(role in ("all", person[0]) for person in wave.respondents)
        counts = {measure: sum(role in ("all", one) for one in people) for measure, people in named.items()}
        ranked = sorted(counts, key=lambda measure: -counts[measure])
        for number, (measure, category, _) in enumerate(MEASURES, start=1):
            yield {
                "wave_code": wave.code,
                "measure_code": f"DT{number:02}",
                "time_point": wave.time_point,
                "participant_role": role,
                "measure_title": f"Demotiltak: {measure}",
                "measure_category": category,
                "measure_status": rng.choices(STATUSES, weights)[0],
                "mention_rank": ranked.index(measure) + 1,
                "mention_count": counts[measure],
                "base_count": base,
                "responsible_body": f"Demoutvalget {wave.series_code[-1]}",
                "due_date": date(wave.year + 1, 12, 31),
                "project_code": wave.project_code,
                "data_class": "synthetic",
            }
