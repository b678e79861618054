"""``samhandling dictionary``: what tables and columns mean."""

from typing import Annotated

import typer

from etl.commands.shared import AsJson, DataDir, answer, language, say
from warehouse.reader import Reader


def run(
    search: Annotated[str | None, typer.Argument(help=say("option.search"), show_default=False)] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List columns with label, meaning and unit; those whose table, name or meaning holds the word searched for."""
    out = answer(data_dir, as_json)
    lang = language()
    columns = Reader(out.folder.published).read(
        f"select schema_name || '.' || relation_name as relation, column_name, data_type, label_{lang} as label, "
        f"meaning_{lang} as meaning, unit from meta.column where ? = '' or contains(lower(schema_name || '.' || "
        f"relation_name || ' ' || column_name || ' ' || label_{lang} || ' ' || meaning_{lang}), lower(?)) "
        "order by schema_name desc, relation_name, position",
        [search or "", search or ""],
    )
    out.json({"ok": True, "columns": columns.to_dicts()})
    if columns.is_empty():
        out.line("dictionary.none", search=search)
        return
    out.table(columns, {name: say(f"dictionary.header.{name}") for name in columns.columns})
