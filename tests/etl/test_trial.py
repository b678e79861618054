"""A trial load promises what the real one does, and undo takes all of it back."""

import hashlib
import shutil

import polars as pl

from etl.loading import redo, undo
from tests.etl.views import only_views
from warehouse.changes import changed_figures, has_list, revised_figures
from warehouse.reader import Reader


def pages_of(folder, relations) -> set[str]:
    """The pages that show these marts, as the marts themselves say."""
    views = Reader(folder.published).read("select relation_name, pages from meta.view where schema_name = 'mart'")
    shown = dict(views.iter_rows())
    return {page for relation in relations for page in shown[relation].split(", ") if page}


def without_ids(figures: pl.DataFrame) -> pl.DataFrame:
    """The figures with the time and the random part of delivery ids left out: a trial's delivery is not the one that lands."""
    return figures.with_columns(pl.col("row_key").str.replace(r"-\d{8}T\d{12}-[0-9a-f]{4}", "-ID")).sort(
        figures.columns
    )


def marts(folder) -> dict[str, str]:
    """Every mart as the fingerprint of all its rows and columns. Nothing is left out: no mart shows a build or its time."""
    reader = Reader(folder.published)
    names = reader.read("select relation_name from meta.view where schema_name = 'mart' order by relation_name")
    return {
        name: hashlib.sha256(reader.read(f"select * from mart.{name} order by all").write_csv().encode()).hexdigest()
        for name in names["relation_name"]
    }


BEFORE = ({"granted_nok": 10, "municipality_code": "0301"}, {"granted_nok": 20, "municipality_code": "4601"})
AFTER = (
    {"granted_nok": 25, "municipality_code": "0301"},
    {"granted_nok": 20, "municipality_code": "4601", "applied_nok": 2000},
    {"granted_nok": 70, "municipality_code": "5501", "scheme_code": "NY"},
)


def test_a_trial_names_exactly_the_figures_that_the_load_changes_on_three_pages_and_undo_takes_them_back(
    load_grants, data_folder, tmp_path
):
    load_grants(*BEFORE)
    old_file, old_marts = tmp_path / "before.duckdb", marts(data_folder)
    shutil.copyfile(data_folder.published, old_file)
    promised = load_grants(*AFTER, is_dry_run=True).changed_figures
    assert marts(data_folder) == old_marts
    outcome = load_grants(*AFTER)
    kept = changed_figures(old_file, data_folder.published)
    assert without_ids(promised).equals(without_ids(kept))
    assert len(pages_of(data_folder, promised["relation"].unique())) >= 3
    new_marts = marts(data_folder)
    assert set(promised["relation"]) <= {name for name in new_marts if new_marts[name] != old_marts[name]}
    (delivery_id,) = [file.delivery_id for file in outcome.files]
    undo(data_folder, delivery_id)
    assert marts(data_folder) == old_marts
    assert changed_figures(old_file, data_folder.published).is_empty()
    redo(data_folder, delivery_id)
    assert marts(data_folder) == new_marts


def test_what_a_build_revises_is_kept_and_is_what_somebody_may_have_read(load_grants, data_folder, tmp_path):
    with only_views(tmp_path / "sql"):
        load_grants(*BEFORE)
        second = load_grants(*AFTER, {"year": 2021, "case_id": "9"}).build
    assert has_list(data_folder, second.build_id)
    figures = revised_figures(data_folder, [second.build_id])
    # Before 2021 there was nothing to read for 2021.
    assert figures.rows() == [(second.build_id, "granted_by_year", "year=2020", "granted_nok", 30.0, 115.0)]


def test_a_figure_that_is_gone_is_revised_to_nothing(load_grants, data_folder, tmp_path):
    with only_views(tmp_path / "sql"):
        build = undo(data_folder, load_grants(*BEFORE).files[0].delivery_id)
    assert revised_figures(data_folder, [build.build_id]).select("before", "after").rows() == [(30.0, None)]


def test_a_list_that_cannot_be_made_costs_the_list_and_not_the_publish(load_grants, data_folder, tmp_path):
    with only_views(tmp_path / "sql"):
        load_grants(*BEFORE)
        shutil.rmtree(data_folder.changes)
        data_folder.changes.write_text("not a folder", encoding="utf-8")
        build = load_grants(*AFTER).build
    assert not has_list(data_folder, build.build_id)
    current = Reader(data_folder.published).read("select build_id from meta.build where is_current")
    assert current["build_id"].to_list() == [build.build_id]
