"""``samhandling report``: a page of the dashboard on A4, as PDF."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from etl.commands.shared import AsJson, DataDir, answer, language, say
from warehouse.folder import DATA_VARIABLE
from warehouse.words import LANGUAGES


def run(
    page: Annotated[str, typer.Argument(metavar="PAGE", help=say("option.report_page"), show_default=False)],
    out_file: Annotated[Path, typer.Option("--out", help=say("option.report_file"), show_default=False)],
    region: Annotated[str | None, typer.Option("--region", help=say("option.report_region"))] = None,
    year: Annotated[str | None, typer.Option("--year", help=say("option.report_year"))] = None,
    project: Annotated[str | None, typer.Option("--project", help=say("option.report_project"))] = None,
    wave: Annotated[str | None, typer.Option("--wave", help=say("option.report_wave"))] = None,
    wanted: Annotated[str | None, typer.Option("--lang", help=say("option.report_language"))] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Write the board page. The dashboard makes it in a process of its own, so this room knows nothing of it."""
    out = answer(data_dir, as_json)
    if wanted is not None and wanted not in LANGUAGES:
        out.fail(say("receipt.unknown_language", language=wanted, known=", ".join(LANGUAGES)))
    if not out_file.parent.is_dir():
        out.fail(say("report.no_folder", folder=out_file.parent.resolve(), file=out_file.name))
    if out_file.is_dir():
        out.fail(say("report.is_folder", folder=out_file))
    given = {"region": region, "year": year, "project": project, "wave": wave, "lang": wanted or language()}
    options = [text for name, value in given.items() if value is not None for text in (f"--{name}", value)]
    command = [
        sys.executable,
        "-m",
        "dashboard.report",
        page,
        "--out",
        str(out_file),
        "--messages",
        language(),
        *options,
    ]
    environment = {**os.environ, DATA_VARIABLE: str(out.folder.root.resolve())}
    made = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)  # noqa: S603 our own
    if made.returncode:
        known = made.stderr.strip() if made.returncode == 1 and "Traceback" not in made.stderr else ""
        out.fail(known or say("report.failed", reason=(made.stderr.strip().splitlines() or [""])[-1]))
    out.json({"ok": True, "file": str(out_file)})
    out.line("report.written", file=out_file)
