"""Which sheet and layout a file is, whether its headers are right, and which of its rows are data."""

from difflib import get_close_matches

import polars as pl

from etl.contract import SOURCE_ROW, Contract
from etl.layouts import layouts
from etl.layouts.base import Match
from etl.messages import FileRefused, in_both, listed
from etl.parsing import shown
from etl.personal import MASK, is_about_persons, masked
from etl.readers import Sheet
from etl.sources import sources
from etl.taking.state import Taking

_TOTAL = r"(?i)^\s*(?:sum|totalt?|total sum|i alt|samlet)\s*[:.]?\s*$"
_FOOTNOTE = r"(?i)^\s*(?:kilder?\b|source\b|note\b|noter\b|merknad|fotnote|symbol|sist oppdatert|\*|[0-9¹²³][)]|[¹²³])"
_NO_VALUE = pl.lit(None, pl.String)


def contract_of(source: str) -> type[Contract]:
    """Give the contract of a source; FileRefused names the sources that are closest."""
    known = sources()
    if source not in known:
        near = get_close_matches(source, known, n=3) or sorted(known)
        raise FileRefused("unknown_source", source=source, known=listed(near))
    return known[source]


def choose(file_name: str, sheets: list[Sheet], contract: type[Contract], wanted: str | None) -> tuple[Sheet, Match]:
    """Find the one sheet and layout that fit; FileRefused when none or several do."""
    known = layouts(contract)
    source = contract.source_name()
    if wanted is not None and wanted not in known:
        raise FileRefused("unknown_layout", source=source, layout=wanted, known=listed(known))
    candidates = [known[wanted]] if wanted else list(known.values())
    tries = [(sheet, layout.match(sheet.head, sheet.first_row)) for sheet in sheets for layout in candidates]
    fitting = [(sheet, match) for sheet, match in tries if match.is_recognised]
    if not fitting:
        _, closest = max(tries, key=lambda found: len(found[1].positions) / len(found[1].layout.fields))
        missing = [
            near_header(one.headers[0], closest.nearest_unknown(one))
            for one in closest.missing
            if one.presence in ("required", "expected")
        ]
        raise FileRefused(
            "layout_unlike" if wanted else "no_layout",
            file=file_name,
            source=source,
            layout=closest.layout.name,
            missing=", ".join(missing) or "–",
            unknown=listed(closest.unknown[:12]),
        )
    if len({match.layout.name for _, match in fitting}) > 1:
        raise FileRefused(
            "many_layouts", file=file_name, layouts=listed({match.layout.name: 0 for _, match in fitting})
        )
    if len(fitting) > 1:
        raise FileRefused("many_sheets", file=file_name, sheets=listed(sheet.sheet_name or "" for sheet, _ in fitting))
    return fitting[0]


def near_header(header: str, near: str) -> str:
    """Write a missing header, with the one in the file that is most like it."""
    return f"«{header}» (≈ «{near}»)" if near else f"«{header}»"


def note_sheets(taking: Taking, sheets: list[Sheet]) -> None:
    """Say which other sheets of the file are not read."""
    others = [sheet.sheet_name or "" for sheet in sheets if sheet is not taking.sheet]
    if others:
        taking.facts.notes.append(in_both("note.other_sheets", sheets=listed(others)))


def check_headers(taking: Taking) -> None:
    """Name headers that are missing, repeated or not known, and say what the units in them mean."""
    match = taking.match
    for one in match.missing:
        is_given = one.name == "year" and taking.facts.year_given is not None
        if one.presence == "optional" or is_given:
            continue
        near = match.nearest_unknown(one)
        taking.findings.add_one(
            "warning" if one.presence == "control" else "error",
            "header_missing_near" if near else "header_missing",
            row=match.row,
            header=one.headers[0],
            value=near or None,
        )
        if one.presence == "required":
            taking.bar(one.headers[0], in_both("rule.header_missing"))
    for header in match.repeated:
        taking.findings.add_one("error", "header_repeated", row=match.row, header=header, value=header)
        taking.bar(header, in_both("rule.header_repeated", value=header))
    if match.unknown:
        taking.facts.notes.append(in_both("note.ignored", headers=listed(match.unknown)))
    for name, unit in match.units.items():
        if unit.scale != 1:
            taking.facts.notes.append(in_both("note.scaled", header=match.headers[name], scale=unit.scale))
        if unit.is_percent:
            taking.facts.notes.append(in_both("note.header_percent", header=match.headers[name]))


def skip_rows(taking: Taking) -> None:
    """Set blank rows, sums of other rows and footnotes aside, and keep the rest as ``texts`` by field name."""
    cells, match = taking.body.cells, taking.match
    names = [name for name in cells.columns if name != SOURCE_ROW]
    # Only a row that lacks a cell of some required field can be blank, a sum or a footnote; that is cheap to see.
    required = [
        str(match.positions[one.name])
        for one in match.layout.fields
        if one.presence == "required" and one.name in match.positions
    ]
    lacking = [name for name in required or names[:1] if cells[name].has_nulls()]
    suspects = cells.filter(pl.any_horizontal(pl.col(lacking).is_null())) if lacking else cells.clear()
    suspects = suspects.with_columns(pl.col(names).str.strip_chars().replace("", None))
    filled = pl.sum_horizontal(pl.col(names).is_not_null())
    suspects = suspects.with_columns(first=pl.coalesce(names), filled=filled)
    taking.skipped["blank"] = pl.concat([taking.body.blank_rows, suspects.filter(pl.col("filled") == 0)[SOURCE_ROW]])
    taking.skipped["total"] = suspects.filter(pl.col("first").str.contains(_TOTAL))[SOURCE_ROW]
    taking.skipped["footnote"] = suspects.filter((pl.col("filled") == 1) & pl.col("first").str.contains(_FOOTNOTE))[
        SOURCE_ROW
    ]
    if match.layout.total_rows:
        name, pattern = match.layout.total_rows
        totals = cells.filter(pl.col(str(match.positions[name])).str.contains(pattern))[SOURCE_ROW]
        taking.skipped["total"] = pl.concat([taking.skipped["total"], totals]).unique()
    kept = cells.select(SOURCE_ROW, *(pl.col(str(place)).alias(name) for name, place in match.positions.items()))
    gone = pl.concat(list(taking.skipped.values()))
    taking.texts = kept.filter(~pl.col(SOURCE_ROW).is_in(gone.implode())) if len(gone) else kept


def refuse_damaged_rows(taking: Taking) -> None:
    """Name the rows and cells the reader could not make sense of; a lone footnote is skipped instead."""
    faults = taking.body.faults
    if faults.is_empty():
        return
    is_footnote = (pl.col("rule") == "width") & (pl.col("found") == 1) & pl.col("value").str.contains(_FOOTNOTE)
    footnotes = faults.filter(is_footnote)[SOURCE_ROW]
    taking.skipped["footnote"] = pl.concat([taking.skipped["footnote"], footnotes])
    faults = faults.filter(~is_footnote)
    headers = taking.sheet.head[taking.match.row - taking.sheet.first_row]
    is_hidden = taking.match.layout.withheld or any(is_about_persons(cell) for cell in headers)
    withheld = pl.lit(MASK) if is_hidden else masked(shown(pl.col("value")))
    last_header = next(
        (
            " ".join(cell.split())
            for cell in reversed(taking.sheet.head[taking.match.row - taking.sheet.first_row])
            if cell
        ),
        "",
    )
    for rule in ("width", "quotes"):
        of_row = faults.filter(pl.col("rule") == rule)
        taking.findings.add(
            "error",
            rule,
            of_row.select(
                SOURCE_ROW,
                _NO_VALUE.alias("header"),
                withheld.alias("value"),
                pl.col("found", "expected").cast(pl.String),
                pl.lit(last_header).alias("last_header"),
            ),
        )
    names = {place: name for name, place in taking.match.positions.items()}
    of_cell = faults.filter((pl.col("rule") == "excel_error") & pl.col("column").is_in(list(names)))
    for (place,), rows in of_cell.group_by("column"):
        name = names[int(str(place))]
        header = pl.lit(taking.match.headers[name]).alias("header")
        taking.findings.add("error", "excel_error", rows.select(SOURCE_ROW, header, "value"))
