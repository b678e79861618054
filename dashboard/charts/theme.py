"""How every chart looks and writes numbers: colours, type and the Norwegian locale, in one registered Altair theme.

Colours are our own and chosen by contrast on the background they stand on: marks at least 3:1, text at least 4.5:1 (WCAG
2.1, 1.4.3 and 1.4.11). They are told apart by more than colour wherever two meet: order, dash, or words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial, wraps
from inspect import signature
from typing import Any, Literal

from warehouse.words import Language

Mode = Literal["light", "dark"]
Spec = dict[str, Any]

FONT = "Inter, 'Segoe UI', system-ui, sans-serif"

_LOCALES: dict[Language, dict[str, Any]] = {
    "nb": {
        "number": {
            "decimal": ",",
            "thousands": "\u00a0",
            "grouping": [3],
            "currency": ["", "\u00a0kr"],
            "percent": "\u00a0%",
            "minus": "\u2212",
        },
        "time": {
            "dateTime": "%A %-d. %B %Y kl. %H.%M",
            "date": "%d.%m.%Y",
            "time": "%H.%M",
            "periods": ["", ""],
            "days": ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"],
            "shortDays": ["søn.", "man.", "tir.", "ons.", "tor.", "fre.", "lør."],
            "months": [
                *("januar", "februar", "mars", "april", "mai", "juni"),
                *("juli", "august", "september", "oktober", "november", "desember"),
            ],
            "shortMonths": [
                *("jan.", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des.")
            ],
        },
    },
    "en": {
        "number": {
            "decimal": ".",
            "thousands": ",",
            "grouping": [3],
            "currency": ["NOK\u00a0", ""],
            "percent": "%",
            "minus": "\u2212",
        },
        "time": {
            "dateTime": "%A %-d %B %Y %H:%M",
            "date": "%-d %b %Y",
            "time": "%H:%M",
            "periods": ["AM", "PM"],
            "days": ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
            "shortDays": ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
            "months": [
                *("January", "February", "March", "April", "May", "June"),
                *("July", "August", "September", "October", "November", "December"),
            ],
            "shortMonths": [*("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")],
        },
    },
}

_SCALES: dict[Language, tuple[tuple[int, str], ...]] = {
    "nb": ((1_000_000_000, " mrd."), (1_000_000, " mill.")),
    "en": ((1_000_000_000, " bn"), (1_000_000, " m")),
}


@dataclass(frozen=True)
class Palette:
    """The colours of one mode. ``steps`` go from least to most; ``lines`` are used in order, each with its own dash."""

    background: str
    text: str
    muted: str
    rule: str
    grid: str
    outline: str
    mark: str
    accent: str
    nothing: str
    missing: str
    steps: tuple[str, ...]
    lines: tuple[str, ...]


PALETTES: dict[Mode, Palette] = {
    "light": Palette(
        background="#ffffff",
        text="#1b2733",
        muted="#51606e",
        rule="#51606e",
        grid="#e3e8ed",
        outline="#5f6f7d",
        mark="#3d84a8",
        accent="#a8480c",
        nothing="#f7f4ee",
        missing="#b9bfc5",
        steps=("#dcecf4", "#a5cce0", "#64a3c4", "#2b769f", "#0b4768"),
        lines=("#a8480c", "#0b5f86", "#51606e"),
    ),
    "dark": Palette(
        background="#10181f",
        text="#e4ebf1",
        muted="#a8b5c1",
        rule="#a8b5c1",
        grid="#2a3641",
        outline="#8595a3",
        mark="#5b9fc4",
        accent="#f2a865",
        nothing="#4a4336",
        missing="#5b6670",
        steps=("#1d3646", "#285a78", "#3f82a8", "#74b2d4", "#c5e4f4"),
        lines=("#f2a865", "#74c0e4", "#a8b5c1"),
    ),
}


@cache
def config(mode: Mode, language: Language) -> Spec:
    """Give what all charts of a mode and a language share; never change it."""
    palette = PALETTES[mode]
    axis = {
        "labelColor": palette.muted,
        "titleColor": palette.muted,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": 500,
        "gridColor": palette.grid,
        "domainColor": palette.rule,
        "tickColor": palette.rule,
        "labelPadding": 6,
        "titlePadding": 10,
        # Vega describes axes and legends in English; the chart has words of its own, and a table.
        "aria": False,
    }
    return {
        "config": {
            "locale": _LOCALES[language],
            "background": "transparent",
            "font": FONT,
            "view": {"stroke": "transparent"},
            "axis": axis,
            "axisY": {"domain": False, "ticks": False},
            "legend": {
                "aria": False,
                "labelColor": palette.muted,
                "titleColor": palette.muted,
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": 500,
                "labelLimit": 260,
                "titleLimit": 320,
                "symbolStrokeWidth": 2,
            },
            "bar": {"color": palette.mark},
            "line": {"strokeWidth": 2.5},
            "rule": {"color": palette.rule},
            "text": {"color": palette.text, "fontSize": 12},
        }
    }


Author = Callable[..., Spec]


class Authored(dict[str, Any]):
    """A specification that can also be given as it is on paper: in light colours, whatever the reader's screen has."""

    on_paper: Author


def cached(author: Author) -> Author:
    """Author each variant of a chart once: building and validating costs some 30 ms, behind a lock for all sessions."""
    described = signature(author)

    @lru_cache(maxsize=512)
    @wraps(author)
    def kept(*arguments: object, **named: object) -> Authored:
        spec = Authored(author(*arguments, **named))
        given = described.bind(*arguments, **named)
        given.arguments["mode"] = "light"
        spec.on_paper = partial(kept, *given.args, **given.kwargs)
        return spec

    return kept


def amount_labels(language: Language) -> str:
    """Give the Vega expression that writes an axis value: ``1 200``, ``35 mill.``, ``1,2 mrd.``."""
    (large, billion), (medium, million) = _SCALES[language]
    return (
        f"abs(datum.value) >= {large} ? format(datum.value / {large}, ',.2~f') + '{billion}' : "
        f"abs(datum.value) >= {medium} ? format(datum.value / {medium}, ',.2~f') + '{million}' : "
        "format(datum.value, ',.2~f')"
    )
