"""Personal data at the door: e-mail, Norwegian telephone numbers, national identity numbers, and columns about persons.

What is found here is stopped and reported, and never stored: not in the accepted rows, the findings or the kept original. Names
cannot be told from other words, so they are stopped by what their column is called.
"""

import re

import polars as pl

MASK = "•••"

_NOT_DIGIT = r"(?:^|[^0-9])"
_END = r"(?:$|[^0-9])"
_EMAIL = r"[^\s@;,<>()\x22]+@[^\s@;,<>()\x22]+\.[A-Za-z]{2,}"
# A telephone number is told by its grouping (three, two, three digits, or two by two), a country code, or a word in front.
_PHONE = (
    rf"{_NOT_DIGIT}(?:[2-9][0-9]{{2}} [0-9]{{2}} [0-9]{{3}}|[2-9][0-9](?: [0-9]{{2}}){{3}}){_END}"
    rf"|(?:\+|00)47[  ]?[2-9](?:[  ]?[0-9]){{7}}{_END}"
    rf"|(?i:tlf|telefon|mobil|mob)\.?(?:nr\.?)?[: ]*[2-9](?:[  ]?[0-9]){{7}}{_END}"
)
_IDENTITY = rf"{_NOT_DIGIT}([0-9]{{6}}[  ]?[0-9]{{5}}){_END}"
_SUSPECT = r"@|[0-9]{6}[  ]?[0-9]{5}|[0-9] [0-9]{2} [0-9]{2,3}|(?i:tlf|telefon|mob)|(?:\+|00)47"
_MASKED = "|".join((_EMAIL, _PHONE, _IDENTITY))

_PERSON_HEADER = re.compile(
    r"kontaktperson|kontaktinfo|kontaktnavn|^kontakt$|contact|saksbehandler|e-?post|e-?mail|telefon|^tlf|mobil|^phone"
    r"|f[øo]dselsn|f[øo]dselsdato|personnummer|personnr|fornavn|etternavn|first.?name|last.?name|full.?name"
    r"|navn på (?:leder|person)",
    re.IGNORECASE,
)


def is_about_persons(header: str) -> bool:
    """Say whether a column called ``header`` holds persons, as «Kontaktperson» and «E-post» do."""
    return _PERSON_HEADER.search(" ".join(header.split())) is not None


def found_in(texts: pl.Series) -> pl.Series:
    """Give for each text ``email``, ``phone`` or ``identity_number`` when it holds one, else null."""
    if len(texts) > 10_000 and texts.head(10_000).n_unique() < 6_000:
        distinct = texts.drop_nulls().unique()
        kinds = _kinds(distinct)
        known = kinds.is_not_null()
        if not known.any():
            return pl.Series(texts.name, [None], pl.String).new_from_index(0, len(texts))
        return texts.replace_strict(distinct.filter(known), kinds.filter(known), default=None, return_dtype=pl.String)
    return _kinds(texts)


def _kinds(texts: pl.Series) -> pl.Series:
    suspects = texts.str.contains(_SUSPECT).fill_null(False)
    nothing = pl.Series(texts.name, [None], pl.String).new_from_index(0, len(texts))
    if not suspects.any():
        return nothing
    few = texts.filter(suspects)
    numbers = few.str.extract_all(_IDENTITY).list.eval(pl.element().str.replace_all("[^0-9]", "")).to_list()
    is_identity = pl.Series([any(is_identity_number(number) for number in found or ()) for found in numbers])
    kinds = pl.select(
        pl.when(few.str.contains(_EMAIL))
        .then(pl.lit("email"))
        .when(is_identity)
        .then(pl.lit("identity_number"))
        .when(few.str.contains(_PHONE))
        .then(pl.lit("phone"))
    ).to_series()
    return nothing.scatter(suspects.arg_true(), kinds)


def is_identity_number(digits: str) -> bool:
    """Say whether eleven digits are a Norwegian national identity or D number: both check digits right by modulus 11.

    Skatteetaten: weights 3 7 6 1 8 9 4 5 2 and 5 4 3 2 7 6 5 4 3 2; day + 40 in a D number, month + 40 or + 80 in tests.
    """
    if not re.fullmatch("[0-9]{11}", digits):
        return False
    figures = [int(digit) for digit in digits]
    day, month = figures[0] * 10 + figures[1], figures[2] * 10 + figures[3]
    if not (1 <= day % 40 <= 31 and 1 <= month % 40 <= 12):
        return False
    first = sum(w * d for w, d in zip((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), figures, strict=False))
    second = sum(w * d for w, d in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), figures, strict=True))
    return first % 11 == 0 and second % 11 == 0


def masked(texts: pl.Expr) -> pl.Expr:
    """Texts with every e-mail, telephone and eleven-digit number hidden."""
    return texts.str.replace_all(_MASKED, MASK)
