"""The rows that the charts of the portfolio draw: counts by light and party, and money against time."""

from collections.abc import Mapping, Sequence

import polars as pl

from dashboard.charts.stacked_counts import Part
from dashboard.charts.theme import PALETTES, Mode
from dashboard.keeping import kept
from dashboard.lights import LOOKS, ORDER, light_text
from dashboard.projects import DIMENSIONS, PortfolioView, capital
from dashboard.table import code_label
from dashboard.words import words
from warehouse.codes import code_lists
from warehouse.words import Language, number, percent

NARROW = 0.07
"""A part of a bar that is less than this of the longest has no room for its figure; it is in the table."""

PARTIES = ("nav", "user_organisation", "gp", "municipality", "specialist", "competence_centre")
SPECIALIST = ("health_trust", "dps", "health_region")
PARTY_STATES = ("confirmed", "mentioned", "absent", "not_stated")

_COUNTS = {
    **dict.fromkeys(("row", "row_name", "part", "label", "spoken"), pl.String),
    **dict.fromkeys(("place", "count"), pl.Int64),
    "middle": pl.Float64,
}


def light_parts(mode: Mode, language: Language) -> tuple[Part, ...]:
    """Give the lights as parts of a stacked bar, worst first."""
    looks = LOOKS[mode]
    return tuple((light_text(one, language), looks[one].fill, looks[one].line, looks[one].ink) for one in ORDER)


def party_parts(mode: Mode, language: Language) -> tuple[Part, ...]:
    """Give how sure it is that a party takes part, as parts of a stacked bar: from full to hollow, and grey for not stated."""
    palette = PALETTES[mode]
    dark, light = palette.steps[-2 if mode == "light" else -1], palette.steps[0 if mode == "light" else 1]
    fills = (
        (dark, dark, palette.background),
        (light, palette.mark, palette.text),
        (palette.background, palette.accent, palette.text),
        (palette.missing, palette.outline, palette.text),
    )
    return tuple(
        (words(f"projects.party.{one}", language), *fill) for one, fill in zip(PARTY_STATES, fills, strict=True)
    )


def stacked(counts: Mapping[str, Mapping[str, int]], parts: Sequence[str], language: Language) -> pl.DataFrame:
    """Give rows for charts.stacked_counts. ``counts``: row name → part → count, in order; ``parts``: all parts, in order."""
    longest = max((sum(row.values()) for row in counts.values()), default=0)
    rows = []
    for place, (name, row) in enumerate(counts.items()):
        begin = 0
        for part_place, part in enumerate(parts):
            count = row.get(part, 0)
            if count:
                written = number(count, 0, language)
                rows.append(
                    {
                        "row": f"{place:04d}{name}",
                        "row_name": name,
                        "part": part,
                        "place": part_place,
                        "count": count,
                        "middle": begin + count / 2,
                        "label": written if count >= NARROW * longest else "",
                        "spoken": f"{name}, {part}: {written}",
                    }
                )
            begin += count
    return pl.DataFrame(rows, schema=_COUNTS)


@kept
def lights_by(view: PortfolioView, by: str) -> dict[str, dict[str, int]]:
    """Count the projects of the region by state or phase, and by the worst light they report."""
    found = view.here.group_by(by, "overall_light").len()
    counted = {(one, light): count for one, light, count in found.iter_rows()}
    stated = [one for one in code_lists()[by] if one in view.here[by].to_list()]
    missing = [None] if view.here[by].null_count() else []
    return {
        (capital(code_label(by, one, view.language)) if one else view.word("project.not_stated")): {
            light_text(light, view.language): counted.get((one, light), 0) for light in ORDER
        }
        for one in [*stated, *missing]
    }


@kept
def lights_by_dimension(view: PortfolioView) -> dict[str, dict[str, int]]:
    """Count the projects shown by light in each dimension: as reported, and as computed where anything can be computed."""
    counts: dict[str, dict[str, int]] = {}
    for dimension in DIMENSIONS:
        rows = view.lights.filter(pl.col("status_dimension") == dimension)
        name = capital(code_label("status_dimension", dimension, view.language))
        for source in ("reported_light", "computed_light"):
            by_light = dict(rows.group_by(source).len().iter_rows())
            if source == "computed_light" and by_light.get("grey", 0) == rows.height:
                continue
            key = view.word(f"projects.{source}", dimension=name)
            counts[key] = {light_text(light, view.language): by_light.get(light, 0) for light in ORDER}
    return counts


@kept
def parties_by_kind(view: PortfolioView) -> dict[str, dict[str, int]]:
    """Count the projects shown by whether a party of each kind has confirmed, is mentioned, or is not mentioned."""
    stated = view.parties["project_code"].n_unique()
    kind = (
        pl.when(pl.col("organisation_type").is_in(SPECIALIST)).then(pl.lit("specialist")).otherwise("organisation_type")
    )
    per_project = view.parties.group_by("project_code", kind.alias("kind")).agg(
        pl.col("is_confirmed").fill_null(value=False).any().alias("is_confirmed")
    )
    names = {state: view.word(f"projects.party.{state}") for state in PARTY_STATES}
    counts = {}
    for one in PARTIES:
        found = per_project.filter(pl.col("kind") == one)
        confirmed = int(found["is_confirmed"].sum())
        counts[view.word(f"projects.parties.{one}")] = {
            names["confirmed"]: confirmed,
            names["mentioned"]: found.height - confirmed,
            names["absent"]: stated - found.height,
            names["not_stated"]: view.rows.height - stated,
        }
    return counts


@kept
def money_frames(view: PortfolioView) -> dict[str, pl.DataFrame]:
    """Give the two frames of charts.money_time: the projects shown whose money and time are both known."""
    known = view.rows.filter(pl.col("spent_share").is_not_null() & pl.col("accounts_time_share").is_not_null())
    language = view.language
    lights = dict(zip(ORDER, light_words(language), strict=True))
    times = [percent(share, 0, language) for share in known["accounts_time_share"]]
    money = [percent(share, 0, language) for share in known["spent_share"]]
    marks = known.select(
        pl.col("project_code").alias("code"),
        "name",
        pl.col("accounts_time_share").alias("time"),
        pl.col("spent_share").alias("money"),
        pl.col("overall_light").replace_strict(lights).alias("light"),
        pl.Series("time_text", times, dtype=pl.String),
        pl.Series("money_text", money, dtype=pl.String),
    )
    spoken = pl.Series(
        "spoken",
        [
            words("projects.money.spoken", language, name=name, money=spent, time=gone)
            for name, spent, gone in zip(marks["name"], money, times, strict=True)
        ],
        dtype=pl.String,
    )
    return {
        "rows": marks.with_columns(spoken),
        "even": pl.DataFrame({"time": [0.0, 1.0], "money": [0.0, 1.0]}),
    }


def light_words(language: Language) -> tuple[str, ...]:
    """Give the words for the lights without their symbols, for a chart whose marks are the symbols."""
    return tuple(words(f"light.{light}", language) for light in ORDER)
