"""Another version of the program has other views: then the published file is to be built again."""

from pathlib import Path

import pytest

from warehouse.build import build
from warehouse.drift import has_other_views
from warehouse.folder import DataFolder
from warehouse.model import Contents
from warehouse.publish import publish

from .small import SMALL_TABLE, TOTAL, small_delivery, write_small_sql


@pytest.fixture
def built(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    contents = Contents(tables=[SMALL_TABLE], standing=[small_delivery(folder, 2020)])
    with folder.locked():
        result = build(folder, contents, sql_folder=write_small_sql(tmp_path / "sql"))
        publish(folder, result.build_id)
    return folder


def test_a_file_with_the_views_of_this_program_is_as_it_should_be(built, tmp_path):
    assert not has_other_views(built, tmp_path / "sql")


def test_a_view_that_is_new_or_written_otherwise_is_seen(built, tmp_path):
    assert has_other_views(built, write_small_sql(tmp_path / "newer", other=TOTAL))
    assert has_other_views(built, write_small_sql(tmp_path / "changed", total=TOTAL.replace("count(*)", "count(year)")))


def test_where_nothing_is_published_there_is_nothing_to_build_again(tmp_path):
    assert not has_other_views(DataFolder(tmp_path / "empty"))
