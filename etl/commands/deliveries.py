"""``samhandling deliveries``: every file that came, and what became of it."""

from typing import Annotated

import polars as pl
import typer

from etl.commands.shared import AsJson, DataDir, answer, say
from etl.deliveries import Shelf, source_tables
from warehouse.build import delivery_statuses

_HEADERS = (
    "delivery_id",
    "status",
    "file_name",
    "layout",
    "received_at",
    "received_by",
    "rows_in",
    "rows_accepted",
    "rows_rejected",
    "rows_skipped",
    "warning_count",
)


def run(
    source: Annotated[str | None, typer.Option("--source", help=say("option.only_source"))] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List the deliveries, newest last."""
    out = answer(data_dir, as_json)
    shelf = Shelf.open(out.folder)
    rows = [
        {**delivery.as_json(), "received_at": delivery.received_at, "status": status}
        for delivery, status in delivery_statuses(shelf.contents(source_tables()))
        if source in (None, delivery.source)
    ]
    out.json({"ok": True, "deliveries": rows})
    if not rows:
        out.line("deliveries.none", folder=out.folder.deliveries)
        return
    frame = pl.DataFrame([{name: row[name] for name in _HEADERS} for row in rows], infer_schema_length=None)
    statuses = {status: say(f"status.{status}") for status in ("standing", "replaced", "withdrawn", "refused_whole")}
    frame = frame.with_columns(pl.col("status").replace({"refused": "refused_whole"}).replace(statuses))
    out.table(frame, {name: say(f"deliveries.header.{name}") for name in _HEADERS})
