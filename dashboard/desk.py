"""A private folder for one person's file while it is looked at. The file is nowhere else, and goes when it is done with."""

import os
import re
import shutil
import tempfile
import weakref
from pathlib import Path

_PREFIX = "samhandling-upload-"
_LONGEST_NAME = 120
_DESKS: "weakref.WeakSet[Desk]" = weakref.WeakSet()


class Desk:
    """A folder that only this account can open.

    It goes when it is closed, when nobody holds it any more (the session ended), and at the latest when the dashboard stops.
    """

    def __init__(self) -> None:
        """Make the folder, and clear away what a dashboard that was killed could not."""
        _clear_left_behind()
        self.path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        self._end = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
        _DESKS.add(self)

    def put(self, name: str, content: memoryview) -> Path:
        """Write a file under the name that its owner gave it, as far as that is a name and nothing more."""
        place = self.path / "file"
        place.mkdir()
        path = place / bare_name(name)
        path.write_bytes(content)
        return path

    def room(self) -> Path:
        """Make a new empty folder in this one."""
        return Path(tempfile.mkdtemp(dir=self.path))

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        self._end()


def close_all() -> None:
    """Remove every desk: the dashboard stops."""
    for desk in list(_DESKS):
        desk.close()


def bare_name(name: str) -> str:
    """Give the last part of a file name, without signs that are not for reading; the ending is kept when it is too long."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(sign for sign in last if sign.isprintable()).strip()
    stem, dot, ending = shown.rpartition(".")
    if len(shown) > _LONGEST_NAME:
        shown = f"{stem[: _LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[-_LONGEST_NAME:]
    return shown if shown.strip(".") else "file"


def _clear_left_behind() -> None:
    """Remove folders of processes that are no longer there."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = path.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not _is_running(int(owner)):
            shutil.rmtree(path, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
