"""A paper and its parts, and how it is set: Typst makes the PDF, with our fonts, offline and readable aloud (PDF/UA-1)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import polars as pl
import typst

from dashboard.charts.theme import Spec
from dashboard.components import is_demo
from dashboard.data import labels, read, source_titles
from dashboard.pictures import FONTS, drawing, on_paper
from dashboard.table import NUMERIC, Table, local
from dashboard.words import language, t
from warehouse.words import Language, date, moment, number

WIDTH = 760
"""Pixels of a chart as wide as the text: its letters are then as large as those of the tables."""

MOST_ROWS = 12
"""A longer table is cut, and says so; the page has all."""

_SETTING = Path(__file__).with_name("paper.typ")


@dataclass(frozen=True)
class Text:
    """A paragraph; ``is_small`` for definitions and cautions."""

    text: str
    is_small: bool = False


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    points: Sequence[str]


@dataclass(frozen=True)
class Number:
    """A key number: what it is, its figure, and what makes it certain or not."""

    label: str
    value: str
    about: str = ""


@dataclass(frozen=True)
class Numbers:
    """Key numbers beside each other."""

    numbers: Sequence[Number]


@dataclass(frozen=True)
class Facts:
    """Names and what they say, two beside each other."""

    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Rows:
    """A table as texts. ``numeric``: the columns set to the right. ``marked``: the row in bold. ``more``: what is left out.

    ``caption`` is empty where the heading of the section says the same.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    marked: int | None = None
    more: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart as SVG; ``alt`` is what a screen reader says. ``title`` is empty where the heading says the same."""

    title: str
    svg: str
    alt: str


Block = Text | Points | Numbers | Facts | Rows | Chart


@dataclass(frozen=True)
class Section:
    """A part of the paper under its heading."""

    heading: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Paper:
    """What stands on a board page. ``choices``: what it was made for. ``sources``: where its figures come from."""

    title: str
    finding: str
    choices: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    sources: Sequence[str]
    frames: Sequence[pl.DataFrame]


def rows_of(table: Table, caption: str, marked: int | None = None, most: int = MOST_ROWS) -> Rows:
    """Give the first ``most`` rows of a table, as they are read on screen, and say how many are left out."""
    count = table.rows.height
    texts = [table.texts(column)[:most] for column in table.columns]
    counts = {"count": number(most, 0, table.language), "total": number(count, 0, table.language)}
    return Rows(
        caption,
        [table.heading(column) for column in table.columns],
        list(zip(*texts, strict=True)),
        [table.kind(column) in NUMERIC for column in table.columns],
        marked if marked is not None and marked < most else None,
        t("report.more", **counts) if count > most else "",
    )


def chart_of(title: str, alt: str, spec: Spec, frames: Mapping[str, pl.DataFrame], height: int | None = None) -> Chart:
    """Draw a chart for paper, as high as on screen unless ``height`` in pixels says otherwise."""
    light = on_paper(spec)
    return Chart(title, drawing(light if height is None else {**light, "height": height}, frames, WIDTH), alt)


def pdf(paper: Paper, chosen: Language) -> bytes:
    """Set a paper as PDF on A4. The words go along as JSON, so that nothing in a file can be read as markup."""
    has_demo = is_demo(*paper.frames)
    build = read("meta.build", is_current=True).row(0, named=True)
    built = moment(local(build["built_at"]), chosen)
    as_of = read("core.as_of")["as_of_date"]
    told = {
        "lang": chosen,
        "title": paper.title,
        "app": t("app.name"),
        "demo": t("tag.demo") if has_demo else "",
        "finding": paper.finding,
        "choices": paper.choices,
        "sections": [
            {"heading": one.heading, "blocks": [_told(block) for block in one.blocks]}
            for one in (*paper.sections, _sources(paper.sources))
        ],
        "as_of": t("report.as_of", date=date(as_of[0], chosen)) if as_of.len() and as_of[0] else "",
        "build": t("report.build", build=build["build_id"], moment=built),
        "page": t("report.page"),
        "of": t("report.of"),
    }
    made = typst.compile(
        str(_SETTING),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    if not isinstance(made, bytes):
        raise TypeError("one paper must give one file")
    return made


def _told(block: Block) -> dict[str, object]:
    return {"kind": type(block).__name__.lower(), **asdict(block)}


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def _sources(sources: Sequence[str]) -> Section:
    """Say where the figures come from: owner, rows, how many of them are invented, and when the last came."""
    rows = read("mart.freshness", order_by=("source",), source=tuple(sources))
    rows = rows.filter(pl.col("row_count") > 0)
    if rows.is_empty():
        return Section(t("report.sources"), [Text(t("source.none"))])
    named = rows.with_columns(pl.col("source").replace(source_titles(language())))
    columns = ("source", "owner_name", "row_count", "synthetic_share", "latest_received_at")
    table = Table(named, columns, labels(language()), language())
    return Section(
        t("report.sources"), [rows_of(table, "", most=rows.height), Text(t("report.symbols"), is_small=True)]
    )
