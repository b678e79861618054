"""What is read of an answer in a form: whether it is there, its dates, and the organisations it names. Nothing else."""

import datetime as dt
import re
from collections.abc import Callable, Container, Iterator
from itertools import pairwise

from etl.readers.form_headings import without_prompts

FILLED, ATTACHED, BLANK = "utfylt", "i vedlegg", "tom"

_ANNEX = re.compile(r"\W*(?:(?:se|jf|jfr|viser til|i)\b\W*)?(?:eget |egne )?(?:vedlegg|vedlagt)\b", re.IGNORECASE)
_ANNEX_WORDS = 25  # the reference and the title of the annex; more than that is an answer of its own
_PLACEHOLDER = re.compile(r"\W*(?:klikk|trykk|click)\b.{0,40}\b(?:skrive|tekst|text)\b.{0,20}$", re.IGNORECASE)
# The letterhead of the one that owns the form may stand anywhere in a form that was made from a page.
_LETTERHEAD = re.compile(
    r"\W*(?:(?:post|besøks)adresse:?|helse nord rhf|postboks \d+|\d{4} [^\W\d]+|\w+(?:vei|veien|gata|gaten|gate) \d+.*"
    r"|telefon.*|org\.? ?nr.*|\S+@\S+|www\.\S+|side \d+(?: av \d+)?)\W*",
    re.IGNORECASE,
)

_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_DATE = re.compile(
    rf"(?<![\d.])(\d{{1,2}})\.(?:(\d{{1,2}})\.|\s*({'|'.join(_MONTHS)})[a-z]*\.?\s+)(\d{{4}}|\d{{2}})(?!\d|\.\d)",
    re.IGNORECASE,
)

_ORGANISATION = re.compile(
    r"\b(?:fylkes)?kommune(?:r|ne)?\b|foretak(?:et)?\b|s[yj]u?kehus(?:et)?\b|hospital\b|utvalg(?:et)?\b|råd(?:et)?\b"
    r"|senter(?:et)?\b|klinikk(?:en)?\b|felles?skap(?:et)?\b|nettverk(?:et)?\b|stiftelsen?\b|forening(?:en)?\b|helse\b"
    r"|avdeling(?:en)?\b|(?-i:\b(?:HF|RHF|DPS|SPHR|FSU|SSU|NAV|AS|SA|IKS|KF|UNN|PHR)\b)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"leder|sjef|direktør|rådgiver|koordinator|lege\b|overlege|konsulent|saksbehandler|kontakt|medlem|sekretær",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,;/|\n()]|\s[-–]\s|\bv/|\bved\b|\bc/o\b", re.IGNORECASE)
_OF_MUNICIPALITY = re.compile(r"^kommunene? |^og |\bkommuner?$", re.IGNORECASE)


def status(answer: str) -> str:
    """Say whether an answer is filled in, left to an annex («Se vedlegg 2 …» and no more), or blank."""
    paragraphs = [part for part in re.split(r"\n\s*\n", own_text(answer)) if re.search(r"[^\W_]", part)]
    paragraphs = [part for part in paragraphs if not _PLACEHOLDER.match(part)]
    if not paragraphs:
        return BLANK
    is_annex = [_ANNEX.match(part) is not None and len(part.split()) <= _ANNEX_WORDS for part in paragraphs]
    return ATTACHED if all(is_annex) else FILLED


def own_text(answer: str) -> str:
    """Give what the applicant wrote: without the form's questions, guidance and letterhead."""
    lines = without_prompts(answer).splitlines()
    return "\n".join(line for line in lines if not _LETTERHEAD.fullmatch(line))


def dates(text: str) -> Iterator[str]:
    """Give each date as day.month.year. The form writes 25.01.25 for 25.01.2025, or 25. januar 2025.

    A date that no calendar has comes as it stands, with its century, for others to refuse.
    """
    for day, month, name, year in _DATE.findall(text):
        number = int(month) if month else _MONTHS.index(name.lower()) + 1
        yield f"{int(day):02}.{number:02}.{year if len(year) == 4 else f'20{year}'}"


def as_date(text: str) -> dt.date | None:
    """Read what ``dates`` gave; None for a day that does not exist."""
    day, month, year = map(int, text.split("."))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def deadline(head: str) -> str | None:
    """Give the first date after «frist» in what stands above the first field."""
    if (word := re.search("frist", head, re.IGNORECASE)) is None:
        return None
    return next(dates(head[word.start() :].replace("*", "")), None)


def organisations(answer: str) -> tuple[list[str], bool]:
    """Give the names of organisations in an answer, and whether something else was left out of it.

    Persons are kept out by what a name of an organisation must have: a word for one («HF», «utvalg»), no title of a person, and
    not two names in a row, as in «Kari Demo».
    """
    return _kept(
        answer, lambda part: bool(_ORGANISATION.search(part)) and not _ROLE.search(part) and not _has_person(part)
    )


def municipalities(answer: str, known: Container[str]) -> tuple[list[str], bool]:
    """Give the names of municipalities in an answer, as written, and whether something else was left out of it.

    known holds the names that municipalities have had, in small letters.
    """

    def is_known(part: str) -> bool:
        return _OF_MUNICIPALITY.sub("", part).strip().casefold() in known

    one_by_one = [part for part in _parts(answer) if not is_known(part)]
    for part in one_by_one:
        # «Nore og Uvdal» is one, «Harstad og Kvæfjord» are two.
        answer = answer.replace(part, re.sub(r"\bog\b", ",", part))
    return _kept(answer, is_known)


def _parts(answer: str) -> list[str]:
    parts = [" ".join(re.sub(r"[*_#\d.:]+", " ", part).split()).strip(" -–") for part in _PARTS.split(answer)]
    return [part for part in parts if part]


def _kept(answer: str, is_name: Callable[[str], bool]) -> tuple[list[str], bool]:
    parts = _parts(answer)
    kept = [part for part in parts if is_name(part)]
    return list(dict.fromkeys(kept)), len(kept) < len(parts)


def _has_person(part: str) -> bool:
    words = part.split()
    return any(
        first[:1].isupper()
        and second[:1].isupper()
        and not (_ORGANISATION.search(first) or _ORGANISATION.search(second))
        for first, second in pairwise(words)
    )


def municipality_code(answer: str) -> str | None:
    """Give the municipality code that stands beside the word «kommune»; None when there is none or several."""
    before, after = r"\b(\d{4})\W{1,3}[^\W\d][^\d\n,;]*?kommune\b", r"kommune(?:nummer|nr)?\W{1,4}(\d{4})\b"
    codes = {code for pair in re.findall(f"{before}|{after}", answer, re.IGNORECASE) for code in pair if code}
    return codes.pop() if len(codes) == 1 else None
