"""What is different between two builds: by other deliveries, or by another way of counting."""

import shutil

import pytest

from warehouse.build import build
from warehouse.changes import changed_figures
from warehouse.folder import DataFolder
from warehouse.model import Contents

from .small import SMALL_TABLE, small_delivery, small_rows, write_small_sql

VIA = """\
-- The rows of all years.
-- Grain: one row.
-- Key: subject
select 'all' as subject, cast(sum(row_count) as bigint) as row_count
from mart.total
"""


@pytest.fixture
def built(tmp_path):
    """Build deliveries with a folder of views, and give the file."""
    folder = DataFolder(tmp_path / "data")

    def run(name, sql_folder, *deliveries):
        with folder.locked():
            build(
                folder,
                Contents(tables=[SMALL_TABLE], standing=[make(folder) for make in deliveries]),
                sql_folder=sql_folder,
            )
            shutil.move(folder.next, tmp_path / name)
        return tmp_path / name

    return run


def first(folder):
    return small_delivery(folder, 1, small_rows(2020, 3), name="one")


def second(folder):
    return small_delivery(folder, 2, small_rows(2021, 5), name="two")


def test_figures_change_through_views_that_read_views(built, tmp_path):
    sql_folder = write_small_sql(tmp_path / "sql", via=VIA)
    figures = changed_figures(built("a", sql_folder, first), built("b", sql_folder, first, second))
    assert figures.rows() == [
        ("total", "year=2021", "row_count", None, 5.0),
        ("via", "subject=all", "row_count", 3.0, 8.0),
    ]


def test_only_what_was_there_before_is_revised(built, tmp_path):
    sql_folder = write_small_sql(tmp_path / "sql", via=VIA)
    files = built("a", sql_folder, first), built("b", sql_folder, first, second)
    assert changed_figures(*files, only_revised=True)["relation"].to_list() == ["via"]
    assert changed_figures(*reversed(files), only_revised=True).select("before", "after").rows() == [
        (5.0, None),
        (8.0, 3.0),
    ]


def test_another_way_of_counting_changes_figures_of_the_same_deliveries(built, tmp_path):
    before = built("a", write_small_sql(tmp_path / "sql"), first)
    other = write_small_sql(tmp_path / "other")
    path = other / "mart" / "total.sql"
    path.write_text(path.read_text(encoding="utf-8").replace("count(*)", "2 * count(*)"), encoding="utf-8")
    assert changed_figures(before, built("b", other, first)).select("before", "after").rows() == [(3.0, 6.0)]


def test_the_same_deliveries_counted_the_same_way_change_nothing(built, tmp_path):
    sql_folder = write_small_sql(tmp_path / "sql", via=VIA)
    assert changed_figures(built("a", sql_folder, first), built("b", sql_folder, first)).is_empty()


def test_a_warehouse_that_was_not_there_had_no_figures(built, tmp_path):
    assert changed_figures(tmp_path / "none", built("b", write_small_sql(tmp_path / "sql"), first)).is_empty()
