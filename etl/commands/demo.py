"""``samhandling demo``: fill a warehouse with reference facts and invented grants."""

import tempfile
from pathlib import Path

from etl.commands.shared import AsJson, DataDir, answer, language, progress_bar
from etl.demo import write_demo
from etl.loading import LoadRequest, load
from etl.reading import Options
from warehouse.words import number


def run(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Write the demo files and load them as any other; a demo that is there already is left as it is."""
    out = answer(data_dir, as_json)
    with tempfile.TemporaryDirectory() as folder, progress_bar(as_json) as progress:
        requests = [
            LoadRequest(path, Options(source=source, layout="template")) for source, path in write_demo(Path(folder))
        ]
        outcome = load(out.folder, requests, progress=progress)
    rows = sum(file.taken.accepted.height for file in outcome.files)
    out.json({"ok": True, "rows": rows, "published": outcome.build.build_id if outcome.build else None})
    if outcome.build is None:
        out.line("demo.there", folder=out.folder.root)
    else:
        out.line("demo.done", rows=number(rows, 0, language()), folder=out.folder.root)
