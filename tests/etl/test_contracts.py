"""Every source reads its sample, and refuses the sample with one spoilt cell: tested the moment its file exists."""

from pathlib import Path
from string import Formatter

import polars as pl
import pytest

from etl.contract import Contract
from etl.layouts import layouts
from etl.messages import WORDS
from etl.reading import recognise
from etl.sources import sources
from tests.etl.small import as_csv, messages, sample_table, take_table
from warehouse.words import Language

SOURCES = sorted(sources())
SPOILT = {
    "code": "12x4",
    "organisation_number": "974760674",
    "integer": "tolv",
    "amount": "12a4",
    "number": "mye",
    "date": "01.12.09",
    "boolean": "kanskje",
    "choice": "hvem vet",
    "text": "#N/A",
}
COLUMNS = {source: sources()[source].contract_columns() for source in SOURCES}
CELLS = [(source, column) for source in SOURCES for column in sources()[source].contract_columns()]
REQUIRED = [(source, name) for source, name in CELLS if not COLUMNS[source][name].is_nullable]


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_reads_its_sample(source: str, tmp_path: Path) -> None:
    table = sample_table(source)
    taken = take_table(tmp_path, source, table)
    assert taken.findings.is_empty(), messages(taken) + messages(taken, "warning")
    assert taken.rows_in == taken.rows_accepted == len(table) - 1
    assert taken.accepted.schema == sources()[source].frame_schema()
    assert taken.accepted["source_row"].to_list() == list(range(2, len(table) + 1))


@pytest.mark.parametrize("source", SOURCES)
def test_a_sample_is_recognised_as_its_source_and_no_other(source: str, tmp_path: Path) -> None:
    path = tmp_path / "ukjent.csv"
    path.write_text(as_csv(sample_table(source)), encoding="utf-8")
    assert recognise(path) == [(source, "template")]


@pytest.mark.parametrize("source", SOURCES)
def test_the_english_column_names_are_headers_too(source: str, tmp_path: Path) -> None:
    _, *rows = sample_table(source)
    taken = take_table(tmp_path, source, [list(sources()[source].contract_columns()), *rows])
    assert taken.rows_accepted == len(rows)


@pytest.mark.parametrize(("source", "column"), CELLS)
def test_a_spoilt_cell_is_named_with_row_header_and_value(source: str, column: str, tmp_path: Path) -> None:
    cell = sources()[source].contract_columns()[column].cell
    header, *sample = sample_table(source)
    spoilt = SPOILT[cell.kind]
    for place in range(len(sample)):
        rows = [list(row) for row in sample]
        rows[place][header.index(cell.header)] = spoilt
        row = place + 2
        taken = take_table(tmp_path, source, [header, *rows])
        errors = taken.findings.filter(pl.col("level") == "error", pl.col("header") == cell.header)
        assert (row, cell.header, spoilt) in errors.select("source_row", "header", "value").rows()
        assert any(
            message.startswith(f"rad {row}, {cell.header}: ") and spoilt in message for message in errors["message_nb"]
        )
        assert row in taken.rejected["source_row"]
        assert taken.rows_in == taken.rows_accepted + taken.rows_rejected + taken.rows_skipped


@pytest.mark.parametrize(("source", "column"), REQUIRED)
def test_an_empty_required_cell_is_named(source: str, column: str, tmp_path: Path) -> None:
    header_of = sources()[source].contract_columns()[column].cell.header
    header, *rows = sample_table(source)
    rows[0][header.index(header_of)] = ""
    taken = take_table(tmp_path, source, [header, *rows])
    assert f"rad 2, {header_of}: cellen er tom, men må fylles ut." in messages(taken)
    assert taken.rejected["source_row"].to_list()[0] == 2


@pytest.mark.parametrize(
    ("source", "column"), [(source, name) for source, name in REQUIRED if COLUMNS[source][name].cell.default is None]
)
def test_a_file_without_a_required_column_cannot_land(source: str, column: str, tmp_path: Path) -> None:
    header_of = sources()[source].contract_columns()[column].cell.header
    table = sample_table(source)
    place = table[0].index(header_of)
    taken = take_table(tmp_path, source, [row[:place] + row[place + 1 :] for row in table])
    assert not taken.is_landable
    assert taken.rows_accepted == 0
    assert any(message.startswith(f"rad 1, {header_of}: kolonnen mangler.") for message in messages(taken))


@pytest.mark.parametrize("source", SOURCES)
def test_the_same_key_twice_rejects_both_rows_and_names_the_other(source: str, tmp_path: Path) -> None:
    header, first, *_ = sample_table(source)
    taken = take_table(tmp_path, source, [header, first, first])
    assert taken.rows_rejected == 2
    assert sum("står også i rad 3" in message for message in messages(taken)) == 1
    assert sum("står også i rad 2" in message for message in messages(taken)) == 1


@pytest.mark.parametrize("source", SOURCES)
def test_a_contract_says_what_a_row_is_and_who_owns_it(source: str) -> None:
    contract = sources()[source]
    assert contract.purpose().startswith("One row per")
    assert contract.about.owner_name
    assert all(contract.about.title)
    assert contract.key_columns()
    assert set(contract.about.replaces) <= set(contract.key_columns())
    assert set(contract.referenced_sources()) <= set(SOURCES)


@pytest.mark.parametrize("source", SOURCES)
def test_a_column_does_not_hide_a_word_of_the_base(source: str) -> None:
    assert not set(sources()[source].column_names()) - {"source_row"} & set(dir(Contract))


@pytest.mark.parametrize("source", SOURCES)
def test_every_rule_has_its_words_and_points_at_a_column(source: str) -> None:
    contract = sources()[source]
    empty = contract.create_empty()
    for rule in [*contract.filter(empty).failure.details().columns, *contract.warning_rules()]:
        if rule in contract.column_names():
            continue
        subject = (
            contract.warning_rules()[rule].subject if rule in contract.warning_rules() else contract.rule_subject(rule)
        )
        assert subject in contract.column_names()
        assert f"rule.{rule.rpartition('|')[2].removeprefix('check__')}" in WORDS


@pytest.mark.parametrize("source", SOURCES)
def test_every_layout_has_a_title_and_fields_that_do_not_share_a_header(source: str) -> None:
    for name, layout in layouts(sources()[source]).items():
        assert layout.name == name
        assert f"layout.{name}" in WORDS
        headers = [header for one in layout.fields for header in one.headers]
        assert len(headers) == len(set(headers))
        assert layout.must_have <= {one.name for one in layout.fields}


def test_every_text_has_the_same_places_to_fill_in_both_languages() -> None:
    def places(key: str, language: Language) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(WORDS(key, language)) if name}

    assert [key for key in WORDS.keys() if places(key, "nb") != places(key, "en")] == []  # noqa: SIM118 (Words is no dict)
