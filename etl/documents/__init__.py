"""What the five source documents, and the public pages around them, state: facts and figures as ordinary deliveries.

One file per document (or publisher of pages) and source, ``<document>-<source>.csv``, in the project's own template. A new
file is found by its name. ``README.md`` says which document or page each comes from, what was derived and how.
"""

from graphlib import TopologicalSorter
from pathlib import Path

from etl.reference import SourceNote
from etl.sources import sources

FOLDER = Path(__file__).parent

_FACTS = "Fakta og tall er frie. Ingen tekst er gjengitt; dokument og sted står i hver rad"
_NOTES = {
    "000": SourceNote("NAPHA", _FACTS),
    "001": SourceNote("NAPHA", _FACTS),
    "002": SourceNote("Drammen DPS", _FACTS),
    "003": SourceNote("Helsedirektoratet", _FACTS),
    "004": SourceNote("Faglig samarbeidsutvalg psykisk helse og rus (FSU PHR)", _FACTS),
    "felles": SourceNote("Samhandlingsinnsikt", "Våre egne lister. Numre fra SSB, KLASS 632"),
    "helsedirektoratet": SourceNote("Helsedirektoratet", _FACTS),
    "napha": SourceNote("NAPHA", _FACTS),
    "nettsider": SourceNote("Utgiverne av tallene", _FACTS),
    "sintef": SourceNote("SINTEF", _FACTS),
    "ssb": SourceNote("Statistisk sentralbyrå", "Åpne data. Kilde: SSB"),
}


def files() -> list[tuple[str, Path]]:
    """Give (source, file) in the order they are to be loaded: what others point to, and what names stand for, first."""
    points_to = {source: contract.referenced_sources() for source, contract in sources().items()}
    order = ["alias", *TopologicalSorter(points_to).static_order()]
    found = [(path.stem.partition("-")[2], path) for path in sorted(FOLDER.glob("*.csv"))]
    return sorted(found, key=lambda file: order.index(file[0]))


def source_note(path: Path) -> SourceNote:
    """Give owner and licence of one of the files; a document or publisher that has no note is a KeyError."""
    return _NOTES[path.stem.partition("-")[0]]
