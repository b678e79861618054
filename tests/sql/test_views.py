"""Every SQL file is a plain, portable, described SELECT: found by the folder, tested the moment it exists."""

import re
from pathlib import Path

import pytest

from warehouse.reader import Reader
from warehouse.views import SQL_FOLDER

VIEWS = sorted(path for layer in ("core", "mart") for path in (SQL_FOLDER / layer).glob("*.sql"))
CHECKS = sorted((SQL_FOLDER / "check").glob("*.sql"))
NOT_PORTABLE = {
    "a cast with ::": r"::",
    "exclude": r"\bexclude\b",
    "group by all": r"\bgroup\s+by\s+all\b",
    "a templating mark": r"\{\{|\{%",
    "a macro": r"\bmacro\b",
}


def name(path: Path) -> str:
    return f"{path.parent.name}.{path.stem}"


@pytest.mark.parametrize("path", VIEWS + CHECKS, ids=name)
def test_a_view_is_one_plain_portable_select(path):
    sql = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("--"))
    assert re.match(r"\s*(with|select)\b", sql)
    assert ";" not in sql
    assert [what for what, pattern in NOT_PORTABLE.items() if re.search(pattern, sql, re.IGNORECASE)] == []


@pytest.mark.parametrize("path", VIEWS + CHECKS, ids=name)
def test_a_view_is_short_enough_to_read(path):
    text = path.read_text(encoding="utf-8")
    ctes = len(re.findall(r"^\w+ as \($", text, re.MULTILINE))
    assert ctes <= 4, "more than four thoughts: a core view is missing"
    assert max(map(len, text.splitlines())) <= 128


@pytest.mark.parametrize("path", CHECKS, ids=name)
def test_a_check_says_what_must_hold(path):
    assert path.read_text(encoding="utf-8").startswith("-- ")


def test_every_mart_column_is_described_and_none_is_wider_than_a_page_can_show(reference_folder):
    reader = Reader(reference_folder.published)
    columns = reader.read(
        "select table_name, column_name, data_type, comment from duckdb_columns() "
        "where schema_name in ('mart', 'core', 'source', 'meta') and not internal"
    )
    assert columns.filter(columns["comment"].is_null()).is_empty()
    # sum(bigint) is HUGEINT, which becomes a decimal that charts cannot show.
    assert columns.filter(columns["data_type"] == "HUGEINT").is_empty()


def test_every_view_answers_on_a_warehouse_without_grants(reference_folder):
    reader = Reader(reference_folder.published)
    for path in VIEWS:
        reader.read(f"select * from {name(path)} limit 1")
