"""Words and numbers as people in Norway write them."""

import datetime as dt
from decimal import Decimal

import pytest

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


def test_a_word_without_english_is_refused(tmp_path):
    path = tmp_path / "words.toml"
    path.write_text('title = {nb = "Tittel"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="title must have nb and en"):
        Words(path)
