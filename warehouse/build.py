"""Build: a new database file from all standing deliveries, described and checked, ready to be published."""

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb
import polars as pl

from warehouse.checks import Check, run_checks
from warehouse.codes import code_lists
from warehouse.dictionary import dictionary
from warehouse.errors import WarehouseError
from warehouse.folder import DataFolder, user_name
from warehouse.live import LivePart, live_deliveries
from warehouse.model import (
    ACCEPTED,
    FINDINGS,
    FINDINGS_SCHEMA,
    REJECTED,
    REJECTED_SCHEMA,
    TRACE_COLUMNS,
    Contents,
    Delivery,
    SourceTable,
)
from warehouse.views import SQL_FOLDER, View, load_views

STORAGE = "v1.5.0"
"""The file format: analysts' duckdb-cli and drivers are 1.5, and cannot open the default of 2.0."""

MEMORY_LIMIT = "1GB"
ROWS_FOR_ALL_CORES = 3_000_000
"""Below this a build runs on one core: it takes hardly longer, costs a tenth less, and leaves the others to readers."""

Progress = Callable[[str, float], None]
"""Called with what is being done and how far the build is (0 to 1)."""


def no_progress(_what: str, _share: float) -> None:
    """Where nobody watches."""


@dataclass(frozen=True)
class Build:
    """One finished build, not yet published."""

    build_id: str
    built_at: datetime
    built_by: str
    seconds: float
    delivery_count: int
    row_count: int
    checks: tuple[Check, ...]


def build(
    folder: DataFolder,
    contents: Contents,
    *,
    sql_folder: Path = SQL_FOLDER,
    progress: Progress = no_progress,
) -> Build:
    """Make ``folder.next`` from ``contents``; the published file is not touched.

    The caller holds the lock. WarehouseError (ChecksFailed when a check finds wrong rows) leaves no file behind.
    """
    started = time.monotonic()
    built_at = datetime.now(UTC)
    folder.require_space(expected_size(contents.standing))
    folder.next.unlink(missing_ok=True)
    try:
        expected_rows = sum(delivery.fact_rows for delivery in contents.standing)
        with _open(folder, expected_rows) as connection:
            views = load_views(sql_folder)
            live = live_deliveries(contents)
            row_counts = _load_sources(connection, contents.tables, live, progress)
            _describe_sources(connection, contents, row_counts)
            _create_views(connection, views, progress)
            _comment(connection, contents.tables, views)
            progress("check", 0.85)
            checks = run_checks(connection, contents.tables, views, sql_folder)
            result = Build(
                build_id=built_at.strftime("%Y%m%dT%H%M%S%f"),
                built_at=built_at,
                built_by=user_name(),
                seconds=round(time.monotonic() - started, 3),
                delivery_count=len(contents.standing),
                row_count=sum(row_counts.values()),
                checks=tuple(checks),
            )
            _describe_build(connection, result, contents.builds, views)
            progress("write", 0.95)
            connection.execute("checkpoint")
    except (duckdb.Error, OSError) as error:
        # A full disk shows as several kinds of DuckDB error, depending on what was being written.
        _remove(folder.next)
        reason = str(error).splitlines()[0]
        raise WarehouseError("write_failed", folder=folder.root, reason=reason) from error
    except BaseException:
        _remove(folder.next)
        raise
    progress("done", 1.0)
    return result


def build_record(result: Build) -> dict[str, object]:
    """A build as one row of meta.build and one line of the ledger."""
    return {
        "build_id": result.build_id,
        "built_at": result.built_at.isoformat(timespec="milliseconds"),
        "built_by": result.built_by,
        "product_version": product_version(),
        "duckdb_version": duckdb.__version__,
        "delivery_count": result.delivery_count,
        "row_count": result.row_count,
        "seconds": result.seconds,
    }


def product_version() -> str:
    """The version of this program; «source» when it runs from a checkout that is not installed."""
    try:
        return version("samhandlingsinnsikt")
    except PackageNotFoundError:
        return "source"


def expected_size(deliveries: Iterable[Delivery]) -> int:
    """Bytes a build of ``deliveries`` may need: twice their Parquet (measured 1.1 on wide text rows) and its views."""
    return 2 * sum(_size(delivery.parquet(ACCEPTED)) for delivery in deliveries) + 20_000_000


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
        path.with_name(path.name + ".wal").unlink(missing_ok=True)


def _open(folder: DataFolder, expected_rows: int) -> duckdb.DuckDBPyConnection:
    folder.staging.mkdir(exist_ok=True)
    connection = duckdb.connect(
        str(folder.next),
        config={
            "storage_compatibility_version": STORAGE,
            "memory_limit": MEMORY_LIMIT,
            "threads": 1 if expected_rows < ROWS_FOR_ALL_CORES else os.cpu_count() or 1,
            "temp_directory": str(folder.root / "staging" / "spill"),
            "preserve_insertion_order": "false",
            "python_enable_replacements": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    for schema in ("source", "core", "mart", "meta"):
        connection.execute(f"create schema {schema}")
    return connection


def delivery_statuses(contents: Contents) -> list[tuple[Delivery, str]]:
    """Every delivery in the order it came, with standing, replaced, withdrawn or refused."""
    counted = {part.delivery.delivery_id for parts in live_deliveries(contents).values() for part in parts}
    every = [
        *((one, "standing" if one.delivery_id in counted else "replaced") for one in contents.standing),
        *((one, "withdrawn") for one in contents.withdrawn),
        *((one, "refused") for one in contents.refused),
    ]
    return sorted(every, key=lambda pair: pair[0].delivery_id.split("-", 1)[1])


# Sources and meta ------------------------------------------------------------------------------------------------

_SQL_TYPES: dict[type[pl.DataType], str] = {
    pl.String: "varchar",
    pl.Int16: "smallint",
    pl.Int32: "integer",
    pl.Int64: "bigint",
    pl.Float64: "double",
    pl.Boolean: "boolean",
    pl.Date: "date",
    pl.Datetime: "timestamp",
}


def sql_type(dtype: pl.DataType) -> str:
    """The DuckDB type of a polars type; KeyError for one the contracts do not use."""
    if isinstance(dtype, pl.Decimal):
        return f"decimal({dtype.precision}, {dtype.scale})"
    return _SQL_TYPES[type(dtype)]


def _load_sources(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[SourceTable],
    live: dict[str, list[LivePart]],
    progress: Progress,
) -> dict[str, int]:
    row_counts = {}
    total = sum(part.delivery.fact_rows for parts in live.values() for part in parts) or 1
    done = 0
    for table in tables:
        columns = ", ".join(
            f"{column.name} {sql_type(column.dtype)}{' not null' if column.is_required else ''}"
            for column in table.columns
        )
        trace = f"{TRACE_COLUMNS[0]} varchar not null, {TRACE_COLUMNS[1]} integer not null"
        connection.execute(f"create table source.{table.name} ({columns}, {trace})")
        row_counts[table.name] = 0
        for part in live[table.name]:
            progress(table.name, 0.6 * done / total)
            row_counts[table.name] += _insert_part(connection, table, part)
            done += part.delivery.fact_rows
    return row_counts


def _insert_part(connection: duckdb.DuckDBPyConnection, table: SourceTable, part: LivePart) -> int:
    names = ", ".join(f"delivered.{column.name}" for column in table.columns)
    where = ""
    if part.slices is not None:
        connection.register("live_slice", part.slices.to_arrow())
        same = " and ".join(f"delivered.{name} = live_slice.{name}" for name in part.slices.columns)
        where = f"where exists (select 1 from live_slice where {same})"
    answer = connection.execute(
        f"insert into source.{table.name} select {names}, ?, delivered.source_row "
        f"from read_parquet(?) as delivered {where}",
        [part.delivery.delivery_id, str(part.delivery.parquet(ACCEPTED))],
    ).fetchall()
    if part.slices is not None:
        connection.unregister("live_slice")
    return int(answer[0][0])


def _insert_frame(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    connection.register("new_rows", frame.to_arrow())
    connection.execute(f"create table {name} as select * from new_rows")
    connection.unregister("new_rows")


def _describe_sources(
    connection: duckdb.DuckDBPyConnection,
    contents: Contents,
    row_counts: dict[str, int],
) -> None:
    latest_years = {}
    for table in contents.tables:
        has_year = any(column.name == "year" for column in table.columns)
        answer = connection.execute(f"select max(year) from source.{table.name}").fetchall() if has_year else [(None,)]
        latest_years[table.name] = answer[0][0]
    sources = [
        {
            "source": table.name,
            "title_nb": table.title_nb,
            "title_en": table.title_en,
            "description": table.description,
            "owner_name": table.owner_name,
            "key_columns": ", ".join(table.key),
            "replaces": ", ".join(table.replaces),
            "row_count": row_counts[table.name],
            "latest_year": latest_years[table.name],
        }
        for table in contents.tables
    ]
    schema = {
        **dict.fromkeys(
            ("source", "title_nb", "title_en", "description", "owner_name", "key_columns", "replaces"), pl.String()
        ),
        "row_count": pl.Int64(),
        "latest_year": pl.Int16(),
    }
    _insert_frame(connection, "meta.source", pl.DataFrame(sources, schema=schema))

    codes = [
        {
            "code_list": name,
            "code": code,
            "label_nb": entry.label_nb,
            "label_en": entry.label_en,
            "position": position,
        }
        for name, one_list in code_lists().items()
        for position, (code, entry) in enumerate(one_list.items(), start=1)
    ]
    _insert_frame(connection, "meta.code", pl.DataFrame(codes))

    statuses = delivery_statuses(contents)
    deliveries = [_delivery_record(delivery, status) for delivery, status in statuses]
    _insert_frame(connection, "meta.delivery", pl.DataFrame(deliveries, schema=_DELIVERY_SCHEMA))
    years = [{"delivery_id": delivery.delivery_id, "year": year} for delivery, _ in statuses for year in delivery.years]
    schema_of_years = {"delivery_id": pl.String(), "year": pl.Int16()}
    _insert_frame(connection, "meta.delivery_year", pl.DataFrame(years, schema=schema_of_years))
    for name, file_name, own_schema in (
        ("finding", FINDINGS, FINDINGS_SCHEMA),
        ("rejected_row", REJECTED, REJECTED_SCHEMA),
    ):
        frames = [
            pl.read_parquet(path)
            .select(pl.lit(delivery.delivery_id).alias("delivery_id"), *own_schema)
            .cast(own_schema)
            for delivery, _ in statuses
            if (path := delivery.parquet(file_name)).exists()
        ]
        empty = pl.DataFrame(schema={"delivery_id": pl.String(), **own_schema})
        _insert_frame(connection, f"meta.{name}", pl.concat([empty, *frames]))


_DELIVERY_SCHEMA: dict[str, pl.DataType] = {
    "delivery_id": pl.String(),
    "source": pl.String(),
    "layout": pl.String(),
    "file_name": pl.String(),
    "file_sha256": pl.String(),
    "received_at": pl.Datetime("us", "UTC"),
    "received_by": pl.String(),
    "encoding": pl.String(),
    "delimiter": pl.String(),
    "sheet_name": pl.String(),
    "rows_in": pl.Int64(),
    "rows_accepted": pl.Int64(),
    "rows_rejected": pl.Int64(),
    "rows_skipped": pl.Int64(),
    "fact_rows": pl.Int64(),
    "warning_count": pl.Int64(),
    "data_class": pl.String(),
    "owner_name": pl.String(),
    "licence": pl.String(),
    "notes_nb": pl.String(),
    "notes_en": pl.String(),
    "status": pl.String(),
}


def _delivery_record(delivery: Delivery, status: str) -> dict[str, object]:
    record = {name: getattr(delivery, name) for name in _DELIVERY_SCHEMA if name != "status"}
    notes = {"notes_nb": " ".join(delivery.notes_nb), "notes_en": " ".join(delivery.notes_en)}
    return {**record, **notes, "status": status}


# Views and their descriptions -------------------------------------------------------------------------------------


def _create_views(connection: duckdb.DuckDBPyConnection, views: Sequence[View], progress: Progress) -> None:
    for number, view in enumerate(views):
        progress(view.full_name, 0.6 + 0.25 * number / len(views))
        if view.is_materialised:
            statement = f"create table {view.full_name} as\n{view.sql}"
        else:
            statement = f"create view {view.full_name} as\n{view.sql}"
        try:
            connection.execute(statement)
        except (duckdb.ProgrammingError, duckdb.DataError, duckdb.NotSupportedError) as error:
            reason = str(error).splitlines()[0]
            raise WarehouseError("view_broken", view=view.full_name, reason=reason) from error


def _comment(connection: duckdb.DuckDBPyConnection, tables: Sequence[SourceTable], views: Sequence[View]) -> None:
    """Give every relation and column its comment; WarehouseError names columns the dictionary does not know."""
    entries = dictionary()
    columns = connection.execute(
        "select schema_name, table_name, column_name from duckdb_columns() where not internal order by all"
    ).fetchall()
    unknown = sorted({f"{schema}.{table}.{column}" for schema, table, column in columns if column not in entries})
    if unknown:
        named = [
            name + (f" (mente du {near[0]}?)" if (near := get_close_matches(name.split(".")[-1], entries, n=1)) else "")
            for name in unknown
        ]
        raise WarehouseError("column_unknown", columns=", ".join(named))
    statements = [
        f"comment on column {schema}.{table}.{column} is {_literal(entries[column].comment)}"
        for schema, table, column in columns
    ]
    statements += [f"comment on table source.{table.name} is {_literal(table.description)}" for table in tables]
    statements += [
        f"comment on {'table' if view.is_materialised else 'view'} {view.full_name} is "
        + _literal(f"{view.description} Grain: {view.grain} Key: {', '.join(view.key)}.")
        for view in views
    ]
    _execute_together(connection, statements)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _describe_build(
    connection: duckdb.DuckDBPyConnection,
    result: Build,
    earlier_builds: Sequence[Mapping[str, object]],
    views: Sequence[View],
) -> None:
    records = [*earlier_builds, build_record(result)]
    current = len(records) - 1
    builds = pl.DataFrame(
        [{**record, "is_current": number == current} for number, record in enumerate(records)],
        schema={
            **dict.fromkeys(("build_id", "built_at", "built_by", "product_version", "duckdb_version"), pl.String()),
            "delivery_count": pl.Int64(),
            "row_count": pl.Int64(),
            "seconds": pl.Float64(),
            "is_current": pl.Boolean(),
        },
    ).with_columns(pl.col("built_at").str.to_datetime(time_zone="UTC"))
    _insert_frame(connection, "meta.build", builds)
    checks = [
        {
            "check_name": check.name,
            "relation": check.relation,
            "is_ok": check.is_ok,
            "bad_row_count": check.bad_row_count,
            "sql": check.sql,
        }
        for check in result.checks
    ]
    _insert_frame(connection, "meta.check", pl.DataFrame(checks))
    described = [
        {
            "schema_name": view.schema,
            "relation_name": view.name,
            "description": view.description,
            "grain": view.grain,
            "key_columns": ", ".join(view.key),
            "reads": ", ".join(sorted(view.reads)),
            "is_materialised": view.is_materialised,
            "pages": ", ".join(view.pages),
            "sql": view.sql,
        }
        for view in views
    ]
    _insert_frame(connection, "meta.view", pl.DataFrame(described))
    entries = dictionary()
    columns = connection.execute(
        "select schema_name, table_name, column_name, column_index, data_type from duckdb_columns() "
        "where not internal and schema_name <> 'meta' order by all"
    ).fetchall()
    _insert_frame(
        connection,
        "meta.column",
        pl.DataFrame(
            [
                {
                    "schema_name": schema,
                    "relation_name": table,
                    "column_name": column,
                    "position": position,
                    "data_type": data_type,
                    "label_nb": entries[column].label_nb,
                    "label_en": entries[column].label_en,
                    "meaning_nb": entries[column].meaning_nb,
                    "meaning_en": entries[column].meaning_en,
                    "unit": entries[column].unit,
                    "code_list": entries[column].codes or None,
                }
                for schema, table, column, position, data_type in columns
            ]
        ),
    )
    own = connection.execute(
        "select table_name, column_name from duckdb_columns() where schema_name = 'meta' order by all"
    ).fetchall()
    missing = sorted({column for _, column in own if column not in entries})
    if missing:
        raise WarehouseError("column_unknown", columns=", ".join(f"meta.{name}" for name in missing))
    _execute_together(
        connection,
        [f"comment on column meta.{table}.{name} is {_literal(entries[name].comment)}" for table, name in own],
    )


def _execute_together(connection: duckdb.DuckDBPyConnection, statements: Iterable[str]) -> None:
    """Run statements in one transaction: hundreds of small ones would each wait for the disk."""
    connection.execute("begin")
    try:
        connection.execute(";\n".join(statements))
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")
