"""The column dictionary: the same name means the same thing everywhere, and has one entry."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).with_name("dictionary.toml")


@dataclass(frozen=True)
class Entry:
    """What a column name means, in both languages, its unit, and the code list of its values («» for none)."""

    label_nb: str
    label_en: str
    meaning_nb: str
    meaning_en: str
    unit: str
    codes: str

    @property
    def comment(self) -> str:
        """The text an analyst sees with DESCRIBE and in the file's comments."""
        return f"{self.meaning_en} [{self.unit}]" if self.unit else self.meaning_en


@cache
def dictionary() -> dict[str, Entry]:
    """All entries by column name, in the order of the file."""
    with PATH.open("rb") as file:
        table = tomllib.load(file)
    return {
        name: Entry(
            label_nb=entry["label"]["nb"],
            label_en=entry["label"]["en"],
            meaning_nb=entry["meaning"]["nb"],
            meaning_en=entry["meaning"]["en"],
            unit=entry.get("unit", ""),
            codes=entry.get("codes", ""),
        )
        for name, entry in table.items()
    }
