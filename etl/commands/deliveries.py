"""``samhandling deliveries``: every file that came, and all that was done with it."""

from dataclasses import asdict
from typing import Annotated

import polars as pl
import typer

from etl.commands.shared import AsJson, DataDir, answer, language, say
from etl.deliveries import Shelf, source_tables
from etl.history import Deed, deeds
from warehouse.build import delivery_statuses
from warehouse.words import moment

_HEADERS = (
    "delivery_id",
    "status",
    "file_name",
    "hash",
    "layout",
    "rows_in",
    "rows_accepted",
    "rows_rejected",
    "rows_skipped",
    "warning_count",
    "history",
)
_SHORT_HASH = 8


def run(
    source: Annotated[str | None, typer.Option("--source", help=say("option.only_source"))] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List the deliveries, newest last."""
    out = answer(data_dir, as_json)
    shelf = Shelf.open(out.folder)
    done = deeds(shelf)
    rows = [
        {
            **delivery.as_json(),
            "status": status,
            "history": [asdict(deed) for deed in done[delivery.delivery_id]],
        }
        for delivery, status in delivery_statuses(shelf.contents(source_tables()))
        if source in (None, delivery.source)
    ]
    out.json({"ok": True, "deliveries": rows})
    if not rows:
        out.line("deliveries.none", folder=out.folder.deliveries)
        return
    told = [
        {
            **row,
            "hash": row["file_sha256"][:_SHORT_HASH],
            "history": "; ".join(_told(deed) for deed in done[row["delivery_id"]]),
        }
        for row in rows
    ]
    frame = pl.DataFrame([{name: row[name] for name in _HEADERS} for row in told], infer_schema_length=None)
    statuses = {status: say(f"status.{status}") for status in ("standing", "replaced", "withdrawn", "refused_whole")}
    frame = frame.with_columns(pl.col("status").replace({"refused": "refused_whole"}).replace(statuses))
    out.table(frame, {name: say(f"deliveries.header.{name}") for name in _HEADERS})


def _told(deed: Deed) -> str:
    when = moment(deed.at.astimezone(), language())
    return say(f"deliveries.deed.{deed.event}", when=when, who=deed.by, delivery=deed.replaced_by)
