"""History: what was done with every delivery by whom, and what made every build."""

import json

import pytest
from typer.testing import CliRunner

from etl.cli import build_app
from etl.deliveries import Shelf
from etl.history import deeds, published
from etl.loading import redo, undo
from tests.etl.views import only_views


@pytest.fixture(autouse=True)
def few_views(tmp_path_factory):
    with only_views(tmp_path_factory.mktemp("sql")):
        yield


def answer(folder, *words):
    told = CliRunner().invoke(build_app(), [*words, "--json", "--data-dir", str(folder.root)])
    assert told.exit_code == 0, told.output
    return json.loads(told.output)


def events(folder, delivery_id):
    return [deed.event for deed in deeds(Shelf.open(folder))[delivery_id]]


def test_a_delivery_tells_all_that_was_done_with_it(load_grants, data_folder):
    first = load_grants({"year": 2020}, {"year": 2021, "case_id": "2"}).files[0].delivery_id
    second = load_grants({"year": 2020, "granted_nok": 7}).files[0].delivery_id
    assert events(data_folder, first) == ["load", "replace_part"]
    undo(data_folder, second)
    redo(data_folder, second)
    third = load_grants({"year": 2020, "granted_nok": 8}, {"year": 2021, "granted_nok": 8, "case_id": "2"})
    assert events(data_folder, first) == ["load", "replace"]
    assert events(data_folder, second) == ["load", "undo", "redo", "replace"]
    listed = {one["delivery_id"]: one for one in answer(data_folder, "deliveries")["deliveries"]}
    assert len(listed[first]["file_sha256"]) == 64
    assert [deed["event"] for deed in listed[second]["history"]] == ["load", "undo", "redo", "replace"]
    assert all(deed["at"] and deed["by"] for one in listed.values() for deed in one["history"])
    assert listed[first]["history"][1]["replaced_by"] == third.files[0].delivery_id


def test_a_refused_file_is_in_the_history_too(load_grants, data_folder):
    load_grants({"municipality_code": "9876"})
    (refused,) = Shelf.open(data_folder).ledger.refused()
    assert events(data_folder, refused) == ["refuse"]


def test_every_build_says_which_deliveries_made_it_and_what_it_revised(load_grants, data_folder):
    load_grants({"granted_nok": 10})
    second = load_grants({"granted_nok": 25})
    delivery_id = second.files[0].delivery_id
    undone = undo(data_folder, delivery_id)
    builds = {one.build_id: one for one in published(Shelf.open(data_folder).ledger)}
    assert builds[second.build.build_id].causes == (("load", delivery_id),)
    assert builds[undone.build_id].causes == (("undo", delivery_id),)
    (newest,) = answer(data_folder, "changes", "--relation", "granted_by_year")["builds"]
    assert newest["build_id"] == undone.build_id
    assert [cause["event"] for cause in newest["causes"]] == ["undo"]
    assert (25.0, 10.0) in {(figure["before"], figure["after"]) for figure in newest["figures"]}
    after = answer(data_folder, "changes", "--since", second.build.build_id)["builds"]
    assert [build["build_id"] for build in after] == [undone.build_id]
    since_day = answer(data_folder, "changes", "--since", "2020-01-01")["builds"]
    assert len(since_day) == 4


def test_changes_tells_people_from_and_to_and_by_which_file(load_grants, data_folder):
    load_grants({"granted_nok": 10})
    load_grants({"granted_nok": 25}, name="rettet.csv")
    told = CliRunner().invoke(build_app(), ["changes", "--data-dir", str(data_folder.root)])
    assert "lastet rettet.csv" in told.output
    assert "mart.granted_by_year, reviderte tall: 1" in told.output
    assert "10 → 25" in told.output
    wrong = CliRunner().invoke(build_app(), ["changes", "--since", "i går", "--data-dir", str(data_folder.root)])
    assert wrong.exit_code == 1
    assert "2026-06-05" in wrong.output
