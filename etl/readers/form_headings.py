"""Where the headings of the application form for «rekrutterings- og samhandlingstilskudd» (Helse Nord) stand in a text.

A heading is known by the words it begins with, at the start of a line, whatever the capitals, bold marks, numbering and line
breaks. Words are compared without double letters and with room for a slip («helsefelleskap» is «helsefellesskap»).
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Literal

Kind = Literal["text", "organisation", "agreement", "person"]


@dataclass(frozen=True)
class Heading:
    """A heading of the form. label is our own short name for it; start is the words it begins with.

    is_short: the heading is a single common word, so it must end its line or be followed by a colon.
    """

    label: str
    start: str
    kind: Kind = "text"
    is_short: bool = False


HEADINGS = (
    Heading("Prosjektnavn", "navn på prosjekt"),
    Heading("Prosjekteiere", "prosjekteiere", "organisation", is_short=True),
    Heading("Kommuner", "kommune", "organisation", is_short=True),
    Heading("Kontaktperson, kommune", "kontaktperson", "person", is_short=True),
    Heading("Helseforetak", "helseforetak", "organisation", is_short=True),
    Heading("Kontaktperson, helseforetak", "kontaktperson", "person", is_short=True),
    Heading("Dato for avtale", "dato for signert avtale", "agreement"),
    Heading("Beskrivelse", "kort beskrivelse av"),
    Heading("Forventet nytte", "hvilken nytte forventes"),
    Heading("Støtte til formålet", "beskriv kort hvordan"),
    Heading("Budsjett", "budsjett for gjennomføring"),
    Heading("Pasientansvar", "hvem har ansvaret"),
    Heading("Digitale løsninger", "hvordan kan tiltak"),
    Heading("Prosjektplan", "prosjektplan", is_short=True),
    Heading("Involvering", "involvering av"),
)
"""In the order of the form. Of a contact person only whether the field is filled in is looked at."""

OWNERS, MUNICIPALITIES, TRUST, BUDGET = 2, 3, 5, 11
"""Field numbers that others need."""

_TITLE = "samhandlingstilskudd helse nord"
_PROMPTS = ("hvor mye søkes", "hvilke ressurser bidrar", "finansieringsplan", "budsjett må legges")
# Words of the form's own headings and prompts, so that the rest of a heading is not taken for an answer.
_OWN_WORDS = """
    av benyttes brukere det digitale e er evalueringspunkter evt felles for formålet forventes fram frem gjennomføring
    gjennomføringen helseforetaket hva i implementering inkludert innovasjon kommunen lede legges løsninger med midlene mot må
    og om omhandler opp oppstart pasienten pilot piloten prosjekt prosjektet på r regionale relevans samhandling sikt skal som
    støtter søknad søknaden tillitsvalgte tilskuddsordningen til tiltak tiltaket ved vernetjenesten videreføring
    """
_ALIKE = 0.85
_MOST_PLACES = 50
_FOLDED = str.maketrans({"æ": "a", "ø": "o", "å": "a", "é": "e"})


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int
    opens_line: bool


@dataclass(frozen=True)
class Found:
    """A heading in the text: its number from 1, where its line begins, and where its own words end."""

    number: int
    start: int
    end: int


def find_headings(text: str) -> list[Found]:
    """Give the longest row of headings that stand in the order of the form, each at most once."""
    words = _words(text)
    places = sorted(
        (words[at].start, number, at + count)
        for number, heading in enumerate(HEADINGS, 1)
        for at, count in _places(text, words, heading)
    )
    chains: list[list[tuple[int, int, int]]] = []
    for place in places:
        before = [chain for chain in chains if chain[-1][1] < place[1]]
        chains.append([*max(before, key=len, default=[]), place])
    best = max(chains, key=len, default=[])
    return [
        # A name in the line under «Helseforetak» may begin with a word that the form has too.
        Found(number, _line_start(text, start), _end(text, words, after, "\n:?" if _is_name(number) else ":?"))
        for start, number, after in best
    ]


def has_title(text: str) -> bool:
    """Say whether the form's name, with the scheme and the region, stands in ``text``."""
    words = _words(text)
    scheme, *region = _folded(_TITLE)
    return any(
        _is_alike(word.text, scheme) and [near.text for near in words[at + 1 : at + 5] if near.text in region] == region
        for at, word in enumerate(words)
    )


def without_prompts(answer: str) -> str:
    """Take the form's own questions and the guidance in brackets under a heading out of an answer."""
    if (guide := re.match(r"[\s*_]*\(\s*(?:mål|benytt|inkludert|nb|er|både)\b", answer, re.IGNORECASE)) is not None:
        answer = answer[_closing(answer, guide.end()) :]
    words = _words(answer)
    kept, reached = [], 0
    for at, word in enumerate(words):
        if word.start < reached or not word.opens_line:
            continue
        if prompt := next((prompt for prompt in _PROMPTS if _begins(words, at, prompt)), None):
            kept.append(answer[reached : _line_start(answer, word.start)])
            reached = _end(answer, words, at + len(prompt.split()))
    return "".join([*kept, answer[reached:]])


def _closing(answer: str, position: int) -> int:
    """Where the bracket that is open at ``position`` has been closed; the end of the paragraph when it never is."""
    depth = 1
    for found in re.finditer(r"[()]|\n\s*\n", answer[position:]):
        depth += {"(": 1, ")": -1}.get(found[0], -depth)
        if depth <= 0:
            return position + found.end()
    return len(answer)


# Words


def _fold(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word.casefold().translate(_FOLDED))


_OWN = frozenset(_fold(word) for word in _OWN_WORDS.split())


def _words(text: str) -> list[_Word]:
    words, line_end = [], -1
    for found in re.finditer(r"[^\W\d_]+", text):
        opens_line = found.start() > line_end
        if opens_line:
            following = text.find("\n", found.start())
            line_end = len(text) if following < 0 else following
        words.append(_Word(_fold(found[0]), found.start(), found.end(), opens_line))
    return words


@lru_cache(maxsize=8192)
def _is_alike(word: str, wanted: str) -> bool:
    if word == wanted or len(wanted) < 6 or word[:1] != wanted[0]:
        return word == wanted
    return SequenceMatcher(None, word, wanted, autojunk=False).ratio() >= _ALIKE


def _is_own(word: str) -> bool:
    return word in _OWN or any(_is_alike(word, own) for own in _OWN)


def _line_start(text: str, position: int) -> int:
    return text.rfind("\n", 0, position) + 1


@cache
def _folded(phrase: str) -> tuple[str, ...]:
    return tuple(_fold(word) for word in phrase.split())


def _begins(words: list[_Word], at: int, phrase: str) -> bool:
    wanted = _folded(phrase)
    if not _is_alike(words[at].text, wanted[0]):
        return False
    here = words[at : at + len(wanted)]
    return len(here) == len(wanted) and all(_is_alike(word.text, want) for word, want in zip(here, wanted, strict=True))


def _places(text: str, words: list[_Word], heading: Heading) -> list[tuple[int, int]]:
    """Give where a heading may begin, as (number of the word, words in its beginning)."""
    count = len(heading.start.split())
    places = [
        (at, count)
        for at, word in enumerate(words)
        if word.opens_line
        and _begins(words, at, heading.start)
        and (not heading.is_short or _is_closed(text, words, at))
    ]
    return places[:_MOST_PLACES]


def _is_closed(text: str, words: list[_Word], at: int) -> bool:
    """Say whether the heading that begins here ends with its line, a colon or a cell, or has its ending in brackets."""
    after = text[words[at].end :]
    return after.startswith("(") or re.match(r"[*_ ]*(?:[:|\t\n]|$|,\s*inkludert)", after, re.IGNORECASE) is not None


def _is_name(number: int) -> bool:
    return HEADINGS[number - 1].kind in ("organisation", "person")


def _end(text: str, words: list[_Word], at: int, marks: str = ":?") -> int:
    """Where the form's own words end, at the latest at one of ``marks``; word number ``at`` may already be an answer."""
    end = words[at - 1].end
    while (
        at < len(words) and _is_own(words[at].text) and not any(mark in text[end : words[at].start] for mark in marks)
    ):
        end = words[at].end
        at += 1
    while end < len(text) and (text[end].isspace() or text[end] in "*_)?:;.|"):
        end += 1
    return end
