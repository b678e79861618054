"""Personal data in a file: what is read is refused row by row, what is not read is masked, and both are told."""

import polars as pl

from etl.contract import SOURCE_ROW
from etl.messages import in_both
from etl.personal import MASK, found_in, is_about_persons
from etl.readers import Sheet
from etl.taking.state import PERSONAL_SCHEMA, Taking


def stop_personal_data(taking: Taking, sheets: list[Sheet]) -> None:
    """Reject the rows with personal data in a cell that is read, and mask what is not read; say where, never what."""
    cells, match = taking.body.cells, taking.match
    headers = taking.sheet.head[match.row - taking.sheet.first_row]
    names = {place: name for name, place in match.positions.items()}
    kinds = {one.name: one.cell.kind for one in match.layout.fields}
    for place in (int(column) for column in cells.columns if column != SOURCE_ROW):
        header = " ".join(headers[place].split()) if place < len(headers) else ""
        if place not in names and is_about_persons(header):
            _mask_column(taking, place, header, "person_column")
            continue
        if place in names and kinds[names[place]] != "text":
            continue  # what is not a figure, a date or a code is a fault, and is looked at as one
        found = found_in(cells[str(place)])
        if not found.is_not_null().any():
            continue
        if place not in names:
            _mask_column(taking, place, header or str(place + 1), "personal_column")
            continue
        rows = pl.DataFrame({SOURCE_ROW: cells[SOURCE_ROW], "kind": found}).drop_nulls()
        stop_rows(taking, place, match.headers[names[place]], rows)
        hit = taking.texts[SOURCE_ROW].is_in(rows[SOURCE_ROW].implode())
        masked_texts = pl.select(pl.when(hit).then(pl.lit(MASK)).otherwise(taking.texts[names[place]])).to_series()
        taking.texts = taking.texts.with_columns(masked_texts.alias(names[place]))
    for sheet in sheets:
        if sheet is not taking.sheet and _has_persons(sheet):
            taking.has_persons_elsewhere = True
            taking.facts.notes.append(in_both("note.persons_elsewhere", sheet=sheet.sheet_name or ""))
    above = taking.sheet.head[: match.last_row - taking.sheet.first_row + 1]
    titles = [
        (number, place)
        for number, row in enumerate(above, taking.sheet.first_row)
        for place, kind in enumerate(found_in(pl.Series(row, dtype=pl.String)))
        if kind
    ]
    if titles:
        taking.personal.append(pl.DataFrame(titles, schema=PERSONAL_SCHEMA, orient="row"))
        taking.facts.notes.append(in_both("note.persons_in_title"))
    torn = taking.body.faults.filter(pl.col("rule") != "excel_error")
    if not torn.is_empty() and (hits := torn.filter(found_in(torn["value"]).is_not_null())).height:
        taking.personal.append(hits.select(SOURCE_ROW, pl.lit(None, pl.Int32).alias("column")))


def stop_rows(taking: Taking, place: int, header: str, rows: pl.DataFrame) -> None:
    """Reject rows whose cell in column ``place`` holds personal data; rows has source_row and its ``kind``."""
    for (kind,), of_kind in rows.group_by("kind", maintain_order=True):
        described = of_kind.select(SOURCE_ROW, pl.lit(header).alias("header"), pl.lit(MASK).alias("value"))
        taking.findings.add("error", f"personal_{kind}", described)
    taking.personal.append(rows.select(SOURCE_ROW, pl.lit(place, pl.Int32).alias("column")))


def _mask_column(taking: Taking, place: int, header: str, rule: str) -> None:
    taking.person_columns.add(place)
    whole = {SOURCE_ROW: [None], "column": [place]}
    taking.personal.append(pl.DataFrame(whole, schema=PERSONAL_SCHEMA))
    taking.findings.add_one("warning", rule, row=taking.match.row, header=header, value=None)


def _has_persons(sheet: Sheet) -> bool:
    body = sheet.body(sheet.first_row)
    if any(is_about_persons(cell) for cell in sheet.head[0]):
        return True
    columns = [pl.Series(row, dtype=pl.String) for row in sheet.head[:1]]
    columns += [body.cells[name] for name in body.cells.columns if name != SOURCE_ROW]
    return any(found_in(column).is_not_null().any() for column in columns)
