"""Small files and references for the tests of reading: a template row by name, and the few codes it needs."""

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from etl.reading import Options, Taken, take
from etl.sources import sources

_DAY = dt.date(1972, 1, 1)

REFERENCES: Mapping[str, pl.DataFrame] = {
    "municipality": pl.DataFrame(
        {
            "municipality_code": ["0301", "0101", "5601", "1507", "1508", "1580", "0121"],
            "county_code": ["03", "01", "56", "15", "15", "15", "01"],
            "valid_from": [
                _DAY,
                _DAY,
                dt.date(2024, 1, 1),
                dt.date(2020, 1, 1),
                dt.date(2024, 1, 1),
                dt.date(2024, 1, 1),
                _DAY,
            ],
            "valid_to": [None, dt.date(2020, 1, 1), None, dt.date(2024, 1, 1), None, None, dt.date(2020, 1, 1)],
        }
    ),
    "grant_scheme": pl.DataFrame({"scheme_code": ["HDIR-765-60", "HDIR-1"]}),
    "grant_application": pl.DataFrame({"case_id": ["2014/101", "2014/103"]}),
    "organisation": pl.DataFrame(
        {"organisation_code": ["974760673", "NAV-F"], "organisation_name": ["Fjord behandling", "NAV Fjord"]}
    ),
    "project": pl.DataFrame({"project_code": ["P-17", "P-18"]}),
    "seminar": pl.DataFrame({"seminar_code": ["SEM-1", "SEM-2"], "series_code": ["SERIE-1", "SERIE-1"]}),
    "health_area": pl.DataFrame(
        {"dps_code": ["D47"], "health_trust_code": ["965985166"], "health_community_code": ["oslo"]}
    ),
}

GOOD = {
    "Saksnummer": "1",
    "Ordningskode": "HDIR-1",
    "År": "2014",
    "Forvalter": "Helsedirektoratet",
    "Søker": "Ås barnevern",
    "Kommunenummer": "0301",
    "Søkt beløp": "2000",
    "Tildelt beløp": "1000,50",
    "Vedtak": "Innvilget",
    "Nivå": "nasjonal",
    "Dataklasse": "reell",
}


def application_table(*changes: Mapping[str, str]) -> list[list[str]]:
    """A header and one application per entry of ``changes``, numbered from 1 unless a change says otherwise."""
    rows = [GOOD | {"Saksnummer": str(number)} | dict(change) for number, change in enumerate(changes, start=1)]
    headers = list(dict.fromkeys(header for row in rows for header in row))
    return [headers, *([row.get(header, "") for header in headers] for row in rows)]


def as_csv(table: Sequence[Sequence[str]], delimiter: str = ";") -> str:
    """The table as text with line feeds; quotes only where they are needed."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerows(table)
    return buffer.getvalue()


def read_bytes(folder: Path, content: bytes, name: str = "fil.csv", **options: object) -> Taken:
    """Take a file with this content as applications."""
    path = folder / name
    path.write_bytes(content)
    return take(path, Options(**{"source": "grant_application", **options}), REFERENCES)  # type: ignore[arg-type]


def read_applications(folder: Path, *changes: Mapping[str, str], **options: object) -> Taken:
    """Take a template file with one application per change."""
    return read_bytes(folder, as_csv(application_table(*changes)).encode(), **options)


def messages(taken: Taken, level: str = "error") -> list[str]:
    """The Norwegian messages of a level, in order."""
    return taken.findings.filter(pl.col("level") == level)["message_nb"].to_list()


def sample_table(source: str) -> list[list[str]]:
    """The template and sample rows of a source."""
    return sources()[source].template_rows()


def take_table(folder: Path, source: str, table: Sequence[Sequence[str]]) -> Taken:
    """Take a table written as a CSV file of ``source``."""
    path = folder / f"{source}.csv"
    path.write_text(as_csv(table), encoding="utf-8")
    return take(path, Options(source), REFERENCES)
