"""The workbook to fill in: what is written in it loads, and it says what to write."""

import openpyxl
import polars as pl
import pytest

from etl.contract import LAST_DATE
from etl.messages import WORDS
from etl.reading import Options, recognise, take
from etl.sources import sources
from etl.templates import HEADER_ROW, write_template
from tests.etl.small import REFERENCES, sample_table
from warehouse.codes import code_lists
from warehouse.dictionary import dictionary
from warehouse.words import LANGUAGES

SOURCES = sorted(sources())


def opened(source, folder, language="nb"):
    path = folder / "mal.xlsx"
    write_template(sources()[source], path, language)
    return openpyxl.load_workbook(path), path


@pytest.mark.parametrize("source", SOURCES)
def test_a_template_filled_with_its_sample_loads_without_a_remark(source, tmp_path):
    book, path = opened(source, tmp_path)
    _, *rows = sample_table(source)
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        for place, cell in enumerate(row, start=1):
            book.worksheets[0].cell(number, place, cell or None)
    book.save(path)
    taken = take(path, Options(source), REFERENCES)
    assert taken.findings.is_empty(), taken.findings["message_nb"].to_list()
    assert taken.rows_in == taken.rows_accepted == len(rows)
    assert taken.sheet_name == book.sheetnames[0]


@pytest.mark.parametrize("source", SOURCES)
def test_a_template_is_recognised_as_its_source_and_nothing_else(source, tmp_path):
    _, path = opened(source, tmp_path)
    assert recognise(path) == [(source, "template")]


@pytest.mark.parametrize("source", SOURCES)
def test_every_column_is_explained_with_what_it_takes_and_what_it_means(source, tmp_path):
    book, _ = opened(source, tmp_path)
    told = {row[0]: row for row in book["Veiledning"].iter_rows(values_only=True)}
    for name, column in sources()[source].contract_columns().items():
        _, required, kind, _, allowed, meaning = told[column.cell.header]
        assert required.startswith("kan stå tom" if column.is_nullable else "må fylles ut")
        assert kind
        assert meaning == dictionary()[name].meaning_nb
        if column.cell.reference:
            assert column.cell.reference.source in allowed
        note = book.worksheets[0].cell(HEADER_ROW, list(sources()[source].contract_columns()).index(name) + 1).comment
        assert meaning in note.text


def test_required_columns_are_marked_in_words_above_a_frozen_bold_header(tmp_path):
    book, _ = opened("grant_application", tmp_path)
    sheet = book.worksheets[0]
    marks = {header.value: mark.value for mark, header in zip(*sheet.iter_rows(max_row=HEADER_ROW), strict=True)}
    assert marks["Saksnummer"] == "må fylles ut"
    assert marks["Søkt beløp"] == "kan stå tom"
    assert sheet.freeze_panes == "A3"
    assert all(cell.font.bold for cell in sheet[HEADER_ROW])


def test_choices_come_from_the_code_list_and_booleans_are_ja_or_nei(tmp_path):
    book, _ = opened("grant_scheme", tmp_path)
    checks = {
        str(check.sqref).partition("3:")[0]: check for check in book.worksheets[0].data_validations.dataValidation
    }
    headers = {cell.value: cell.column_letter for cell in book.worksheets[0][HEADER_ROW]}
    lists = {row[0]: [cell for cell in row[1:] if cell] for row in book["Lister"].iter_rows(values_only=True)}
    assert checks[headers["Krav om rapportering"]].formula1 == "'Lister'!$B$1:$C$1"
    assert lists["Krav om rapportering"] == ["ja", "nei"]
    assert lists["Dataklasse"] == [entry.label_nb for entry in code_lists()["data_class"].values()]
    assert checks[headers["Dataklasse"]].formula1 == "'Lister'!$B$2:$D$2"


def test_dates_are_checked_by_excel_and_codes_keep_their_zeros(tmp_path):
    book, _ = opened("grant_application", tmp_path)
    sheet = book.worksheets[0]
    letters = {cell.value: cell.column_letter for cell in sheet[HEADER_ROW]}
    [check] = [
        check
        for check in sheet.data_validations.dataValidation
        if str(check.sqref).startswith(f"{letters['Vedtaksdato']}3:")
    ]
    assert (check.type, check.operator) == ("date", None)  # «between» is what no operator means
    assert int(check.formula2) == (LAST_DATE.toordinal() - 693594)
    assert "05.06.2014" in check.error
    # openpyxl groups like columns, so the format is asked for where it begins
    formats = {
        place: dimension.number_format
        for dimension in sheet.column_dimensions.values()
        for place in range(dimension.min, dimension.max + 1)
    }
    places = {cell.value: cell.column for cell in sheet[HEADER_ROW]}
    assert formats[places["Kommunenummer"]] == "@"
    assert formats[places["Tildelt beløp"]] == "#,##0.00"
    assert formats[places["Vedtaksdato"]] == "dd.mm.yyyy"


def test_the_guidance_is_english_when_asked_for_and_the_headers_stay(tmp_path):
    book, _ = opened("grant_application", tmp_path, "en")
    assert book.sheetnames == ["Søknader og tilskudd", "Guidance", "Example", "Lists"]
    assert book.worksheets[0]["A2"].value == "Saksnummer"
    assert book.worksheets[0]["A1"].value == "must be filled in"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_and_kind_of_cell_has_words(language):
    cells = [column.cell for contract in sources().values() for column in contract.contract_columns().values()]
    units, kinds = {cell.unit for cell in cells if cell.unit}, {cell.kind for cell in cells}
    assert [unit for unit in units if f"template.unit.{unit}" not in WORDS] == []
    assert all(WORDS(f"template.kind.{kind}", language) for kind in kinds)


def test_the_example_stands_with_its_headers_down_the_side(tmp_path):
    book, _ = opened("alias", tmp_path)
    rows = list(book["Eksempel"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["Navnet gjelder", "Skrivemåte", "Kode"]
    assert pl.DataFrame(rows[1:], orient="row").drop("column_0").transpose().rows() == [
        tuple(row) for row in sample_table("alias")[1:]
    ]
