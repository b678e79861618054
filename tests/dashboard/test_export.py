"""What is taken along equals the screen, opens right in Norway, and runs nothing."""

import csv
import io
from typing import Literal

import polars as pl
import pytest
from openpyxl import load_workbook

from dashboard.export import Download, NativeChart, csv_file, excel, parquet_file
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
    assert rows[3][4] == ".."


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


def test_parquet_has_the_rows_of_the_csv_as_numbers():
    made = download()
    read = pl.read_parquet(parquet_file(made))
    headings, *rows = read_csv(csv_file(made))
    assert read.columns == headings
    assert read.schema["Tildelt"] == pl.Float64
    for column in ("Tildelt", "Andel (%)", "Antall", "År"):
        place = headings.index(column)
        written = [row[place].replace(",", ".") for row in rows]
        assert [None if text in ("..", "") else float(text) for text in written] == [
            None if value is None else pytest.approx(value) for value in read[column]
        ]
    assert read["Region"].to_list() == [row[0].removeprefix("'") for row in rows]
    assert pl.read_parquet_metadata(parquet_file(made))["Merk"] == "Demodata – ikke reelle tall"


def drawn(kind: Literal["bar", "line"], **columns: list[object]) -> list[tuple[str, str]]:
    """The cells that the charts of a workbook draw: of names and of values, a pair a series."""
    rows = pl.DataFrame(columns)
    table = Table(rows, tuple(rows.columns), {**LABELS, **{name: name for name in rows.columns}}, "nb")
    chart = NativeChart(kind, rows.columns[0], tuple(rows.columns[1:]))
    book = load_workbook(io.BytesIO(excel(Download("T", (), table, ("Tall", "Om"), chart))))
    return [
        (series.cat.numRef.f if series.cat.numRef else series.cat.strRef.f, series.val.numRef.f)
        for one in book["Tall"]._charts
        for series in one.series
    ]


def test_excel_draws_the_cells_of_the_table():
    assert drawn("bar", region_name=["Oslo", "Troms"], granted_nok=[1.0, 0.0]) == [("Tall!$A$2:$A$3", "Tall!$B$2:$B$3")]


def test_excel_never_draws_a_missing_figure_as_nothing():
    years = [2024, 2023, 2022, 2021]
    assert drawn("line", year=years, granted_share=[None, 0.2, 0.3, None]) == [("Tall!$A$3:$A$4", "Tall!$B$3:$B$4")]
    assert drawn("line", year=years, granted_share=[0.1, None, 0.3, 0.4]) == []
