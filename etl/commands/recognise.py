"""``samhandling recognise``: which source and layout a file is, told from its headers alone."""

from pathlib import Path
from typing import Annotated

import typer

from etl.commands.shared import AsJson, DataDir, answer, say
from etl.reading import recognise


def run(
    files: Annotated[list[Path], typer.Argument(help=say("option.files"), show_default=False)],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Say what each file can be loaded as."""
    out = answer(data_dir, as_json)
    found = {path.name: recognise(path) for path in files}
    out.json(
        {
            "ok": all(found.values()),
            "files": [
                {"file": name, "fits": [{"source": source, "layout": layout} for source, layout in fits]}
                for name, fits in found.items()
            ],
        }
    )
    for name, fits in found.items():
        if fits:
            out.line("recognise.fits", file=name, fits=", ".join(f"{source} ({layout})" for source, layout in fits))
        else:
            out.line("recognise.unknown", file=name)
    if not all(found.values()):
        raise typer.Exit(1)
