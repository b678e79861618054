"""The page about the product: every measure it defines is a column of the view it names, and it keeps its own promises."""

import polars as pl
import pytest

from dashboard import about
from dashboard.data import read
from tests.dashboard.conftest import RunPage
from warehouse.folder import DATA_VARIABLE, DataFolder


@pytest.fixture
def folder(real_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A warehouse with a few real grants, read by the dashboard."""
    monkeypatch.setenv(DATA_VARIABLE, str(real_folder.root))
    return real_folder


def test_every_measure_is_a_column_of_the_view_it_names(folder: DataFolder):
    known = read("meta.column")
    names = set(zip(known["schema_name"] + "." + known["relation_name"], known["column_name"], strict=True))
    assert {(relation, column) for column, relation in about.METRICS.items()} <= names


def test_every_part_is_in_the_contents_and_on_the_page(folder: DataFolder, run_page: RunPage):
    app = run_page(folder, "om")
    assert [header.value for header in app.header] == [about.words(f"about.part.{part}") for part in about.PARTS]


def test_the_sentence_counts_the_deliveries_that_state_their_licence():
    rows = pl.DataFrame({"licence": ["CC BY 4.0", None]})
    said = about.finding(None, rows, "30.06.2025", "nb")
    assert "1 av 2 leveranser oppgir lisens" in said
    assert "30.06.2025" in said


def test_the_licence_table_has_every_standing_delivery(folder: DataFolder):
    table = about.licence_table("nb")
    assert table.rows["delivery_count"].sum() == read("meta.delivery", status="standing").height
    assert "" not in table.texts("licence")
