"""Demo deliveries: invented figures in real geography, as ordinary files in the project's own template.

Each module of this folder is one part of the demo. It has ``deliveries(rng, made)``, which yields (source, file name, table)
with the contract's column names; ``made`` holds the rows that have been made so far, by source. A new part is one new file
here, found by its name; the parts are made in the order of their names, so that what others point to comes first. Every row
says ``data_class = synthetic``, and every name is plainly invented: never a refusal, a repayment or a red light on a real one.
"""

import importlib
import pkgutil
import random
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from etl.reference.table import write_table

TODAY = date(2025, 6, 30)
"""The day the demo is told on: what is later has not happened, and what was due before it and is missing is overdue."""

Made = Mapping[str, pl.DataFrame]


def write_demo(folder: Path, seed: int = 2014) -> list[tuple[str, Path]]:
    """Write the demo into ``folder`` (made when missing) and give (source, file) in the order they are to be loaded.

    The same seed gives the same bytes. Each part draws for itself, so a new part changes nothing in the others.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    made: dict[str, pl.DataFrame] = {}
    for part in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        rng = random.Random(f"{seed}-{part}")  # noqa: S311 – invented figures, nothing to keep secret
        for source, file_name, table in importlib.import_module(f"{__name__}.{part}").deliveries(rng, made):
            write_table(source, table, folder / file_name)
            written.append((source, folder / file_name))
            made[source] = pl.concat([made[source], table]) if source in made else table
    return written


def workday(day: date) -> date:
    """Give ``day``, or the Monday after when it is in a weekend."""
    return day if day.weekday() < 5 else day + timedelta(days=7 - day.weekday())
