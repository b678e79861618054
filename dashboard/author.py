"""``python -m dashboard.author`` writes the specifications that lie prepared (charts.prepared); ``make charts`` runs it.

What is authored are patterns: words, lists and more rows are put in later (charts.wording), so that a few hundred are all that
the pages show.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from dashboard import project_parts, projects_parts
from dashboard.charts.broken_line import broken_line
from dashboard.charts.day_spans import day_spans
from dashboard.charts.development import development
from dashboard.charts.dot_interval import dot_interval
from dashboard.charts.fte_bars import fte_bars
from dashboard.charts.goal_way import goal_way
from dashboard.charts.likert import likert
from dashboard.charts.money_time import money_time
from dashboard.charts.named_bars import named_bars
from dashboard.charts.prepared import FILE, authored_anew, content
from dashboard.charts.profile_lines import profile_lines
from dashboard.charts.ranked_bars import ranked_bars
from dashboard.charts.rate_bars import rate_bars
from dashboard.charts.region_map import MISSING, NOTHING, region_map
from dashboard.charts.share_lines import share_lines
from dashboard.charts.stacked_counts import stacked_counts
from dashboard.charts.theme import PALETTES, Author, Mode, Spec
from dashboard.charts.timeline import timeline
from dashboard.classes import STEPS, spread
from dashboard.funding_parts import MAP_HEIGHT
from dashboard.projects_frames import light_parts, light_words, party_parts
from dashboard.projects_time import kind_names
from dashboard.report.project import LABEL_LIMIT as ON_PAPER
from dashboard.team import sector_parts, state_parts
from dashboard.words import words
from warehouse.words import LANGUAGES, Language

MOST_LINES = 7
"""Lines of the longest name that stands above a mark, its figures included."""

SIDES = (("agree", False), ("agree", True), ("neutral", False), ("disagree", True), ("disagree", False))
"""The answers of a scale of five, as nearly all are."""

Pattern = tuple[Author, tuple[Any, ...]]


def patterns(mode: Mode, language: Language) -> Iterator[Pattern]:
    """Give the charts with arguments of all the patterns that pages and reports show, but for mode and language."""
    one, two, three, four, five = (("…",) * count for count in range(1, 6))
    yield from _lines(one, two, three)
    yield from _maps(five)
    yield from _projects(mode, language, two, four)
    yield from _surveys(four)
    yield day_spans, ("…", three, two)
    for rows in ((), one, two):
        yield from ((rate_bars, (five, common, rows)) for common in ("", "…"))
        yield from (
            (fte_bars, (three, parts, rows)) for parts in (sector_parts(mode, language), state_parts(mode, language))
        )
        yield from ((named_bars, ("…", two, rows, has_unknown)) for has_unknown in (False, True))
    yield from ((ranked_bars, (five, "…", count)) for count in (0, 1, 2))


def _lines(one: tuple[str, ...], two: tuple[str, ...], three: tuple[str, ...]) -> Iterator[Pattern]:
    for series in (one, two, three):
        yield development, ("…", three, series)
        yield share_lines, ("…", three, series)
        yield from ((profile_lines, ("…", three, series, band)) for band in ("", "…"))
    for series in (one, two):
        yield from ((broken_line, ("…", three, series, usual, "…")) for usual in ("", "…"))


def _maps(five: tuple[str, ...]) -> Iterator[Pattern]:
    ends = ((), (NOTHING,), (MISSING,), (NOTHING, MISSING))
    for count in range(STEPS + 1):
        for end in ends:
            classes = tuple(("…", step) for step in (*spread(count), *end))
            yield region_map, ("…", "…", five, classes, MAP_HEIGHT)


def _projects(mode: Mode, language: Language, two: tuple[str, ...], four: tuple[str, ...]) -> Iterator[Pattern]:
    ends = words("project.goal.baseline", language), words("project.goal.target", language)
    kinds = kind_names(language)
    yield money_time, (four, light_words(language), two)
    for count in (1, 2):
        for states in ((True, True), (True, False), (False, True)):
            yield goal_way, (ends, ("…",) * 5, states, count)
        for parts in (light_parts(mode, language), party_parts(mode, language)):
            yield stacked_counts, (four, parts, count)
        for limit in (project_parts.LABEL_LIMIT, ON_PAPER):
            yield timeline, (four, kinds, "…", ("rows",), count, project_parts.ROW_HEIGHT, limit)
        for shown in (("periods",), ("rows",), ("periods", "rows")):
            rows = (projects_parts.ROW_HEIGHT, projects_parts.LABEL_LIMIT)
            yield timeline, (four, kinds, "…", shown, count, *rows)


def _surveys(four: tuple[str, ...]) -> Iterator[Pattern]:
    for count in (1, 2):
        for lines in range(2, MOST_LINES + 1):
            yield from ((dot_interval, (four, count, lines, is_difference)) for is_difference in (False, True))
            for kinds in (SIDES, (*SIDES, ("outside", False))):
                yield likert, (four, ("…",) * len(kinds), kinds, (), (), count, lines)


def authored(looks: Iterable[tuple[Mode, Language]]) -> dict[tuple[str, str], Spec]:
    """Author every pattern in the modes and languages given."""
    with authored_anew() as made:
        for mode, language in looks:
            for chart, given in patterns(mode, language):
                chart(*given, mode, language)
    return made


if __name__ == "__main__":
    FILE.write_text(content(authored(product(PALETTES, LANGUAGES))), encoding="ascii")
