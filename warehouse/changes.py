"""What is different between two builds: every figure of every mart that changes, from and to.

When a build is published, the figures it revises are kept beside the ledger, to be told after both files are gone.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import duckdb
import polars as pl

from warehouse.folder import DataFolder

NUMBERS = ("DECIMAL", "BIGINT", "INTEGER", "SMALLINT", "DOUBLE")

SCHEMA = {
    "relation": pl.String(),
    "row_key": pl.String(),
    "column_name": pl.String(),
    "before": pl.Float64(),
    "after": pl.Float64(),
}
TOLERANCE = 1e-9
"""Relative: a double summed in another order is not a changed figure."""


def changed_figures(before: Path, after: Path, *, only_revised: bool = False) -> pl.DataFrame:
    """Compare two database files: one row per mart, key and number column that differs.

    ``row_key`` is the key as ``column=value`` parts. A row that is new has ``before`` null, one that is gone ``after`` null.
    A ``before`` that does not exist is an empty warehouse: then every figure is new, and none is listed. ``only_revised``
    leaves out what is new: only figures that somebody may have read are revised.
    """
    if not before.exists():
        return pl.DataFrame(schema=SCHEMA)
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        for name, path in (("before", before), ("after", after)):
            quoted = str(path).replace("'", "''")
            connection.execute(f"attach '{quoted}' as file_{name} (read_only)")
            connection.execute(f"create schema {name}")
        frames = [pl.DataFrame(schema=SCHEMA)]
        for relation, key, is_table in _marts(connection):
            _open_mart(connection, "before", relation, is_table)
            if only_revised and not connection.execute(f"select 1 from memory.before.{relation} limit 1").fetchall():
                continue
            _open_mart(connection, "after", relation, is_table)
            frames.append(_compare(connection, relation, key, only_revised))
        return pl.concat(frames)


def _open_mart(connection: duckdb.DuckDBPyConnection, name: str, relation: str, is_table: bool) -> None:
    """Make ``memory.<name>.<relation>`` of the mart in the file ``name``."""
    if is_table:
        connection.execute(f"create view memory.{name}.{relation} as from file_{name}.mart.{relation}")
        return
    # Views name their tables in two parts, so each file is read with itself as the default.
    connection.execute(f"use file_{name}")
    connection.execute(f"create table memory.{name}.{relation} as select * from mart.{relation}")


def keep_revised(folder: DataFolder, build_id: str) -> None:
    """Keep the figures that ``folder.next`` revises, as ``changes/<build_id>.parquet``. The caller holds the lock.

    Figures in people's hands are worth a list, but not a publish: what goes wrong here costs the list, and nothing else.
    """
    with suppress(duckdb.Error, pl.exceptions.PolarsError, OSError, MemoryError):
        figures = changed_figures(folder.published, folder.next, only_revised=True)
        folder.changes.mkdir(exist_ok=True)
        half_written = folder.changes / f"{build_id}.part"
        figures.write_parquet(half_written, compression="zstd")
        half_written.replace(_kept(folder, build_id))


def revised_figures(folder: DataFolder, build_ids: Iterable[str]) -> pl.DataFrame:
    """The figures revised by builds, oldest first: ``build_id``, then as ``changed_figures`` gives them.

    A build without a list (made before lists were kept, or the list could not be written) has no rows: see ``has_list``.
    """
    frames = [
        pl.read_parquet(_kept(folder, build_id)).select(pl.lit(build_id).alias("build_id"), *SCHEMA)
        for build_id in build_ids
        if has_list(folder, build_id)
    ]
    return pl.concat([pl.DataFrame(schema={"build_id": pl.String(), **SCHEMA}), *frames])


def has_list(folder: DataFolder, build_id: str) -> bool:
    """Whether the revised figures of a build are kept."""
    return _kept(folder, build_id).exists()


def _kept(folder: DataFolder, build_id: str) -> Path:
    return folder.changes / f"{build_id}.parquet"


def _marts(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, list[str], bool]]:
    """The marts in both files, with the same key, that may differ: name, key, and whether it is a table in both."""
    rows = connection.execute(
        "select relation_name, key_columns, old.is_materialised and new.is_materialised "
        "from file_before.meta.view as old inner join file_after.meta.view as new "
        "using (schema_name, relation_name, key_columns) where schema_name = 'mart' order by relation_name"
    ).fetchall()
    touched = _touched(connection)
    return [(name, key.split(", "), is_table) for name, key, is_table in rows if f"mart.{name}" in touched]


def _touched(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The views whose rows may differ: whose SQL does, or that read, perhaps through others, a source with other deliveries.

    Most loads touch a few of the views, and comparing the rest would take as long as building them.
    """

    def read(file: str, sql: str) -> set[tuple[str, ...]]:
        return set(connection.execute(sql.replace("meta.", f"file_{file}.meta.")).fetchall())

    programs = "select product_version, duckdb_version from meta.build where is_current"
    deliveries = "select source, delivery_id, status from meta.delivery where status <> 'refused'"
    views = "select schema_name || '.' || relation_name, sql, reads from meta.view"
    before, after = read("before", views), read("after", views)
    if read("before", programs) != read("after", programs):
        return {name for name, _, _ in after}
    changed = {f"source.{source}" for source, _, _ in read("before", deliveries) ^ read("after", deliveries)}
    touched = {name for name, _, _ in after - before}
    reads = {name: set(others.split(", ")) for name, _, others in after}
    # A view of meta is about the deliveries and builds themselves, which are never the same.
    touched |= {name for name, others in reads.items() if any(_is_of_this_build(other) for other in others)}
    while more := {name for name, others in reads.items() if name not in touched and others & (touched | changed)}:
        touched |= more
    return touched


def _is_of_this_build(relation: str) -> bool:
    return relation.startswith("meta.") and relation != "meta.code"


def _compare(connection: duckdb.DuckDBPyConnection, relation: str, key: list[str], only_revised: bool) -> pl.DataFrame:
    columns = {
        name: (data_type, tables)
        for name, data_type, tables in connection.execute(
            "select column_name, any_value(data_type), count(*) from duckdb_columns() "
            "where database_name = 'memory' and table_name = ? group by column_name",
            [relation],
        ).fetchall()
    }
    figures = [
        name
        for name, (data_type, tables) in columns.items()
        if tables == 2 and name not in key and data_type.startswith(NUMBERS)
    ]
    if not figures:
        return pl.DataFrame(schema=SCHEMA)
    on = ", ".join(key)
    row_key = " || ' ' || ".join(f"'{name}=' || cast({name} as varchar)" for name in key)
    pairs = ", ".join(
        f"struct_pack(column_name := '{name}', before := cast(old.{name} as double), after := cast(new.{name} as double))"
        for name in sorted(figures)
    )
    # Most rows are the same: they are left out before any figure is taken apart.
    differs = " or ".join(f"old.{name} is distinct from new.{name}" for name in figures)
    join, was_there = ("left join", "figure.before is not null") if only_revised else ("full outer join", "true")
    frame: pl.DataFrame = connection.sql(
        f"""
        with pair as (
            select {row_key} as row_key, unnest([{pairs}]) as figure
            from memory.before.{relation} as old
            {join} memory.after.{relation} as new using ({on})
            where {differs}
        )
        select
            '{relation}' as relation,
            row_key,
            figure.column_name as column_name,
            figure.before as before,
            figure.after as after
        from pair
        where
            {was_there}
            and (
                (figure.before is null) <> (figure.after is null)
                or abs(figure.before - figure.after) > {TOLERANCE} * greatest(abs(figure.before), abs(figure.after), 1)
            )
        order by row_key, column_name
        """
    ).pl()
    return frame.cast(SCHEMA)  # type: ignore[arg-type] # names to types, as polars takes it
