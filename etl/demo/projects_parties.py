"""Demo organisations, and which of them take part in which demo project; some projects lack NAV or a user organisation."""

import random
from collections.abc import Iterator
from typing import Any

import polars as pl

from etl import reference
from etl.demo import Made
from etl.demo.grants import MANAGER

COMPETENCE_CENTRE = "Demokompetansesenteret"
UNIVERSITY_COLLEGE = "Demohøyskolen"
TEAM_MODELS = ("act", "fact", "fact_youth", "cooperation_team", "ambulatory_team")

SECTORS = {
    "municipality": "municipal",
    "health_trust": "specialist",
    "dps": "specialist",
    "nav": "nav",
    "gp": "municipal",
    "housing": "municipal",
    "user_organisation": "user",
    "competence_centre": "state",
    "university_college": "state",
    "directorate": "state",
}
"""The kinds of organisations in the demo, and the sector of each."""

Row = dict[str, Any]
Party = tuple[str, str, str]
"""Name, type and role of one who takes part."""


def deliveries(rng: random.Random, made: Made) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Give the organisations, then the parties that are among them."""
    places = Places(rng, made)
    parties: list[Row] = []
    organisations: dict[str, Row] = {}
    for project in made["project"].iter_rows(named=True):
        for name, kind, role in parties_of(rng, project, places):
            organisations.setdefault(name, organisation(name, kind, project))
            parties.append(
                {
                    "project_code": project["project_code"],
                    "organisation_name": name,
                    "organisation_type": kind,
                    "party_role": role,
                    # Who owns or pays has said so; the others have been asked.
                    "is_confirmed": role in ("owner", "funder") or rng.random() < 0.88,
                    "data_class": "synthetic",
                }
            )
    rows = sorted(organisations.values(), key=lambda row: str(row["organisation_code"]))
    yield "organisation", "demo-organisasjoner.csv", pl.DataFrame(rows, infer_schema_length=None)
    yield "project_party", "demo-prosjektparter.csv", pl.DataFrame(parties)


class Places:
    """Who is where: the invented names that the applications use for the municipalities and trusts of real areas."""

    def __init__(self, rng: random.Random, made: Made) -> None:
        """Read names from the newest applications, and which areas lie in which trust from the reference facts.

        A DPS has a number of its own, shuffled so that it tells nothing about the place.
        """
        newest = made["grant_application"].sort("year", descending=True, maintain_order=True)
        towns = newest.filter(pl.col("applicant_name").str.starts_with("Demokommune"))
        trusts = newest.filter(pl.col("municipality_code").is_null())
        self._town = dict(
            towns.unique("municipality_code", keep="first").select("municipality_code", "applicant_name").iter_rows()
        )
        self._trust = dict(
            trusts.unique("health_area_code", keep="first").select("health_area_code", "applicant_name").iter_rows()
        )
        areas = reference.read("health_area")
        self._trust_of: dict[str, str] = {}
        self._towns_in: dict[str, list[str]] = {}
        for level in ("health_trust_code", "health_community_code", "dps_code"):
            for area, trust, town in areas.select(
                level, trust="health_trust_code", town="municipality_code"
            ).iter_rows():
                self._trust_of.setdefault(area, trust)
                self._towns_in.setdefault(area, []).append(town)
        dps = sorted(areas["dps_code"].unique())
        self._dps = dict(zip(dps, rng.sample(range(1, len(dps) + 1), len(dps)), strict=True))

    def trust(self, area_code: str) -> str:
        """The invented trust of the area."""
        return str(self._trust[self._trust_of[area_code]])

    def towns(self, rng: random.Random, area_code: str, count: int, but: str | None) -> list[str]:
        """Draw up to ``count`` invented municipalities of the area, other than ``but``."""
        names = {self._town[code] for code in self._towns_in[area_code] if code in self._town} - {but}
        return rng.sample(sorted(names), min(count, len(names)))

    def dps(self, area_code: str) -> str | None:
        """The invented DPS of the area, when the area is that of one."""
        return f"Demo-DPS {self._dps[area_code]:02}" if area_code in self._dps else None


def parties_of(rng: random.Random, project: Row, places: Places) -> Iterator[Party]:
    """Draw who takes part in a project: the owner, the other side of the table, and others more or less often."""
    lead, area = project["lead_organisation_name"], project["health_area_code"]
    is_team = project["project_model"] in TEAM_MODELS
    number = rng.randrange(1, 9)
    if lead.startswith("Demokommune"):
        yield lead, "municipality", "owner"
        yield places.trust(area), "health_trust", "partner"
        neighbours = 1 if rng.random() < 0.4 else 0
    else:
        yield lead, "health_trust", "owner"
        neighbours = rng.randrange(1, 4)
    for name in places.towns(rng, area, neighbours, lead):
        yield name, "municipality", "partner"
    dps = places.dps(area)
    if dps and (is_team or rng.random() < 0.6):
        yield dps, "dps", "partner"
    if rng.random() < (0.75 if is_team else 0.6):
        yield f"Demo-NAV {number:02}", "nav", "partner"
    if rng.random() < 0.68:
        yield f"Demobrukerforening {number:02}", "user_organisation", "user_representative"
    if rng.random() < 0.35:
        yield f"Demofastlegene {number:02}", "gp", "partner"
    if is_team and rng.random() < 0.25:
        yield f"Demoboligtjenesten {number:02}", "housing", "partner"
    if rng.random() < 0.25:
        yield COMPETENCE_CENTRE, "competence_centre", "professional_lead"
    if rng.random() < 0.2:
        yield UNIVERSITY_COLLEGE, "university_college", "evaluator"
    yield MANAGER, "directorate", "funder"


def organisation(name: str, kind: str, project: Row) -> Row:
    """Give one organisation; a DPS is in its area, the others are nowhere in particular."""
    return {
        "organisation_code": name.upper().replace(" ", "-"),
        "organisation_name": name,
        "organisation_type": kind,
        "sector": SECTORS[kind],
        "health_area_code": project["health_area_code"] if kind == "dps" else None,
        "data_class": "synthetic",
    }
