"""What the codes of the warehouse are called: one list per kind of code, in ``codes.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from warehouse.words import Language

_FILE = Path(__file__).with_name("codes.toml")


@dataclass(frozen=True)
class Code:
    """One code: what people call it, and other spellings a file may use (small letters)."""

    label_nb: str
    label_en: str
    also: tuple[str, ...]

    def label(self, language: Language) -> str:
        """What people call it in ``language``."""
        return self.label_nb if language == "nb" else self.label_en


@cache
def code_lists() -> Mapping[str, Mapping[str, Code]]:
    """Every list by name; its codes in the order people expect them."""
    lists = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        name: {code: Code(entry["nb"], entry["en"], tuple(entry.get("also", ()))) for code, entry in codes.items()}
        for name, codes in lists.items()
    }


def spellings(list_name: str) -> Mapping[str, tuple[str, ...]]:
    """The codes of a list, each with the spellings a file may use, what people call it first; KeyError for no such list."""
    return {
        code: (entry.label_nb.casefold(), *(word for word in entry.also if word != entry.label_nb.casefold()))
        for code, entry in code_lists()[list_name].items()
    }
