"""Demo team positions: who is in the invented ACT and FACT teams, who employs them, and what stands empty.

A few teams lack a psychiatrist, an employment specialist or somebody with experience of their own. The project leader, where
there is one, is paid by the project and is not one of the team.
"""

import random
from collections.abc import Iterator
from typing import Any

import polars as pl

from etl.demo import Made

MODELS = ("act", "fact", "fact_youth")
WITHOUT_TEAM = ("planned", "completed", "cancelled")
POSITIONS = (
    ("Teamleder", "team_lead", (1.0,), "specialist", 0.0),
    ("Psykiater", "psychiatrist", (0.2, 0.3, 0.5, 1.0), "specialist", 0.25),
    ("Psykolog", "psychologist", (0.5, 1.0), "specialist", 0.15),
    ("Sykepleier i kommunen", "nurse", (1.0,), "municipal", 0.0),
    ("Sykepleier ved DPS", "nurse", (0.8, 1.0), "specialist", 0.3),
    ("Sosionom", "social_worker", (0.5, 1.0), "municipal", 0.1),
    ("Vernepleier", "health_worker", (0.8, 1.0), "municipal", 0.4),
    ("Ruskonsulent", "addiction_specialist", (0.5, 1.0), "municipal", 0.2),
    ("Jobbspesialist", "employment_specialist", (0.2, 0.5, 1.0), "nav", 0.15),
    ("Erfaringskonsulent", "experience_consultant", (0.4, 0.5, 1.0), "municipal", 0.25),
    ("Sekretær", "administration", (0.2, 0.5), "specialist", 0.5),
)
"""Title, role, possible shares of a position, the sector that employs, and how often a team lacks it."""

EMPLOYERS = {"specialist": ("dps", "health_trust"), "municipal": ("municipality",), "nav": ("nav",)}
"""The kinds of parties that may employ for a sector, the first one there is."""

Row = dict[str, Any]


def deliveries(rng: random.Random, made: Made) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Give the positions of the teams that are at work."""
    teams = made["project"].filter(pl.col("project_model").is_in(MODELS), ~pl.col("project_state").is_in(WITHOUT_TEAM))
    parties = made["project_party"].partition_by("project_code", as_dict=True)
    rows = [row for code in teams["project_code"] for row in positions(rng, code, employers(parties[(code,)]))]
    yield "team_position", "demo-stillinger.csv", pl.DataFrame(rows)


def employers(parties: pl.DataFrame) -> dict[str, str]:
    """Give the party that employs for each sector; a sector that takes no part has none."""
    names: dict[str, str] = {}
    for kind, name in parties.select("organisation_type", "organisation_name").iter_rows():
        names.setdefault(kind, name)
    return {
        sector: next(names[kind] for kind in kinds if kind in names)
        for sector, kinds in EMPLOYERS.items()
        if any(kind in names for kind in kinds)
    }


def positions(rng: random.Random, project_code: str, employed_by: dict[str, str]) -> Iterator[Row]:
    """Draw the lines of one team; a position of a sector that takes no part is not there."""
    lines: list[Row] = []
    for title, role, shares, sector, lacking in POSITIONS:
        if sector not in employed_by or rng.random() < lacking:
            continue
        lines.append(
            {
                "position_title": title,
                "team_role": role,
                "position_share": rng.choice(shares),
                "employer_name": employed_by[sector],
                "employer_sector": sector,
                "attribution_confidence": "high" if rng.random() < 0.85 else "medium",
                "funding_source": "grant" if rng.random() < 0.35 else "own",
                "is_filled": rng.random() < 0.87,
                "is_in_team": True,
            }
        )
    if rng.random() < 0.4:
        leader = lines[0] | {
            "position_title": "Prosjektleder",
            "team_role": "project_lead",
            "funding_source": "project",
        }
        lines.append(leader | {"is_filled": True, "is_in_team": False})
    for number, line in enumerate(lines, start=1):
        yield {"project_code": project_code, "line_number": number, **line, "data_class": "synthetic"}
