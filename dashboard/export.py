"""What a reader takes along: Excel, CSV and Parquet with the rows of the screen, in the order of the screen."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from dashboard.table import MARKS, Kind, Table
from warehouse.words import Language

if TYPE_CHECKING:
    import xlsxwriter  # type: ignore[import-untyped]

EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv"
PARQUET_TYPE = "application/vnd.apache.parquet"

_COLOURS, _MARKERS = ("#2F6F98", "#A8480C"), ("circle", "square")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_GROUPED = "#,##0"
_FORMATS: dict[Kind, str] = {"nok": _GROUPED, "count": _GROUPED, "decimal": "#,##0.0", "share": "0.0%", "year": "0"}


@dataclass(frozen=True)
class NativeChart:
    """A chart that Excel draws from the cells: bars for places, a line for years. ``names`` and ``values`` are columns."""

    kind: Literal["bar", "line"]
    names: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Download:
    """A table and what must go with it: title, the choices made, definition, source, and whether it is demo data.

    ``chart`` is drawn in the workbook, beside the table.
    """

    title: str
    notes: tuple[tuple[str, str], ...]
    table: Table
    sheet_names: tuple[str, str]
    chart: NativeChart | None = None

    def file_name(self, ending: str) -> str:
        """Give a file name made from the title."""
        return file_name(self.title, ending)


def file_name(title: str, ending: str) -> str:
    """Give a file name made from a title, in letters that every file system takes."""
    plain = title.lower().translate(str.maketrans("æøå", "aoa"))
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return f"{re.sub(r'[^a-z0-9]+', '-', plain).strip('-')}.{ending}"


def excel(download: Download) -> bytes:
    """Give a workbook: the rows with numbers as numbers, and a second sheet that says what they are.

    All text is written as text, so that a name that begins with ``=`` is never run as a formula.
    """
    figures, about = download.sheet_names
    charts = {figures: download.chart} if download.chart else {}
    return excel_of_many(download.title, download.notes, {figures: download.table}, about, charts)


def excel_of_many(
    title: str,
    notes: Sequence[tuple[str, str]],
    tables: Mapping[str, Table],
    about: str,
    charts: Mapping[str, NativeChart] | None = None,
) -> bytes:
    """Give a workbook with one sheet per table, by name, and a last sheet ``about`` that says what they are.

    ``charts``: what Excel draws beside a table, by the name of its sheet.
    """
    # Brought in when somebody asks for the file: it is large, and few do.
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        for name, table in tables.items():
            sheet = _figures_sheet(book, name, table)
            if table.rows.height and charts and name in charts:
                _draw(book, sheet, table, charts[name], title)
        _about_sheet(book, about, title, notes)
    return buffer.getvalue()


def _figures_sheet(book: "xlsxwriter.Workbook", name: str, table: Table) -> "xlsxwriter.worksheet.Worksheet":
    head = book.add_format({"bold": True, "bg_color": "#E7EEF3", "bottom": 1, "text_wrap": True, "valign": "top"})
    right = book.add_format({"align": "right"})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    # Two lines for a long heading; on paper all columns on one sheet across.
    sheet.set_row(0, 32)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.autofilter(0, 0, max(table.rows.height, 1), len(table.columns) - 1)
    for place, column in enumerate(table.columns):
        what = table.kind(column)
        texts = table.texts(column)
        look = book.add_format({"num_format": _FORMATS[what]}) if what in _FORMATS else None
        sheet.write_string(0, place, table.heading(column), head)
        for row, (value, text) in enumerate(zip(table.rows[column], texts, strict=True), start=1):
            if value is not None and what in _FORMATS:
                sheet.write_number(row, place, value, look)
            else:
                sheet.write_string(row, place, text, right if text in MARKS else None)
        longest = max([len(table.heading(column)) // 2, *map(len, texts)], default=8)
        sheet.set_column(place, place, min(max(longest + 2, 9), 60))
    return sheet


def _draw(
    book: "xlsxwriter.Workbook", sheet: "xlsxwriter.worksheet.Worksheet", table: Table, drawn: NativeChart, title: str
) -> None:
    """Put a chart of the cells to the right of them: it follows them when somebody changes or filters the sheet.

    Excel draws the text of a missing figure as 0: only rows in a row that have all figures are drawn, and else nothing is.
    """
    known = table.rows.with_row_index("place", offset=1).drop_nulls(drawn.values)["place"]
    if known.len() < 2 or known[-1] - known[0] + 1 != known.len():
        return
    first, last = known[0], known[-1]
    chart = book.add_chart({"type": drawn.kind})
    names = table.columns.index(drawn.names)
    for number, column in enumerate(drawn.values):
        place = table.columns.index(column)
        colour = _COLOURS[number % len(_COLOURS)]
        look: dict[str, Any] = {"fill": {"color": colour}}
        if drawn.kind == "line":
            # Two lines are told apart by their marks too, not by colour alone.
            marker = {"type": _MARKERS[number % len(_MARKERS)], "size": 7}
            look = {"line": {"color": colour, "width": 2.25}, "marker": marker}
        chart.add_series(
            {
                "name": [sheet.name, 0, place],
                "categories": [sheet.name, first, names, last, names],
                "values": [sheet.name, first, place, last, place],
                **look,
            }
        )
    scale = "0%" if table.kind(drawn.values[0]) == "share" else _GROUPED
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    if drawn.kind == "bar":
        # Excel draws the first row at the bottom.
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"min": 0, "label_position": "high", "num_format": scale})
    else:
        # Years run from left to right also where the table has the newest first.
        is_newest_first = table.rows[drawn.names][first - 1] > table.rows[drawn.names][last - 1]
        chart.set_x_axis({"reverse": is_newest_first})
        side = "high" if is_newest_first else "next_to"
        chart.set_y_axis({"min": 0, "label_position": side, "num_format": scale})
    chart.set_legend({"none": True} if len(drawn.values) == 1 else {"position": "bottom"})
    chart.set_size({"width": 720, "height": max(320, 22 * known.len() + 110) if drawn.kind == "bar" else 360})
    sheet.insert_chart(1, len(table.columns) + 1, chart, {"description": title})


def _about_sheet(book: "xlsxwriter.Workbook", name: str, title: str, notes: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for row, (label, text) in enumerate(notes, start=2):
        sheet.write_string(row, 0, label, book.add_format({"bold": True, "valign": "top"}))
        sheet.write_string(row, 1, text)


def csv_file(download: Download) -> bytes:
    """Give a CSV that opens right in Norwegian Excel: BOM, semicolon, and the decimal mark of the language.

    Numbers are written in full and without thousands marks; a missing figure is ``..``. Text that a spreadsheet would run
    as a formula gets an apostrophe in front, as OWASP advises (CSV injection).
    """
    table = download.table
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(_csv_heading(table, column)) for column in table.columns])
    writer.writerows(zip(*(_plain_texts(table, column) for column in table.columns), strict=True))
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def parquet_file(download: Download) -> bytes:
    """Give a Parquet file with the headings, rows and units of the CSV, but numbers, days and yes or no as such.

    A missing figure is null. Title and notes go along as the metadata of the file.
    """
    table = download.table
    columns = [_typed(table, column).alias(_csv_heading(table, column)) for column in table.columns]
    told = {"title": download.title}
    for name, text in download.notes:
        told[name] = f"{told[name]} {text}" if name in told else text
    buffer = io.BytesIO()
    pl.DataFrame(columns).write_parquet(buffer, metadata=told)
    return buffer.getvalue()


def _typed(table: Table, column: str) -> pl.Series:
    what, values = table.kind(column), table.rows[column]
    if what == "share":
        return values.cast(pl.Float64) * 100
    return pl.Series(column, table.texts(column), dtype=pl.String) if what == "text" else values


FILES: tuple[tuple[str, str, Callable[[Download], bytes]], ...] = (
    ("xlsx", EXCEL_TYPE, excel),
    ("csv", CSV_TYPE, csv_file),
    ("parquet", PARQUET_TYPE, parquet_file),
)
"""The kinds of file that a table is offered as: ending, media type, and what makes it."""


def harmless(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _csv_heading(table: Table, column: str) -> str:
    """A share is written as a plain number of per cent, which its heading must then say."""
    return f"{table.heading(column)} (%)" if table.kind(column) == "share" else table.heading(column)


def _plain_texts(table: Table, column: str) -> Sequence[str]:
    what = table.kind(column)
    if what in _FORMATS:
        return [
            text if value is None else _plain(value, what, table.language)
            for value, text in zip(table.rows[column], table.texts(column), strict=True)
        ]
    return [harmless(text) for text in table.texts(column)]


def _plain(value: float, what: Kind, language: Language) -> str:
    exact = Decimal(str(value)) * 100 if what == "share" else Decimal(str(value))
    text = f"{exact.quantize(Decimal('0.000001')).normalize():f}" if exact != exact.to_integral() else f"{exact:.0f}"
    return text.replace(".", ",") if language == "nb" else text
