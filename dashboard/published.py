"""The warehouse that is published now: which build it is, and the one reader of this process."""

from functools import cache
from pathlib import Path

from warehouse.folder import DataFolder, data_folder
from warehouse.reader import Reader


def generation() -> str:
    """Say which published build is read now; an empty text when nothing is published yet."""
    return reader().generation()


def reader() -> Reader:
    """Give the reader that the pages share."""
    return _reader(str(data_folder()))


def reader_aside() -> Reader:
    """Give a reader of its own for large reads: what DuckDB takes for them, it gives back when the reader is gone."""
    return Reader(DataFolder(data_folder()).published)


@cache
def _reader(folder: str) -> Reader:
    return Reader(DataFolder(Path(folder)).published)
