"""The sentences of the project pages: what the portfolio and one project's sheet say, made by rules from the rows."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from dashboard.lights import light_text
from dashboard.table import code_label
from dashboard.words import words
from warehouse.words import Language, date, number, percent


def portfolio(counts: pl.DataFrame, active: pl.DataFrame, place: str, unplaced: int, language: Language) -> str:
    """Say how many projects run, their lights and how many have reported, where the facts are worse, and who is missing.

    ``counts``, ``active``: mart.project_portfolio of the region, all projects and those that run (one row each, or none).
    ``unplaced``: projects that no region of the level has.
    """

    def say(key: str, **values: object) -> str:
        return words(f"finding.projects.{key}", language, place=place, **values)

    def count(name: str) -> str:
        return number(active[name][0], 0, language)

    missed = [say("unplaced", count=number(unplaced, 0, language))] if unplaced else []
    if counts.is_empty():
        return " ".join([say("none"), *missed])
    total = number(counts["project_count"][0], 0, language)
    if active.is_empty():
        return " ".join([say("none_active", total=total), *missed])
    row = active.row(0, named=True)
    reported = row["project_count"] - row["grey_project_count"]
    sentences = [say("active", active=count("project_count"), total=total)]
    if reported:
        lights = {light: count(f"{light}_project_count") for light in ("red", "yellow", "green", "grey")}
        sentences.append(say("lights", reported=number(reported, 0, language), **lights))
    else:
        sentences.append(say("silent"))
    if row["worse_project_count"]:
        sentences.append(say("worse", count=count("worse_project_count")))
    if row["late_project_count"]:
        sentences.append(say("late", count=count("late_project_count")))
    if row["missing_nav_count"] or row["missing_user_organisation_count"]:
        missing = {"nav": count("missing_nav_count"), "user": count("missing_user_organisation_count")}
        sentences.append(say("missing", with_parties=count("with_parties_count"), **missing))
    return " ".join([*sentences, *missed])


def published(figures: pl.DataFrame, counts: pl.DataFrame, language: Language) -> str:
    """Say the published count of projects beside the number of project rows, and that one is not a list of the other.

    ``figures``: mart.key_figure of the published count, oldest first. ``counts``: mart.project_portfolio of the country.
    """
    stated = []
    for one in figures.iter_rows(named=True):
        about = code_label("precision", one["precision"], language) if one["precision"] != "exact" else ""
        value = f"{about} {number(one['figure_value'], 0, language)}".strip()
        key = "year_assumed" if one["is_year_assumed"] else "year"
        stated.append(words(f"finding.projects.{key}", language, value=value, year=one["year"]))
    total = int(counts["project_count"][0]) if counts.height else 0
    demo = int(counts["synthetic_project_count"][0]) if counts.height else 0
    key = "published_with_demo" if demo else "published"
    return words(
        f"finding.projects.{key}",
        language,
        stated=joined(stated, language),
        name=figures["figure_name"][-1],
        total=number(total, 0, language),
        real=number(total - demo, 0, language),
        demo=number(demo, 0, language),
    )


def project(row: dict[str, Any], lights: pl.DataFrame, language: Language) -> str:
    """Say how one project stands: state and light, where the facts are worse, milestones, goals and money.

    ``row``: one row of mart.project with its name; ``lights``: its rows of mart.project_light.
    """

    def say(key: str, **values: object) -> str:
        return words(f"finding.project.{key}", language, **values)

    def count(name: str) -> str:
        return number(row[name], 0, language)

    state = code_label("project_state", row["project_state"], language)
    sentences = [say("state", name=row["name"], state=state)]
    if row["overall_light"] == "grey":
        reported = row["last_reported_date"]
        key = "never" if reported is None else "silent" if row["is_running"] else "ended"
        sentences.append(say(key, date=date(reported, language)))
    else:
        light = light_text(row["overall_light"], language)
        sentences.append(say("light", light=light, date=date(row["last_reported_date"], language)))
    worse = lights.filter("is_worse_than_reported")
    if worse.height:
        names = [code_label("status_dimension", one, language) for one in worse["status_dimension"]]
        sentences.append(say("worse", dimensions=joined(names, language)))
    if row["milestone_count"]:
        sentences.append(_milestones(row, language))
    if row["goal_count"] and not row["measurable_goal_count"]:
        sentences.append(say("goals_not_measurable", total=count("goal_count")))
    elif row["goal_count"]:
        sentences.append(say("goals", measured=count("measured_goal_count"), total=count("goal_count")))
    if row["spent_share"] is not None:
        key = "money" if row["accounts_time_share"] is None else "money_and_time"
        shares = {
            "spent": percent(row["spent_share"], 0, language),
            "time": percent(row["accounts_time_share"], 0, language),
        }
        sentences.append(say(key, **shares))
    return " ".join(sentences)


def _milestones(row: dict[str, Any], language: Language) -> str:
    names = ("milestone_count", "late_count", "worst_slip_days", "undated_count", "reached_count")
    values = {name: number(row[name] or 0, 0, language) for name in names}
    if row["undated_count"] == row["milestone_count"]:
        key = "milestones_undated"
    elif row["late_count"]:
        key = "milestones_late"
    else:
        key = "milestones_in_time"
    return words(f"finding.project.{key}", language, **values)


def joined(names: Sequence[str], language: Language) -> str:
    """Write a list as people read it: ``a, b og c``."""
    *first, last = names
    return words("list.and", language, first=", ".join(first), last=last) if first else last
