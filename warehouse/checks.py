"""Checks: SELECTs of the bad rows. One bad row keeps the new file from being published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.errors import ChecksFailed
from warehouse.model import SourceTable
from warehouse.views import CHECKS, View

SHOWN_FAILURES = 5


@dataclass(frozen=True)
class Check:
    """One check that was run: ``sql`` selects the bad rows, of which there were ``bad_row_count``."""

    name: str
    relation: str
    sql: str
    bad_row_count: int

    @property
    def is_ok(self) -> bool:
        """No bad row was found."""
        return self.bad_row_count == 0


def run_checks(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[SourceTable], views: Sequence[View], sql_folder: Path
) -> list[Check]:
    """Run every check; ChecksFailed names those that found bad rows, with the first of them."""
    done = []
    failures = []
    for name, relation, sql, proof in planned_checks(tables, views, sql_folder):
        is_proven = proof is not None and connection.execute(proof).fetchall()[0][0]
        bad = 0 if is_proven else connection.execute(f"select count(*) from ({sql}\n)").fetchall()[0][0]
        done.append(Check(name, relation, sql, bad))
        if bad:
            first = connection.execute(f"select * from ({sql}\n) limit 1").fetchall()[0]
            failures.append(f"{name} ({relation}, {bad}: {', '.join(map(str, first))})")
    if failures:
        raise ChecksFailed("checks_failed", count=len(failures), checks="; ".join(failures[:SHOWN_FAILURES]))
    return done


def planned_checks(
    tables: Sequence[SourceTable], views: Sequence[View], sql_folder: Path
) -> Iterator[tuple[str, str, str, str | None]]:
    """Every check, from the contracts, the heads and ``sql/check``: name, relation, SELECT of the bad rows, and proof.

    A proof is a cheaper SELECT of one boolean: when it is true there are no bad rows, and the SELECT need not run.
    """
    names = {table.name for table in tables}
    for table in tables:
        yield _key_check(f"source.{table.name}", table.key)
        for column, (other, other_columns) in table.references.items():
            if other in names:
                unknown = _unknown_values(table.name, column, other, other_columns)
                yield "reference_exists", f"source.{table.name}", unknown, None
    for view in views:
        if view.same_rows_as is None:
            yield _key_check(view.full_name, view.key)
        else:
            yield "same_rows", view.full_name, _row_count_difference(view.full_name, view.same_rows_as), None
    for path in sorted((sql_folder / CHECKS).glob("*.sql")):
        yield path.stem, "sql/check", path.read_text(encoding="utf-8").strip().removesuffix(";"), None


def _key_check(relation: str, key: Sequence[str]) -> tuple[str, str, str, str]:
    """A key stands once and has no empty part.

    Proof: as many different hashes as rows means as many different keys. It takes a tenth of the memory of grouping ten
    million text keys; should two keys share a hash, the SELECT is run after all.
    """
    columns = ", ".join(key)
    empty = " or ".join(f"{column} is null" for column in key)
    wrong = f"select {columns}, count(*) as row_count from {relation} group by {columns} having count(*) > 1 or {empty}"
    proof = (
        f"select count(*) = count(distinct hash({columns})) and coalesce(not bool_or({empty}), true) from {relation}"
    )
    return "key_is_unique", relation, wrong, proof


def _row_count_difference(relation: str, other: str) -> str:
    """A view that only adds columns has the rows, and so the key, of what it reads."""
    return (
        f"select * from (select (select count(*) from {relation}) as row_count, (select count(*) from {other}) as other_count) "
        "where row_count <> other_count"
    )


def _unknown_values(table: str, column: str, other: str, other_columns: Sequence[str]) -> str:
    known = " union all ".join(f"select {name} from source.{other}" for name in other_columns)
    return (
        f"select {column}, count(*) as row_count from source.{table} "
        f"where {column} is not null and {column} not in ({known}) group by {column}"
    )
