"""Views: path is name. Reads the folder of SQL files, their heads, what they read, and the order that follows."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import WarehouseError

SQL_FOLDER = Path(__file__).resolve().parent.parent / "sql"
LAYERS = ("core", "mart")
CHECKS = "check"

_FIELD = re.compile(r"^(Grain|Key|Pages|Materialised|Same rows as):\s*(.+)$")


@dataclass(frozen=True)
class View:
    """One SQL file: ``sql/mart/funding_by_region.sql`` is the view ``mart.funding_by_region``."""

    schema: str
    name: str
    description: str
    grain: str
    key: tuple[str, ...]
    is_materialised: bool
    same_rows_as: str | None
    sql: str
    reads: frozenset[str]
    pages: tuple[str, ...] = ()
    """The pages that show it, by their names in the addresses."""

    @property
    def full_name(self) -> str:
        """Schema and name, as a query writes it."""
        return f"{self.schema}.{self.name}"


def load_views(folder: Path = SQL_FOLDER) -> list[View]:
    """All views of ``folder``, each after those it reads. WarehouseError names a head, name or circle that is wrong."""
    views = {
        view.full_name: view
        for schema in LAYERS
        for path in sorted((folder / schema).glob("*.sql"))
        for view in [read_view(schema, path)]
    }
    for view in views.values():
        for missing in sorted(view.reads - set(views)):
            if missing.split(".")[0] in LAYERS:
                near = ", ".join(get_close_matches(missing, views, n=3)) or "–"
                raise WarehouseError("view_unknown", view=view.full_name, missing=missing, near=near)
    graph = {name: view.reads & set(views) for name, view in views.items()}
    try:
        return [views[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise WarehouseError("view_cycle", views=" → ".join(error.args[1])) from None


def read_view(schema: str, path: Path) -> View:
    """Read one file: the comment lines on top are its head, the rest is one plain SELECT."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head: list[str] = []
    fields: dict[str, str] = {}
    body_from = 0
    for body_from, line in enumerate(lines):  # noqa: B007 the number is where the SELECT begins
        if not line.startswith("--"):
            break
        text = line.removeprefix("--").strip()
        if match := _FIELD.match(text):
            fields[match[1]] = match[2].strip()
        elif text:
            head.append(text)
    name = f"{schema}.{path.stem}"
    for part, value in (("Grain", fields.get("Grain")), ("Key", fields.get("Key")), ("description", head)):
        if not value:
            raise WarehouseError("view_head", view=name, part=part)
    sql = "\n".join(lines[body_from:]).strip().removesuffix(";")
    return View(
        schema=schema,
        name=path.stem,
        description=" ".join(head),
        grain=fields["Grain"],
        key=tuple(part.strip() for part in fields["Key"].split(",")),
        is_materialised=fields.get("Materialised", "no").lower() == "yes",
        same_rows_as=fields.get("Same rows as"),
        sql=sql,
        reads=tables_read(name, sql),
        pages=tuple(part.strip() for part in fields["Pages"].split(",")) if "Pages" in fields else (),
    )


@cache
def tables_read(name: str, sql: str) -> frozenset[str]:
    """The ``schema.table`` names that a SELECT reads, by DuckDB's own parser.

    Remembered, since one process may build many times (the inbox) and the SELECTs are the same.
    """
    answer = _parser().cursor().execute("select json_serialize_sql(?)", [sql]).fetchall()[0][0]
    tree = json.loads(answer)
    if tree.get("error"):
        raise WarehouseError("view_broken", view=name, reason=tree.get("error_message"))
    return frozenset(table for table in _base_tables(tree) if not table.startswith("."))


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def _base_tables(node: Any) -> Iterator[str]:  # noqa: ANN401 a JSON tree has any shape
    if isinstance(node, dict):
        if node.get("type") == "BASE_TABLE":
            yield f"{node['schema_name']}.{node['table_name']}"
        for value in node.values():
            yield from _base_tables(value)
    elif isinstance(node, list):
        for value in node:
            yield from _base_tables(value)
