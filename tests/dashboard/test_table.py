"""Tables: numbers as they are written in Norway, still sorted by value."""

import datetime as dt
import os
import subprocess
import sys

import polars as pl
import pytest

from dashboard.table import Table, kind
from warehouse.dictionary import dictionary
from warehouse.folder import DATA_VARIABLE, DataFolder


@pytest.mark.parametrize(
    ("column", "dtype", "expected"),
    [
        ("granted_nok", pl.Float64(), "nok"),
        ("granted_per_capita_nok", pl.Float64(), "nok"),
        ("granted_share", pl.Float64(), "share"),
        ("award_count", pl.Int64(), "count"),
        ("population", pl.Int32(), "count"),
        ("year", pl.Int16(), "year"),
        ("latest_year", pl.Int16(), "year"),
        ("since_date", pl.Date(), "date"),
        ("received_at", pl.Datetime("us"), "moment"),
        ("is_ok", pl.Boolean(), "yes_no"),
        ("region_code", pl.String(), "text"),
    ],
)
def test_the_ending_of_a_name_says_how_it_is_written(column: str, dtype: pl.DataType, expected: str):
    assert kind(column, dtype) == expected


def test_values_are_written_in_the_language_of_the_reader():
    rows = pl.DataFrame(
        {
            "granted_nok": [1234567.0],
            "granted_share": [0.659],
            "since_date": [dt.date(2014, 6, 5)],
            "is_ok": [True],
            "status": ["standing"],
        }
    )
    in_norwegian = Table(rows, tuple(rows.columns), {}, "nb")
    in_english = Table(rows, tuple(rows.columns), {}, "en")
    assert [in_norwegian.texts(column)[0].replace("\u00a0", " ") for column in rows.columns] == [
        *("1 234 567 kr", "65,9 %", "05.06.2014", "ja", "gjelder"),
    ]
    assert [in_english.texts(column)[0].replace("\u00a0", " ") for column in rows.columns] == [
        *("NOK 1,234,567", "65.9%", "5 Jun 2014", "yes", "standing"),
    ]


def test_the_screen_gets_values_to_sort_by_and_texts_to_show():
    rows = pl.DataFrame({"region_name": ["Oslo", "Troms"], "granted_nok": [9.0, 1000.0]})
    heads = {"region_name": "Region", "granted_nok": "Tildelt"}
    values, texts = Table(rows, ("region_name", "granted_nok"), heads, "nb").on_screen
    assert values["Tildelt"].to_list() == [9.0, 1000.0]
    assert texts["Tildelt"].to_list() == ["9\u00a0kr", "1\u00a0000\u00a0kr"]
    assert texts["Region"].to_list() == ["Oslo", "Troms"]


def test_a_column_without_a_name_in_the_dictionary_is_not_shown_by_its_code():
    rows = pl.DataFrame({"unheard_of": [1]})
    assert "unheard_of" not in dictionary()
    with pytest.raises(KeyError):
        _ = Table(rows, ("unheard_of",), {}, "nb").on_screen


def test_rows_are_read_and_sent_without_pandas_and_pyarrow(full_folder: DataFolder):
    # They would take 70 MB of the server's memory, and more than a second of its start.
    made = (
        "import sys\n"
        "import dashboard.asgi\n"
        "from dashboard import arrow, chain\n"
        "from dashboard.data import labels, read\n"
        "from dashboard.table import Table\n"
        "rows = read(chain.RELATION)\n"
        "arrow.sent(rows)\n"
        "arrow._sent(Table(rows, chain.COLUMNS, labels('nb'), 'nb'), '', ())\n"
        "brought_in = {'pandas', 'pyarrow', 'shapely', 'altair'} & set(sys.modules)\n"
        "assert rows.height and not brought_in, brought_in\n"
    )
    environment = {**os.environ, DATA_VARIABLE: str(full_folder.root)}
    subprocess.run([sys.executable, "-c", made], check=True, env=environment)
