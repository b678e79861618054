"""Specifications authored beforehand, one for each pattern of arguments: to draw the charts, the server needs no Altair.

Altair takes 35 MB of memory and half a second to import, and up to a tenth of a second for a chart. ``make charts`` writes the
file anew when a chart or its words have changed; a test holds it to what the charts author. A pattern that is not in it is
authored when it is asked for.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache, wraps
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any, cast

from dashboard.charts.theme import Author, Mode, Spec, config
from warehouse.words import Language

FILE = Path(__file__).with_name("prepared.tsv")
"""Lines of a chart's name, the marks of the arguments, and the specification without the configuration that all share."""

_AUTHORING = Lock()
"""Altair's theme is one for the whole process, and its first import must not be begun twice."""

_made: dict[tuple[str, str], Spec] | None = None


def prepared(author: Author) -> Author:
    """Take a specification from the file; author it where the file has none. Each is kept."""

    @lru_cache(maxsize=512)
    @wraps(author)
    def spec_of(**given: object) -> Spec:
        name, mark = author.__name__, _mark(given)
        shared = config(cast(Mode, given["mode"]), cast(Language, given["language"]))
        if _made is None and (known := _in_file().get((name, mark))) is not None:
            return {**json.loads(known), **shared}
        with _AUTHORING:
            spec = author(**given)
        if _made is not None:
            _made[name, mark] = {key: value for key, value in spec.items() if shared.get(key) != value}
        return spec

    return spec_of


@contextmanager
def authored_anew() -> Iterator[dict[tuple[str, str], Spec]]:
    """Author all that is asked for in the block, whatever the file has, and give what goes into a new file."""
    global _made
    _made = {}
    try:
        yield _made
    finally:
        _made = None


def content(made: dict[tuple[str, str], Spec]) -> str:
    """Write the specifications as they stand in the file; one that several arguments give, such as both languages, once."""
    marks: dict[tuple[str, str], list[str]] = {}
    for (name, mark), spec in sorted(made.items(), key=lambda one: one[0]):
        marks.setdefault((name, json.dumps(spec, separators=(",", ":"))), []).append(mark)
    return "".join(f"{name}\t{' '.join(own)}\t{spec}\n" for (name, spec), own in marks.items())


@cache
def _in_file() -> dict[tuple[str, str], str]:
    lines = (line.split("\t") for line in FILE.read_text(encoding="ascii").splitlines())
    return {(name, mark): spec for name, marks, spec in lines for mark in marks.split()}


def _mark(given: dict[str, Any]) -> str:
    return blake2b(ascii(sorted(given.items())).encode(), digest_size=8).hexdigest()
