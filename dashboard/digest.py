"""Run the ``samhandling`` command and take its answer apart, in a process beside the dashboard's.

``python -m dashboard.digest FOLDER ARGUMENTS…``. An answer has a row per finding and per changed figure, so it may be as large
as the file that was loaded: here it becomes ``answer.json`` with what is short, and a Parquet file for each long list. Only
what is short is ever read whole by the process that serves everybody.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ANSWER = "answer.json"
FINDINGS = "findings.parquet"
FIGURES = "figures.parquet"

_GIVE_WAY = 5
"""How much the command steps back for those who read the dashboard on the same machine (nice)."""


def main(arguments: Sequence[str]) -> int:
    """Run the command with the arguments after the folder; give its exit code."""
    folder, *command = arguments
    os.nice(_GIVE_WAY)
    raw = Path(folder) / "raw.json"
    with raw.open("wb") as out:
        run = [sys.executable, "-m", "etl.cli", *command, "--json"]
        code = subprocess.run(run, stdout=out, check=False).returncode  # noqa: S603 our own module
    take_apart(raw, Path(folder))
    return code


def take_apart(raw: Path, folder: Path) -> None:
    """Split the command's answer, the first it gave; text that is no JSON (the command broke down) leaves no answer."""
    answer: dict[str, Any]
    try:
        answer, _ = json.JSONDecoder().raw_decode(raw.read_text(encoding="utf-8"))
    except ValueError:
        return
    finally:
        raw.unlink()
    for file in answer.get("files", ()):
        if isinstance(file, dict) and "findings" in file:
            _keep(file.pop("findings"), folder / FINDINGS)
    figures = answer.pop("changed_figures", None)
    if figures is not None:
        _keep(figures, folder / FIGURES)
    half_written = folder / f"{ANSWER}.part"
    half_written.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    half_written.replace(folder / ANSWER)


def _keep(rows: list[dict[str, Any]], path: Path) -> None:
    # Imported here: most answers have no long list, and should not wait for what reads them.
    import polars as pl

    from warehouse.changes import SCHEMA
    from warehouse.model import FINDINGS_SCHEMA

    schema = FINDINGS_SCHEMA if path.name == FINDINGS else pl.Schema(SCHEMA)
    pl.DataFrame(rows, schema=schema).write_parquet(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
