"""From the texts of a sheet to typed columns, with every cell that could not be read named."""

from collections.abc import Mapping

import polars as pl

from etl.contract import SOURCE_ROW, Cell
from etl.messages import WORDS, in_both, listed
from etl.parsing import Reading, parse
from etl.personal import found_in
from etl.taking.persons import stop_rows
from etl.taking.state import Taking

ALIASES = "alias"
"""The source that says what names stand for; its rows are among the references of every other source."""


def read_aliases(taking: Taking, references: Mapping[str, pl.DataFrame]) -> None:
    """Put the code in the place of a name that somebody has decided the meaning of (the source ``alias``), and note it."""
    aliases = references.get(ALIASES)
    if aliases is None or aliases.is_empty():
        return
    for column in taking.contract.contract_columns().values():
        name, reference = taking.field_of(column.name), column.cell.reference
        if reference is None or name not in taking.texts.columns:
            continue
        decided = aliases.filter(pl.col("alias_domain") == reference.source)
        spelled = decided["written_name"].str.to_lowercase()
        written = taking.texts[name].str.strip_chars().str.to_lowercase()
        count = int(written.is_in(spelled.implode()).sum())
        if not count:
            continue
        read = written.replace_strict(spelled, decided["code"], default=None, return_dtype=pl.String)
        texts = pl.select(pl.coalesce(read, taking.texts[name])).to_series()
        taking.texts = taking.texts.with_columns(texts.alias(name))
        header = taking.match.headers[name]
        taking.facts.notes.append(in_both("note.alias", header=header, count=count))


def parse_cells(taking: Taking) -> pl.DataFrame:
    """Give every field its type, name the cells that could not be read, and count what was repaired."""
    columns = [taking.texts[SOURCE_ROW]]
    symbols: list[tuple[str, pl.Series]] = []
    by_name = {one.name: one for one in taking.match.layout.fields}
    for name, header in taking.match.headers.items():
        one, unit = by_name[name], taking.match.units[name]
        reading = Reading(
            is_excel=taking.sheet.is_excel,
            has_damage=taking.sheet.has_damage,
            scale=unit.scale,
            is_percent=unit.is_percent,
            blanks=one.blanks,
        )
        parsed = parse(taking.texts[name], one.cell, one.dtype, reading)
        columns.append(parsed.values.alias(name))
        if parsed.symbols is not None:
            symbols.append((str(one.cell.flag), parsed.symbols))
        for repair, count in parsed.repairs.items():
            taking.facts.notes.append(in_both(f"note.repair.{repair}", header=header, count=count))
        if not parsed.faults.is_empty():
            _name_faults(taking, name, header, one.cell, parsed.faults)
            kinds = found_in(parsed.faults["value"])
            if kinds.is_not_null().any():
                rows = taking.texts[SOURCE_ROW].gather(parsed.faults["position"])
                persons = pl.DataFrame({SOURCE_ROW: rows, "kind": kinds}).drop_nulls()
                stop_rows(taking, taking.match.positions[name], header, persons)
    absent = [pl.lit(None, one.dtype).alias(one.name) for one in taking.match.missing]
    typed = pl.DataFrame(columns).with_columns(absent)
    for flag, found in symbols:
        # A symbol in the figure's own cell says the same as one in the column for symbols.
        stated = pl.col(flag) if flag in typed.columns else pl.lit(None, pl.String)
        typed = typed.with_columns(pl.coalesce(stated, found).alias(flag))
    return typed


def _name_faults(taking: Taking, name: str, header: str, cell: Cell, faults: pl.DataFrame) -> None:
    faults = faults.with_columns(taking.texts[SOURCE_ROW].gather(faults["position"]).alias(SOURCE_ROW))
    allowed = listed(accepted[0] for accepted in (cell.spellings or {}).values())
    for (rule, has_advice), rows in faults.with_columns(has_advice=pl.col("advice") != "").group_by(
        "rule", "has_advice"
    ):
        near = f"{rule}_near"
        taking.findings.add(
            "error",
            near if has_advice and f"rule.{near}" in WORDS else str(rule),
            rows.select(
                SOURCE_ROW,
                pl.lit(header).alias("header"),
                taking.value(name, pl.col("value")).alias("value"),
                taking.value(name, pl.col("advice")).alias("advice"),
                pl.lit(allowed).alias("allowed"),
                pl.lit(str(cell.width)).alias("width"),
            ),
        )
