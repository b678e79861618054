"""The receipt: the sender's own sheet back with what is wrong in it, and the same in words as a page and as PDF."""

import dataclasses
import json
import re
import zipfile
from pathlib import Path
from typing import get_args

import openpyxl
import polars as pl
import pytest

from etl import parsing
from etl.contract import Kind
from etl.deliveries import Shelf
from etl.layouts import layouts
from etl.loading import LoadRequest, load
from etl.messages import WORDS
from etl.personal import MASK
from etl.reading import Options, take
from etl.receipts import marks, receipt_of_file, write_delivery_receipt, write_receipt
from etl.receipts.groups import GROUPS, INCOMPLETE, PERSONAL, UNREADABLE, with_group
from etl.receipts.page import html_page
from etl.receipts.summary import summary
from etl.receipts.workbook import write_workbook
from etl.sources import sources
from tests.etl.small import REFERENCES, application_table, as_csv, sample_table
from tests.etl.test_commands import run
from warehouse.model import FINDINGS_SCHEMA

NAMED = {
    **REFERENCES,
    "municipality": REFERENCES["municipality"].with_columns(
        municipality_name=pl.Series(["Oslo", "Halden", "Alta", "Ålesund", "Herøy (Vest)", "Herøy (Nord)", "Våler"]),
        valid_to=None,
    ),
}


def a_scheme(*changes):
    """The same rows with the name of their scheme, so that they need no list of schemes."""
    return [{"Ordningsnavn": "Demoordning", **change} for change in changes]


def delivered(folder, *changes, name="søknader.csv", encoding="utf-8", tail=""):
    path = folder / name
    path.write_bytes((as_csv(application_table(*changes)) + tail).encode(encoding))
    return path


def receipted(folder, path, references=NAMED, source="grant_application", language="nb"):
    taken = take(path, Options(source), references)
    book, page, paper = write_receipt(taken, path, folder / "kvittering", language, references)
    return openpyxl.load_workbook(book), page.read_text(encoding="utf-8"), paper


def own(book):
    return book.worksheets[1]


def noted(sheet):
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def beside(sheet):
    return [row[-1] for row in sheet.iter_rows(values_only=True)]


# The sender's sheet


def test_the_sender_gets_every_cell_back_in_its_own_row_and_column(tmp_path):
    path = delivered(
        tmp_path, {"Kommunenummer": "0301"}, {"Søker": "=1+1"}, {"Tildelt beløp": "5x0"}, encoding="cp1252"
    )
    book, _, _ = receipted(tmp_path, path)
    sheet = own(book)
    assert sheet.title == "søknader"
    given = [list(row[:-1]) for row in sheet.iter_rows(values_only=True)]
    table = application_table({"Kommunenummer": "0301"}, {"Søker": "=1+1"}, {"Tildelt beløp": "5x0"})
    assert [["" if cell is None else str(cell) for cell in row] for row in given] == table
    places = {header: place for place, header in enumerate(table[0], start=1)}
    assert sheet.cell(2, places["Kommunenummer"]).value == "0301"
    assert sheet.cell(2, places["Søkt beløp"]).value == 2000
    assert sheet.cell(3, places["Søker"]).data_type != "f"


def test_a_fault_is_coloured_bordered_noted_and_told_beside_its_row(tmp_path):
    book, _, _ = receipted(tmp_path, delivered(tmp_path, {}, {"Tildelt beløp": "5x0"}, {"Tildelt beløp": "9000"}))
    sheet = own(book)
    wrong, odd, good = sheet["H3"], sheet["H4"], sheet["H2"]
    assert wrong.fill.fgColor.rgb == "FFF8D7DA"
    assert (wrong.border.left.style, wrong.font.bold) == ("thick", True)
    assert (odd.fill.fgColor.rgb, odd.border.left.style) == ("FFFFF1C2", "dashed")
    assert good.fill.fgColor.rgb != wrong.fill.fgColor.rgb
    notes = noted(sheet)
    assert notes["H3"] == "FEIL: «5x0» er ikke et beløp. Skriv kroner med siffer, for eksempel 1234567,50."
    assert notes["H4"].startswith("OBS: «9000» er mer enn søkt beløp")
    assert beside(sheet) == ["Feil i raden", None, "FEIL 1: Tildelt beløp", "OBS 1: Tildelt beløp"]


def test_a_torn_row_stands_as_it_came_in_the_first_cell(tmp_path):
    path = delivered(tmp_path, {}, tail="to;celler\n")
    book, _, _ = receipted(tmp_path, path)
    assert own(book)["A3"].value == "to;celler"
    assert "Raden har 2 celler" in noted(own(book))["A3"]
    assert beside(own(book))[2] == "FEIL 1: hele raden"


def test_a_missing_column_is_told_beside_the_headers_and_bars_every_row(tmp_path):
    path = tmp_path / "mangler.csv"
    path.write_text(as_csv(application_table({}, {})).replace("Søker", "Søkere"), encoding="utf-8")
    book, _, _ = receipted(tmp_path, path)
    sheet = own(book)
    last = sheet.cell(1, sheet.max_column)
    assert last.value == "Feil i raden"
    assert last.comment.text.startswith("FEIL: Kolonnen mangler. Er det den som heter «Søkere»?")
    assert last.fill.fgColor.rgb == "FFF8D7DA"
    assert beside(sheet)[1].startswith("Avvist: Søker: ")


def test_a_header_written_twice_is_marked_in_both_places(tmp_path):
    path = tmp_path / "dobbel.csv"
    table = application_table({})
    path.write_text(as_csv([[*row, row[7]] for row in table]), encoding="utf-8")
    book, _, _ = receipted(tmp_path, path)
    assert {"H1", "L1"} <= set(noted(own(book)))


def test_a_workbook_comes_back_with_its_sheet_name_numbers_and_error_cells(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Søknader 2014"
    table = application_table({"Tildelt beløp": "1000,5"}, {})
    for row in table:
        book.active.append(row)
    book.active["G2"], book.active["H2"], book.active["H3"] = 2000.25, 1000.5, "#DIV/0!"
    book.active["H3"].data_type = "e"
    book.save(tmp_path / "b.xlsx")
    given, _, _ = receipted(tmp_path, tmp_path / "b.xlsx")
    sheet = own(given)
    assert sheet.title == "Søknader 2014"
    assert (sheet["G2"].value, sheet["H2"].value) == (2000.25, 1000.5)
    assert sheet["H3"].value == "#DIV/0!"
    assert "Excel-feilen #DIV/0!" in noted(sheet)["H3"]


@pytest.mark.parametrize("source", sorted(sources()))
def test_a_receipt_can_itself_be_loaded_and_says_the_same(source, tmp_path):
    path = tmp_path / f"{source}.csv"
    path.write_text(as_csv(sample_table(source)), encoding="utf-8")
    taken = take(path, Options(source), REFERENCES)
    receipt = receipt_of_file(taken, path, REFERENCES)
    write_workbook(receipt, summary(receipt, "nb", source), tmp_path / "igjen.xlsx")
    again = take(tmp_path / "igjen.xlsx", Options(source), REFERENCES)
    assert again.findings.is_empty(), again.findings["message_nb"].to_list()
    assert again.accepted.equals(taken.accepted)


def test_faults_corrected_in_the_receipt_are_gone_when_it_is_loaded(tmp_path):
    path = delivered(tmp_path, {"Tildelt beløp": "5x0"}, {"Vedtak": "vet ikke"}, {}, tail="\nSum;;;;;;;1000;;;\n")
    book, _, _ = receipted(tmp_path, path)
    own(book)["H2"], own(book)["I3"] = 500, "Avslag"
    own(book)["H3"] = 0
    book.save(tmp_path / "rettet.xlsx")
    again = take(tmp_path / "rettet.xlsx", Options("grant_application"), NAMED)
    assert again.findings.is_empty(), again.findings["message_nb"].to_list()
    assert (again.rows_accepted, again.rows_skipped) == (3, 2)


def test_only_the_first_cells_have_notes_and_the_summary_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(marks, "NOTED_CELLS", 1)
    book, _, _ = receipted(tmp_path, delivered(tmp_path, {"Tildelt beløp": "a"}, {"Tildelt beløp": "b"}))
    assert list(noted(own(book))) == ["H2"]
    assert own(book)["H3"].fill.fgColor.rgb == "FFF8D7DA"
    assert any("med feil har merknad" in str(row[1]) for row in book["Sammendrag"].iter_rows(values_only=True))


def test_a_text_longer_than_a_cell_is_cut_and_odd_characters_are_written(tmp_path):
    path = delivered(tmp_path, {"Søker": "x" * 40_000}, {"Søker": "a<b>&\x01 c"})
    book, _, _ = receipted(tmp_path, path)
    assert own(book)["E2"].value.endswith("x…")
    assert own(book)["E3"].value == "a<b>&\ufffd c"
    assert any("er kortet av" in str(row[1]) for row in book["Sammendrag"].iter_rows(values_only=True))


# Groups


def test_every_fault_of_reading_is_in_the_group_of_what_could_not_be_read():
    folder = Path(parsing.__file__).parent
    named = set(get_args(Kind)) - {"text"}
    for path in (folder / "parsing.py", *(folder / "readers").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'rule="(\w+)"', text)) | set(re.findall(r'pl\.lit\("(\w+)"\)\.alias\("rule"\)', text))
        named |= set(re.findall(r'faults\.append\(\(row, "(\w+)"', text))
    assert {"impossible_date", "excel_error", "width"} <= named
    assert named - UNREADABLE == set()


def test_a_group_is_only_given_to_rules_that_exist():
    known = {key.removeprefix("rule.") for key in WORDS.keys() if key.startswith("rule.")}  # noqa: SIM118
    assert (UNREADABLE | PERSONAL | INCOMPLETE) - known == set()


@pytest.mark.parametrize("source", sorted(sources()))
def test_every_rule_of_every_contract_has_a_group(source):
    contract = sources()[source]
    details = contract.filter(contract.create_empty()).failure.details()
    errors = [rule for rule in details.columns if rule not in contract.column_names()]
    rows = [(2, "error", rule, "h", "v", "", "") for rule in errors]
    rows += [(2, "warning", rule, "h", "v", "", "") for rule in contract.warning_rules()]
    rows += [(2, "warning", rule, "h", None, "", "") for rule in contract.warning_rules()]
    groups = with_group(pl.DataFrame(rows, schema=FINDINGS_SCHEMA, orient="row"))["group"].to_list()
    warnings = len(contract.warning_rules())
    assert groups == ["invalid"] * len(errors) + ["implausible"] * warnings + ["more_useful"] * warnings


def test_a_file_can_have_faults_of_all_four_groups_in_that_order(tmp_path):
    path = delivered(tmp_path, {"Tildelt beløp": "5x0"}, {"Saksnummer": ""}, {"Tildelt beløp": "9000"})
    book, page, _ = receipted(tmp_path, path)
    names = [WORDS(f"receipt.group.{group}") for group in GROUPS]
    assert re.findall(r'<h2 class="\w+">(.+?) \(', page) == names
    assert list(dict.fromkeys(row[4] for row in book["Feil"].iter_rows(min_row=2, values_only=True))) == [
        "Kunne ikke leses",
        "Ugyldig",
        "Lite trolig",
        "Kunne vært mer nyttig",
    ]
    row, header, value, level, *_ = next(book["Feil"].iter_rows(min_row=2, values_only=True))
    assert (row, header, value, level) == (2, "Tildelt beløp", "5x0", "FEIL")


# Names


def test_unknown_names_come_with_their_nearest_code_and_can_be_loaded_as_names(tmp_path):
    path = delivered(tmp_path, {"Kommunenummer": "Oslo kommune"}, {"Kommunenummer": "Herøy"}, {"Kommunenummer": "12x4"})
    book, _, _ = receipted(tmp_path, path)
    sheet = book["Navn uten treff"]
    rows = [row[:4] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][:3] == ("Navnet gjelder", "Skrivemåte", "Kode")
    assert ("kommune", "Oslo kommune", "0301", "0301 Oslo") in rows
    assert [row[2] for row in rows if row[1] == "Herøy"] == ["1508", "1580"]
    assert ("kommune", "12x4", None, None) in rows
    for number in range(sheet.max_row, 1, -1):
        if sheet.cell(number, 3).value not in ("0301", "1508"):
            sheet.delete_rows(number)
    book.save(tmp_path / "navn.xlsx")
    aliases = take(tmp_path / "navn.xlsx", Options("alias"), {})
    assert aliases.findings.is_empty()
    again = take(path, Options("grant_application"), {**NAMED, "alias": aliases.accepted})
    assert again.rows_accepted == 2


# What may not be shown


def test_personal_data_is_in_no_file_of_the_receipt(tmp_path):
    secret = "kari" + "@" + "eksempel.no"
    path = delivered(tmp_path, {"Søker": f"Demo {secret}"}, {"Kontaktperson": "Kari Demo"}, {})
    book, page, paper = receipted(tmp_path, path)
    sheet = own(book)
    assert sheet["E2"].value == MASK
    assert [row[11] for row in sheet.iter_rows(min_row=2, values_only=True)] == [None, MASK, None]
    with zipfile.ZipFile(tmp_path / "kvittering" / "søknader.kvittering.xlsx") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    for text in (everything, page, paper.read_bytes().decode("latin-1")):
        assert secret not in text
        assert "Kari Demo" not in text


def test_a_file_of_which_nothing_is_kept_is_told_without_its_sheet(tmp_path):
    path = delivered(tmp_path, {"Tildelt beløp": "5x0"})
    taken = dataclasses.replace(take(path, Options("grant_application"), NAMED), keeps="none", kept=None)
    book = openpyxl.load_workbook(write_receipt(taken, path, tmp_path)[0])
    assert book.sheetnames == ["Sammendrag", "Feil"]
    told = [str(row[1]) for row in book["Sammendrag"].iter_rows(values_only=True)]
    assert WORDS("receipt.limit.not_kept") in told


# The page and the PDF


def test_the_page_is_one_file_with_language_captions_and_no_markup_from_the_sender(tmp_path):
    path = delivered(tmp_path, {"Tildelt beløp": "<script>alert(1)</script>"}, {})
    for language in ("nb", "en"):
        _, page, paper = receipted(tmp_path, path, language=language)
        assert f'<html lang="{language}">' in page
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        assert page.count("<caption>") == page.count("<table")
        assert '<th scope="col">' in page
        assert not re.search(r"(?:src|href)=|url\(|@import|https?://", page)
        assert paper.read_bytes().startswith(b"%PDF-")
        assert b"pdfuaid" in paper.read_bytes()


def test_a_page_shows_the_most_frequent_kinds_and_how_many_there_are_beside_them(tmp_path):
    wrong = dict.fromkeys(("År", "Søkt beløp", "Tildelt beløp", "Vedtak", "Nivå", "Dataklasse", "Kommunenummer"), "?x")
    more = {"Vedtaksdato": "x", "Mottatt dato": "x", "Prioritet": "x"}
    path = delivered(tmp_path, {**wrong, **more}, {**wrong, **more})
    taken = take(path, Options("grant_application"), NAMED)
    words = summary(receipt_of_file(taken, path, NAMED), "nb", "søknader")
    unreadable = words.groups[0]
    assert (unreadable.findings, len(unreadable.kinds)) == (20, 8)
    assert "2 slag til" in unreadable.more
    assert "2 slag til" in html_page(words)
    assert unreadable.kinds[0].rows == "2, 3"


def test_a_file_without_faults_asks_nothing_of_its_sender(tmp_path):
    path = tmp_path / "hel.csv"
    path.write_text(as_csv(sample_table("grant_application")), encoding="utf-8")
    taken = take(path, Options("grant_application"), REFERENCES)
    words = summary(receipt_of_file(taken, path, REFERENCES), "nb", "hel")
    assert words.ok
    assert words.verdict == "Ingen feil. Alle 2 rader er godtatt."
    assert words.steps == ("Du trenger ikke gjøre noe.",)
    assert words.groups == ()


# From what was kept


def test_a_refused_delivery_gives_the_same_receipt_as_its_file(data_folder, tmp_path):
    path = delivered(tmp_path, *a_scheme({"Tildelt beløp": "5x0"}, {}), tail="\nto;celler\n", encoding="cp1252")
    load(data_folder, [LoadRequest(path, Options("grant_application"))])
    shelf = Shelf.open(data_folder)
    [delivery_id] = shelf.ledger.refused()
    kept = openpyxl.load_workbook(write_delivery_receipt(shelf.delivery(delivery_id), tmp_path / "kept")[0])
    fresh, _, _ = receipted(tmp_path, path)
    assert list(own(kept).iter_rows(values_only=True)) == list(own(fresh).iter_rows(values_only=True))
    assert noted(own(kept)) == noted(own(fresh))
    facts = {row[0]: row[1] for row in kept["Sammendrag"].iter_rows(values_only=True)}
    assert facts["Leveranse"] == delivery_id
    assert "Mottatt" in facts


def test_a_delivery_of_which_only_some_cells_are_kept_gives_those_back_in_their_places(data_folder, tmp_path):
    path = delivered(
        tmp_path, {"Kontaktperson": "Kari Demo"}, {"Tildelt beløp": "5x0"}, tail="\n", name="med\u00a0person.csv"
    )
    load(data_folder, [LoadRequest(path, Options("grant_application"))])
    shelf = Shelf.open(data_folder)
    delivery = shelf.delivery(shelf.ledger.refused()[0])
    sheet = own(openpyxl.load_workbook(write_delivery_receipt(delivery, tmp_path / "kept")[0]))
    assert sheet["H3"].value == "5x0"
    assert noted(sheet)["H3"].startswith("FEIL: «5x0»")
    assert sheet["L2"].value == MASK
    assert "Kari Demo" not in str(list(sheet.iter_rows(values_only=True)))


# The command


def test_the_command_writes_three_files_for_a_file_and_for_a_delivery(data_folder, tmp_path):
    path = delivered(tmp_path, *a_scheme({"Tildelt beløp": "5x0"}, {}))
    told = run("receipt", str(path), "--out", str(tmp_path / "ut"), "--json", folder=data_folder.root)
    assert told.returncode == 0, told.stderr
    answer = json.loads(told.stdout)
    assert (answer["source"], answer["errors"]) == ("grant_application", 1)
    names = ["søknader.kvittering.xlsx", "søknader.kvittering.html", "søknader.kvittering.pdf"]
    assert [file.rpartition("/")[2] for file in answer["files"]] == names
    load(data_folder, [LoadRequest(path, Options("grant_application"))])
    delivery = Shelf.open(data_folder).ledger.refused()[0]
    told = run("receipt", delivery, "--out", str(tmp_path / "lev"), "--language", "en", folder=data_folder.root)
    assert told.returncode == 0, told.stderr
    assert "Receipt for" in (tmp_path / "lev" / names[1]).read_text(encoding="utf-8")


def test_what_is_neither_a_file_nor_a_delivery_is_said_in_words(data_folder, tmp_path):
    missing = run("receipt", "ingenting", folder=data_folder.root)
    assert (missing.returncode, "verken en fil eller en leveranse" in missing.stderr) == (1, True)
    path = tmp_path / "annet.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    unlike = run("receipt", str(path), folder=data_folder.root)
    assert (unlike.returncode, "--source" in unlike.stderr) == (1, True)
    french = run("receipt", str(delivered(tmp_path, {})), "--language", "fr", folder=data_folder.root)
    assert (french.returncode, "nb, en" in french.stderr) == (1, True)


def test_the_command_makes_a_template_once_and_lists_the_sources(tmp_path):
    path = tmp_path / "mal.xlsx"
    assert run("template", "staffing", "--out", str(path)).returncode == 0
    again = run("template", "staffing", "--out", str(path))
    assert (again.returncode, "finnes fra før" in again.stderr) == (1, True)
    listed = json.loads(run("template", "--json").stdout)["sources"]
    assert [one["source"] for one in listed] == list(sources())
    assert run("template", "ukjent").returncode == 1


def test_a_receipt_knows_a_layout_with_two_header_rows(tmp_path):
    layout = layouts(sources()["grant_application"])["imdi_municipality"]
    headers = [one.headers[0] for one in layout.fields]
    row = ["0301 Oslo", "301", "Oslo", *["0"] * (len(headers) - 3)]
    row[-1] = "1x"
    path = tmp_path / "93-tilskudd-kommune-2013.csv"
    units = ["", "", "", *["enhet.kroner"] * (len(headers) - 3)]
    path.write_text(as_csv([headers, units, row]), encoding="utf-8")
    book, _, _ = receipted(tmp_path, path)
    assert [row[-1] for row in own(book).iter_rows(max_row=2, values_only=True)] == ["Feil i raden"] * 2
    assert own(book).freeze_panes == "A3"
    assert "er ikke et beløp" in noted(own(book))[own(book).cell(3, len(headers)).coordinate]
