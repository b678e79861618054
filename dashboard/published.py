"""The warehouse that is published now: which build it is, and the one reader of this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from warehouse.folder import DataFolder, data_folder
from warehouse.reader import Reader

_OF_THIS_RUN: ContextVar[str | None] = ContextVar("the build of this run", default=None)


def generation() -> str:
    """Say which published build is read now; an empty text when nothing is published yet."""
    known = _OF_THIS_RUN.get()
    return reader().generation() if known is None else known


@contextmanager
def one_build() -> Iterator[str]:
    """Stay with the build that is published now: a page asks for it a hundred times, and each look at the file takes time."""
    token = _OF_THIS_RUN.set(generation())
    try:
        yield generation()
    finally:
        _OF_THIS_RUN.reset(token)


def reader() -> Reader:
    """Give the reader that the pages share."""
    return _reader(str(data_folder()))


def reader_aside() -> Reader:
    """Give a reader of its own for large reads: what DuckDB takes for them, it gives back when the reader is gone."""
    return Reader(DataFolder(data_folder()).published)


@cache
def _reader(folder: str) -> Reader:
    return Reader(DataFolder(Path(folder)).published)
