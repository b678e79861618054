"""A warm start: what the first readers would otherwise wait for is done before the server answers, or right after."""

import gc
import threading
from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard import maps, project_parts, projects_parts, seminars, seminars_parts
from dashboard.charts.broken_line import broken_line
from dashboard.charts.day_spans import day_spans
from dashboard.charts.development import development
from dashboard.charts.dot_interval import dot_interval
from dashboard.charts.fte_bars import fte_bars
from dashboard.charts.goal_way import goal_way
from dashboard.charts.money_time import money_time
from dashboard.charts.named_bars import named_bars
from dashboard.charts.profile_lines import profile_lines
from dashboard.charts.ranked_bars import ranked_bars
from dashboard.charts.rate_bars import rate_bars
from dashboard.charts.region_map import MISSING, NOTHING, region_map
from dashboard.charts.share_lines import share_lines
from dashboard.charts.stacked_counts import stacked_counts
from dashboard.charts.theme import PALETTES, Author, Mode
from dashboard.charts.timeline import timeline
from dashboard.classes import STEPS
from dashboard.data import prepare, read
from dashboard.funding_parts import MAP_HEIGHT
from dashboard.projects_frames import light_parts, light_words, party_parts
from dashboard.projects_time import kind_names
from dashboard.published import generation
from dashboard.shell import page_modules
from dashboard.team import sector_parts, state_parts
from dashboard.words import speaking, words
from warehouse.words import LANGUAGES, Language

FIRST: tuple[Mode, Language] = ("light", "nb")
"""How most readers see the pages."""

PROJECT_ROWS = (project_parts.ROW_HEIGHT, project_parts.LABEL_LIMIT)
PORTFOLIO_ROWS = (projects_parts.ROW_HEIGHT, projects_parts.LABEL_LIMIT)
MAP_LEVELS = ("county", "municipality", "health_region", "health_trust", "health_community", "dps")


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
        prepare([f"mart.{name}" for name in marts])
    _author_the_rare(*FIRST)
    for mode in PALETTES:
        for language in LANGUAGES:
            if (mode, language) != FIRST:
                _author(mode, language)
    gc.collect()
    gc.freeze()


def _author(mode: Mode, language: Language) -> None:
    for chart, given in _patterns(mode, language):
        chart(*given, mode, language)


def _author_the_rare(mode: Mode, language: Language) -> None:
    """Author what only some choices need: maps of every level, and the spread of the answers of each survey wave."""
    one, four, five = (("…",) * count for count in (1, 4, 5))
    full = tuple(("…", step) for step in range(STEPS))
    ends = ((), (("…", NOTHING),), (("…", MISSING),), (("…", NOTHING), ("…", MISSING)))
    for level in MAP_LEVELS:
        for end in ends:
            region_map(maps.SCHEMATIC, level, five, (*full, *end), MAP_HEIGHT, mode, language)
    development("…", ("…",) * 3, one, mode, language)
    for names, height, limit in ((("rows",), *PROJECT_ROWS), (("periods", "rows"), *PORTFOLIO_ROWS)):
        timeline(four, kind_names(language), "…", names, 1, height, limit, mode, language)
    if generation():
        with speaking(language):
            for code in seminars.waves().filter(share_basis="counts")["wave_code"]:
                view = seminars.wave_view(code, language)
                for kind in seminars_parts.CHARTS:
                    if view.known.height:
                        seminars_parts.agreement_chart(view, kind, mode)


def _patterns(mode: Mode, language: Language) -> Iterator[tuple[Author, tuple[Any, ...]]]:
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
    yield timeline, (four, kind_names(language), "…", ("rows",), 2, *PROJECT_ROWS)
    yield timeline, (four, kind_names(language), "…", ("periods", "rows"), 2, *PORTFOLIO_ROWS)
    yield from (
        (stacked_counts, (four, parts, 2)) for parts in (light_parts(mode, language), party_parts(mode, language))
    )
    yield from (
        (fte_bars, (three, parts, two)) for parts in (sector_parts(mode, language), state_parts(mode, language))
    )
    classes = tuple(("…", step) for step in range(STEPS))
    yield from (
        (region_map, (maps.SCHEMATIC, level, five, classes, MAP_HEIGHT)) for level in ("county", "municipality")
    )
