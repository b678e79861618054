"""Look for persons in all that a data folder holds: the published file, the deliveries, the ledger and what lies beside them.

For any test: load what you load, then ``assert personal_data_in(folder) == []``. The persons of the source documents are
known by the hash of their names only, so that no name stands here.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from tests.test_rooms import is_birth_number
from warehouse.folder import DataFolder
from warehouse.reader import Reader

Text = tuple[str, str]
"""Where it stands, and what stands there."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\w.,])(?:(?:\+|00)47[ \u00a0]?)?"
    r"(?:[2-9]\d{2}[ \u00a0]\d{2}[ \u00a0]\d{3}|[2-9]\d(?:[ \u00a0]\d{2}){3}|[49]\d{7})(?![\w,]|[ \u00a0]\d)"
)
_ELEVEN_DIGITS = re.compile(r"(?<!\d)\d{6}[ \u00a0]?\d{5}(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_BINARY = (".duckdb", ".wal", ".lock", ".xlsx")

# The first 16 hexadecimals of the SHA-256 of names in small letters: whole names, and surnames that are no place.
_HASHES = """
    01fcf0d18241d901 0989e741b58df3e1 0c5c03bd8299e480 1b8e3f79447f4ea6 1dc3a1b3b18699cd 2bea24f69dd2839b 36127081fc77f5e2
    38ee2c4f164867f4 3f9af08fe9aeaccc 43028c88f4ce56a0 55df0a7ad518f3a4 5b9476cfcaa8ba82 693ab7312e37d94f 6c0c9335d5aa8d61
    7017ed3c2ba521b8 745984ccc7b12dc3 78678912c4953e23 7dacf9708d70fb63 865961e6c26239b8 8779e9f41ff2c467 8902506844f32d38
    929e76305d6f935b 95779a2f99be0eb8 957bf94c579a5391 990a84b1a7061457 9c9e3812bb11585c a26571a625a4a131 a609d2d2ad29093b
    a874a59627d858e6 b3638c70b8723c87 b4c5c60571f18587 be989d895315646c c094a12de5056e60 c7793ba02bbc239d c8743b59e0a85daf
    d6bd14465981708b dacba38cdaf0aa3c fcca9fdb1268f73b
"""
NAMES = frozenset(_HASHES.split())


def name_hash(name: str) -> str:
    """The hash that a name, in any capitals, is known by."""
    return hashlib.sha256(name.lower().encode()).hexdigest()[:16]


def names_in(text: str, names: frozenset[str] = NAMES) -> set[str]:
    """The hashes of ``names`` that stand in a text, as one, two or three words in a row."""
    words = _WORD.findall(text.lower())
    runs = {" ".join(words[start : start + length]) for length in (1, 2, 3) for start in range(len(words))}
    return {found for run in runs if (found := name_hash(run)) in names}


def persons_in(text: str, names: frozenset[str] = NAMES) -> list[str]:
    """What in a text says who somebody is; the hit itself is not repeated, only its kind and how many."""
    numbers = [re.sub(r"\D", "", hit) for hit in _ELEVEN_DIGITS.findall(text)]
    hits = {
        "e-mail": len(_EMAIL.findall(text)),
        "phone": len(_PHONE.findall(text)),
        "identity number": sum(map(is_birth_number, numbers)),
        "name": len(names_in(text, names)),
    }
    return [f"{kind} ({count})" for kind, count in hits.items() if count]


def personal_data_in(folder: DataFolder, names: frozenset[str] = NAMES) -> list[str]:
    """Every place in a data folder with personal data, each with what kind; an empty list when there is none."""
    return [
        f"{where}: {', '.join(found)}"
        for where, text in (*published_texts(folder), *file_texts(folder))
        if (found := persons_in(text, names))
    ]


def published_texts(folder: DataFolder) -> Iterator[Text]:
    """The distinct texts of every text column of every table and view of the published file, column by column."""
    reader = Reader(folder.published)
    columns = reader.read(
        "select table_schema, table_name, column_name from information_schema.columns "
        "where data_type = 'VARCHAR' and table_schema in ('source', 'core', 'mart', 'meta')"
    )
    for schema, table, column in columns.iter_rows():
        texts = reader.read(f'select distinct "{column}" as text from {schema}."{table}" where "{column}" is not null')
        yield f"{schema}.{table}.{column}", "\n".join(texts["text"].to_list())


def file_texts(folder: DataFolder) -> Iterator[Text]:
    """What stands in every file of the folder but the databases, with the name of the file itself."""
    for path in sorted(path for path in folder.root.rglob("*") if path.is_file() and path.suffix not in _BINARY):
        yield str(path.relative_to(folder.root)), f"{path.name}\n{_content(path)}"


def _content(path: Path) -> str:
    if path.suffix != ".parquet":
        return path.read_bytes().decode("utf-8", errors="replace")
    texts = pl.read_parquet(path).select(pl.col(pl.String).drop_nulls().unique().implode())
    return "\n".join(text for column in texts.iter_columns() for text in column[0])
