"""The rows that time lines of projects draw: periods, milestones and slips, and a period in words."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from dashboard.charts.timeline import KINDS, row_key
from dashboard.keeping import kept
from dashboard.projects import PortfolioView
from dashboard.table import code_label
from dashboard.words import words
from warehouse.words import Language, date, number


def milestone_marks(
    milestones: pl.DataFrame, row_of: Mapping[Any, tuple[str, str]], by: str, language: Language
) -> dict[str, pl.DataFrame]:
    """Give ``rows`` and ``slips`` of charts.timeline for milestones. ``row_of``: value of ``by`` → row key and name."""
    marks, slips = [], []
    for one in milestones.iter_rows(named=True):
        key = row_of.get(one[by])
        if key is None:
            continue
        row, name = key
        said = _slip(one["slip_days"], language)
        is_reached = one["actual_date"] is not None
        after = one["actual_date"] if is_reached else one["forecast_date"]
        kind = "dropped" if one["milestone_status"] == "dropped" else "planned"
        dates = [(kind, one["planned_date"]), ("reached" if is_reached else "expected", after)]
        for what, day in dates:
            if day is not None:
                when = f"{words(f'project.kind.{what}', language)} {date(day, language)}"
                marks.append(
                    {
                        "row": row,
                        "row_name": name,
                        "code": one["project_code"],
                        "kind": words(f"project.kind.{what}", language),
                        "date": str(day),
                        "slip": said,
                        "title": one["milestone_title"],
                        "when": when,
                        "spoken": f"{name}, {one['milestone_title']}: {when}. {said}",
                    }
                )
        if one["planned_date"] is not None and after is not None:
            slips.append(
                {"row": row, "start": str(one["planned_date"]), "end": str(after), "is_late": bool(one["is_late"])}
            )
    text = pl.String
    fields = ("row", "row_name", "code", "kind", "date", "slip", "title", "when", "spoken")
    return {
        "rows": pl.DataFrame(marks, schema=dict.fromkeys(fields, text)),
        "slips": pl.DataFrame(slips, schema={"row": text, "start": text, "end": text, "is_late": pl.Boolean}),
    }


@kept
def timeline_frames(view: PortfolioView, most: int) -> dict[str, pl.DataFrame]:
    """Give the four frames of charts.timeline for the first ``most`` projects shown that have any date."""
    dated = set(
        view.milestones.filter(pl.col("planned_date").is_not_null() | pl.col("actual_date").is_not_null())[
            "project_code"
        ]
    )
    rows = view.rows.filter(pl.col("start_date").is_not_null() | pl.col("project_code").is_in(list(dated))).head(most)
    row_of = {
        code: (row_key(place, code, name), name)
        for place, (code, name) in enumerate(rows.select("project_code", "name").iter_rows())
    }
    periods = []
    for one in rows.iter_rows(named=True):
        if one["start_date"] is None:
            continue
        when = period_text(one, view.language)
        end = one["end_date"] or max(one["start_date"], one["as_of_date"])
        periods.append(
            {
                "row": row_of[one["project_code"]][0],
                "title": one["name"],
                "code": one["project_code"],
                "start": str(one["start_date"]),
                "end": str(end),
                "when": when,
                "spoken": f"{one['name']}: {when}",
            }
        )
    fields = ("row", "title", "code", "start", "end", "when", "spoken")
    frames = milestone_marks(view.milestones, row_of, "project_code", view.language)
    as_of = view.rows["as_of_date"].head(1)
    return {
        **frames,
        "periods": pl.DataFrame(periods, schema=dict.fromkeys(fields, pl.String)),
        "today": pl.DataFrame({"date": [str(day) for day in as_of]}, schema={"date": pl.String}),
    }


def filled(frames: Mapping[str, pl.DataFrame]) -> tuple[str, ...]:
    """Name the frames of a time line that have marks to read."""
    return tuple(name for name in ("periods", "rows") if frames[name].height)


def kind_names(language: Language) -> tuple[str, ...]:
    """Give the words for the marks of a time line."""
    return tuple(words(f"project.kind.{kind}", language) for kind in KINDS)


def period_text(project: Mapping[str, Any], language: Language) -> str:
    """Write the period of a project with how precise it is, e.g. ``2025–2028 (år)``; «ikke oppgitt» without any day."""
    ends = [
        _precise(project["start_date"], project["start_precision"], language),
        _precise(project["end_date"], project["end_precision"], language),
    ]
    if not any(ends):
        return words("project.not_stated", language)
    return "–".join(end or words("project.not_stated", language) for end in ends)


def _precise(day: Any, precision: str | None, language: Language) -> str:  # noqa: ANN401 a date or nothing
    """Write a day no more precisely than it is known."""
    if day is None:
        return ""
    if precision == "year":
        return str(day.year)
    text = date(day, language)
    if precision in (None, "day", "not_stated"):
        return text
    return words("project.about_date", language, date=text, precision=code_label("date_precision", precision, language))


def _slip(days: int | None, language: Language) -> str:
    if days is None:
        return ""
    key = "late" if days > 0 else "early" if days < 0 else "in_time"
    return words(f"project.slip.{key}", language, days=number(abs(days), 0, language))
