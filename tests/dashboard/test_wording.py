"""Charts that are authored once for all words and numbers of rows: the same as if each had been authored by itself."""

import json
import re
from typing import Any

import pytest

from dashboard.charts.broken_line import broken_line
from dashboard.charts.day_spans import day_spans
from dashboard.charts.development import development
from dashboard.charts.dot_interval import dot_interval
from dashboard.charts.fte_bars import fte_bars
from dashboard.charts.goal_way import goal_way
from dashboard.charts.likert import likert
from dashboard.charts.money_time import money_time
from dashboard.charts.named_bars import named_bars
from dashboard.charts.profile_lines import profile_lines
from dashboard.charts.ranked_bars import ranked_bars
from dashboard.charts.rate_bars import rate_bars
from dashboard.charts.region_map import MISSING, region_map
from dashboard.charts.share_lines import share_lines
from dashboard.charts.stacked_counts import stacked_counts
from dashboard.charts.theme import Author, Spec
from dashboard.charts.timeline import timeline

LONG = "Kroner per innbygger, «alt» & {mer}: 2024"
THREE = ("År", "Serie", "Kroner")
FOUR = (LONG, "Navn", "Del", "Tall")
PARTS = (("Kommune", "#111111", "#222222", "#ffffff"), ("Helseforetak", "#333333", "#444444", "#ffffff"))
STATES = ("Grønn", "Gul", "Rød", "Ikke rapportert")
KINDS = (("agree", False), ("neutral", False), ("disagree", True))

CHARTS: list[tuple[Author, tuple[Any, ...]]] = [
    (broken_line, (LONG, THREE, ("Agder", "Norge"), "Vanlig", "Brudd")),
    (broken_line, (LONG, THREE, ("Agder",), "", "Brudd")),
    (day_spans, ("Dager", THREE, ("Halvparten", "Ni av ti"))),
    (development, (LONG, THREE, ("Agder", "Norge", "Median"))),
    (development, (LONG, THREE, ("Agder", "Agder"))),
    (dot_interval, (FOUR, 7, 2, False)),
    (dot_interval, (FOUR, 1, 2, True)),
    (fte_bars, (THREE, PARTS, ("Agder", "Åsnes", "Våler"))),
    (goal_way, (("Start", "Mål"), ("Mål", "Vei", "Start", "Slutt", "Målt"), (True, False), 5)),
    (likert, (FOUR, ("Enig", "Verken", "Uenig"), KINDS, (-0.5, 0.0, 0.5, 1.0), (-0.5, 1.25), 9, 3)),
    (money_time, (FOUR, STATES, ("over", "under"))),
    (named_bars, ("Kroner", ("Trinn", "Beløp"), ("Søkt", "Tildelt", "Utbetalt"), True)),
    (named_bars, ("Kroner", ("Trinn", "Beløp"), ("Søkt",), False)),
    (named_bars, ("Kroner", ("Trinn", "Beløp"), (), False)),
    (profile_lines, (LONG, THREE, ("Agder", "Norge"), "Vanlig")),
    (profile_lines, (LONG, THREE, ("Agder", "Norge", "Median"), "")),
    (ranked_bars, (("Kroner", "Fylke", "Beløp", "I alt", "Merk"), "Median 5 kr", 15)),
    (ranked_bars, (("Kroner", "Fylke", "Beløp", "I alt", "Merk"), "Median 5 kr", 0)),
    (rate_bars, (("Årsverk", "Navn", "Tall", "I alt", "Merk"), "Norge 3,2", ("Agder", "Rogaland", "Troms"))),
    (rate_bars, (("Årsverk", "Navn", "Tall", "I alt", "Merk"), "", ("Agder", "Rogaland"))),
    (region_map, ("m.topojson", "county", ("Kr", "Fylke", "Kr", "I alt", "Merk"), (("1–2", 0), ("..", MISSING)), 500)),
    (share_lines, ("Andel", THREE, ("Innvilget", "Av søkt"))),
    (stacked_counts, (FOUR, PARTS, 6)),
    (timeline, (FOUR, ("Plan", "Ventet", "Nådd", "Droppet"), "I dag", ("periods", "rows"), 12, 26, 170)),
]


def written(spec: Spec) -> str:
    """The specification as text, without the names that Altair gives to views by what is in them."""
    return re.sub(r"view_[0-9a-f]+_\d+", "view", json.dumps(spec, ensure_ascii=False, sort_keys=True))


@pytest.mark.parametrize(("chart", "arguments"), CHARTS)
def test_the_words_and_rows_put_in_are_those_that_were_asked_for(chart: Author, arguments: tuple[Any, ...]):
    author: Any = chart
    while hasattr(author, "__wrapped__"):
        author = author.__wrapped__
    spec = chart(*arguments, "dark", "nb")
    assert written(spec) == written(author(*arguments, "dark", "nb"))
    assert "\ue000" not in written(spec)


def test_another_wording_takes_what_was_authored_before():
    first, second = (share_lines(title, THREE, ("Innvilget",), "light", "nb") for title in ("Andel", "Del"))
    assert first["encoding"]["y"]["title"] == "Andel"
    assert second["encoding"]["y"]["title"] == "Del"
    # What has no words in it is the same object.
    assert first["config"] is second["config"]
