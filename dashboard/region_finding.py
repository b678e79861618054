"""The sentences of the profile of a region, made by rules from the rows of the marts, each with what makes it uncertain."""

from dataclasses import dataclass
from typing import Any

from dashboard import findings
from dashboard.projects_finding import joined
from dashboard.region import RegionView
from dashboard.region_place import Row
from dashboard.table import code_label
from dashboard.whole import having, picked
from warehouse.words import Language, date, kroner, number, percent, short_kroner

LARGE_CHANGE = 0.25
"""The same limit as mart.attention has for a county."""

PROJECT_COUNTS = {
    "red": "red_project_count",
    "worse": "worse_project_count",
    "grey": "grey_project_count",
    "late": "late_project_count",
    "missing_nav": "missing_nav_count",
    "missing_user_organisation": "missing_user_organisation_count",
}
"""Each kind of open point about projects, with its column of mart.project_portfolio."""


@dataclass(frozen=True)
class Point:
    """Something open: what it is in words, how many, how many kroner, and the page that shows more."""

    text: str
    count: int | None
    amount_nok: float | None
    page: str


def lead(view: RegionView) -> str:
    """Say what the region got, beside the country and its peers, and how much is open."""
    sentences = [money(view)]
    found = len(points(view))
    if found:
        key = "finding.profile.open_one" if found == 1 else "finding.profile.open_many"
        sentences.append(view.word(key, count=number(found, 0, view.language)))
    return " ".join(sentences)


def who(view: RegionView) -> str:
    """Say how many live in the region, and where it lies."""
    about = view.about or {}
    values: dict[str, Any] = {"place": view.place, "level": view.level_name(view.level)}
    known = about.get("population") is not None
    values |= {"population": number(about.get("population"), 0, view.language), "year": about.get("population_year")}
    sentences = [view.word("finding.profile.who" if known else "finding.profile.who_unknown", **values)]
    if view.size_group:
        group = code_label("size_group", view.size_group, view.language)
        sentences.append(view.word("finding.profile.size_group", group=group))
    above = [
        f"{one['region_name']} ({view.level_name(one['region_level'])})"
        for one in view.shares.iter_rows(named=True)
        if one["municipality_count"] == one["own_count"] and one["region_level"] != "municipality"
    ]
    if above:
        sentences.append(view.word("finding.profile.lies_in", places=joined(above, view.language)))
    return " ".join(sentences)


def money(view: RegionView) -> str:
    """Say what the region got per inhabitant, its place, the country and the middle, and why the amount may be uncertain."""
    row = view.funding
    if row is None:
        return view.word(f"finding.profile.{'no' if view.year else 'never'}_grants", place=view.place, year=view.year)
    sentences = [findings.one_region(row, "granted_per_capita_nok", view.language)]
    country, median = row["country_granted_per_capita_nok"], row["median_granted_per_capita_nok"]
    if row["granted_per_capita_nok"] is not None and country is not None:
        values = {"country": _kroner(country, view.language), "median": _kroner(median, view.language)}
        sentences.append(view.word("finding.profile.beside", many=view.word(f"level.{view.level}.count"), **values))
    band = picked(view.money_band, year=view.year)
    if band.height:
        limits = {name: _kroner(band[name][0], view.language) for name in ("lower", "upper")}
        sentences.append(view.word("finding.profile.band", **limits))
    if row["is_estimated"]:
        sentences.append(view.word("finding.profile.estimated"))
    if row["has_unallocated_part"]:
        sentences.append(view.word("finding.profile.minimum"))
    return " ".join(sentences)


def paid(view: RegionView) -> str:
    """Say what was paid out and how many reports are late; what was not delivered is said, not 0."""
    flow = view.flow
    if flow is None or flow["net_paid_nok"] is None:
        return view.word("finding.profile.no_payments", place=view.place)
    values = {"paid": short_kroner(flow["net_paid_nok"], view.language), "year": view.year}
    share = flow["paid_share"]
    key = "finding.profile.paid" if share is None else "finding.profile.paid_share"
    known = {
        "share": percent(share, 0, view.language),
        "granted": short_kroner(flow["payment_known_nok"], view.language),
    }
    return view.word(key, **values, **known)


def projects(view: RegionView) -> str:
    """Say how many projects run in the region, and their lights."""
    if not view.has_projects:
        return view.word("finding.profile.no_projects", place=view.place)
    counts = view.active.row(0, named=True)
    lights = {
        name: number(counts[f"{name}_project_count"], 0, view.language) for name in ("red", "yellow", "green", "grey")
    }
    total = number(counts["project_count"], 0, view.language)
    if counts["red_project_count"] is None:
        return view.word("finding.profile.projects_silent", place=view.place, total=total)
    return view.word("finding.profile.projects", place=view.place, total=total, **lights)


def staff(view: RegionView) -> str:
    """Say how many full-time equivalents the region has per inhabitant, beside the country, and how many areas it counts."""
    row = view.staff_row
    if row is None or view.staff_key is None:
        return view.word("finding.profile.no_staff", place=view.place)
    group = code_label("target_group_code", str(view.staff_key["target_group_code"]), view.language)
    values = {
        "place": view.place,
        "fte": number(row["fte_per_10k"], 1, view.language),
        "group": group,
        "year": row["year"],
        "series": row["series_code"],
    }
    sentences = [view.word("finding.profile.staff", **values)]
    country = having(picked(view.staff_country, year=row["year"]), "fte_per_10k")
    if country.height:
        fte = number(country["fte_per_10k"][0], 1, view.language)
        sentences.append(view.word("finding.profile.staff_country", fte=fte))
    if row["area_count"] == 1:
        sentences += [view.word("finding.profile.staff_imputed")] if row["imputed_count"] else []
    elif row["area_count"] and row["reporting_count"] is not None:
        counts = {name: number(row[f"{name}_count"], 0, view.language) for name in ("reporting", "area", "imputed")}
        sentences.append(view.word("finding.profile.staff_base", **counts))
        if row["imputed_count"]:
            sentences.append(view.word("finding.profile.staff_carried", **counts))
    if view.staff["series_part"].n_unique() > 1:
        sentences.append(view.word("finding.profile.staff_break"))
    return " ".join(sentences)


def seminars(view: RegionView) -> str:
    """Say how many of the DPS areas a series has reached, and how many seminars are planned."""
    rows = view.seminars
    if rows.is_empty():
        return view.word("finding.profile.no_seminars", place=view.place)
    held = {code for code, count in zip(rows["dps_code"], rows["held_count"], strict=True) if count}
    counts = {
        "areas": number(len(view.dps_codes), 0, view.language),
        "reached": number(len(held), 0, view.language),
        "held": number(int(rows["held_count"].sum()), 0, view.language),
        "planned": number(int(rows["planned_count"].sum()), 0, view.language),
    }
    first, last = rows["year"].min(), rows["year"].max()
    years = {"first": first, "last": last}
    return view.word("finding.profile.seminars", place=view.place, **counts, **years)


def chain(view: RegionView) -> str:
    """Say how many of the steps from kroner to effect have a figure."""
    columns = ("amount_nok", "step_count", "step_share", "fte")
    known = sum(any(row[column] is not None for column in columns) for row in view.chain.iter_rows(named=True))
    if not known:
        return view.word(f"finding.profile.{'no' if view.year else 'never'}_chain", place=view.place, year=view.year)
    counts = {"known": number(known, 0, view.language), "total": number(view.chain.height, 0, view.language)}
    return view.word("finding.profile.chain", place=view.place, year=view.year, **counts)


def points(view: RegionView) -> list[Point]:
    """List what is open in the region: late reports and money, a large change, projects that need a look, areas not reached."""
    return [*_money_points(view), *_project_points(view), *_area_points(view)]


def _money_points(view: RegionView) -> list[Point]:
    found = []
    open_now: Row = view.follow_up or {}
    if open_now.get("overdue_count"):
        values = {"count": number(open_now["overdue_count"], 0, view.language), "date": _day(open_now, view.language)}
        amount = open_now["overdue_granted_nok"]
        text = view.word("region.point.overdue", amount=short_kroner(amount, view.language), **values)
        found.append(Point(text, open_now["overdue_count"], amount, "grants"))
    for name in ("undecided", "to_repay"):
        amount = open_now.get(f"{name}_nok")
        if amount:
            text = view.word(f"region.point.{name}", amount=short_kroner(amount, view.language))
            found.append(Point(text, None, amount, "grants"))
    row: Row = view.funding or {}
    change = row.get("granted_change_share")
    if change is not None and abs(change) >= LARGE_CHANGE:
        key = "region.point.rose" if change > 0 else "region.point.fell"
        text = view.word(key, change=percent(abs(change), 0, view.language), year=view.year)
        found.append(Point(text, None, row["granted_change_nok"], "funding"))
    return found


def _project_points(view: RegionView) -> list[Point]:
    if view.active.is_empty():
        return []
    row = view.active.row(0, named=True)
    return [
        Point(
            view.word(f"region.point.{name}", count=number(row[column], 0, view.language)),
            row[column],
            None,
            "projects",
        )
        for name, column in PROJECT_COUNTS.items()
        if row[column]
    ]


def _area_points(view: RegionView) -> list[Point]:
    rows = view.seminars
    held = {name for name, count in zip(rows["dps_name"], rows["held_count"], strict=True) if count}
    missed = sorted(set(rows["dps_name"]) - held)
    if not missed or not held:
        return []
    text = view.word("region.point.not_reached", areas=joined(missed, view.language))
    return [Point(text, len(missed), None, "seminars")]


def _kroner(value: float | None, language: Language) -> str:
    return kroner(None if value is None else round(value), language)


def _day(row: Row, language: Language) -> str:
    return date(row["as_of_date"], language)
