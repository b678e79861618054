"""Demo deliveries: invented grants in real geography, as ordinary files in the project's own template.

Each module of this folder is one part of the demo. It has ``deliveries(rng)``, which yields (source, file name, table)
with the contract's column names; a new part is one new file here, found by its name. Every row says
``data_class = synthetic``, and every name is plainly invented.
"""

import importlib
import pkgutil
import random
from pathlib import Path

from etl.reference.table import write_table


def write_demo(folder: Path, seed: int = 2014) -> list[tuple[str, Path]]:
    """Write the demo into ``folder`` (made when missing) and give (source, file) in the order they are to be loaded.

    The same seed gives the same bytes. Each part draws for itself, so a new part changes nothing in the others.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for part in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        rng = random.Random(f"{seed}-{part}")  # noqa: S311 – invented figures, nothing to keep secret
        for source, file_name, table in importlib.import_module(f"{__name__}.{part}").deliveries(rng):
            write_table(source, table, folder / file_name)
            written.append((source, folder / file_name))
    return written
