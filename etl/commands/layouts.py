"""``samhandling layouts``: the file layouts that are known, and which source each leads to."""

import polars as pl

from etl.commands.shared import AsJson, DataDir, answer, say
from etl.layouts import layouts


def run(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the layouts."""
    out = answer(data_dir, as_json)
    rows = [
        {"layout": name, "source": layout.source or say("layouts.any"), "description": layout.description}
        for name, layout in layouts().items()
    ]
    out.json({"ok": True, "layouts": rows})
    out.table(pl.DataFrame(rows), {name: say(f"layouts.header.{name}") for name in ("layout", "source", "description")})
