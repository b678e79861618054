"""Charts: valid Vega-Lite, Norwegian numbers, colours that can be told apart."""

import itertools
import json
from pathlib import Path

import altair
import jsonschema
import pytest

from dashboard.charts.day_spans import day_spans
from dashboard.charts.development import MARKS, development
from dashboard.charts.named_bars import named_bars
from dashboard.charts.ranked_bars import ranked_bars
from dashboard.charts.region_map import MISSING, NOTHING, region_map
from dashboard.charts.share_lines import share_lines
from dashboard.charts.theme import PALETTES, Mode, Spec
from dashboard.funding_context import SIGNS
from warehouse.words import LANGUAGES, Language

SCHEMA = json.loads(
    (Path(altair.__file__).parent / "vegalite" / "v6" / "schema" / "vega-lite-schema.json").read_text(encoding="utf-8")
)
TITLES = ("Kroner", "Fylke", "Beløp", "I alt", "Merk")


def specs(mode: Mode, language: Language) -> dict[str, Spec]:
    classes = (("under 10", 0), ("10 og mer", 4), ("0", NOTHING), ("..", MISSING))
    return {
        "map": region_map("map.topojson", "county", TITLES, classes, 500, mode, language),
        "bars": ranked_bars(TITLES, "Median 5 kr", 15, mode, language),
        "development": development("Kroner", ("År", "Hvem", "Beløp"), ("Troms", "Norge", "Median"), mode, language),
        "named bars": named_bars("Kroner", ("Trinn", "Beløp"), ("Søkt", "Tildelt"), True, mode, language),
        "shares": share_lines("Andel", ("År", "Hvem", "Tall"), ("Innvilget", "Av søkt"), mode, language),
        "days": day_spans("Dager", ("År", "Tall", "Tid"), ("Halvparten", "Ni av ti"), mode, language),
    }


NAMES = ("map", "bars", "development", "named bars", "shares", "days")


@pytest.mark.parametrize("mode", PALETTES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_specification_is_valid_vega_lite(mode: Mode, language: Language, name: str):
    spec = specs(mode, language)[name]
    jsonschema.Draft7Validator(SCHEMA).validate(spec)
    # Rows come with each drawing, by name: a specification with rows in it could not be shared between readers.
    assert "datasets" not in spec
    assert '"name": "rows"' in json.dumps(spec)


@pytest.mark.parametrize("name", NAMES)
def test_numbers_and_dates_are_in_the_language_of_the_reader(name: str):
    locale = specs("light", "nb")[name]["config"]["locale"]
    assert locale["number"]["decimal"] == ","
    assert locale["number"]["thousands"] == "\u00a0"
    assert locale["time"]["months"][4] == "mai"
    assert len(locale["time"]["days"]) == len(locale["time"]["shortDays"]) == 7
    assert specs("light", "en")[name]["config"]["locale"]["number"]["thousands"] == ","


def test_a_chart_is_authored_once_per_variant():
    assert specs("light", "nb")["map"] is specs("light", "nb")["map"]


def test_bars_start_at_zero():
    (bars, *_) = specs("light", "nb")["bars"]["layer"]
    assert bars["encoding"]["x"]["scale"]["zero"] is True


def test_lines_are_told_apart_by_more_than_colour():
    _, lines, _ = specs("light", "nb")["development"]["layer"]
    dashes = lines["encoding"]["strokeDash"]["scale"]["range"]
    assert len({tuple(dash) for dash in dashes}) == len(dashes) == 3


def test_the_marks_of_a_time_line_are_told_apart_by_shape_and_named_by_the_same_sign():
    *_, signs = specs("light", "nb")["development"]["layer"]
    shapes = signs["encoding"]["shape"]["scale"]
    assert dict(zip(shapes["domain"], shapes["range"], strict=True)) == MARKS
    assert list(SIGNS) == list(MARKS)


def test_what_is_not_known_is_a_frame_and_not_a_bar():
    unknown, bars, _ = specs("light", "nb")["named bars"]["layer"]
    assert unknown["mark"]["fillOpacity"] == 0
    assert unknown["mark"]["strokeDash"]
    assert "strokeDash" not in bars["mark"]
    assert bars["encoding"]["x"]["scale"]["zero"] is True


@pytest.mark.parametrize("mode", PALETTES)
def test_marks_and_texts_are_clear_against_the_background(mode: Mode):
    palette = PALETTES[mode]
    marks = (palette.mark, palette.accent, palette.outline, palette.rule, *palette.lines)
    assert [color for color in marks if contrast(color, palette.background) < 3] == []
    assert [color for color in (palette.text, palette.muted) if contrast(color, palette.background) < 4.5] == []


@pytest.mark.parametrize("mode", PALETTES)
def test_the_steps_of_a_map_go_one_way_in_lightness(mode: Mode):
    lights = [luminance(color) for color in PALETTES[mode].steps]
    assert lights == sorted(lights, reverse=mode == "light")
    assert all(max(pair) / max(min(pair), 0.001) > 1.3 for pair in itertools.pairwise(lights))


def contrast(one: str, other: str) -> float:
    """Contrast of two colours (WCAG 2.1, relative luminance)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
