"""Demo deadlines: which files of the demo are expected, and when; two are overdue, because they have not come."""

import random
from collections.abc import Iterator
from datetime import date

import polars as pl

from etl.demo import Made
from etl.sources import sources

DEADLINES = (
    ("grant_application", 2024, date(2025, 2, 1)),
    ("grant_application", 2025, date(2026, 2, 1)),
    ("grant_payment", 2024, date(2025, 4, 1)),
    ("grant_report", 2024, date(2025, 5, 15)),
    ("grant_report", 2025, date(2026, 5, 15)),
    ("staffing", 2024, date(2025, 6, 1)),
    ("staffing", 2025, date(2026, 6, 1)),
    ("seminar_participation", 2024, date(2025, 3, 1)),
    ("survey_answer", 2024, date(2025, 3, 1)),
    ("key_figure", 2025, date(2025, 6, 15)),
    ("survey_reported_share", 2025, date(2025, 5, 1)),
)
"""Source, year and day; the sender is the one the source's files are loaded under when nobody says otherwise."""


def deliveries(_rng: random.Random, _made: Made) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Give the deadlines."""
    known = sources()
    rows = [
        {"expected_source": source, "sender_name": known[source].about.owner_name, "year": year, "due_date": due}
        for source, year, due in DEADLINES
    ]
    yield "expected_delivery", "demo-ventede-leveranser.csv", pl.DataFrame(rows)
