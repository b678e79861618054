"""What is different between two builds: every figure of every mart that changes, from and to."""

from pathlib import Path

import duckdb
import polars as pl

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


def changed_figures(before: Path, after: Path) -> pl.DataFrame:
    """Compare two database files: one row per mart, key and number column that differs.

    ``row_key`` is the key as ``column=value`` parts. A row that is new has ``before`` null, one that is gone ``after`` null.
    A ``before`` that does not exist is an empty warehouse: then every figure is new, and none is listed.
    """
    if not before.exists():
        return pl.DataFrame(schema=SCHEMA)
    with duckdb.connect(":memory:") as connection:
        for name, path in (("before", before), ("after", after)):
            quoted = str(path).replace("'", "''")
            connection.execute(f"attach '{quoted}' as file_{name} (read_only)")
            connection.execute(f"create schema {name}")
        frames = [pl.DataFrame(schema=SCHEMA)]
        for relation, key in _marts(connection):
            for name in ("before", "after"):
                # Views name their tables in two parts, so each file is read with itself as the default.
                connection.execute(f"use file_{name}")
                connection.execute(f"create or replace table memory.{name}.figures as select * from mart.{relation}")
            frames.append(_compare(connection, relation, key))
        return pl.concat(frames)


def _marts(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, list[str]]]:
    """The marts both files have, with their keys as the later one states them."""
    rows = connection.execute(
        "select relation_name, key_columns from file_after.meta.view where schema_name = 'mart' and relation_name in "
        "(select relation_name from file_before.meta.view where schema_name = 'mart') order by relation_name"
    ).fetchall()
    return [(name, key.split(", ")) for name, key in rows]


def _compare(connection: duckdb.DuckDBPyConnection, relation: str, key: list[str]) -> pl.DataFrame:
    columns = {
        name: (data_type, tables)
        for name, data_type, tables in connection.execute(
            "select column_name, any_value(data_type), count(*) from duckdb_columns() "
            "where database_name = 'memory' and table_name = 'figures' group by column_name"
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
    frame: pl.DataFrame = connection.sql(
        f"""
        with pair as (
            select {row_key} as row_key, unnest([{pairs}]) as figure
            from memory.before.figures as old
            full outer join memory.after.figures as new using ({on})
        )
        select
            '{relation}' as relation,
            row_key,
            figure.column_name as column_name,
            figure.before as before,
            figure.after as after
        from pair
        where
            (figure.before is null) <> (figure.after is null)
            or abs(figure.before - figure.after) > {TOLERANCE} * greatest(abs(figure.before), abs(figure.after), 1)
        order by row_key, column_name
        """
    ).pl()
    return frame.cast(SCHEMA)  # type: ignore[arg-type] # names to types, as polars takes it
