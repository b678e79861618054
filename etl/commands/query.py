"""``samhandling query``: one reading SELECT on the published file."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from etl.commands.shared import AsJson, DataDir, answer, say
from warehouse.query import Fence, query


class Form(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    CSV = "csv"
    PARQUET = "parquet"


def run(
    sql: Annotated[str, typer.Argument(help=say("option.sql"), show_default=False)],
    form: Annotated[Form, typer.Option("--format", help=say("option.format"))] = Form.TABLE,
    timeout: Annotated[float, typer.Option("--timeout", help=say("option.timeout"))] = 60.0,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Run the query and print its rows."""
    out = answer(data_dir, as_json)
    frame = query(out.folder.published, sql, Fence(seconds=timeout))
    if as_json:
        out.json({"ok": True, "rows": frame.to_dicts()})
    elif form is Form.CSV:
        sys.stdout.write(frame.write_csv())
    elif form is Form.PARQUET:
        frame.write_parquet(sys.stdout.buffer)
    else:
        out.table(frame)
        out.line("query.rows", count=frame.height)
