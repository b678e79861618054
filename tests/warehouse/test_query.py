"""SQL for people: one reading statement, and nothing else."""

import time
from pathlib import Path

import pytest

from warehouse.build import build
from warehouse.errors import NoWarehouse, QueryRefused
from warehouse.folder import DataFolder
from warehouse.model import Contents
from warehouse.publish import publish
from warehouse.query import Fence, query

from .small import SMALL_TABLE, small_delivery, write_small_sql


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("query")
    folder = DataFolder(root / "data")
    contents = Contents(tables=[SMALL_TABLE], standing=[small_delivery(folder, 2020)])
    with folder.locked():
        publish(folder, build(folder, contents, sql_folder=write_small_sql(root / "sql")).build_id)
    return folder.published


@pytest.mark.parametrize("sql", ["select row_count from mart.total", "describe mart.total", "explain select 1"])
def test_a_reading_statement_is_answered(published, sql):
    assert query(published, sql).height > 0


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select 1; select 2", "Got 2 statements"),
        ("", "Got 0 statements"),
        ("drop table source.small", "DROP is not allowed"),
        ("attach 'other.duckdb'", "ATTACH is not allowed"),
        ("copy source.small to 'out.csv'", "COPY is not allowed"),
        ("set memory_limit = '100GB'", "SET is not allowed"),
        ("select * from read_csv('/etc/passwd')", "could not be run"),
        ("explain analyze create table warehouse.source.x as select 1", "could not be run"),
        ("select nothing from mart.total", "could not be run"),
        ("selec 1", "could not be run"),
    ],
)
def test_anything_else_is_refused_with_a_reason(published, sql, message):
    with pytest.raises(QueryRefused, match=message):
        query(published, sql)


def test_a_slow_query_is_stopped(published):
    started = time.monotonic()
    with pytest.raises(QueryRefused, match="stopped after"):
        query(
            published, "select count(*) from range(100000) a, range(100000) b where a.range + b.range = 7", Fence(0.5)
        )
    assert time.monotonic() - started < 10


def test_a_python_variable_is_not_a_table(published):
    frame = 1  # noqa: F841 the point is that SQL cannot reach it
    with pytest.raises(QueryRefused, match="could not be run"):
        query(published, "select * from frame")


def test_no_file_is_told_as_no_warehouse(tmp_path):
    with pytest.raises(NoWarehouse):
        query(tmp_path / "warehouse.duckdb", "select 1")
