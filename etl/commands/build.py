"""``samhandling build``: build and publish anew from the deliveries that stand."""

from etl.commands.shared import AsJson, DataDir, answer, language, progress_bar
from etl.loading import rebuild
from warehouse.build import build_record
from warehouse.words import number


def run(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Build and publish."""
    out = answer(data_dir, as_json)
    with progress_bar(as_json) as progress:
        result = rebuild(out.folder, progress)
    out.json({"ok": True, **build_record(result), "check_count": len(result.checks)})
    out.line(
        "build.done",
        rows=number(result.row_count, 0, language()),
        deliveries=number(result.delivery_count, 0, language()),
        checks=number(len(result.checks), 0, language()),
        seconds=number(result.seconds, 1, language()),
    )
