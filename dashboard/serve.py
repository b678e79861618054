"""Serving the dashboard: one process, one address. ``python -m dashboard.serve --port 8501`` is what the command runs."""

import argparse
import ctypes
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import uvicorn

from warehouse.folder import DATA_VARIABLE, data_folder

ROOT = Path(__file__).parents[1]
_M_ARENA_MAX = -8
"""The name that glibc's malloc.h has for how many arenas there may be."""


def serve(data_dir: Path, port: int, address: str = "localhost") -> None:
    """Serve the warehouse of ``data_dir`` at ``address`` and ``port`` until interrupted; SystemExit when the port is taken."""
    os.environ[DATA_VARIABLE] = str(data_dir.resolve())
    _share_arenas()
    uvicorn.run(
        "dashboard.asgi:app",
        app_dir=str(ROOT),
        host=address,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
    )


def _share_arenas() -> None:
    """Let threads share their memory: glibc gives each its own arena, and every rerun of a page is a thread of its own."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(_M_ARENA_MAX, 2)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and serve the data folder that the environment names."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.serve", description="Serve the dashboard.")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--address", default="localhost")
    given = parser.parse_args(arguments)
    serve(data_folder(), given.port, given.address)


if __name__ == "__main__":
    main()
