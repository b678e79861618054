"""The tables of the page about seminars, made from the views of one wave or of all seminars."""

import polars as pl

from dashboard.data import labels, read
from dashboard.keeping import kept, remembered
from dashboard.seminars import ALL, DIVISIONS, Row, WaveView, waves
from dashboard.seminars_frames import difference_texts
from dashboard.table import Table, code_label
from dashboard.words import words
from warehouse.codes import code_lists
from warehouse.words import MISSING, Language, number

WAVE_COLUMNS = (
    "wave_code",
    "year",
    "time_point",
    "answer_count",
    "population_size",
    "response_rate",
    "response_level",
    "data_class",
)
SEMINAR_COLUMNS = (
    "seminar_title",
    "seminar_status",
    "seminar_date",
    "invited_count",
    "attended_count",
    "cost_nok",
    "cost_per_participant_nok",
)
STATUS_SYMBOLS = {
    "completed": "●",
    "started": "◐",
    "planned": "○",
    "proposed": "◇",
    "stopped": "■",
    "unknown": "?",
}
"""Each status of a measure by shape, beside its word."""


@kept
def agreement(view: WaveView) -> Table:
    """Give everybody's agreement per statement: interval, what the source says, and why a percentage cannot be right."""
    rows = view.agree
    cells = list(rows.iter_rows(named=True))
    texts = {
        "agreement": [view.agreement(row) for row in cells],
        "wilson": [view.interval(row["low_share"], row["high_share"]) for row in cells],
        "finite": [view.interval(row["low_finite_share"], row["high_finite_share"]) for row in cells],
    }
    if view.is_counted:
        return view.table(rows, texts, ("statement_text", *texts, "neutral_count", "disagree_count", "unknown_count"))
    texts["reason"] = [view.reason(row) for row in cells]
    return view.table(rows, texts, ("statement_text", "agreement", "stated_text", "wilson", "finite", "reason"))


@kept
def differences(view: WaveView) -> Table:
    """Give leaders against staff per statement, with interval and verdict."""
    rows = view.known_differences
    written = difference_texts(view, rows)
    texts = {name: [row[name] for row in written] for name in written[0]}
    return view.table(rows, texts, ("statement_text", *texts))


@kept
def seminars(view: WaveView) -> Table:
    """Give the seminars of the wave with who came and what they cost."""
    return Table(view.seminars, SEMINAR_COLUMNS, labels(view.language), view.language)


@remembered
def waves_with_answers(language: Language) -> Table | None:
    """Give participation and response of each wave with answers; None when no wave has any."""
    rows = waves().filter(pl.col("share_basis").is_not_null())
    return Table(rows, WAVE_COLUMNS, labels(language), language) if rows.height else None


@kept
def came(view: WaveView) -> Table | None:
    """Give who came to the seminars of the wave by role: invited, registered and attended, summed over the seminars.

    None where nobody has told it by role.
    """
    rows = read("mart.seminar_participation", seminar_code=tuple(view.seminars["seminar_code"]))
    roles = list(code_lists()["participant_role"])
    parts = rows.filter(pl.col("participant_role") != "all")
    if parts.is_empty():
        return None
    summed = parts.group_by("participant_role").agg(
        pl.col("invited_count", "registered_count", "attended_count").sum(), pl.col("data_class").max()
    )
    ordered = summed.sort(pl.col("participant_role").replace_strict({role: place for place, role in enumerate(roles)}))
    columns = ("participant_role", "invited_count", "registered_count", "attended_count")
    return Table(ordered, columns, labels(view.language), view.language)


@remembered
def coverage(rows: pl.DataFrame, language: Language) -> Table:
    """Give seminars per DPS area and year in words, over all series. ``rows``: mart.seminar_coverage."""
    years = sorted(rows["year"].unique().to_list())
    counts = ("held", "planned", "cancelled")
    summed = rows.group_by("dps_code", "dps_name", "year").agg(pl.col(*(f"{count}_count" for count in counts)).sum())
    cells = {
        (row["dps_code"], row["year"]): ", ".join(
            words(f"seminars.{count}", language, count=number(row[f"{count}_count"], 0, language))
            for count in counts
            if row[f"{count}_count"]
        )
        or words("seminars.none", language)
        for row in summed.iter_rows(named=True)
    }
    areas = rows.group_by("dps_code", "dps_name").agg(pl.col("data_class").max()).sort("dps_name", "dps_code")
    made = areas.with_columns(
        pl.Series(f"in_{year}", [cells.get((code, year), "–") for code in areas["dps_code"]], dtype=pl.String)
        for year in years
    )
    columns = tuple(f"in_{year}" for year in years)
    headings = dict(zip(columns, map(str, years), strict=True))
    return Table(made, ("dps_name", *columns), {**labels(language), **headings}, language)


@kept
def divisions(view: WaveView) -> list[str]:
    """Say by what the answers of the wave are divided."""
    return [name for name, column in DIVISIONS.items() if view.every.filter(pl.col(column) != ALL[column]).height]


@kept
def divided(view: WaveView, by: str) -> Table:
    """Give agreement by one division: a row per statement and a column per group, in the order of the code list."""
    column = DIVISIONS[by]
    others = [pl.col(name) == value for name, value in ALL.items() if name != column]
    rows = view.every.filter(*others, pl.col(column) != ALL[column])
    groups = _in_order(column, rows[column].unique().to_list())
    names = _group_names(view, column, groups)
    cells = {(row["statement_code"], row[column]): _cell(view, row) for row in rows.iter_rows(named=True)}
    statements = view.agree.filter(pl.col("statement_code").is_in(rows["statement_code"].unique().to_list()))
    texts = {group: [cells.get((code, group), MISSING) for code in statements["statement_code"]] for group in groups}
    made = statements.select("statement_text", "data_class").with_columns(
        pl.Series(f"group_{place}", texts[group], dtype=pl.String) for place, group in enumerate(groups)
    )
    columns = tuple(f"group_{place}" for place in range(len(groups)))
    heading = view.table(made, {}, ()).labels | dict(zip(columns, names, strict=True))
    return Table(made, ("statement_text", *columns), heading, view.language)


def _in_order(column: str, groups: list[str]) -> list[str]:
    listed = list(code_lists().get(column, {}))
    return sorted(groups, key=lambda group: (listed.index(group) if group in listed else len(listed), group))


def _group_names(view: WaveView, column: str, groups: list[str]) -> list[str]:
    if column != "area_code":
        return [code_label(column, group, view.language) for group in groups]
    regions = read("mart.region", region_level="dps", border_basis="2024")
    named = dict(zip(regions["region_code"], regions["region_name"], strict=True))
    return [named.get(group, group) for group in groups]


def _cell(view: WaveView, row: Row) -> str:
    figures = view.agreement(row)
    if row["agree_share"] is None:
        return figures
    return view.word(
        "seminars.cell",
        figures=figures,
        interval=view.interval(row["low_share"], row["high_share"]),
    )


@kept
def over_waves(view: WaveView) -> Table:
    """Give every statement asked more than once, with a column per wave of the series."""
    rows = view.series.filter(pl.col("statement_text").is_in(view.repeated))
    asked = rows.select("wave_code", "year", "time_point").unique(maintain_order=True)
    cells = {(row["statement_text"], row["wave_code"]): _cell(view, row) for row in rows.iter_rows(named=True)}
    texts = {
        f"wave_{place}": [cells.get((text, code), MISSING) for text in view.repeated]
        for place, code in enumerate(asked["wave_code"])
    }
    names = [when(view, row) for row in asked.iter_rows(named=True)]
    made = pl.DataFrame({"statement_text": view.repeated, "data_class": rows["data_class"].max(), **texts})
    heading = view.table(made, {}, ()).labels | dict(zip(texts, names, strict=True))
    return Table(made, ("statement_text", *texts), heading, view.language)


def when(view: WaveView, row: Row) -> str:
    """Name a wave within its series: «2024, oppfølging»."""
    return f"{row['year']}, {code_label('time_point', str(row['time_point']), view.language)}"


@kept
def measures(view: WaveView) -> Table:
    """Give the measures of a wave in order of rank, with the status as everybody, leaders and staff say."""
    rows = read("mart.measure", wave_code=view.code)
    first = rows.filter(pl.col("participant_role") == "all")
    ranked = (first if first.height else rows.unique("measure_code")).sort(
        "mention_rank", "measure_code", nulls_last=True
    )
    texts = {}
    for role in ("all", "leader", "employee"):
        own = rows.filter(pl.col("participant_role") == role)
        said = dict(zip(own["measure_code"], own["measure_status"], strict=True))
        if said:
            texts[f"status_{role}"] = [_status(view, said.get(code)) for code in ranked["measure_code"]]
    optional = ("mention_rank", "mention_count", "base_count", "responsible_body", "due_date")
    present = [name for name in optional if ranked[name].null_count() < ranked.height]
    before = [name for name in present if name == "mention_rank"]
    after = [name for name in present if name != "mention_rank"]
    return view.table(ranked, texts, (*before, "measure_title", *texts, "measure_category", *after))


def _status(view: WaveView, status: str | None) -> str:
    return f"{STATUS_SYMBOLS[status]} {code_label('measure_status', status, view.language)}" if status else MISSING
