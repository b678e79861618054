"""Loading: all or nothing, nothing twice, nothing lost, and everything can be undone."""

import pytest

from etl.deliveries import Shelf
from etl.loading import LoadRequest, load, redo, undo
from etl.reading import Options
from warehouse.reader import Reader

IMDI = [f"grants/imdi/93-tilskudd-kommune-{year}.csv" for year in (2011, 2012, 2013)]
COUNTRY = {2011: 4_517_229_795, 2012: 4_590_850_777, 2013: 7_044_872_121}


def country_total(folder):
    rows = Reader(folder.published).read(
        "select coalesce(sum(granted_nok), 0) as s from mart.funding_by_region "
        "where region_level = 'country' and border_basis = '2024' and scheme_code = 'all'"
    )
    return float(rows["s"][0])


def test_the_same_file_again_is_no_change_and_not_kept_twice(load_grants, data_folder):
    load_grants({"granted_nok": 10})
    first = data_folder.published.read_bytes()
    outcome = load_grants({"granted_nok": 10})
    assert outcome.files[0].same_as is not None
    assert outcome.files[0].changes.is_nothing
    assert outcome.build is None
    assert data_folder.published.read_bytes() == first
    assert len(Shelf.open(data_folder).standing("grant_application")) == 1


def test_a_correction_replaces_the_slice_and_says_what_changed(load_grants, data_folder):
    load_grants({"granted_nok": 10}, {"granted_nok": 20}, {"granted_nok": 30})
    outcome = load_grants({"granted_nok": 10}, {"granted_nok": 21})
    changes = outcome.files[0].changes
    assert (changes.added, changes.changed, changes.removed, changes.unchanged) == (0, 1, 1, 1)
    assert country_total(data_folder) == 31


def test_an_earlier_version_loaded_again_is_a_change_back(load_grants, data_folder):
    load_grants({"granted_nok": 10})
    load_grants({"granted_nok": 20})
    outcome = load_grants({"granted_nok": 10})
    assert outcome.files[0].changes.changed == 1
    assert country_total(data_folder) == 10


def test_a_wrong_row_refuses_the_load_and_the_published_file_stays_byte_for_byte(load_grants, data_folder):
    load_grants({"granted_nok": 10})
    before = data_folder.published.read_bytes()
    outcome = load_grants({"granted_nok": 20}, {"municipality_code": "9876"})
    assert outcome.is_refused
    assert data_folder.published.read_bytes() == before
    refused = [Shelf.open(data_folder).delivery(name) for name in Shelf.open(data_folder).ledger.refused()]
    assert [(one.rows_in, one.rows_accepted, one.rows_rejected) for one in refused] == [(2, 1, 1)]


def test_partial_lands_the_good_rows_and_keeps_the_rejected_with_their_reason(load_grants, data_folder):
    outcome = load_grants({"granted_nok": 20}, {"municipality_code": "9876"}, partial=True)
    assert not outcome.is_refused
    assert country_total(data_folder) == 20
    reader = Reader(data_folder.published)
    rejected = reader.read("select * from meta.rejected_row where outcome = 'rejected'")
    assert rejected["source_row"].to_list() == [3]
    assert "9876" in rejected["reason_nb"][0]
    counts = reader.read(
        "select rows_in, rows_accepted, rows_rejected, rows_skipped from meta.delivery where rows_rejected > 0"
    )
    assert counts.row(0) == (2, 1, 1, 0)


def test_a_trial_load_names_the_figures_that_would_change_and_publishes_nothing(load_grants, data_folder):
    load_grants({"granted_nok": 10})
    before = data_folder.published.read_bytes()
    outcome = load_grants({"granted_nok": 25}, is_dry_run=True)
    figures = outcome.changed_figures
    country = figures.filter(
        (figures["relation"] == "funding_by_region")
        & (figures["column_name"] == "granted_nok")
        & figures["row_key"].str.contains("border_basis=2024 region_level=country")
        & figures["row_key"].str.contains("scheme_code=all")
    )
    assert country.select("before", "after").rows() == [(10.0, 25.0)]
    assert data_folder.published.read_bytes() == before
    assert len(Shelf.open(data_folder).standing("grant_application")) == 1
    assert load_grants({"granted_nok": 25}).changed_figures is None
    assert country_total(data_folder) == 25


def test_undo_brings_back_every_mart_and_redo_takes_it_again(load_grants, data_folder):
    load_grants({"granted_nok": 10})

    def marts():
        reader = Reader(data_folder.published)
        names = reader.read("select relation_name from meta.view where schema_name = 'mart' order by 1")
        return {
            name: reader.read(f"select * from mart.{name} order by all").write_csv() for name in names["relation_name"]
        }

    before = marts()
    outcome = load_grants({"granted_nok": 20}, {"municipality_code": "5501", "year": 2021})
    after = marts()
    assert before != after
    undo(data_folder, outcome.files[0].delivery_id)
    assert marts() == before
    redo(data_folder, outcome.files[0].delivery_id)
    assert marts() == after
    with pytest.raises(KeyError):
        redo(data_folder, outcome.files[0].delivery_id)


def test_undo_of_something_that_does_not_stand_is_a_key_error(data_folder):
    with pytest.raises(KeyError):
        undo(data_folder, "grant_application-20260101T000000000000-abcd")


def load_imdi(folder, shared_data):
    requests = [LoadRequest(shared_data / name, Options("grant_application")) for name in IMDI]
    return load(folder, requests)


def control_totals(shared_data, year):
    """The totals per county of the publisher's own county file, read as simply as can be."""
    text = (shared_data / f"grants/imdi/93-tilskudd-fylke-{year}.csv").read_bytes().decode("cp1252")
    rows = [line.split(";") for line in text.replace("Fylke\nnavn", "Fylkenavn").splitlines()[2:]]
    return {row[1].zfill(2): float(row[3].replace(",", ".")) for row in rows}


@pytest.fixture(scope="module")
def imdi_folder(reference_folder, shared_data, tmp_path_factory):
    from tests.conftest import copy_folder

    folder = copy_folder(reference_folder, tmp_path_factory.mktemp("imdi") / "data")
    load_imdi(folder, shared_data)
    return folder


def test_imdi_sums_equal_the_national_row_to_the_krone_on_every_level(imdi_folder, shared_data):
    sums = Reader(imdi_folder.published).read(
        "select border_basis, region_level, year, sum(granted_nok) as granted_nok from mart.funding_by_region "
        "where scheme_code = 'all' group by all"
    )
    assert sums.height == 10 * 3
    for row in sums.iter_rows(named=True):
        assert round(row["granted_nok"]) == COUNTRY[row["year"]]
        assert round(row["granted_nok"]) == round(control_totals(shared_data, row["year"])["00"])


@pytest.mark.parametrize("year", [2011, 2012, 2013])
def test_imdi_counties_in_the_borders_of_the_year_equal_the_county_file_row_by_row(imdi_folder, shared_data, year):
    rows = Reader(imdi_folder.published).read(
        "select region_code, granted_nok from mart.funding_by_region where border_basis = 'historical' "
        "and region_level = 'county' and scheme_code = 'all' and year = ? and not is_unallocated",
        [year],
    )
    found = {code: float(value) for code, value in rows.iter_rows()}
    stated = control_totals(shared_data, year)
    assert len(found) == 19
    # The file states one decimal.
    assert all(abs(found[code] - stated[code]) <= 0.05 + 1e-9 for code in found)


def test_the_row_where_imdi_disagrees_with_itself_is_named_with_both_figures(imdi_folder):
    rows = Reader(imdi_folder.published).read(
        "select source_row, message_nb from meta.finding where header like '%inttilsk_1_5' order by delivery_id"
    )
    assert rows["source_row"].to_list() == [400, 43, 205]
    for message, figures in zip(
        rows["message_nb"],
        [("1927", "6681632", "6681632,65"), ("0301", "452681750", "127852400"), ("1221", "7190000", "7190200")],
        strict=True,
    ):
        assert all(figure in message for figure in figures)


def test_the_same_content_with_other_line_ends_is_recognised(imdi_folder, shared_data, tmp_path):
    content = (shared_data / IMDI[0]).read_bytes().replace(b"\r\n", b"\n")
    path = tmp_path / IMDI[0].rpartition("/")[2]
    path.write_bytes(content)
    outcome = load(imdi_folder, [LoadRequest(path, Options("grant_application"))])
    assert outcome.files[0].same_as is not None
    assert outcome.build is None
