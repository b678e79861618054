"""Serving the dashboard: one process, one address. ``python -m dashboard.serve --port 8501`` is what the command runs."""

import argparse
import ctypes
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import uvicorn

from dashboard import cores
from warehouse.folder import DATA_VARIABLE, data_folder

ROOT = Path(__file__).parents[1]
_POLARS = {
    "POLARS_MAX_THREADS": "1",
    "_RJEM_MALLOC_CONF": "narenas:1,tcache:false,dirty_decay_ms:0,muzzy_decay_ms:0",
}
"""How many threads polars is to make, and how it is to keep its memory (jemalloc); read once, when it is brought in."""

_M_ARENA_MAX = -8
_M_MMAP_THRESHOLD = -3
"""The names that glibc's malloc.h has for how many arenas there may be, and from what size a piece is given back when freed."""

_LARGE = 64 * 1024


def serve(data_dir: Path, port: int, address: str = "localhost") -> None:
    """Serve the warehouse of ``data_dir`` at ``address`` and ``port`` until interrupted; SystemExit when the port is taken."""
    os.environ[DATA_VARIABLE] = str(data_dir.resolve())
    cores.stay_on_one()
    _set_glibc()
    _set_polars()
    uvicorn.run(
        "dashboard.asgi:app",
        app_dir=str(ROOT),
        host=address,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        # As Streamlit's own server: to pack a page takes longer than to send it, and a packer a third of a megabyte.
        ws_per_message_deflate=False,
    )


def _set_glibc() -> None:
    """Let threads share their memory: glibc gives each its own arena, and every rerun of a page is a thread of its own.

    Large pieces come and go with every page; left to itself, glibc takes that as a reason to hold on to them.
    """
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL("libc.so.6")
        libc.mallopt(_M_ARENA_MAX, 2)
        libc.mallopt(_M_MMAP_THRESHOLD, _LARGE)


def _set_polars() -> None:
    """Let polars work with one thread: the frames of a page are small, and to hand a step to others costs more than it gives.

    And let it give back at once what it no longer needs. Commands that the pages start are not bound by either, nor is
    somebody who has set it otherwise.
    """
    set_here = {name: value for name, value in _POLARS.items() if name not in os.environ}
    os.environ.update(set_here)
    import polars  # noqa: F401 it reads its settings when it is brought in

    for name in set_here:
        del os.environ[name]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and serve the data folder that the environment names."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.serve", description="Serve the dashboard.")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--address", default="localhost")
    given = parser.parse_args(arguments)
    serve(data_folder(), given.port, given.address)


if __name__ == "__main__":
    main()
