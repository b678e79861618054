"""Lights: symbol and word together, shapes that differ, colours that are clear, and a grey that is never green."""

import polars as pl
import pytest

from dashboard.charts.theme import PALETTES, Mode
from dashboard.lights import LOOKS, ORDER, SHAPES, SYMBOLS, light_markdown, light_text, light_texts
from tests.dashboard.test_charts import contrast
from warehouse.codes import code_lists


def test_a_light_is_a_symbol_and_a_word():
    assert [light_text(light, "nb") for light in ORDER] == ["■ Rød", "▲ Gul", "● Grønn", "○ Ikke rapportert"]
    assert light_text("grey", "en", is_computed=True) == "○ Not computed"
    assert light_markdown("yellow", "nb") == ":orange[▲] Gul"
    assert set(ORDER) == set(code_lists()["light"])


def test_a_column_keeps_what_is_not_a_light_empty():
    assert light_texts(pl.Series(["red", None]), "nb").to_list() == ["■ Rød", None]


def test_the_lights_are_told_apart_without_colour():
    assert len(set(SYMBOLS.values())) == 4
    drawn = {(SHAPES[light], LOOKS["light"][light].fill == PALETTES["light"].background) for light in ORDER}
    assert len(drawn) == 4


@pytest.mark.parametrize("mode", PALETTES)
def test_the_colours_are_clear_on_the_background_and_under_text(mode: Mode):
    background = PALETTES[mode].background
    for look in LOOKS[mode].values():
        assert contrast(look.line, background) >= 3
        assert contrast(look.ink, look.fill) >= 4.5
    assert LOOKS[mode]["grey"].fill == background
