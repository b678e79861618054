"""What the benchmarks work on: invented grants in number, made by vectors so that making them is not what takes time."""

import datetime as dt
import shutil
import statistics
import time
from pathlib import Path

import polars as pl
import xlsxwriter

from etl import reference
from etl.contract import Contract
from etl.deliveries import Shelf, shelve, source_table, stage
from etl.loading import rebuild
from etl.reading import Options, take
from etl.sources import sources
from warehouse.folder import DataFolder
from warehouse.model import ACCEPTED, SLICES
from warehouse.reader import Reader

CURRENT = pl.col("valid_to").is_null()


def grant_rows(rows: int, first_year: int = 2015, years: int = 10) -> pl.DataFrame:
    """``rows`` plausible grants as text under the template's headers."""
    number = pl.int_range(rows, dtype=pl.Int64)
    # Codes that were in use in all the years, so that no row is flagged.
    codes = reference.read("municipality").filter(CURRENT & (pl.col("valid_from") < f"{first_year}"))[
        "municipality_code"
    ]
    frame = pl.select(number.alias("number")).with_columns(
        applied=(pl.col("number") * 7919) % 5_000_000 + 100_000, year=first_year + pl.col("number") % years
    )
    text = {
        "case_id": pl.format("2024/{}", "number"),
        "scheme_code": pl.format("S{}", pl.col("number") % 9),
        "scheme_name": pl.format("Demoordning {}", pl.col("number") % 9),
        "year": pl.col("year").cast(pl.String),
        "manager_name": pl.lit("Demoforvalteren"),
        "applicant_name": pl.format("Demosøker {}", pl.col("number") % 5000),
        "municipality_code": pl.lit(codes).gather(pl.col("number") % codes.len()),
        "project_title": pl.format("Demoprosjekt Øst {}", "number"),
        "applied_nok": pl.format("{},50", "applied"),
        "granted_nok": pl.format("{},00", pl.col("applied") // 2),
        "decision": pl.lit("Innvilget"),
        "received_date": pl.format("{}.06.{}", (pl.col("number") % 20 + 10), "year"),
        "decision_date": pl.format("{}.09.{}", (pl.col("number") % 20 + 10), "year"),
        "flow_level": pl.lit("nasjonal"),
        "data_class": pl.lit("syntetisk"),
    }
    headers = {name: column.cell.header for name, column in contract().contract_columns().items()}
    return frame.select(value.alias(headers[name]) for name, value in text.items())


def contract() -> type[Contract]:
    """The contract the benchmarks load into."""
    return sources()["grant_application"]


def grants_csv(folder: Path, rows: int) -> tuple[Path, Path]:
    """The same rows twice: as cp1252 for us, and as UTF-8 for the peer, which cannot read cp1252."""
    theirs = folder / "utf8.csv"
    grant_rows(rows).write_csv(theirs, separator=";")
    ours = folder / "cp1252.csv"
    ours.write_bytes(theirs.read_text(encoding="utf-8").encode("cp1252"))
    return ours, theirs


def grants_csv_with_faults(folder: Path, rows: int, every: int) -> tuple[Path, Path]:
    """The same rows twice: without faults, and with one wrong cell in every so many rows (an amount, a date or a decision)."""
    good, wrong = folder / "good.csv", folder / "wrong.csv"
    frame = grant_rows(rows)
    frame.write_csv(good, separator=";")
    _spoilt(frame, every).write_csv(wrong, separator=";")
    return good, wrong


def _spoilt(frame: pl.DataFrame, every: int) -> pl.DataFrame:
    number = pl.int_range(pl.len())
    faults = {"Søkt beløp": "12a4", "Vedtaksdato": "01.12.09", "Vedtak": "hvem vet"}
    return frame.with_columns(
        pl.when(number % (every * len(faults)) == place * every).then(pl.lit(text)).otherwise(header).alias(header)
        for place, (header, text) in enumerate(faults.items())
    )


def survey_times(folder: Path, respondents: int, questions: int) -> list[tuple[str, int, float]]:
    """How long a survey export takes: what is timed, how many cells it has, and the seconds of the middle of three runs."""
    scale = ["Helt enig", "Delvis enig", "Verken enig eller uenig", "Delvis uenig", "Helt uenig", "Vet ikke"]
    roles = ["Leder", "Ansatt", "Brukerrepresentant"]
    number = pl.int_range(respondents, dtype=pl.Int64)
    answers = {
        f"Påstand nummer {place} om samarbeidet": pl.lit(pl.Series(scale)).gather(
            (number * 31 + place * 7) % len(scale)
        )
        for place in range(questions)
    }
    frame = pl.select(
        number.cast(pl.String).alias("ID"),
        pl.lit("2024-05-06 12:00:00").alias("Starttidspunkt"),
        pl.lit(pl.Series(roles)).gather(number % len(roles)).alias("Hva er din rolle?"),
        *(value.alias(name) for name, value in answers.items()),
    )
    path = folder / "undersokelse-2024.csv"
    frame.write_csv(path, separator=";")
    options = Options("survey_answer", layout="forms_wide", year=2024, wave="DEMO", time_point="t0")
    taken = []
    for _ in range(3):
        started = time.process_time()
        result = take(path, options, {})
        taken.append(time.process_time() - started)
        assert result.rows_accepted == respondents
    return [("survey export, from file to hidden and shown counts", respondents * questions, statistics.median(taken))]


def grants_excel(folder: Path, rows: int, wrong_every: int = 0) -> Path:
    """Rows as a workbook, with amounts and dates as Excel has them: numbers and dates; a wrong one stays text."""
    path = folder / "grants.xlsx"
    frame = _spoilt(grant_rows(rows), wrong_every) if wrong_every else grant_rows(rows)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Søknader")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, frame.columns)
        for row, cells in enumerate(frame.iter_rows(), 1):
            for column, (header, cell) in enumerate(zip(frame.columns, cells, strict=True)):
                if not any(digit in cell for digit in "0123456789") or "a" in cell or cell == "01.12.09":
                    sheet.write_string(row, column, cell)
                elif "beløp" in header:
                    sheet.write_number(row, column, float(cell.replace(",", ".")))
                elif "dato" in header:
                    date = dt.datetime.strptime(cell, "%d.%m.%Y")
                    sheet.write_datetime(row, column, date, day)
                else:
                    sheet.write_string(row, column, cell)
    return path


def references() -> dict[str, pl.DataFrame]:
    """The reference rows that grants are checked against."""
    found: dict[str, pl.DataFrame] = {}
    for name in reference.files():
        needed = {source: found[source] for source in sources()[name].referenced_sources()}
        found[name] = take(reference.files()[name], Options(name, layout="template"), needed).accepted
    return {name: found[name] for name in contract().referenced_sources()}


def kept_deliveries(data_dir: Path, deliveries: int, rows: int) -> None:
    """A data folder with ``deliveries`` deliveries of ``rows`` grants each, a year apiece."""
    folder = DataFolder(data_dir)
    rebuild(folder)
    path = data_dir / "grants.csv"
    grant_rows(rows, years=1).write_csv(path, separator=";")
    taken = take(path, Options("grant_application", layout="template"), references())
    table = source_table(contract())
    shelf = Shelf.open(folder)
    path.write_text("", encoding="utf-8")
    for number in range(deliveries):
        delivery = stage(folder, table, taken, path, keep_rows=True)
        year = pl.lit(2015 + number, pl.Int16).alias("year")
        for name in (ACCEPTED, SLICES):
            pl.read_parquet(delivery.parquet(name)).with_columns(year).write_parquet(delivery.parquet(name))
        shelve(folder, [delivery])
        shelf.ledger.add("load", delivery_ids=[delivery.delivery_id])
    shutil.rmtree(folder.staging, ignore_errors=True)


def answer_times(data_dir: Path) -> list[tuple[str, float]]:
    """The middle of 50 answers, in milliseconds, for what the region page asks."""
    reader = Reader(DataFolder(data_dir).published)
    asked = {
        "one level and year": "region_level = 'municipality' and year = 2024",
        "all years of one region": "region_level = 'county' and region_code = '55'",
        "one level, all years": "region_level = 'municipality'",
    }
    found = []
    for name, where in asked.items():
        sql = f"select * from mart.funding_by_region where border_basis = '2024' and scheme_code = 'all' and {where}"
        taken = []
        for _ in range(50):
            started = time.perf_counter()
            reader.read(sql)
            taken.append((time.perf_counter() - started) * 1000)
        found.append((name, statistics.median(taken)))
    return found
