"""SQL for people: one reading statement on the published file, fenced in and timed."""

import threading
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from warehouse.errors import NoWarehouse, QueryRefused

MEMORY_LIMIT = "2GB"
_READING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}


@dataclass(frozen=True)
class Fence:
    """The limits of a query."""

    seconds: float = 60.0
    memory_limit: str = MEMORY_LIMIT
    threads: int = 2


def query(path: Path, sql: str, fence: Fence | None = None) -> pl.DataFrame:
    """Run one SELECT, DESCRIBE, SHOW or EXPLAIN on the file at ``path``.

    QueryRefused when it is not exactly one reading statement, is wrong, or takes longer than the fence allows;
    NoWarehouse when there is no file. The file is attached read-only and nothing outside it can be reached.
    """
    fence = fence or Fence()
    if not path.exists():
        raise NoWarehouse("no_warehouse", folder=path.parent)
    with duckdb.connect(":memory:", config={"python_enable_replacements": "false"}) as connection:
        quoted = str(path).replace("'", "''")
        connection.execute(f"attach '{quoted}' as warehouse (read_only)")
        connection.execute("use warehouse")
        connection.execute(f"set memory_limit = '{fence.memory_limit}'")
        connection.execute(f"set threads = {fence.threads}")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        statement = _only_statement(connection, sql)
        timed_out = threading.Event()

        def stop() -> None:
            timed_out.set()
            connection.interrupt()

        timer = threading.Timer(fence.seconds, stop)
        timer.start()
        try:
            frame: pl.DataFrame = connection.sql(statement.query).pl()
            return frame
        except duckdb.InterruptException as error:
            if timed_out.is_set():
                raise QueryRefused("query_slow", seconds=round(fence.seconds)) from error
            raise
        except duckdb.Error as error:
            raise QueryRefused("query_wrong", reason=str(error)) from error
        finally:
            timer.cancel()


def _only_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryRefused("query_wrong", reason=str(error)) from error
    if len(statements) != 1:
        raise QueryRefused("query_one", count=len(statements))
    if statements[0].type not in _READING:
        raise QueryRefused("query_read_only", kind=statements[0].type.name)
    return statements[0]
