"""The sentences on top of the pages about staff and teams, made by rules from the rows."""

from typing import Any

import polars as pl

from dashboard.keeping import kept
from dashboard.staffing import ALL, StaffingView
from dashboard.table import code_label
from dashboard.words import words
from warehouse.words import MISSING, Language, number, percent


@kept
def staffing(view: StaffingView) -> str:
    """Say how many, how that changed, how it stands to the country and its like, and what the figure lacks."""
    row, choice = view.row, view.choice
    values: dict[str, object] = {
        "place": choice.place if choice.region[0] != "country" else view.word("place.country_name"),
        "year": choice.year,
        "series": choice.series_code,
        "per": number(int(choice.per), 0, view.language),
        "group": view.word(f"staffing.group.{choice.target_group_code}"),
        "what": _what(view),
    }
    if row is None or row["fte"] is None:
        sign = (row and row["value_flag"]) or MISSING
        meaning = code_label("value_flag", sign, view.language)
        return view.word("finding.staffing.missing", sign=sign, meaning=meaning, **values)
    rate = row[choice.measure]
    values |= {"fte": view.fte(row["fte"]), "rate": view.rate(rate)}
    sentences = [view.word(f"finding.staffing.{'no_population' if rate is None else 'level'}", **values)]
    sentences += _change(view, row)
    sentences += _against(view, rate)
    if row["area_count"] > 1 and choice.region[0] != "municipality":
        counts = {name: number(row[f"{name}_count"], 0, view.language) for name in ("reporting", "area", "imputed")}
        sentences.append(view.word("finding.staffing.coverage", **counts))
        if row["imputed_count"]:
            sentences.append(view.word("finding.staffing.carried_some", **counts))
    elif row["imputed_count"]:
        sentences.append(view.word("finding.staffing.carried"))
    later = view.own.filter(pl.col("year") > choice.year)
    if later.height and later["fte"].null_count() == later.height:
        sentences.append(view.word("finding.staffing.later_missing", year=later["year"][-1]))
    return " ".join(sentences)


def _what(view: StaffingView) -> str:
    education = view.choice.education
    if education == ALL:
        return view.word("staffing.what.all")
    return view.word("staffing.what.education", education=code_label("education", education, view.language))


def _change(view: StaffingView, row: dict[str, Any]) -> list[str]:
    """Say how it changed since the year before, or that a break forbids saying it."""
    breaks = [year for year in view.break_years if year <= row["year"]]
    if row["is_break"]:
        return [view.word("finding.staffing.break", year=row["year"])]
    sentences = []
    change = row["change_share"]
    if change is not None:
        key = "same" if abs(change) < 0.0005 else "up" if change > 0 else "down"
        share = percent(abs(change), 1, view.language)
        sentences.append(view.word(f"finding.staffing.{key}", change=share, year=row["year"] - 1))
    if breaks:
        sentences.append(view.word("finding.staffing.broken", year=max(breaks)))
    return sentences


def _against(view: StaffingView, rate: float | None) -> list[str]:
    """Hold the figure against the country and against municipalities of the same size."""
    if rate is None:
        return []
    sentences = []
    if view.choice.region[0] != "country" and view.reference.height:
        whole = view.reference["value"][0]
        is_same = view.rate(rate) == view.rate(whole)
        key = "as_country" if is_same else "above_country" if rate > whole else "below_country"
        sentences.append(view.word(f"finding.staffing.{key}", country=view.rate(whole)))
    usual = view.band.filter(pl.col("year") == view.choice.year)
    if usual.height:
        lower, upper = usual["lower"][0], usual["upper"][0]
        key = "below_usual" if rate < lower else "above_usual" if rate > upper else "within_usual"
        sentences.append(
            view.word(
                f"finding.staffing.{key}", size=view.size_name, lower=view.decimal(lower), upper=view.decimal(upper)
            )
        )
    return sentences


def team(row: dict[str, Any], name: str, missing: list[str], language: Language) -> str:
    """Say what a team has in FTE, who pays, what is uncertain, vacant or not stated, and which roles it lacks.

    ``row``: one row of mart.team. ``missing``: the roles it lacks, in words.
    """

    def fte(column: str) -> str:
        return number(row[column], 1, language)

    values: dict[str, object] = {column: fte(column) for column in row if column.endswith("fte")}
    positions = number(row["position_count"], 0, language)
    total = "total" if row["fte"] is not None else "total_unknown"
    sentences = [words(f"finding.team.{total}", language, name=name, positions=positions, **values)]
    if row["fte"] is not None:
        sentences.append(words("finding.team.sectors", language, **values))
    if row["unknown_sector_fte"]:
        sentences.append(words("finding.team.unknown_sector", language, **values))
    if row["share_not_stated_count"]:
        count = number(row["share_not_stated_count"], 0, language)
        one = "not_stated_one" if row["share_not_stated_count"] == 1 else "not_stated"
        sentences.append(words(f"finding.team.{one}", language, count=count))
    if row["uncertain_fte"]:
        sentences.append(words("finding.team.uncertain", language, **values))
    if row["vacant_fte"]:
        sentences.append(words("finding.team.vacant", language, **values))
    if missing:
        counts = {"count": number(len(missing), 0, language), "roles": ", ".join(missing)}
        sentences.append(words("finding.team.missing", language, **counts))
    else:
        sentences.append(words("finding.team.complete", language))
    return " ".join(sentences)
