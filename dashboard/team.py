"""What the page about teams shows: each team in FTE, its positions by employer, and the roles it lacks."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from dashboard.charts.stacked_counts import Part
from dashboard.charts.theme import PALETTES, Mode
from dashboard.data import labels, read
from dashboard.keeping import VIEWS, of_build
from dashboard.table import Table, code_label
from dashboard.words import words
from warehouse.words import Language, number

SECTORS = ("specialist", "municipal", "nav", "unknown_sector")
STATES = ("sure", "uncertain", "vacant")
NARROW = 0.06
"""A part narrower than this share of the longest bar has no room for its figure."""

_COLUMNS = {
    "name": pl.String,
    "part": pl.String,
    "place": pl.Int64,
    "fte": pl.Float64,
    "middle": pl.Float64,
    "amount": pl.String,
    "label": pl.String,
    "spoken": pl.String,
}


@dataclass(frozen=True)
class TeamView:
    """All teams, and the one that is chosen."""

    project_code: str
    language: Language

    def word(self, key: str, **values: object) -> str:
        """Give a text in the language of the view."""
        return words(key, self.language, **values)

    @cached_property
    def row(self) -> dict[str, Any]:
        """The row of the team in mart.team, with its name."""
        return teams(self.language).row(by_predicate=pl.col("project_code") == self.project_code, named=True)

    @cached_property
    def positions(self) -> pl.DataFrame:
        """The positions of the team, in the order of the plan, with what to know about each."""
        rows = read("mart.team_position", order_by=("line_number",), project_code=self.project_code)
        return rows.with_columns(
            pl.Series("note", [self._note(row) for row in rows.iter_rows(named=True)], dtype=pl.String)
        )

    @cached_property
    def in_team(self) -> pl.DataFrame:
        """The positions that count in the FTE of the team."""
        return self.positions.filter("is_in_team")

    @cached_property
    def missing_roles(self) -> list[str]:
        """The roles that the team lacks, in words."""
        rows = read("mart.team_missing_role", order_by=("team_role",), project_code=self.project_code)
        return sorted(code_label("team_role", role, self.language) for role in rows["team_role"])

    def _note(self, row: dict[str, Any]) -> str:
        noted = {
            "outside": not row["is_in_team"],
            "not_stated": row["fte"] is None,
            "uncertain": row["attribution_confidence"] == "low",
            "vacant": row["is_filled"] is False,
        }
        return "; ".join(self.word(f"team.note.{key}") for key, holds in noted.items() if holds)

    @cached_property
    def by_employer(self) -> dict[str, dict[str, float]]:
        """FTE of each employer by how sure it is: the largest employer first. A position without a share has none."""
        known = self.in_team.filter(pl.col("fte").is_not_null())
        largest = (
            known.group_by("employer_name")
            .agg(pl.col("fte").sum())
            .sort("fte", "employer_name", descending=[True, False])
        )
        counts: dict[str, dict[str, float]] = {
            name or self.word("team.no_employer"): {} for name in largest["employer_name"]
        }
        names = state_names(self.language)
        for row in known.iter_rows(named=True):
            state = (
                "vacant"
                if row["is_filled"] is False
                else "uncertain"
                if row["attribution_confidence"] == "low"
                else "sure"
            )
            parts = counts[row["employer_name"] or self.word("team.no_employer")]
            part = names[STATES.index(state)]
            parts[part] = parts.get(part, 0.0) + row["fte"]
        return counts

    @cached_property
    def table(self) -> Table:
        """The positions as a table."""
        columns = (
            *("line_number", "position_title", "team_role", "fte", "note", "employer_name", "employer_sector"),
            *("attribution_confidence", "funding_source", "is_filled", "is_in_team", "source_place"),
        )
        named = labels(self.language) | {"note": self.word("table.note")}
        return Table(self.positions, columns, named, self.language)


@of_build(most=VIEWS)
def team_view(project_code: str, language: Language) -> TeamView:
    """Give what is shown of one team, made once for all readers of a build."""
    return TeamView(project_code, language)


@of_build()
def teams(language: Language) -> pl.DataFrame:
    """Give mart.team with a name for each: real teams first, then by size."""
    rows = read("mart.team", order_by=("project_code",))
    untitled = words("team.untitled", language, code="{}")
    return rows.with_columns(pl.coalesce("project_title", pl.format(untitled, "project_code")).alias("name")).sort(
        pl.col("data_class") == "synthetic", "fte", "name", descending=[False, True, False], nulls_last=True
    )


@of_build()
def teams_table(language: Language) -> Table:
    """Give all teams as a table."""
    columns = (
        *("name", "project_model", "position_count", "fte", *(f"{sector}_fte" for sector in SECTORS), "uncertain_fte"),
        *("vacant_fte", "share_not_stated_count", "filled_not_stated_count", "missing_role_count"),
    )
    return Table(teams(language), columns, labels(language) | {"name": words("team.team", language)}, language)


def by_sector(language: Language) -> dict[str, dict[str, float]]:
    """Give the FTE of each team by the sector of the employer."""
    names = sector_names(language)
    return {
        row["name"]: {name: row[f"{sector}_fte"] or 0.0 for sector, name in zip(SECTORS, names, strict=True)}
        for row in teams(language).iter_rows(named=True)
    }


def sector_names(language: Language) -> list[str]:
    """Give the sectors in words, in the order they are drawn."""
    return [words(f"team.sector.{sector}", language) for sector in SECTORS]


def state_names(language: Language) -> list[str]:
    """Give how sure a position is in words, in the order it is drawn."""
    return [words(f"team.state.{state}", language) for state in STATES]


def sector_parts(mode: Mode, language: Language) -> tuple[Part, ...]:
    """Give the sectors as parts of a stacked bar; the unknown one is hollow."""
    palette = PALETTES[mode]
    first, second, third = palette.lines
    looks = [(fill, palette.background, palette.background) for fill in (second, first, third)]
    looks.append((palette.background, palette.outline, palette.text))
    return tuple((name, *look) for name, look in zip(sector_names(language), looks, strict=True))


def state_parts(mode: Mode, language: Language) -> tuple[Part, ...]:
    """Give how sure a position is as parts of a stacked bar: full, light, hollow."""
    palette = PALETTES[mode]
    light = palette.steps[0 if mode == "light" else 1]
    looks = (
        (palette.lines[1], palette.background, palette.background),
        (light, palette.accent, palette.text),
        (palette.background, palette.outline, palette.text),
    )
    return tuple((name, *look) for name, look in zip(state_names(language), looks, strict=True))


def stacked_fte(
    counts: dict[str, dict[str, float]], parts: list[str], language: Language
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the rows and totals of charts.fte_bars. ``counts``: name → part → FTE, in order; ``parts``: all, in order."""
    longest = max((sum(row.values()) for row in counts.values()), default=0.0)
    rows = []
    for name, row in counts.items():
        begin = 0.0
        for place, part in enumerate(parts):
            fte = round(row.get(part, 0.0), 6)
            if fte:
                amount = number(fte, 1, language)
                label = amount if fte >= NARROW * longest else ""
                rows.append((name, part, place, fte, begin + fte / 2, amount, label, f"{name}, {part}: {amount}"))
            begin += fte
    totals = [(name, f"{name}: {number(sum(row.values()), 1, language)}") for name, row in counts.items()]
    return (
        pl.DataFrame(rows, schema=_COLUMNS, orient="row"),
        pl.DataFrame(totals, schema={"name": pl.String, "label": pl.String}, orient="row"),
    )
