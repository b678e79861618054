"""A warm start: what the first readers would otherwise wait for is done before the server answers, or right after."""

import gc
import threading
from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard import maps, project_parts, projects_parts
from dashboard.charts.broken_line import broken_line
from dashboard.charts.day_spans import day_spans
from dashboard.charts.development import development
from dashboard.charts.dot_interval import dot_interval
from dashboard.charts.goal_way import goal_way
from dashboard.charts.money_time import money_time
from dashboard.charts.named_bars import named_bars
from dashboard.charts.profile_lines import profile_lines
from dashboard.charts.ranked_bars import ranked_bars
from dashboard.charts.rate_bars import rate_bars
from dashboard.charts.region_map import region_map
from dashboard.charts.share_lines import share_lines
from dashboard.charts.theme import PALETTES, Author, Mode
from dashboard.charts.timeline import timeline
from dashboard.classes import STEPS
from dashboard.data import SMALL, prepare, read
from dashboard.funding_parts import MAP_HEIGHT
from dashboard.projects_frames import light_words
from dashboard.projects_time import kind_names
from dashboard.published import generation
from dashboard.shell import page_modules
from dashboard.words import words
from warehouse.words import LANGUAGES, Language

FIRST: tuple[Mode, Language] = ("light", "nb")
"""How most readers see the pages."""


def up() -> None:
    """Import the pages and what they import when they are first shown, and author the charts as most readers see them.

    The other modes and languages, and the rows of the marts, follow in a thread of their own while the server answers.
    """
    page_modules()
    _author(*FIRST)
    threading.Thread(target=_the_rest, name="warm", daemon=True).start()


def _the_rest() -> None:
    """Author what is left, and read the marts that pages read, as far as something is published."""
    if generation():
        marts = read("meta.view", schema_name="mart").filter(pl.col("pages") != "")["relation_name"]
        # A card and a project's sheet count the rows that a figure comes from.
        sources = read("mart.freshness").filter(pl.col("row_count") <= SMALL)["source"]
        prepare([*(f"mart.{name}" for name in marts), *(f"source.{name}" for name in sources)])
    for mode in PALETTES:
        for language in LANGUAGES:
            if (mode, language) != FIRST:
                _author(mode, language)
    gc.collect()
    gc.freeze()


def _author(mode: Mode, language: Language) -> None:
    for chart, given in _patterns(language):
        chart(*given, mode, language)


def _patterns(language: Language) -> Iterator[tuple[Author, tuple[Any, ...]]]:
    """Give the charts with arguments of the patterns that pages show; the words are put in later (charts.wording)."""
    one, two, three, four, five = (("…",) * count for count in range(1, 6))
    for series in (two, three):
        yield development, ("…", three, series)
        yield from ((profile_lines, ("…", three, series, band)) for band in ("", "…"))
    yield broken_line, ("…", three, one, "", "…")
    yield broken_line, ("…", three, two, "…", "…")
    yield day_spans, ("…", three, two)
    yield share_lines, ("…", three, two)
    yield ranked_bars, (five, "…", 2)
    yield from ((rate_bars, (five, common, two)) for common in ("", "…"))
    yield from ((named_bars, ("…", two, two, True, has_unknown)) for has_unknown in (False, True))
    yield from ((dot_interval, (four, 2, 2, is_difference)) for is_difference in (False, True))
    ends = words("project.goal.baseline", language), words("project.goal.target", language)
    yield from ((goal_way, (ends, five, states, 2)) for states in ((True, True), (True, False), (False, True)))
    yield money_time, (four, light_words(language), two)
    yield timeline, (four, kind_names(language), "…", ("rows",), 2, project_parts.ROW_HEIGHT, project_parts.LABEL_LIMIT)
    both = ("periods", "rows")
    yield timeline, (four, kind_names(language), "…", both, 2, projects_parts.ROW_HEIGHT, projects_parts.LABEL_LIMIT)
    classes = tuple(("…", step) for step in range(STEPS))
    yield from (
        (region_map, (maps.SCHEMATIC, level, five, classes, MAP_HEIGHT)) for level in ("county", "municipality")
    )
