"""Reference facts that the product carries: codes, names, changes, weights, inhabitants, health areas and schemes.

Tables of our own in the template format, loaded as ordinary deliveries. ``README.md`` says where each comes from and
what was derived; ``scripts/make_reference.py`` makes them again.
"""

from pathlib import Path
from typing import NamedTuple

import polars as pl

from etl.reference.table import read_table
from etl.sources import sources

FOLDER = Path(__file__).parent


class SourceNote(NamedTuple):
    """Who answers for a table's facts, and on what terms they are open."""

    owner_name: str
    licence: str


# In the order they are to be loaded: what others point to comes first.
_LICENCES = {
    "municipality": "Åpne data. Kilde: SSB, KLASS 131",
    "municipality_change": "Åpne data. Kilde: SSB, KLASS 131",
    "municipality_weight": "MIT (niphr/csdata), rettet av oss. Kilde: SSB, KLASS 131 og folkemengde",
    "population": "MIT (niphr/csdata), rettet av oss. Kilde: SSB, folkemengde 1. januar",
    "health_area": "Åpne data. Kilde: SSB, KLASS 632",
    "grant_scheme": "Offentlige opplysninger. Kilde: nevnt i beskrivelsen av hver ordning",
}


def files() -> dict[str, Path]:
    """Give the file of each reference source, in the order they are to be loaded."""
    return {source: FOLDER / f"{source}.csv" for source in _LICENCES}


def source_note(source: str) -> SourceNote:
    """Give owner and licence of a reference source; a source that is not carried here is a KeyError."""
    return SourceNote(sources()[source].about.owner_name, _LICENCES[source])


def read(source: str) -> pl.DataFrame:
    """Read a reference table as text under the contract's column names; an empty cell is null."""
    return read_table(source, files()[source])
