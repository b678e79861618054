"""Words and numbers as people read them, in Norwegian bokmål and English, shared by messages, receipts and pages."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

Language = Literal["nb", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "en")

MISSING = ".."
"""Statistics Norway's symbol for a figure that is missing (SSB, Standardtegn i tabeller). It is never 0."""

NO_BREAK_SPACE = "\u00a0"
_MARKS = str.maketrans({",": NO_BREAK_SPACE, ".": ","})
"""The marks of a number in Norwegian for those that Python and English have."""

_UNBROKEN = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|%)|(?<=\d\.) (?=[a-zæøå])")
"""The spaces in «10 000», «95 %» and «1. januar»: a line does not end there."""

_LARGE = 1e12
_HALF_WAY = 1e-3
"""A float of less than this size is known well within this share of a unit in the last decimal."""
_SCALES: dict[Language, tuple[tuple[int, str], ...]] = {
    "nb": ((1_000_000_000, "mrd."), (1_000_000, "mill."), (1_000, "tusen")),
    "en": ((1_000_000_000, "bn"), (1_000_000, "m"), (1_000, "thousand")),
}

Number = int | float | Decimal


class Words:
    """The texts of one TOML file, where every entry has ``nb`` and ``en`` side by side.

    Nested tables join with a dot: ``[page.overview]`` ``title = {nb = "…", en = "…"}`` is ``page.overview.title``.
    Numbers in the texts keep together at the end of a line.
    """

    def __init__(self, path: Path) -> None:
        """Read ``path`` once; ValueError names an entry that lacks a language."""
        self.path = path
        self._texts: dict[str, dict[str, str]] = {}
        with path.open("rb") as file:
            self._collect("", tomllib.load(file))

    def _collect(self, prefix: str, table: Mapping[str, Any]) -> None:
        for name, value in table.items():
            key = f"{prefix}{name}"
            if not isinstance(value, dict):
                raise ValueError(f"{self.path.name}: {key} must be a table with nb and en")
            if set(value) & set(LANGUAGES) and all(isinstance(text, str) for text in value.values()):
                if set(value) != set(LANGUAGES):
                    raise ValueError(f"{self.path.name}: {key} must have nb and en, and nothing else")
                self._texts[key] = {language: unbroken(text) for language, text in value.items()}
            else:
                self._collect(f"{key}.", value)

    def __contains__(self, key: object) -> bool:
        """Say whether ``key`` has texts."""
        return key in self._texts

    def keys(self) -> list[str]:
        """All keys, in the order of the file."""
        return list(self._texts)

    def __call__(self, key: str, language: Language = "nb", /, **values: object) -> str:
        """Give the text of ``key`` with ``{name}`` filled from ``values``; KeyError names the closest keys."""
        if key not in self._texts:
            near = ", ".join(get_close_matches(key, self._texts, n=3)) or "none is close"
            raise KeyError(f"no text «{key}» in {self.path.name}; closest: {near}")
        text = self._texts[key][language]
        return text.format(**values) if values else text


def unbroken(text: str) -> str:
    """Keep the numbers of a text together at the end of a line."""
    return _UNBROKEN.sub(NO_BREAK_SPACE, text)


def number(value: Number | None, decimals: int = 0, language: Language = "nb") -> str:
    """Write a number: ``1 234 567`` and ``1 234,5`` in Norwegian (no-break space), ``1,234,567`` in English."""
    if value is None or value != value:
        return MISSING
    return _marked(_near(value, decimals) or _exact(Decimal(str(value)), decimals), language)


def percent(share: Number | None, decimals: int = 1, language: Language = "nb") -> str:
    """Write a share (0 to 1) as per cent: ``65,9 %`` in Norwegian, ``65.9%`` in English."""
    if share is None or share != share:
        return MISSING
    near = None if isinstance(share, Decimal) else _near(share * 100, decimals)
    text = _marked(near or _exact(Decimal(str(share)) * 100, decimals), language)
    return f"{text}{NO_BREAK_SPACE}%" if language == "nb" else f"{text}%"


def _exact(value: Decimal, decimals: int) -> str:
    """Write in Python's way, rounded half up: as people round by hand and as DuckDB does, not 0.5 to the even neighbour."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{'-' if rounded < 0 else ''}{abs(rounded):,.{decimals}f}"


def _near(value: Number, decimals: int) -> str | None:
    """Write as ``_exact`` does, in a tenth of the time: a table has thousands of numbers. None where it could differ."""
    if isinstance(value, float) and abs(value) < _LARGE:
        size = abs(value)
        scaled = size * 10**decimals
        # Only half-way between two is there a choice of way to round.
        if abs(scaled % 1 - 0.5) < _HALF_WAY:
            return None
        return f"{'-' if value < 0 and scaled > 1 / 2 else ''}{size:,.{decimals}f}"
    return f"{value:,}{'.' + '0' * decimals if decimals else ''}" if isinstance(value, int) else None


def _marked(text: str, language: Language) -> str:
    """Put the marks of the language in a number written in Python's way."""
    return text if language == "en" else text.translate(_MARKS)


def kroner(value: Number | None, language: Language = "nb") -> str:
    """Write whole kroner: ``4 517 229 795 kr`` in Norwegian, ``NOK 4,517,229,795`` in English."""
    if value is None or value != value:
        return MISSING
    text = number(value, 0, language)
    return f"{text}{NO_BREAK_SPACE}kr" if language == "nb" else f"NOK{NO_BREAK_SPACE}{text}"


def short_kroner(value: Number | None, language: Language = "nb", decimals: int = 1) -> str:
    """Write kroner in thousands, millions or billions: ``13,3 mill. kr``; below a thousand as whole kroner."""
    if value is None or value != value:
        return MISSING
    for size, name in _SCALES[language]:
        # Half a unit in the last decimal early, so that 999 999 reads «1,0 mill.» and not «1 000,0 tusen».
        if abs(Decimal(str(value))) >= size - Decimal(size) / 1000 / 2 / 10**decimals:
            text = f"{number(Decimal(str(value)) / size, decimals, language)}{NO_BREAK_SPACE}{name}"
            return f"{text}{NO_BREAK_SPACE}kr" if language == "nb" else f"NOK{NO_BREAK_SPACE}{text}"
    return kroner(value, language)


def within_sentence(name: str) -> str:
    """Write a heading or label as it stands inside a sentence: «Fylke» is «fylke», «DPS-område» and «NAV» stay."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def date(value: dt.date | None, language: Language = "nb") -> str:
    """Write a date: ``05.06.2014`` in Norwegian, ``5 Jun 2014`` in English."""
    if value is None:
        return MISSING
    return value.strftime("%d.%m.%Y") if language == "nb" else f"{value.day} {value.strftime('%b %Y')}"


def moment(value: dt.datetime | None, language: Language = "nb") -> str:
    """Write a point in time to the minute: ``05.06.2014 kl. 14.30`` in Norwegian, ``5 Jun 2014 14:30`` in English."""
    if value is None:
        return MISSING
    return f"{date(value, language)} " + (value.strftime("kl. %H.%M") if language == "nb" else value.strftime("%H:%M"))
