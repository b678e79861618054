"""What the sheet of one project shows: its rows of every mart, and the frames of its charts and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from dashboard.charts.goal_way import BEYOND
from dashboard.charts.timeline import row_key
from dashboard.data import labels, read, source_titles
from dashboard.keeping import VIEWS, kept, of_build
from dashboard.lights import light_markdown, light_texts
from dashboard.projects import capital, projects, with_missing
from dashboard.projects_time import milestone_marks, period_text
from dashboard.regions import UNALLOCATED
from dashboard.table import Table, code_label
from dashboard.words import words
from warehouse.codes import code_lists
from warehouse.words import Language, date, number, within_sentence

COUNT = "antall"
"""The unit of what is only counted, which is not said after the number."""

LEVELS = ("municipality", "county", "dps", "health_trust", "health_community", "health_region")


@dataclass(frozen=True)
class ProjectView:
    """One project in one language: its row of mart.project with its name, and its rows of the other marts."""

    row: dict[str, Any]
    lights: pl.DataFrame
    milestones: pl.DataFrame
    goals: pl.DataFrame
    items: pl.DataFrame
    parties: pl.DataFrame
    positions: pl.DataFrame
    team: pl.DataFrame
    missing_roles: tuple[str, ...]
    grants: pl.DataFrame
    documents: pl.DataFrame
    deliveries_of: Mapping[str, tuple[str, ...]]
    completeness: pl.DataFrame
    places: tuple[tuple[str, str], ...]
    language: Language

    def word(self, key: str, **values: object) -> str:
        """Give a text in the language of the view."""
        return words(key, self.language, **values)

    def label(self, column: str, code: str | None) -> str:
        """Give what people call a code; «ikke oppgitt» for none."""
        return code_label(column, code, self.language) if code is not None else self.word("project.not_stated")

    @property
    def code(self) -> str:
        """The code of the project."""
        return str(self.row["project_code"])

    @cached_property
    def facts(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """What the project is, and where, when and where it is written: name and text, «ikke oppgitt» where nothing is."""
        row, known = self.row, labels(self.language)

        def coded(*columns: str) -> list[tuple[str, str]]:
            return [(known[column], self.label(column, row[column])) for column in columns]

        small = {level: within_sentence(self.word(f"level.{level}.one")) for level in LEVELS}
        places = [f"{name} ({small[level]})" for level, name in self.places]
        what = [
            (known["project_title"], row["project_title"] or self.word("project.not_stated")),
            *coded("project_code", "project_model", "project_state", "project_phase", "lead_organisation_name"),
            *coded("target_group", "age_group"),
        ]
        where = [
            (self.word("project.period"), period_text(row, self.language)),
            (self.word("project.places"), ", ".join(places) or self.word("place.unallocated")),
            *coded("scheme_name", "case_id"),
            (known["last_reported_date"], self.day(row["last_reported_date"])),
            *coded("source_document", "source_place", "data_class"),
        ]
        return what, where

    def day(self, value: Any) -> str:  # noqa: ANN401 a date or nothing
        """Write a day; «ikke oppgitt» for none."""
        return date(value, self.language) if value is not None else self.word("project.not_stated")

    @cached_property
    def status(self) -> pl.DataFrame:
        """The lights as a table to read, in Markdown: dimension, reported, and computed with the difference marked."""
        by_dimension = {row["status_dimension"]: row for row in self.lights.iter_rows(named=True)}
        rows = []
        for dimension in code_lists()["status_dimension"]:
            row = by_dimension[dimension]
            computed = light_markdown(row["computed_light"], self.language, is_computed=True)
            compared = row["light_comparison"]
            if compared in ("worse", "better"):
                computed += f" **{self.word(f'project.status.{compared}')}**"
            name = capital(code_label("status_dimension", dimension, self.language))
            rows.append((name, light_markdown(row["reported_light"], self.language), computed))
        heads = [self.word(f"project.status.{one}") for one in ("dimension", "reported", "computed")]
        return pl.DataFrame(rows, schema=heads, orient="row")

    @cached_property
    def goal_rows(self) -> pl.DataFrame:
        """The goals that have both baseline and target, as charts.goal_way draws them."""
        known = self.goals.filter(pl.col("baseline_value").is_not_null() & pl.col("target_value").is_not_null())
        arrows = {"up": "↑ ", "down": "↓ "}
        rows = []
        for place, one in enumerate(known.iter_rows(named=True)):
            unit = one["measurement_unit"]
            unit = self.label("measurement_unit", unit) if unit and unit != COUNT else None
            found = {name: one[f"{name}_value"] for name in ("baseline", "target", "measured")}
            decimals = 0 if all(value is None or value == round(value) for value in found.values()) else 1
            values = {name: number(value, decimals, self.language) for name, value in found.items()}
            way = one["progress_share"]
            title = f"{arrows.get(one['wanted_direction'], '')}{one['goal_text']}"
            unmeasured = self.word("project.goal.unmeasured")
            shown = " ".join([values["measured"], unit or ""]) if way is not None else f"{unmeasured} ({unit})"
            rows.append(
                {
                    "row": f"{place:04d}{one['goal_code']}",
                    "title": title,
                    "shown": shown if unit or way is not None else unmeasured,
                    "way": None if way is None else min(max(way, -BEYOND), 1 + BEYOND),
                    "direction": self.label("wanted_direction", one["wanted_direction"]),
                    "spoken": self.word("project.goal.spoken", title=title, **values),
                    **values,
                }
            )
        text = ("row", "title", "shown", "direction", "spoken", "baseline", "target", "measured")
        return pl.DataFrame(rows, schema={**dict.fromkeys(text, pl.String), "way": pl.Float64})

    @cached_property
    def milestone_frames(self) -> dict[str, pl.DataFrame]:
        """The four frames of charts.timeline, one row per milestone that has a day."""
        day = pl.coalesce("planned_date", "forecast_date", "actual_date")
        dated = self.milestones.filter(day.is_not_null()).sort(day, "milestone_number")
        row_of = {
            one: (row_key(place, one, title), title)
            for place, (one, title) in enumerate(dated.select("milestone_number", "milestone_title").iter_rows())
        }
        frames = milestone_marks(dated, row_of, "milestone_number", self.language)
        none = dict.fromkeys(("row", "title", "code", "start", "end", "when", "spoken"), pl.String)
        today = pl.DataFrame({"date": [str(self.row["as_of_date"])]})
        return {**frames, "periods": pl.DataFrame(schema=none), "today": today}

    @cached_property
    def risk_matrix(self) -> pl.DataFrame:
        """The risks by probability (5 first) and consequence: codes with their light, «·» where there is none."""
        cells: dict[tuple[int, int], list[str]] = {}
        marks: dict[tuple[int, int], str] = {}
        for one in self.risks.iter_rows(named=True):
            cell = (one["probability"], one["consequence"])
            cells.setdefault(cell, []).append(one["item_code"])
            marks[cell] = light_markdown(one["risk_light"], self.language).split(" ", 1)[0]
        scale = range(1, 6)
        rows = []
        for probability in reversed(scale):
            found = [(probability, consequence) for consequence in scale]
            rows.append(
                (
                    self.word("project.risk.probability", value=probability),
                    *(f"{marks[cell]} {', '.join(cells[cell])}" if cell in cells else "·" for cell in found),
                )
            )
        heads = [" ", *(self.word("project.risk.consequence", value=value) for value in scale)]
        return pl.DataFrame(rows, schema=heads, orient="row")

    @cached_property
    def risks(self) -> pl.DataFrame:
        """The risks, the gravest first."""
        risks = self.items.filter(pl.col("item_type") == "risk")
        return risks.sort("risk_score", "item_code", descending=[True, False], nulls_last=True)

    @cached_property
    def benefits(self) -> pl.DataFrame:
        """The benefits."""
        return self.items.filter(pl.col("item_type") == "benefit")

    @cached_property
    def noted_positions(self) -> pl.DataFrame:
        """The positions with what a reader must know of each: uncertain employer, share not stated, outside the team."""

        def note(when: pl.Expr, key: str) -> pl.Expr:
            return pl.when(when).then(pl.lit(self.word(f"project.team.{key}")))

        return self.positions.with_columns(
            pl.concat_str(
                note(pl.col("attribution_confidence") == "low", "uncertain"),
                note(pl.col("fte").is_null(), "share_not_stated"),
                note(~pl.col("is_in_team"), "outside"),
                note(~pl.col("is_filled"), "vacant"),
                separator="; ",
                ignore_nulls=True,
            ).alias("note")
        )

    @cached_property
    def named_documents(self) -> pl.DataFrame:
        """The documents the rows were read from, each with the title of its source."""
        return self.documents.with_columns(self.documents["source"].replace(source_titles(self.language)))

    @kept
    def table(self, rows: pl.DataFrame, columns: Sequence[str]) -> Table:
        """Give a table of some rows: days that are not known as ``..``, yes or no that is not stated as «ikke oppgitt»."""
        told = with_missing(rows, [one for one in columns if one not in ("note", "risk_light")], self.language)
        if "risk_light" in columns:
            told.replace_column(told.get_column_index("risk_light"), light_texts(rows["risk_light"], self.language))
        heads = labels(self.language) | {"note": self.word("table.note")}
        return Table(told, tuple(columns), heads, self.language)

    def count(self, value: int | None) -> str:
        """Write a count."""
        return number(value, 0, self.language)


@of_build(most=VIEWS)
def project_view(code: str, language: Language) -> ProjectView:
    """Give one project, made once for all readers of a build. ``code``: a code in mart.project."""

    def own(relation: str, *order: str) -> pl.DataFrame:
        return read(f"mart.{relation}", order_by=order, project_code=code)

    every = projects(language)
    missing = own("team_missing_role", "team_role")["team_role"]
    stood_in: dict[str, tuple[str, ...]] = {}
    for source, delivery in _together(own("project_delivery", "source", "delivery_id"), "source", "delivery_id"):
        stood_in[source] = (*stood_in.get(source, ()), delivery)
    places = _together(own("project_place", "region_level"), "region_level", "region_code", "region_name")
    return ProjectView(
        row=every.row(every["project_code"].to_list().index(code), named=True),
        lights=own("project_light"),
        milestones=own("project_milestone", "milestone_number"),
        goals=in_order(own("project_goal", "source_row")),
        items=own("project_risk_benefit", "item_type", "item_code"),
        parties=own("project_party", "source_row"),
        positions=own("team_position", "line_number"),
        team=own("team"),
        missing_roles=tuple(code_label("team_role", role, language) for role in missing),
        grants=own("project_grant", "year", "manager_name", "scheme_code", "case_id"),
        documents=own("project_document", "source_document", "source"),
        deliveries_of=stood_in,
        completeness=_by(own("project_completeness"), "project_part", list(code_lists()["project_part"])),
        places=tuple(
            (level, name)
            for wanted in LEVELS
            for level, place, name in places
            if level == wanted and place != UNALLOCATED
        ),
        language=language,
    )


def _together(rows: pl.DataFrame, *columns: str) -> list[tuple[str, ...]]:
    """Give the values of some columns, row by row."""
    return list(zip(*(rows[column].to_list() for column in columns), strict=True))


def _by(rows: pl.DataFrame, column: str, order: Sequence[str]) -> pl.DataFrame:
    """Put rows in the order that the values of a column have; those of one value keep theirs."""
    values = rows[column].to_list()
    places = sorted(range(rows.height), key=lambda place: order.index(values[place]))
    return rows[places] if places != list(range(rows.height)) else rows


def in_order(goals: pl.DataFrame) -> pl.DataFrame:
    """Put goals in the order people expect: the overall first, then outcome, then output, each as delivered."""
    return _by(goals, "standard_goal_type", ("societal", "overall", "outcome", "output"))
