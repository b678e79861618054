"""Words and numbers as people in Norway write them."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from warehouse.words import Words, date, kroner, moment, number, percent, short_kroner, within_sentence


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (number(1234567), "1\u00a0234\u00a0567"),
        (number(1234.5, 1), "1\u00a0234,5"),
        (number(-1234567.891, 2), "-1\u00a0234\u00a0567,89"),
        (number(0.5), "1"),
        (number(Decimal("2.5")), "3"),
        (number(1234567, 0, "en"), "1,234,567"),
        (number(None), ".."),
        (number(float("nan")), ".."),
        (number(-0.4), "0"),
        (percent(0.659), "65,9\u00a0%"),
        (percent(0.659, 1, "en"), "65.9%"),
        (percent(None), ".."),
        (kroner(4517229795), "4\u00a0517\u00a0229\u00a0795\u00a0kr"),
        (kroner(4517229795, "en"), "NOK\u00a04,517,229,795"),
        (short_kroner(13_250_000), "13,3\u00a0mill.\u00a0kr"),
        (short_kroner(999_999), "1,0\u00a0mill.\u00a0kr"),
        (short_kroner(999), "999\u00a0kr"),
        (short_kroner(-2_000_000_000), "-2,0\u00a0mrd.\u00a0kr"),
        (date(dt.date(2014, 6, 5)), "05.06.2014"),
        (date(dt.date(2014, 6, 5), "en"), "5 Jun 2014"),
        (date(None), ".."),
        (moment(dt.datetime(2014, 6, 5, 14, 30)), "05.06.2014 kl. 14.30"),
        (within_sentence("Fylke"), "fylke"),
        (within_sentence("DPS-område"), "DPS-område"),
    ],
)
def test_numbers_and_dates_are_written_the_norwegian_way(written, expected):
    assert written == expected


def test_an_unknown_word_names_the_closest(tmp_path):
    path = tmp_path / "words.toml"
    path.write_text('[page]\ntitle = {nb = "Tittel {n}", en = "Title {n}"}\n', encoding="utf-8")
    words = Words(path)
    assert words("page.title", "nb", n=1) == "Tittel 1"
    with pytest.raises(KeyError, match=r"page\.title"):
        words("page.titel")


def test_a_number_in_a_text_is_not_divided_between_two_lines(tmp_path):
    path = tmp_path / "words.toml"
    text = "per 10 000 innbyggere, 95 % av 3 kommuner i 2024 per 1. januar 2026. Se 12 3456"
    path.write_text(f'title = {{nb = "{text}", en = "x"}}\n', encoding="utf-8")
    kept = "per 10\u00a0000 innbyggere, 95\u00a0% av 3 kommuner i 2024 per 1.\u00a0januar 2026. Se 12 3456"
    assert Words(path)("title", "nb") == kept


def test_a_word_without_english_is_refused(tmp_path):
    path = tmp_path / "words.toml"
    path.write_text('title = {nb = "Tittel"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="title must have nb and en"):
        Words(path)


@given(
    st.floats(-1e13, 1e13) | st.integers(-(10**15), 10**15) | st.decimals(-(10**9), 10**9, places=3),
    st.integers(0, 3),
)
@example(0.5, 0)
@example(-0.05, 1)
@example(-0.04, 1)
@example(2.675, 2)
@example(999_999.5, 0)
def test_a_number_is_rounded_half_up_as_it_is_read(value: float, decimals: int):
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert number(value, decimals, "en") == f"{'-' if exact < 0 else ''}{abs(exact):,.{decimals}f}"


@given(st.floats(-10, 10), st.integers(0, 2))
@example(0.125, 0)
@example(0.0005, 1)
def test_a_share_is_rounded_half_up_as_it_is_read(share: float, decimals: int):
    exact = (Decimal(str(share)) * 100).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert percent(share, decimals, "en") == f"{'-' if exact < 0 else ''}{abs(exact):,.{decimals}f}%"
