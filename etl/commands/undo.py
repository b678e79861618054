"""``samhandling undo``: withdraw a delivery, as if it never came."""

from typing import Annotated

import typer

from etl.commands.shared import AsJson, DataDir, answer, language, progress_bar, say
from etl.loading import undo
from warehouse.words import number


def run(
    delivery: Annotated[str, typer.Argument(help=say("option.delivery"), show_default=False)],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw and publish."""
    out = answer(data_dir, as_json)
    with progress_bar(as_json) as progress:
        try:
            result = undo(out.folder, delivery, progress)
        except KeyError:
            out.fail(say("undo.unknown", delivery=delivery))
    out.json({"ok": True, "delivery_id": delivery, "published": result.build_id})
    out.line("undo.done", delivery=delivery, rows=number(result.row_count, 0, language()))
