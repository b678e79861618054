"""The status light of a project or a risk: symbol and word always together, and the colours of each mode.

Grey is a status of its own: nothing is reported, or nothing lately. It is never green, and its mark is hollow.
"""

from dataclasses import dataclass

import polars as pl

from dashboard.charts.theme import Mode
from dashboard.words import words
from warehouse.words import Language

ORDER = ("red", "yellow", "green", "grey")
"""Worst first; grey last, since it says nothing."""

SYMBOLS = {"red": "■", "yellow": "▲", "green": "●", "grey": "○"}
SHAPES = {"red": "square", "yellow": "triangle-up", "green": "circle", "grey": "circle"}
"""The same symbols as Vega-Lite names them; grey is drawn hollow."""

_MARKDOWN = {"red": "red", "yellow": "orange", "green": "green", "grey": "gray"}


@dataclass(frozen=True)
class Look:
    """How a light is drawn: fill, outline (at least 3:1 on the background), and the colour of text on the fill (4.5:1)."""

    fill: str
    line: str
    ink: str


LOOKS: dict[Mode, dict[str, Look]] = {
    "light": {
        "red": Look("#b3261e", "#7d150f", "#ffffff"),
        "yellow": Look("#f2b93b", "#8a5c00", "#1b2733"),
        "green": Look("#1f7a55", "#0f5138", "#ffffff"),
        "grey": Look("#ffffff", "#5f6f7d", "#1b2733"),
    },
    "dark": {
        "red": Look("#ff9a92", "#ffd3cf", "#10181f"),
        "yellow": Look("#e5ac33", "#f7d68f", "#10181f"),
        "green": Look("#4fb894", "#a8e6cf", "#10181f"),
        "grey": Look("#10181f", "#a8b5c1", "#e4ebf1"),
    },
}


def light_text(light: str, language: Language, is_computed: bool = False) -> str:
    """Write a light as symbol and word: ``▲ Gul``. A computed grey is what cannot be computed, not what is not reported."""
    word = "not_computed" if is_computed and light == "grey" else light
    return f"{SYMBOLS[light]} {words(f'light.{word}', language)}"


def light_texts(lights: pl.Series, language: Language, is_computed: bool = False) -> pl.Series:
    """Write a column of lights; nothing where there is none."""
    texts = {light: light_text(light, language, is_computed) for light in ORDER}
    return pl.Series(lights.name, [texts.get(light) for light in lights.to_list()], pl.String)


def light_markdown(light: str, language: Language, is_computed: bool = False) -> str:
    """Write a light for Streamlit's Markdown: the symbol in the theme's colour, the word in the colour of text."""
    symbol, word = light_text(light, language, is_computed).split(" ", 1)
    return f":{_MARKDOWN[light]}[{symbol}] {word}"
