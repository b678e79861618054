"""The charts of the project pages: valid, without rows of their own, bars from zero, and told apart by more than colour."""

import json

import jsonschema
import pytest

from dashboard.charts.goal_way import goal_way
from dashboard.charts.money_time import money_time
from dashboard.charts.stacked_counts import stacked_counts
from dashboard.charts.theme import PALETTES, Mode, Spec
from dashboard.charts.timeline import timeline
from dashboard.lights import LOOKS, ORDER
from dashboard.projects_frames import light_words, party_parts
from dashboard.projects_time import kind_names
from tests.dashboard.test_charts import SCHEMA
from warehouse.words import LANGUAGES, Language

NAMES = ("stacked_counts", "timeline", "timeline of nothing", "money_time", "goal_way", "goal_way unmeasured")


def specs(mode: Mode, language: Language) -> dict[str, Spec]:
    looks = LOOKS[mode]
    parts = tuple((light, looks[light].fill, looks[light].line, looks[light].ink) for light in ORDER)
    four, five = ("a", "b", "c", "d"), ("a", "b", "c", "d", "e")
    kinds = kind_names(language)
    return {
        "stacked_counts": stacked_counts(four, parts, 7, mode, language),
        "timeline": timeline(four, kinds, "Per i dag", ("periods", "rows"), 5, 26, 140, mode, language),
        "timeline of nothing": timeline(four, kinds, "Per i dag", (), 5, 26, 140, mode, language),
        "money_time": money_time(four, light_words(language), ("over", "under"), mode, language),
        "goal_way": goal_way(("fra", "til"), five, (True, True), 3, mode, language),
        "goal_way unmeasured": goal_way(("fra", "til"), five, (False, True), 3, mode, language),
    }


@pytest.mark.parametrize("mode", PALETTES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_specification_is_valid_vega_lite_without_rows(mode: Mode, language: Language, name: str):
    spec = specs(mode, language)[name]
    jsonschema.Draft7Validator(SCHEMA).validate(spec)
    assert "datasets" not in spec
    assert spec is specs(mode, language)[name]


def test_bars_start_at_zero():
    bars = specs("light", "nb")["stacked_counts"]["layer"][0]
    assert bars["encoding"]["x"]["scale"]["zero"] is True
    assert bars["encoding"]["x"]["stack"] == "zero"


def test_a_layer_without_marks_is_left_out_since_it_would_have_no_name_for_a_screen_reader():
    drawn = json.dumps(specs("light", "nb")["timeline of nothing"])
    assert '"name": "periods"' not in drawn
    assert '"name": "rows"' not in drawn


def test_planned_expected_and_reached_differ_in_shape_and_lights_in_shape_and_fill():
    text = json.dumps(specs("light", "nb")["timeline"])
    assert '["M0,-1V1", "circle", "diamond", "cross"]' in text
    marks = specs("light", "nb")["money_time"]["layer"][-1]["encoding"]
    looks = zip(marks["shape"]["scale"]["range"], marks["fill"]["scale"]["range"], strict=True)
    assert len(set(looks)) == 4


def test_a_day_is_the_same_day_wherever_the_reader_sits():
    assert json.dumps(specs("light", "nb")["timeline"]).count('"type": "utc"') >= 4


def test_a_figure_beyond_its_target_stands_beside_the_targets_own_and_not_in_its_place():
    layers = specs("light", "nb")["goal_way"]["layer"]
    beyond = {
        layer["encoding"]["text"]["field"]: layer["mark"]["align"]
        for layer in layers
        if {"filter": "isValid(datum.way) && datum.way > 1"} in layer.get("transform", [])
    }
    assert beyond == {"shown": "left", "target": "right"}


def test_how_sure_a_party_is_has_a_fill_of_its_own_for_each_state():
    for mode in PALETTES:
        assert len({fill for _, fill, *_ in party_parts(mode, "nb")}) == 4


def test_the_axis_has_no_title_and_stands_on_top_whatever_is_drawn():
    for name in ("timeline", "timeline of nothing"):
        for layer in specs("light", "nb")[name]["layer"]:
            if "x" in layer["encoding"]:
                assert layer["encoding"]["x"]["title"] is None
                assert layer["encoding"]["x"]["axis"]["orient"] == "top"
