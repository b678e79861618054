"""Expected deliveries: delivered, overdue, due soon or expected, as of the day somebody asks."""

import datetime as dt

import polars as pl
import pytest

from etl.loading import LoadRequest, load, undo
from etl.reading import Options
from etl.reference.table import write_table
from tests.conftest import grants
from tests.etl.views import only_views
from warehouse.reader import Reader

TODAY = dt.date.today()
SENDER = "Demodirektoratet"


@pytest.fixture(autouse=True)
def few_views(tmp_path_factory):
    with only_views(tmp_path_factory.mktemp("sql"), "mart/expected_delivery", "core/attention_delivery"):
        yield


def expect(folder, tmp_path, *rows, sender=SENDER):
    """Load the list of what is expected: (source, year, days from today it is due)."""
    table = pl.DataFrame(
        [(source, sender, year, TODAY + dt.timedelta(days=days)) for source, year, days in rows],
        schema={"expected_source": pl.String, "sender_name": pl.String, "year": pl.Int16, "due_date": pl.Date},
        orient="row",
    )
    write_table("expected_delivery", table, tmp_path / "expected.csv")
    load(folder, [LoadRequest(tmp_path / "expected.csv", Options("expected_delivery"))])


def deliver(folder, tmp_path, *years, sender=SENDER, granted_nok=10):
    path = tmp_path / "delivered.csv"
    write_table("grant_application", grants(*({"year": year, "granted_nok": granted_nok} for year in years)), path)
    outcome = load(folder, [LoadRequest(path, Options("grant_application"), owner_name=sender)])
    return outcome.files[0].delivery_id


def statuses(folder):
    rows = Reader(folder.published).read("select * from mart.expected_delivery order by expected_source, year")
    return {
        (row["expected_source"], row["year"]): (row["delivery_status"], row["days_late"]) for row in rows.to_dicts()
    }


def test_what_is_expected_is_overdue_due_soon_or_expected(data_folder, tmp_path):
    expect(
        data_folder,
        tmp_path,
        ("staffing", 2018, -3),
        ("staffing", 2019, 0),
        ("staffing", 2020, 14),
        ("staffing", 2021, 15),
    )
    assert [status for status, _ in statuses(data_folder).values()] == ["overdue", "due_soon", "due_soon", "expected"]
    assert statuses(data_folder)["staffing", 2018][1] == 3
    attention = Reader(data_folder.published).read(
        "select subject, subject_name, affected_count from core.attention_delivery"
    )
    assert attention.rows() == [(f"staffing:2018:{SENDER}", SENDER, 3)]


@pytest.mark.parametrize(("days", "late"), [(1, 0), (-2, 2)])
def test_a_delivery_counts_for_the_years_it_has_rows_for_and_says_how_late_it_was(data_folder, tmp_path, days, late):
    expect(data_folder, tmp_path, *(("grant_application", year, days) for year in (2018, 2019, 2020)))
    deliver(data_folder, tmp_path, 2018, 2020)
    missing = "due_soon" if days > 0 else "overdue"
    assert statuses(data_folder) == {
        ("grant_application", 2018): ("delivered", late),
        ("grant_application", 2019): (missing, late),
        ("grant_application", 2020): ("delivered", late),
    }


def test_another_sender_is_not_the_one_that_was_expected(data_folder, tmp_path):
    expect(data_folder, tmp_path, ("grant_application", 2020, -1))
    deliver(data_folder, tmp_path, 2020, sender="Demofylket")
    assert statuses(data_folder)["grant_application", 2020] == ("overdue", 1)


def test_a_correction_does_not_make_it_late_but_undo_makes_it_missing(data_folder, tmp_path):
    expect(data_folder, tmp_path, ("grant_application", 2020, 1))
    first = deliver(data_folder, tmp_path, 2020)
    second = deliver(data_folder, tmp_path, 2020, granted_nok=20)
    assert statuses(data_folder)["grant_application", 2020] == ("delivered", 0)
    for delivery_id in (first, second):
        undo(data_folder, delivery_id)
    assert statuses(data_folder)["grant_application", 2020] == ("due_soon", 0)


def test_where_rows_have_no_year_a_delivery_counts_for_its_own_year_and_those_before(data_folder, tmp_path):
    # The product's own list of municipalities came today.
    years = TODAY.year - 1, TODAY.year, TODAY.year + 1
    expect(data_folder, tmp_path, *(("municipality", year, -1) for year in years), sender="statistisk sentralbyrå")
    assert [status for status, _ in statuses(data_folder).values()] == ["delivered", "delivered", "overdue"]
