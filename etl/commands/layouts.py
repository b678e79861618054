"""``samhandling layouts``: the file layouts that are known, and which source each leads to."""

import polars as pl

from etl.commands.shared import AsJson, DataDir, answer, language, say
from etl.layouts import layouts
from etl.sources import sources


def run(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the layouts."""
    out = answer(data_dir, as_json)
    rows = [
        {"source": source, "layout": layout.name, "description": layout.title[0 if language() == "nb" else 1]}
        for source, contract in sources().items()
        for layout in layouts(contract).values()
    ]
    out.json({"ok": True, "layouts": rows})
    out.table(pl.DataFrame(rows), {name: say(f"layouts.header.{name}") for name in ("source", "layout", "description")})
