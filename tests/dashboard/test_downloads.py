"""Every table that can be taken along has the rows of the screen, row by row and column by column, in every kind of file."""

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from openpyxl import load_workbook

from dashboard.export import FILES, Download
from dashboard.table import MARKS
from dashboard.words import words
from tests.dashboard.filled_rows import FORMULA
from tests.dashboard.seen import See, plain, table_before
from warehouse.words import MISSING

ADDRESSES = {
    "oversikt?year=2020&region=county-55": {"chain"},
    "tilskudd?year=2020": {"funding"},
    "tilskudd?year=2020&region=municipality-5501&measure=granted_nok": {"funding", "peers"},
    "fra-soknad-til-rapport?year=2020": {"grants-overdue", "grants-unsettled", "grants-findings"},
    "prosjekter?state=all": {"lights", "projects"},
    "prosjektark?project=DEMO-1": {"goals", "milestones", "risks", "benefits", "parties", "completeness"},
    "prosjektark?project=EKTE-TEAM&lang=en": {"team"},
    "bemanning?series=DEMO-FULL&region=county-55&per=1000": {"years", "below", "education", "published"},
    "bemanning?series=DEMO-FULL&region=municipality-5503&year=2021": {"years", "peers"},
    "bemanning?view=team": {"positions", "teams"},
    "seminarer?wave=BEDRE-I-LAG-2023-T0": {"table-agreement", "table-measures", "table-waves", "table-coverage"},
    "seminarer?wave=DEMO-SERIE-2024-T0&lang=en": {"table-by_role", "table-over_time", "table-seminars", "table-came"},
    "data?view=rows": {"rows"},
    "data?view=rows&source=staffing": {"rows"},
    "om": {"licences"},
}
"""Pages with the downloads that must be on them; there may be more."""


def files_of(download: Download) -> dict[str, list[list[object]]]:
    """Make every file of a table, and read its rows back with another tool."""
    made = {ending: make(download) for ending, _, make in FILES}
    read: dict[str, list[list[object]]] = {}
    sheet = load_workbook(io.BytesIO(made["xlsx"])).worksheets[0]
    assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    read["xlsx"] = [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
    assert made["csv"].startswith(b"\xef\xbb\xbf")
    text = made["csv"].decode("utf-8-sig")
    read["csv"] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")]
    assert not [cell for row in read["csv"] for cell in row if re.match(r"[=+@\t\r]|-(?!\d)", str(cell))]
    frame = pl.read_parquet(io.BytesIO(made["parquet"]))
    read["parquet"] = [list(frame.columns), *map(list, frame.iter_rows())]
    return read


def as_shown(text: str, language: str) -> Decimal | None:
    """A number as it reads on screen; None for other text."""
    digits = re.sub(r"( ?kr| ?%|NOK ?)", "", text).replace(" ", "")
    number = digits.replace(",", "." if language == "nb" else "")
    return Decimal(number) if re.fullmatch(r"-?\d+(\.\d+)?", number) else None


def same(shown: str, value: object, per_cent: bool, language: str) -> bool:
    """Say whether a cell of a file is the cell on the screen, to the decimals of the screen."""
    text = plain(shown)
    if isinstance(value, bool):
        return text in (("ja", "yes") if value else ("nei", "no"))
    if value is None:
        return text in ("", *MARKS)
    if isinstance(value, dt.date):
        return text.startswith((value.strftime("%d.%m.%Y"), f"{value.day} {value.strftime('%b %Y')}"))
    if plain(str(value)) in (text, f"'{text}"):
        return True
    number = as_shown(text, language)
    if number is None:
        return text == "" and value == MISSING
    amount = str(value).replace(",", ".") if language == "nb" else str(value)
    if not re.fullmatch(r"-?\d+(\.\d+)?([eE]-?\d+)?", amount):
        return False
    exact = Decimal(amount) * (100 if per_cent else 1)
    return exact.quantize(Decimal(1).scaleb(number.as_tuple().exponent), rounding=ROUND_HALF_UP) == number


def unlike(screen: list[list[str]], rows: list[list[object]], ending: str, language: str) -> Sequence[object]:
    """Give the cells of a file that are not those of the screen."""
    head, *shown = screen
    found: list[object] = []
    for heading, column in zip(head, rows[0], strict=True):
        found += [] if column in (heading, f"{heading} (%)", f"'{heading}") else [(heading, column)]
    for place, (cells, values) in enumerate(zip(shown, rows[1:], strict=True)):
        for heading, text, value in zip(head, cells, values, strict=True):
            if not same(text, value, ending == "xlsx" and text.endswith("%"), language):
                found.append((place, heading, text, value))
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_file_has_the_rows_of_the_screen(see: See, address: str):
    seen = see(address)
    assert not seen.app.exception
    assert set(seen.downloads) >= ADDRESSES[address]
    for key, download in seen.downloads.items():
        screen = table_before(seen.app, key)
        assert len(screen) > 1, key
        for ending, rows in files_of(download).items():
            assert unlike(screen, rows, ending, "en" if "lang=en" in address else "nb") == [], (key, ending)


def test_a_name_that_is_a_formula_is_text_in_every_file(see: See):
    seen = see("fra-soknad-til-rapport?year=2020")
    read = files_of(seen.downloads["grants-overdue"])
    assert [rows[1][0] for rows in read.values()] == [FORMULA, f"'{FORMULA}", FORMULA]


def test_numbers_are_numbers_in_norwegian_excel(see: See):
    rows = files_of(see("tilskudd?year=2020").downloads["funding"])
    place = rows["csv"][0].index("Andel av landet (%)")
    assert re.fullmatch(r"\d+,\d+", str(rows["csv"][1][place]))
    assert isinstance(rows["xlsx"][1][place], float)
    assert isinstance(rows["parquet"][1][place], float)


def test_a_hidden_figure_keeps_its_symbol_and_0_is_0(see: See):
    seen = see("bemanning?series=DEMO-FULL&region=municipality-5503&year=2021")
    rows = files_of(seen.downloads["years"])
    year, fte = (rows["csv"][0].index(name) for name in ("År", "Årsverk"))
    for ending, hidden in (("csv", ":"), ("xlsx", ":"), ("parquet", None)):
        by_year = {str(row[year]): row[fte] for row in rows[ending][1:]}
        assert by_year["2021"] == hidden
        assert float(str(by_year["2022"])) == 0


def test_every_note_goes_along_in_every_file_that_can_hold_it(see: See):
    download = see("oversikt?year=2020&region=county-55").downloads["chain"]
    made = {ending: make(download) for ending, _, make in FILES}
    sheet = load_workbook(io.BytesIO(made["xlsx"])).worksheets[1]
    in_excel = "\n".join(str(row[1]) for row in sheet.iter_rows(values_only=True))
    in_parquet = "\n".join(pl.read_parquet_metadata(io.BytesIO(made["parquet"])).values())
    assert words("tag.demo") in [text for _, text in download.notes]
    for _, text in download.notes:
        assert text in in_excel
        assert text in in_parquet
