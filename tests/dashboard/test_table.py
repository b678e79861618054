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


READ_AND_WRITTEN = """
import threading
import polars as pl
from dashboard.arrow import sent

rows = pl.DataFrame({f"column {number}": range(20_000) for number in range(10)})
write = sent.__wrapped__

def ask():
    while any(writer.is_alive() for writer in writers):
        rows.height

writers = [threading.Thread(target=lambda: [write(rows) for _ in range(20)]) for _ in range(2)]
readers = [threading.Thread(target=ask) for _ in range(2)]
for thread in (*writers, *readers):
    thread.start()
"""


def test_rows_are_sent_while_others_ask_them():
    # In a process of its own: when two wait for each other, nothing in it goes on.
    subprocess.run([sys.executable, "-c", READ_AND_WRITTEN], check=True, timeout=120)
