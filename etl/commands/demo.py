"""``samhandling demo``: fill a warehouse with reference facts, what real documents state, and invented rows."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from etl import documents
from etl.commands.shared import AsJson, DataDir, answer, language, progress_bar, say
from etl.demo import write_demo
from etl.loading import LoadRequest, load
from etl.reading import Options
from warehouse.words import number

OnlyReal = Annotated[bool, typer.Option("--only-real", help=say("option.only_real"))]


def run(only_real: OnlyReal = False, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Load the documents' facts, then the invented files, as any other; what is there already is left as it is."""
    out = answer(data_dir, as_json)
    with tempfile.TemporaryDirectory() as folder, progress_bar(as_json) as progress:
        requests = document_requests()
        if not only_real:
            requests += [LoadRequest(path, _template(source)) for source, path in write_demo(Path(folder))]
        outcome = load(out.folder, requests, progress=progress)
    rows = sum(file.taken.accepted.height for file in outcome.files)
    flagged = sum(file.taken.findings.height for file in outcome.files)
    published = outcome.build.build_id if outcome.build else None
    out.json({"ok": True, "rows": rows, "warnings": flagged, "published": published})
    if outcome.build is None:
        out.line("demo.there", folder=out.folder.root)
    else:
        key = "demo.done_real" if only_real else "demo.done"
        counts = {"rows": number(rows, 0, language()), "warnings": number(flagged, 0, language())}
        out.line(key, **counts, folder=out.folder.root)


def document_requests() -> list[LoadRequest]:
    """Ask for every file of ``etl/documents``, with its owner and licence."""
    return [LoadRequest(path, _template(source), *documents.source_note(path)) for source, path in documents.files()]


def _template(source: str) -> Options:
    return Options(source=source, layout="template")
