"""``samhandling check``: run every check on the published file again."""

import polars as pl
import typer

from etl.commands.shared import AsJson, DataDir, answer, language, say
from warehouse.reader import Reader
from warehouse.words import number


def run(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Run the checks; exit code 1 when one finds wrong rows."""
    out = answer(data_dir, as_json)
    reader = Reader(out.folder.published)
    checks = reader.read("select check_name, relation, sql from meta.check order by relation, check_name")
    counts = [reader.read(f"select count(*) as bad from ({sql}\n)")["bad"][0] for sql in checks["sql"]]
    checks = checks.with_columns(pl.Series("bad_row_count", counts, pl.Int64))
    failed = checks.filter(pl.col("bad_row_count") > 0)
    out.json({"ok": failed.is_empty(), "checks": checks.to_dicts()})
    if failed.height:
        out.table(failed.select("check_name", "relation", "bad_row_count"))
        out.line("check.failed", count=number(failed.height, 0, language()), all=number(checks.height, 0, language()))
        raise typer.Exit(1)
    out.text(say("check.ok", count=number(checks.height, 0, language())))
