"""Delimited text: encodings, delimiters, line ends, quotes and the width of every row."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.messages import FileRefused
from etl.readers.text import text_sheet
from etl.reading import Options, take
from tests.etl.small import GOOD, application_table, as_csv, messages, read_applications, read_bytes

TABLE = application_table({}, {"Søker": "Tromsø hjem"})
TEXT = as_csv(TABLE)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode("utf-8"), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8 (BOM)"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (TEXT.replace("hjem", "“hjem” – vest").encode("cp1252"), "Windows-1252"),
    ],
)
def test_the_encoding_is_found_and_said(content: bytes, encoding: str, tmp_path: Path) -> None:
    taken = read_bytes(tmp_path, content)
    assert taken.encoding == encoding
    assert messages(taken) == []
    assert taken.accepted["applicant_name"].to_list()[0] == "Ås barnevern"
    assert taken.accepted["applicant_name"].to_list()[1].startswith("Tromsø")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found_from_the_first_rows(delimiter: str, tmp_path: Path) -> None:
    taken = read_bytes(tmp_path, as_csv(TABLE, delimiter).encode())
    assert taken.delimiter == delimiter
    assert taken.rows_accepted == 2


def test_the_ending_of_the_name_says_nothing_about_the_delimiter(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, TEXT.encode(), name="fil.tsv").rows_accepted == 2
    assert read_bytes(tmp_path, as_csv(TABLE, "\t").encode(), name="fil.txt").rows_accepted == 2


def test_the_same_content_is_recognised_whatever_its_line_ends_encoding_and_mark(tmp_path: Path) -> None:
    mixed = TEXT.replace("\n", "\r\n", 1)
    contents = [
        TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        mixed.encode(),
        TEXT.rstrip("\n").encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
    ]
    taken = [read_bytes(tmp_path, content) for content in contents]
    assert len({one.content_sha256 for one in taken}) == 1
    assert len({one.file_sha256 for one in taken}) == len(contents)
    assert all(one.accepted.equals(taken[0].accepted) for one in taken)


def test_another_content_has_another_fingerprint(tmp_path: Path) -> None:
    assert (
        read_bytes(tmp_path, TEXT.encode()).content_sha256
        != read_bytes(tmp_path, TEXT.replace("1000,50", "1000,51").encode()).content_sha256
    )


def test_a_row_with_a_cell_too_many_or_too_few_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = as_csv(application_table({}, {}, {}, {})).splitlines()
    lines[2] += ";1"
    lines[3] = lines[3].rpartition(";")[0]
    taken = read_bytes(tmp_path, "\n".join(lines).encode())
    assert taken.accepted["source_row"].to_list() == [2, 5]
    width = len(TABLE[0])
    assert [message.split(" (")[0] for message in messages(taken)] == [
        f"rad 3: raden har {width + 1} celler, men overskriften har {width}",
        f"rad 4: raden har {width - 1} celler, men overskriften har {width}",
    ]
    assert taken.rejected["row_text"].to_list() == [lines[2], lines[3]]


def test_one_row_too_long_and_one_too_short_do_not_even_out(tmp_path: Path) -> None:
    lines = as_csv(application_table(*[{}] * 50)).splitlines()
    lines[10] += ";1"
    lines[40] = lines[40].rpartition(";")[0]
    taken = read_bytes(tmp_path, "\n".join(lines).encode())
    assert taken.rejected["source_row"].to_list() == [11, 41]
    assert taken.rows_accepted == 48


def test_blank_rows_are_skipped_and_keep_their_numbers(tmp_path: Path) -> None:
    header, first, second = TEXT.splitlines()
    blank = ";" * (len(TABLE[0]) - 1)
    taken = read_bytes(tmp_path, "\n".join([header, first, "", blank, second, "", ""]).encode())
    assert taken.accepted["source_row"].to_list() == [2, 5]
    assert taken.rejected.select("source_row", "outcome", "reason_nb").rows() == [
        (3, "skipped", "tom rad"),
        (4, "skipped", "tom rad"),
    ]
    assert (taken.rows_in, taken.rows_accepted, taken.rows_rejected, taken.rows_skipped) == (4, 2, 0, 2)


def test_titles_above_and_footnotes_and_sums_below_are_not_rows_of_data(tmp_path: Path) -> None:
    width = len(TABLE[0])
    total = ["Sum", *[""] * (width - 2), "2000"]
    lines = [
        "Tilskudd 2014",
        "",
        *TEXT.splitlines(),
        ";".join(total),
        "Kilde: Helsedirektoratet",
        "* foreløpige tall;" + ";" * (width - 2),
    ]
    taken = read_bytes(tmp_path, "\n".join(lines).encode())
    assert taken.header_rows == 3
    assert taken.accepted["source_row"].to_list() == [4, 5]
    assert messages(taken) == []
    assert taken.rejected["reason_nb"].to_list() == [
        "sumrad: summen av andre rader",
        "fotnote under tabellen",
        "fotnote under tabellen",
    ]


def test_a_quoted_cell_may_hold_line_feeds_delimiters_and_quotes(tmp_path: Path) -> None:
    taken = read_applications(tmp_path, {"Prosjekt": 'Møte\nplass; "Ung"'}, {"Prosjekt": "to"}, {"Prosjekt": "x\n\ny"})
    assert taken.accepted["project_title"].to_list() == ['Møte\nplass; "Ung"', "to", "x\n\ny"]
    assert taken.accepted["source_row"].to_list() == [2, 3, 4]


def test_a_quote_inside_an_unquoted_cell_is_a_character(tmp_path: Path) -> None:
    text = as_csv(application_table({"Prosjekt": "AAA"}, {"Prosjekt": "b"})).replace("AAA", 'Huset "Ung" 5"')
    taken = read_bytes(tmp_path, text.encode())
    assert taken.accepted["project_title"].to_list() == ['Huset "Ung" 5"', "b"]


def test_a_quote_that_is_never_closed_costs_its_own_row_only(tmp_path: Path) -> None:
    text = as_csv(application_table({}, {"Prosjekt": "AAA"}, {}, {"Prosjekt": 'et "ekte"'}, {}))
    taken = read_bytes(tmp_path, text.replace("AAA", '"halv').encode())
    assert taken.accepted["source_row"].to_list() == [2, 4, 5, 6]
    assert [message[:45] for message in messages(taken)] == ["rad 3: hermetegnene går ikke opp: «2;HDIR-1;2"]


def test_two_stray_quotes_do_not_swallow_the_rows_between_them(tmp_path: Path) -> None:
    text = as_csv(application_table({"Prosjekt": "AAA"}, {}, {}, {"Prosjekt": "BBB"}, {}))
    taken = read_bytes(tmp_path, text.replace("AAA", '"halv').replace("BBB", 'hel"').encode())
    assert 2 in taken.rejected["source_row"]
    assert {3, 4, 6} <= set(taken.accepted["source_row"])


def test_an_undefined_byte_in_windows_1252_is_named(tmp_path: Path) -> None:
    taken = read_bytes(tmp_path, TEXT.replace("Tromsø", "TromsQ").encode("cp1252").replace(b"TromsQ", b"Troms\x81"))
    assert taken.encoding == "Windows-1252"
    assert [message.split(". ")[0] for message in messages(taken)] == [
        "rad 3, Søker: «Troms\ufffd hjem» har et tegn som ikke kan leses (feil tegnkoding)"
    ]
    assert taken.accepted["source_row"].to_list() == [2]


def test_one_windows_byte_in_a_utf8_file_costs_one_cell_and_not_every_norwegian_letter(tmp_path: Path) -> None:
    lines = as_csv(application_table(*[{}] * 20)).encode().splitlines(keepends=True)
    lines[9] = lines[9].replace("Å".encode(), "Å".encode("cp1252"))
    content = b"".join(lines)
    taken = read_bytes(tmp_path, content)
    assert taken.encoding == "UTF-8"
    assert taken.rows_accepted == 19
    assert "Trolig «Ås barnevern»" in messages(taken)[0]


def test_double_encoded_text_in_valid_utf8_is_named_with_the_right_text(tmp_path: Path) -> None:
    taken = read_applications(tmp_path, {}, {"Søker": "TromsÃ¸ hjem"})
    assert messages(taken) == [
        "rad 3, Søker: «TromsÃ¸ hjem» er kodet to ganger (feil tegnkoding). Skriv «Tromsø hjem»."
    ]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("fil.csv", b"", "tom"),
        ("fil.csv", b" \n\n", "tom"),
        ("fil.csv", b"PK\x03\x04xyz", "zip"),
        ("fil.csv", b"\x89PNG\r\n\x1a\n", "bilde"),
        ("fil.csv", b"%PDF-1.7", "PDF"),
        ("fil.csv", b"a\x00;\x00b\x00", "nullbyte"),
        ("fil.doc", b"x", "filtype"),
        ("fil.csv", b"a;b\n1;2\n", "ligner ikke"),
        ("fil.csv", TEXT.splitlines()[0].encode(), "ingen rader"),
    ],
)
def test_a_file_that_is_not_a_table_is_refused_with_a_sentence(
    name: str, content: bytes, word: str, tmp_path: Path
) -> None:
    with pytest.raises(FileRefused, match=word) as refusal:
        read_bytes(tmp_path, content, name=name)
    assert refusal.value.message_nb.startswith(name)
    assert refusal.value.message_en.startswith(name)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"Fant ikke filen borte\.csv"):
        take(tmp_path / "borte.csv", Options("grant_application"), {})


CELL = st.text(alphabet='ab"; \n,æ', max_size=6)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6))
def test_whatever_csv_writes_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\n").writerows([("første", "andre", "tredje"), *rows])
    sheet = text_sheet("fil.csv", buffer.getvalue().encode())
    if sheet.delimiter != ";":
        return  # too few and too odd rows to tell
    body = sheet.body(1)
    read = [["" if cell is None else cell for cell in row[:3]] for row in body.cells.iter_rows()]
    assert body.faults.is_empty()
    assert [row for row in read if any(row)] == [list(row) for row in rows if any(row)]


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_at_all_are_read_or_refused_and_every_row_is_accounted_for(content: bytes) -> None:
    try:
        sheet = text_sheet("fil.csv", b"a;b;c\n1;2;3\n4;5;6\n" + content)
        body = sheet.body(1)
    except FileRefused:
        return
    numbers = [*body.cells["source_row"], *body.faults["source_row"], *body.blank_rows]
    assert sorted(numbers) == list(range(2, 2 + body.row_count))


def test_a_large_file_with_a_fault_is_read_by_the_careful_way_with_the_same_result(tmp_path: Path) -> None:
    table = application_table(*[{}] * 3000)
    plain = read_bytes(tmp_path, as_csv(table).encode("cp1252"))
    damaged = as_csv(table).splitlines()
    damaged[1500] += ";x"
    careful = read_bytes(tmp_path, "\r\n".join(damaged).encode("cp1252"))
    assert plain.rows_accepted == 3000
    assert careful.accepted.equals(plain.accepted.filter(pl.col("source_row") != 1501))


def test_good_rows_of_the_test_template_are_good(tmp_path: Path) -> None:
    taken = read_applications(tmp_path, {})
    assert messages(taken) == []
    assert taken.accepted["applicant_name"].to_list() == [GOOD["Søker"]]
