"""``samhandling template``: the workbook to fill in for a source."""

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from etl.commands.shared import AsJson, DataDir, answer, language, say
from etl.sources import sources
from etl.templates import write_template


def run(
    source: Annotated[str | None, typer.Argument(help=say("option.template_source"), show_default=False)] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help=say("option.out_file"))] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Write the template of a source, or list the sources. A file that is there already is left alone."""
    out = answer(data_dir, as_json)
    if source is None:
        place = 0 if language() == "nb" else 1
        rows = [
            {"source": name, "title": contract.about.title[place], "owner": contract.about.owner_name}
            for name, contract in sources().items()
        ]
        out.json({"ok": True, "sources": rows})
        out.table(pl.DataFrame(rows), {name: say(f"template.header.{name}") for name in ("source", "title", "owner")})
        return
    if source not in sources():
        out.fail(say("load.unknown_source", source=source, sources=", ".join(sources())))
    path = out_file or Path(f"mal-{source}.xlsx")
    if path.suffix.lower() != ".xlsx":
        out.fail(say("template.not_xlsx", file=path))
    if path.exists():
        out.fail(say("template.exists", file=path))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet = write_template(sources()[source], path, language())
    out.json({"ok": True, "file": str(path), "sheet": sheet, "source": source})
    out.line("template.written", file=path, sheet=sheet, source=source)
