"""Cells become figures, dates and codes; what could mean two things is refused; every repair of form is counted."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.contract import Cell
from etl.parsing import Parsed, Reading, parse
from warehouse.words import number

AMOUNT, DECIMAL = Cell("amount", "Beløp"), pl.Decimal(18, 2)


def amounts(*texts: str | None, **reading: object) -> Parsed:
    return parse(pl.Series("x", texts, pl.String), AMOUNT, DECIMAL, Reading(**reading))  # type: ignore[arg-type]


def read(kind: str, dtype: pl.DataType, *texts: str, **cell: object) -> Parsed:
    return parse(pl.Series("x", texts, pl.String), Cell(kind, "Kolonne", **cell), dtype, Reading())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234567", "1234567"),
        ("1234567,5", "1234567.5"),
        ("1234.5", "1234.5"),
        ("1 234 567,50", "1234567.50"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1\u202f234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("1 250 000,-", "1250000"),
        ("kr 12", "12"),
        ("12 kr", "12"),
        ("NOK 1 000", "1000"),
        ("77.0", "77"),
        ("-34356", "-34356"),
        ("\u221212", "-12"),
        ("1234,5000", "1234.5"),
        (" 12 ", "12"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, value: str) -> None:
    parsed = amounts(text)
    assert parsed.values.to_list() == [Decimal(value)]
    assert parsed.faults.is_empty()


@pytest.mark.parametrize(
    "text", ["12a4", "1 23", "12 34", "1.23.456", "1,2,3", "(100)", "1e5", "--1", "1'000", "kr", "50 %"]
)
def test_what_is_not_an_amount_is_named(text: str) -> None:
    parsed = amounts(text)
    assert parsed.values.to_list() == [None]
    assert parsed.faults.select("rule", "value").rows() == [("amount", text)]


def test_a_point_before_three_digits_is_refused_when_the_column_does_not_tell() -> None:
    assert amounts("1.234", "500").faults.select("rule", "value", "advice").rows() == [
        ("ambiguous_figure", "1.234", "1234")
    ]
    assert amounts("1,234", "500").faults["rule"].to_list() == ["ambiguous_figure"]


def test_a_point_before_three_digits_parts_thousands_where_the_column_shows_it() -> None:
    assert amounts("1.234", "1.234.567").values.to_list() == [Decimal(1234), Decimal(1234567)]
    assert amounts("1.234", "500,75").values.to_list() == [Decimal(1234), Decimal("500.75")]
    assert amounts("1,234", "500.75").values.to_list() == [Decimal(1234), Decimal("500.75")]


def test_a_point_that_is_a_decimal_mark_elsewhere_is_never_a_thousands_mark() -> None:
    parsed = amounts("1.234", "1234.5")
    assert parsed.values.to_list() == [None, Decimal("1234.5")]
    assert parsed.faults["rule"].to_list() == ["too_many_decimals"]


def test_a_column_that_contradicts_itself_has_its_doubtful_values_refused() -> None:
    parsed = amounts("1.234", "1.234.567", "12.5")
    assert parsed.values.to_list() == [None, Decimal(1234567), Decimal("12.5")]


def test_missing_is_never_zero_but_a_dash_is() -> None:
    parsed = amounts("..", ".", ":", "NA", "", " ", None, "-")
    assert parsed.values.to_list() == [None] * 7 + [Decimal(0)]
    assert parsed.repairs == {"missing_mark": 4, "nil": 1}


def test_too_many_digits_are_refused_and_not_cut() -> None:
    assert amounts("99999999999999999999").faults["rule"].to_list() == ["too_large"]


def test_decimals_from_a_formula_are_rounded_in_excel_and_refused_in_text() -> None:
    assert amounts("333.3333333333", is_excel=True).values.to_list() == [Decimal("333.33")]
    assert amounts("333.3333333333").faults["rule"].to_list() == ["too_many_decimals"]


def test_a_header_in_thousands_scales_every_figure() -> None:
    assert amounts("1,5", "2 000", scale=Decimal(1000)).values.to_list() == [Decimal(1500), Decimal(2_000_000)]


def test_repairs_are_counted_per_cell_also_in_a_long_column() -> None:
    parsed = amounts(*["1 000"] * 30_000)
    assert parsed.values.to_list()[-1] == Decimal(1000)
    assert parsed.repairs == {"blank_thousands": 30_000}


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_an_amount_written_in_norwegian_comes_back_to_the_ore(value: Decimal) -> None:
    assert amounts(number(value, 2)).values.to_list() == [value]


@given(st.text(alphabet="0123456789.,- kr", max_size=12))
def test_a_figure_is_read_or_refused_and_never_raises(text: str) -> None:
    parsed = amounts(text)
    value = parsed.values[0]
    if value is not None and value != 0:
        assert [c for c in text if c in "123456789"] == [c for c in str(value) if c in "123456789"]


def test_whole_numbers_may_end_in_point_zero() -> None:
    parsed = read("integer", pl.Int16(), "2014", "2014.0", "20 14", "2014,5", "99999", "x")
    assert parsed.values.to_list() == [2014, 2014, None, None, None, None]
    assert parsed.faults["rule"].to_list() == ["integer", "integer", "too_large", "integer"]


def test_a_share_may_be_written_in_per_cent() -> None:
    parsed = read("number", pl.Float64(), "65,9 %", "0,25", "0.123456")
    assert parsed.values.to_list() == [0.659, 0.25, 0.123456]
    assert parsed.repairs == {"percent": 1}


def test_a_lost_leading_zero_is_put_back_and_counted() -> None:
    parsed = read("code", pl.String(), "301", "0301", "301.0", width=4)
    assert parsed.values.to_list() == ["0301"] * 3
    assert parsed.repairs == {"leading_zero": 2}


def test_a_code_with_a_name_is_refused_with_the_code_alone_as_advice() -> None:
    parsed = read("code", pl.String(), "0301 Oslo", "K-3001 Halden", "1", width=4)
    assert parsed.faults["advice"].to_list() == ["0301", "3001", ""]


def test_dates_are_read_in_declared_forms_only() -> None:
    parsed = read(
        "date",
        pl.Date(),
        "05.06.2014",
        "5.6.2014",
        "2014-06-05",
        "2014-06-05 14:30:00",
        "2014-06-05T00:00:00Z",
        " 05.06.2014",
    )
    assert parsed.values.to_list() == [dt.date(2014, 6, 5)] * 6
    assert parsed.repairs["time_of_day"] == 1


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("01.12.09", "two_digit_year"),
        ("9/8/18 15:29", "date_with_slashes"),
        ("05/06/2014", "date_with_slashes"),
        ("31.02.2014", "impossible_date"),
        ("2014-13-01", "impossible_date"),
        ("41795", "date_serial"),
        ("2005 ~ 2006", "date"),
        ("20140605", "date"),
        ("juni 2014", "date"),
        ("2014-06-05 vår", "date"),
    ],
)
def test_other_dates_are_refused_and_never_guessed(text: str, rule: str) -> None:
    parsed = read("date", pl.Date(), text)
    assert parsed.values.to_list() == [None]
    assert parsed.faults["rule"].to_list() == [rule]


def test_text_is_trimmed_and_missing_marks_are_empty() -> None:
    parsed = read("text", pl.String(), " Ås ", "\u00a0", "..", "-", "Tromsø", "SÃO", "À la carte")
    assert parsed.values.to_list() == ["Ås", None, None, None, "Tromsø", "SÃO", "À la carte"]
    assert parsed.faults.is_empty()


@pytest.mark.parametrize("right", ["Tromsø", "Ås", "Ærlig", "Ørland – øst", "«Møteplass»", "Kåfjord/Gáivuotna"])
def test_text_encoded_twice_is_named_with_the_right_text(right: str) -> None:
    wrong = right.encode("utf-8").decode("cp1252", "replace")
    if "\ufffd" in wrong:
        pytest.skip("this text has a byte Windows-1252 does not define")
    assert read("text", pl.String(), wrong).faults.select("rule", "advice").rows() == [("double_encoded", right)]


@given(st.text(alphabet="abcæøåÆØÅéüöä –«»áčđŋšŧž", max_size=20))
def test_rightly_encoded_text_is_left_alone(text: str) -> None:
    assert read("text", pl.String(), text).faults.is_empty()
