"""Excel: numbers, dates and error cells become unambiguous text; spreadsheet row numbers; several sheets; not-Excel files."""

import datetime as dt
import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from etl.messages import FileRefused
from etl.readers import open_sheets
from etl.reading import Options, Taken, take
from tests.etl.small import REFERENCES, application_table, messages, read_bytes

HEADERS, FIRST = application_table({})


def write(path: Path, rows: Sequence[Sequence[object]], *, top: int = 0, left: int = 0, sheet: str = "Ark1") -> None:
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(top + number, left, row)
    book.close()


def read(path: Path) -> Taken:
    return take(path, Options("grant_application"), REFERENCES)


def row(**changes: object) -> list[object]:
    return [changes.get(header.replace(" ", "_"), value) for header, value in zip(HEADERS, FIRST, strict=True)]


def test_numbers_and_dates_typed_as_such_are_read(tmp_path: Path) -> None:
    path = tmp_path / "ark.xlsx"
    rows = [
        [*HEADERS, "Mottatt dato", "Prioritet"],
        [*row(År=2014, Kommunenummer=301, Søkt_beløp=2000, Tildelt_beløp=1000.5), dt.date(2014, 6, 5), 1.0],
        [*row(Saksnummer=77.0, År=2014, Tildelt_beløp=333.3333333333), dt.datetime(2014, 6, 5, 14, 30), ""],
    ]
    write(path, rows)
    taken = read(path)
    assert messages(taken) == []
    assert taken.sheet_name == "Ark1"
    assert taken.accepted["case_id"].to_list() == ["1", "77"]
    assert taken.accepted["municipality_code"].to_list() == ["0301", "0301"]
    assert taken.accepted["granted_nok"].to_list() == [Decimal("1000.50"), Decimal("333.33")]
    assert taken.accepted["received_date"].to_list() == [dt.date(2014, 6, 5)] * 2
    notes = [nb for nb, _ in taken.notes]
    assert "Kommunenummer: tapt null foran satt tilbake i 1 celler" in notes
    assert "Tildelt beløp: rundet av til hele øre i 1 celler" in notes
    assert "Mottatt dato: klokkeslett tatt bort i 1 celler" in notes


def test_a_table_that_does_not_begin_in_the_corner_keeps_its_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "ark.xlsx"
    write(path, [HEADERS, row(), ["" for _ in HEADERS], row(Saksnummer="2", År="tolv")], top=3, left=2)
    taken = read(path)
    assert taken.header_rows == 4
    assert taken.accepted["source_row"].to_list() == [5]
    assert messages(taken) == ["rad 7, År: «tolv» er ikke et helt tall. Skriv bare siffer, for eksempel 2014."]
    assert taken.rows_skipped == 1


def test_an_error_cell_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ark.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_row(0, 0, HEADERS)
    page.write_row(1, 0, row())
    page.write_formula(1, HEADERS.index("Tildelt beløp"), "=NA()", None, "#N/A")
    page.write_row(2, 0, row(Saksnummer="2"))
    page.write_formula(2, HEADERS.index("Søker"), "=1/0", None, "#DIV/0!")
    book.close()
    taken = read(path)
    assert messages(taken) == [
        "rad 2, Tildelt beløp: cellen har Excel-feilen #N/A. Rett formelen, eller la cellen stå tom.",
        "rad 3, Søker: cellen har Excel-feilen #DIV/0!. Rett formelen, eller la cellen stå tom.",
    ]
    assert taken.rows_rejected == 2


def test_a_filled_cell_outside_the_table_is_a_row_of_the_wrong_width(tmp_path: Path) -> None:
    path = tmp_path / "ark.xlsx"
    write(path, [HEADERS, row(), [*row(Saksnummer="2"), "", "ser rart ut"]])
    taken = read(path)
    assert taken.accepted["source_row"].to_list() == [2]
    assert messages(taken)[0].startswith(
        f"rad 3: raden har {len(HEADERS) + 2} celler, men overskriften har {len(HEADERS)}"
    )


def test_the_sheet_that_fits_is_found_among_others_and_the_others_are_said(tmp_path: Path) -> None:
    path = tmp_path / "ark.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Forside").write(0, 0, "Veiledning")
    page = book.add_worksheet("Data")
    page.write_row(0, 0, HEADERS)
    page.write_row(1, 0, row())
    book.add_worksheet("Tom")
    book.close()
    taken = read(path)
    assert taken.sheet_name == "Data"
    assert "Ark som ikke er lest: «Forside»" in [nb for nb, _ in taken.notes]


def test_two_sheets_that_fit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ark.xlsx"
    book = xlsxwriter.Workbook(path)
    for name in ("2013", "2014"):
        page = book.add_worksheet(name)
        page.write_row(0, 0, HEADERS)
        page.write_row(1, 0, row())
    book.close()
    with pytest.raises(FileRefused, match="«2013», «2014»"):
        read(path)


def test_the_old_format_is_read_too(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Ark1")
    for place, header in enumerate([*HEADERS, "Vedtaksdato"]):
        page.write(0, place, header)
    for place, value in enumerate(row(År=2014, Kommunenummer=301, Tildelt_beløp=12.5)):
        page.write(1, place, value)
    page.write(1, len(HEADERS), dt.date(2014, 9, 1), xlwt.easyxf(num_format_str="DD.MM.YYYY"))
    book.save(str(tmp_path / "ark.xls"))
    taken = read(tmp_path / "ark.xls")
    assert taken.accepted.select("year", "municipality_code", "granted_nok", "decision_date").rows() == [
        (2014, "0301", Decimal("12.50"), dt.date(2014, 9, 1))
    ]


def test_the_same_cells_have_the_same_fingerprint_in_another_file(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", [HEADERS, row()])
    write(tmp_path / "b.xlsx", [HEADERS, row()], sheet="Et annet navn")
    write(tmp_path / "c.xlsx", [HEADERS, row(Saksnummer="9")])
    prints = [read(tmp_path / name).content_sha256 for name in ("a.xlsx", "b.xlsx", "c.xlsx")]
    assert prints[0] == prints[1] != prints[2]


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + b"0" * 200, b"<html><table></table></html>", b"a;b\n1;2\n"])
def test_what_only_has_the_name_of_a_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"ikke et Excel-ark|er et bilde"):
        read_bytes(tmp_path, content, name="bilde.xlsx")


def test_a_zip_file_that_is_not_a_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pakke.xlsx", "w") as archive:
        archive.writestr("a.txt", "hei")
    with pytest.raises(FileRefused, match="ikke et Excel-ark"):
        read(tmp_path / "pakke.xlsx")


def test_a_workbook_with_a_password_is_refused_with_what_to_do(tmp_path: Path) -> None:
    # The container Excel puts an encrypted workbook in: OLE, with a stream of this name (MS-OFFCRYPTO).
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
    with pytest.raises(FileRefused, match="beskyttet med passord"):
        read_bytes(tmp_path, content, name="hemmelig.xlsx")


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "tom.xlsx", [])
    with pytest.raises(FileRefused, match="er tom"):
        read(tmp_path / "tom.xlsx")


def test_a_workbook_that_would_fill_the_memory_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "bombe.xlsx", "w", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
    ):
        for _ in range(61):
            sheet.write(b"0" * 10_000_000)
    with pytest.raises(FileRefused, match="mer enn 600 MB"):
        open_sheets(tmp_path / "bombe.xlsx")


def test_one_stray_cell_far_away_is_named_and_an_empty_one_with_a_colour_is_not_counted(tmp_path: Path) -> None:
    def write_far(name: str, content: str) -> Path:
        with xlsxwriter.Workbook(tmp_path / name) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, HEADERS)
            sheet.write(1_048_575, 16_383, content, book.add_format({"bg_color": "red"}))
        return tmp_path / name

    with pytest.raises(FileRefused, match="kolonne XFD eller rad 1048576"):
        open_sheets(write_far("full.xlsx", "x"))
    assert open_sheets(write_far("tom.xlsx", ""))[0].head[0] == HEADERS


def test_a_sheet_that_does_not_say_its_size_is_measured(tmp_path: Path) -> None:
    write(tmp_path / "med.xlsx", [HEADERS, row()])
    with zipfile.ZipFile(tmp_path / "med.xlsx") as given, zipfile.ZipFile(tmp_path / "uten.xlsx", "w") as made:
        for part in given.namelist():
            made.writestr(part, re.sub(rb"<dimension[^>]*/>", b"", given.read(part)))
    assert open_sheets(tmp_path / "uten.xlsx")[0].head[0] == HEADERS
