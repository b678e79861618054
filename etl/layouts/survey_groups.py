"""Which question of a survey says what group a respondent is in, and how its answers become the codes of the group."""

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from etl.contract import Cell, Contract
from etl.layouts.base import Field, contract_field
from etl.readers.codebook import Entry
from etl.scales import is_unanswered
from etl.suppression import EVERYBODY

_HEADERS = {
    "participant_role": r"rolle|rolla|role",
    "service_level": r"arbeidss[ts]tad|arbeidssted|tjenesteniv[åa]|tenesteniv[åa]|workplace|service level",
    "area_code": r"område|opptaksområde|dps|sphr|area",
}
_LONGEST_HEADER = 60  # a longer one is a statement that mentions the word
_LONGEST_AREA = 40


def dimension_of(header: str) -> str | None:
    """Give the dimension that a question called ``header`` is about: «Hva er din rolle?» → participant_role."""
    if len(header) > _LONGEST_HEADER:
        return None
    found = (name for name, words in _HEADERS.items() if re.search(rf"(?i)(?<!\w)(?:{words})(?!\w)", header))
    return next(found, None)


def coded_group(contract: type[Contract], name: str, header: str, dimension: str, entry: Entry) -> Field | None:
    """Give the field of a group whose cells are the codes of ``entry``; None when some of its labels are no role or level."""
    codes = [code.casefold() for code, label in entry.answers if not is_unanswered(label)]
    labels = [label for _, label in entry.answers if not is_unanswered(label)]
    if dimension == "area_code":
        values: Sequence[str | None] = labels
    else:
        values = [_code_of(contract, dimension, label) for label in labels]
    written: dict[str, tuple[str, ...]] = {}
    for value, code in zip(values, codes, strict=True):
        if value is None:
            return None
        written[value] = (*written.get(value, ()), code)
    cell = Cell("choice", header, spellings=written)
    blanks = tuple(code for code, label in entry.answers if is_unanswered(label))
    return Field(name, (header,), cell, pl.String(), "optional", blanks)


def written_group(
    contract: type[Contract], name: str, header: str, dimension: str, cells: Sequence[str]
) -> Field | None:
    """Give the field of a group whose cells are words; None when most ``cells`` (some of them) are no role, level or area."""
    if dimension == "area_code":
        is_area = all(len(cell) <= _LONGEST_AREA for cell in cells) and len(set(cells)) <= max(1, len(cells) / 2)
        return Field(name, (header,), Cell("text", header), pl.String(), "optional") if is_area else None
    known = [cell for cell in cells if _code_of(contract, dimension, cell)]
    if not cells or 2 * len(known) < len(cells):
        return None
    return replace(contract_field(contract, dimension, [header], "optional"), name=name)


def _code_of(contract: type[Contract], dimension: str, label: str) -> str | None:
    spellings = contract.contract_columns()[dimension].cell.spellings or {}
    word = " ".join(label.casefold().split())
    return next((code for code, words in spellings.items() if word in words and code != EVERYBODY[dimension]), None)
