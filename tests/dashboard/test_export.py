"""What is taken along equals the screen, opens right in Norway, and runs nothing."""

import csv
import io

import polars as pl
from openpyxl import load_workbook

from dashboard.export import Download, csv_file, excel
from dashboard.table import Table
from warehouse.words import Language

ROWS = pl.DataFrame(
    {
        "region_name": ["Møre og Romsdal", '=HYPERLINK("http://x")', "@Ikke fordelt"],
        "granted_nok": [1234567.5, 0.0, -20.0],
        "granted_share": [0.6591, None, 0.1],
        "award_count": [12345, 0, 3],
        "year": [2024, 2024, None],
    }
)
LABELS = {
    "region_name": "Region",
    "granted_nok": "Tildelt",
    "granted_share": "Andel",
    "award_count": "Antall",
    "year": "År",
}


def download(language: Language = "nb") -> Download:
    table = Table(ROWS, tuple(ROWS.columns), LABELS, language)
    notes = (("Merk", "Demodata – ikke reelle tall"), ("Kilde", "=cmd"))
    return Download("Tilskudd Norge Fylker 2024", notes, table, ("Tall", "Om tallene"))


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_csv_has_bom_semicolon_and_decimal_comma():
    data = csv_file(download())
    assert data.startswith(b"\xef\xbb\xbf")
    assert read_csv(data)[:2] == [
        ["Region", "Tildelt", "Andel (%)", "Antall", "År"],
        ["Møre og Romsdal", "1234567,5", "65,91", "12345", "2024"],
    ]


def test_english_csv_has_decimal_point():
    assert read_csv(csv_file(download("en")))[1] == ["Møre og Romsdal", "1234567.5", "65.91", "12345", "2024"]


def test_missing_is_not_zero_and_zero_is_not_missing():
    rows = read_csv(csv_file(download()))
    assert rows[2][1:4] == ["0", "..", "0"]
    assert rows[3][4] == ""


def test_no_text_can_run_as_a_formula():
    rows = read_csv(csv_file(download()))
    assert [row[0] for row in rows[2:]] == ['\'=HYPERLINK("http://x")', "'@Ikke fordelt"]
    book = load_workbook(io.BytesIO(excel(download())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert book["Tall"]["A3"].value == '=HYPERLINK("http://x")'


def test_a_negative_number_is_a_number_and_not_a_formula():
    assert read_csv(csv_file(download()))[3][1] == "-20"
    assert load_workbook(io.BytesIO(excel(download())))["Tall"]["B4"].value == -20


def test_excel_has_the_same_rows_with_numbers_as_numbers():
    sheet = load_workbook(io.BytesIO(excel(download())))["Tall"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Region", "Tildelt", "Andel", "Antall", "År")
    assert rows[1] == ("Møre og Romsdal", 1234567.5, 0.6591, 12345, 2024)
    assert rows[2][1:4] == (0, "..", 0)
    assert sheet["C2"].number_format == "0.0%"


def test_the_workbook_says_what_the_figures_are():
    about = load_workbook(io.BytesIO(excel(download())))["Om tallene"]
    told = dict(about.iter_rows(min_row=3, max_col=2, values_only=True))
    assert told == {"Merk": "Demodata – ikke reelle tall", "Kilde": "=cmd"}


def test_the_file_name_has_letters_that_every_file_system_takes():
    named = Download(
        "Tilskudd Møre og Romsdal Kommuner 2024 Demodata – ikke reelle tall", (), download().table, ("a", "b")
    )
    assert named.file_name("csv") == "tilskudd-more-og-romsdal-kommuner-2024-demodata-ikke-reelle-tall.csv"
