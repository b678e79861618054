"""The sentences of the page about seminars: what the rows of a wave, its measures and the coverage say, made by rules."""

from typing import Any

import polars as pl

from dashboard.keeping import kept, remembered
from dashboard.seminars import WaveView
from dashboard.table import code_label
from dashboard.words import words
from warehouse.words import Language, kroner, number, percent

MOST_NAMES = 6
"""So many areas are named in a sentence; the table has all."""

Row = dict[str, Any]


@kept
def wave(view: WaveView) -> str:
    """Say who answered, what most and fewest agree with and how sure that is, and which percentages cannot be right."""
    parts = [answered(view)]
    if view.sure.height:
        parts.append(_extreme(view, view.sure.row(0, named=True), "most"))
    if view.sure.height > 1:
        # The lowest of all is not known while a percentage that cannot be right is lower still.
        key = "fewest_possible" if view.impossible.height else "fewest"
        parts.append(_extreme(view, view.sure.row(-1, named=True), key))
    parts += [view.reason(row) for row in view.impossible.iter_rows(named=True)]
    parts += in_words(view)
    return " ".join(part for part in parts if part)


def answered(view: WaveView) -> str:
    """Say how many answered, of how many where that is known."""
    row = view.wave
    values = {
        "wave": view.code,
        "year": row["year"],
        "when": code_label("time_point", row["time_point"], view.language),
        "answers": number(row["answer_count"], 0, view.language),
        "population": number(row["population_size"], 0, view.language),
        "rate": percent(row["response_rate"], 1, view.language),
    }
    if row["share_basis"] is None:
        return view.word("finding.seminars.no_survey", wave=view.code)
    if row["answer_count"] is None:
        return view.word("finding.seminars.no_count", year=values["year"], when=values["when"])
    key = "no_population" if row["population_size"] is None else "answered"
    return view.word(f"finding.seminars.{key}", **values)


def _extreme(view: WaveView, row: Row, which: str) -> str:
    return view.word(
        f"finding.seminars.{which}",
        statement=row["statement_text"],
        figures=view.agreement(row),
        interval=view.interval(row["low_share"], row["high_share"]),
    )


@kept
def in_words(view: WaveView) -> list[str]:
    """Say the findings that the source gives as words («halvparten») and not as figures."""
    rows = view.unquantified.filter(pl.col("finding_direction").is_null() & pl.col("stated_text").is_not_null())
    return [
        view.word("finding.seminars.in_words", statement=row["statement_text"], stated=row["stated_text"])
        for row in rows.iter_rows(named=True)
    ]


@kept
def directions(view: WaveView) -> list[str]:
    """Say where the source has leaders above staff, or the other way, without giving figures."""
    return [
        view.word(
            "finding.seminars.direction",
            statement=row["statement_text"],
            direction=code_label("finding_direction", row["finding_direction"], view.language),
        )
        for row in view.unquantified.filter(pl.col("finding_direction").is_not_null()).iter_rows(named=True)
    ]


@remembered
def differences(rows: pl.DataFrame, language: Language) -> str:
    """Say for how many statements leaders and staff surely differ. ``rows``: mart.survey_role_difference with figures."""
    certain = rows.filter(pl.col("is_certain"))
    values = {"count": number(certain.height, 0, language), "total": number(rows.height, 0, language)}
    if certain.is_empty():
        return words("finding.seminars.no_difference", language, **values)
    names = "; ".join(words("finding.seminars.quoted", language, text=text) for text in certain["statement_text"])
    return words("finding.seminars.difference", language, statements=names, **values)


def silent(view: WaveView) -> str:
    """Say that the interval leaves out what those who did not answer think; how many they are, where it is known."""
    row = view.wave
    if row["population_size"] is None or row["answer_count"] is None:
        return view.word("finding.seminars.silent")
    left = number(row["population_size"] - row["answer_count"], 0, view.language)
    return view.word("finding.seminars.silent_count", count=left)


def started(row: Row, language: Language) -> str:
    """Say how many measures were started at the follow-up. ``row``: mart.measure_started of all roles."""
    counts = {name: number(row[f"{name}_count"], 0, language) for name in ("measure", "known", "started")}
    if row["started_share"] is None:
        return words("finding.seminars.listed", language, **counts)
    share = percent(row["started_share"], 0 if row["known_count"] < 100 else 1, language)
    return words("finding.seminars.started", language, share=share, **counts)


@remembered
def coverage(rows: pl.DataFrame, language: Language) -> str:
    """Say which areas had seminars in the last year with any, and how many are planned. ``rows``: mart.seminar_coverage."""
    areas = rows.group_by("dps_code", "dps_name", "year").agg(pl.col("held_count", "planned_count").sum())
    held = areas.filter(pl.col("held_count") > 0)
    sentences = []
    if held.is_empty():
        sentences.append(words("finding.seminars.none_held", language))
    else:
        year = held["year"].max()
        there = areas.filter(pl.col("year") == year)
        without = there.filter(pl.col("held_count") == 0)["dps_name"].sort().to_list()
        counts = {
            "year": year,
            "held": number(there.height - len(without), 0, language),
            "areas": number(there.height, 0, language),
            "names": _names(without, language),
        }
        sentences.append(words(f"finding.seminars.{'gaps' if without else 'no_gaps'}", language, **counts))
    planned = areas.filter(pl.col("planned_count") > 0)
    if planned.height:
        values = {"from": planned["year"].min(), "to": planned["year"].max()}
        count = number(int(planned["planned_count"].sum()), 0, language)
        sentences.append(words("finding.seminars.planned", language, count=count, **values))
    return " ".join(sentences)


def _names(names: list[str], language: Language) -> str:
    shown = ", ".join(names[:MOST_NAMES])
    left = len(names) - MOST_NAMES
    return words("finding.seminars.names_more", language, names=shown, count=left) if left > 0 else shown


def cost(row: Row, language: Language) -> str:
    """Say what a participant cost, where cost and participants are known. ``row``: mart.survey_wave."""
    value = row["cost_per_participant_nok"]
    if value is None:
        return words("finding.seminars.no_cost", language)
    values = {"each": kroner(round(value), language), "total": kroner(round(row["cost_nok"]), language)}
    return words("finding.seminars.cost", language, **values)
