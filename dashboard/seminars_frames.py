"""The rows behind the charts of the page about seminars, made from the views of one wave."""

import math

import polars as pl

from dashboard.charts.likert import Kind
from dashboard.data import read
from dashboard.keeping import kept
from dashboard.seminars import ALL, Row, WaveView, blocks
from warehouse.words import number, percent

NARROW = 0.09
"""A part of a bar less than this has no figure written in it."""

GAP = 0.08
"""Room between the scale and the answers apart from it."""


def dots(view: WaveView, rows: pl.DataFrame, names: list[str]) -> tuple[pl.DataFrame, int]:
    """Give agreement as the dot chart draws it, one row per share, and the lines a row takes."""
    made = []
    broken, lines = blocks(names)
    for place, row in enumerate(rows.iter_rows(named=True)):
        interval = view.interval(row["low_share"], row["high_share"])
        label, stated = view.agreement(row), row["stated_text"]
        is_marked = row["is_share_possible"] is False
        if is_marked:
            # Short enough for one line of a phone; the share that is nearest is where the mark stands.
            counts = {name: number(row[f"{name}_count"], 0, view.language) for name in ("agree", "base")}
            label = view.word("seminars.marked", stated=stated, **counts)
        elif stated:
            label = view.word("seminars.with_stated", figures=label, stated=stated)
        about = view.word("seminars.interval", interval=interval)
        made.append(
            {
                "row": place,
                "name": broken[place],
                "statement": names[place],
                "label": label,
                "value": row["agree_share"],
                "low": row["low_share"],
                "high": row["high_share"],
                "is_marked": is_marked,
                "about": about,
                "spoken": f"{names[place]}: {label}. {about}",
            }
        )
    return pl.DataFrame(made), lines


@kept
def difference_dots(view: WaveView) -> tuple[pl.DataFrame, int]:
    """Give leaders minus staff as the dot chart draws it; a difference that is certain is marked."""
    made = []
    rows = view.differences.filter(pl.col("difference_share").is_not_null())
    broken, lines = blocks(rows["statement_text"].to_list())
    for place, (row, text) in enumerate(zip(rows.iter_rows(named=True), difference_texts(view, rows), strict=True)):
        made.append(
            {
                "row": place,
                "name": broken[place],
                "statement": row["statement_text"],
                "label": f"{text['points']}: {text['verdict']}",
                "value": row["difference_share"],
                "low": row["low_share"],
                "high": row["high_share"],
                "is_marked": row["is_certain"],
                "about": view.word("seminars.interval", interval=text["points_interval"]),
                "spoken": f"{row['statement_text']}: {text['points']} ({text['points_interval']}), {text['verdict']}",
            }
        )
    return pl.DataFrame(made), lines


def difference_texts(view: WaveView, rows: pl.DataFrame) -> list[dict[str, str]]:
    """Write each difference: both shares, percentage points, interval, and whether it is certain."""
    return [
        {
            "leader": view.word(
                "seminars.share_of",
                share=view.share(row["leader_share"], row["leader_base_count"]),
                base=number(row["leader_base_count"], 0, view.language),
            ),
            "employee": view.word(
                "seminars.share_of",
                share=view.share(row["employee_share"], row["employee_base_count"]),
                base=number(row["employee_base_count"], 0, view.language),
            ),
            "points": view.word("seminars.points", points=_signed(view, row["difference_share"])),
            "points_interval": view.word(
                "seminars.points_interval",
                low=_signed(view, row["low_share"], row["is_certain"]),
                high=_signed(view, row["high_share"], row["is_certain"]),
            ),
            "verdict": view.word("seminars.certain" if row["is_certain"] else "seminars.uncertain"),
        }
        for row in rows.iter_rows(named=True)
    ]


def _signed(view: WaveView, share: float, is_certain: bool = False) -> str:
    """Write percentage points with their sign; the limit of a certain difference is never written as 0."""
    nothing = number(0, 0, view.language)
    texts = [number(abs(100 * share), decimals, view.language) for decimals in range(4 if is_certain else 1)]
    text = next((text for text in texts if any(sign in text for sign in "123456789")), nothing)
    return text if text == nothing else f"{'+' if share > 0 else '−'}{text}"


@kept
def distribution(view: WaveView) -> pl.DataFrame:
    """Everybody's answers, in the order of agreement and of the scale; statements that are hidden are left out."""
    rows = read("mart.survey_distribution", wave_code=view.code, **ALL)
    place = {code: place for place, code in enumerate(view.known["statement_code"])}
    rows = rows.filter(pl.col("statement_code").is_in(list(place)) & (pl.col("answer_kind") != "other"))
    return rows.with_columns(row=pl.col("statement_code").replace_strict(place, return_dtype=pl.Int64)).sort(
        "row", "answer_order"
    )


def scale_of(rows: pl.DataFrame) -> dict[str, Kind]:
    """Give the answers in order, each with its kind; the outermost answer of a side is the strong one."""
    found = rows.sort("answer_order", "answer_text").unique("answer_text", keep="first", maintain_order=True)
    kinds = [kind if kind in ("agree", "neutral", "disagree") else "outside" for kind in found["answer_kind"]]
    last = {kind: place for place, kind in enumerate(kinds)}
    strong = {"agree": kinds.index("agree") if "agree" in kinds else -1, "disagree": last.get("disagree", -1)}
    return {
        text: (kind, kind in strong and strong[kind] != place)
        for place, (text, kind) in enumerate(zip(found["answer_text"], kinds, strict=True))
    }


@kept
def bars(view: WaveView, is_diverging: bool) -> tuple[pl.DataFrame, tuple[float, ...], tuple[float, float], int]:
    """Give the parts of each bar, the ticks of the scale, where the chart goes from and to, and the lines a row takes.

    Disagreement is to the left when the neutral answer lies on the middle, else the bars are plain, from 0 to 100 per cent.
    """
    rows = distribution(view)
    answers = scale_of(rows)
    agree = {row["statement_code"]: row for row in view.known.iter_rows(named=True)}
    broken, lines = blocks(view.known["statement_text"].to_list())
    parts: list[Row] = []
    for (_, code), own in rows.group_by("row", "statement_code", maintain_order=True):
        given = {row["answer_text"]: row["answer_share"] or 0.0 for row in own.iter_rows(named=True)}
        sums = {
            kind: sum(given.get(text, 0.0) for text, (one, _) in answers.items() if one == kind)
            for kind in ("neutral", "disagree")
        }
        order = [text for text, (kind, _) in answers.items() if kind != "outside"]
        position = 0.0
        if is_diverging:
            order.reverse()
            position = -sums["disagree"] - sums["neutral"] / 2
        for text in order:
            parts.append(
                _part(
                    view, agree[code], broken[own["row"][0]], own, text, position, given.get(text, 0.0), answers[text]
                )
            )
            position += given.get(text, 0.0)
        for text in (text for text, (kind, _) in answers.items() if kind == "outside"):
            parts.append(
                _part(view, agree[code], broken[own["row"][0]], own, text, None, given.get(text, 0.0), answers[text])
            )
    inside = [part for part in parts if not part["is_apart"]]
    low = math.floor(10 * min([part["start"] for part in inside] + [0.0])) / 10
    high = math.ceil(10 * max(part["end"] for part in inside)) / 10 if is_diverging else 1.0
    width = 0.1
    for part in parts:
        if part["is_apart"]:
            width = max(width, part["end"])
            part |= {column: part[column] + high + GAP for column in ("start", "end", "middle")}
    end = math.ceil(10 * (high + GAP + width)) / 10
    ticks = tuple(tick / 4 for tick in range(-4, 5) if low <= tick / 4 <= high)
    return pl.DataFrame(parts), ticks, (low, end), lines


def _part(
    view: WaveView,
    agree: Row,
    broken: str,
    own: pl.DataFrame,
    text: str,
    position: float | None,
    share: float,
    kind: tuple[str, bool],
) -> Row:
    """Give one part of a bar; without a position it stands apart from the scale."""
    start = position or 0.0
    written = view.share(share, agree["base_count"])
    statement = agree["statement_text"]
    is_first = text == own["answer_text"][0]
    label = view.word(
        "seminars.with_unknown",
        figures=view.agreement(agree),
        count=number(agree["unknown_count"], 0, view.language),
    )
    return {
        "row": own["row"][0],
        "name": broken if is_first else None,
        "label": label if is_first else None,
        "statement": statement,
        "answer": text,
        "start": start,
        "end": start + share,
        "middle": start + share / 2,
        "share": written,
        "figure": percent(share, 0, view.language) if share >= NARROW and position is not None else "",
        "is_strong": kind[0] in ("agree", "disagree") and not kind[1],
        "is_apart": position is None,
        "spoken": f"{statement}: {text} {written}",
    }
