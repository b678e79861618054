"""``samhandling serve``: the dashboard on this machine."""

import os
import subprocess
import sys
from contextlib import suppress
from typing import Annotated

import typer

from etl.commands.shared import DataDir, answer, progress_bar, say
from warehouse.drift import has_other_views
from warehouse.errors import WarehouseBusy
from warehouse.folder import DATA_VARIABLE


def run(
    port: Annotated[int, typer.Option("--port", help=say("option.port"))] = 8501,
    address: Annotated[str, typer.Option("--address", help=say("option.address"))] = "localhost",
    data_dir: DataDir = None,
) -> None:
    """Serve until interrupted. The dashboard runs in a process of its own, so this room knows nothing of it.

    A warehouse that another version of the program built is built anew first: the pages ask the views of this one.
    """
    out = answer(data_dir, as_json=False)
    if has_other_views(out.folder):
        out.line("serve.other_version")
        sys.stdout.flush()
        # Brought in when it is needed, which is seldom: serving waits for what stands on top.
        from etl.loading import rebuild

        # Whoever holds the lock is building, and will publish what is asked for here.
        with suppress(WarehouseBusy), progress_bar(False) as progress:
            rebuild(out.folder, progress)
    out.line("serve.address", url=f"http://{address}:{port}", folder=out.folder.root.resolve())
    sys.stdout.flush()
    environment = {**os.environ, DATA_VARIABLE: str(out.folder.root.resolve())}
    command = [sys.executable, "-m", "dashboard.serve", "--port", str(port), "--address", address]
    try:
        code = subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 our own module
    except KeyboardInterrupt:
        code = 0
    raise typer.Exit(code)
