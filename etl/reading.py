"""What a file on disk becomes: accepted rows, and every fault with its row, header and value.

``take`` is the whole way: reader → layout → typed cells → contract → references. No row is lost: the rows of the file are the
accepted, the rejected and the skipped ones, and that is asserted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl

from etl.layouts import layouts
from etl.layouts.base import Facts
from etl.messages import WORDS, FileRefused, in_both
from etl.readers import open_sheets
from etl.sources import sources
from etl.taking.account import Taken, account
from etl.taking.cells import ALIASES, parse_cells, read_aliases
from etl.taking.headers import check_headers, choose, contract_of, note_sheets, refuse_damaged_rows, skip_rows
from etl.taking.persons import stop_personal_data
from etl.taking.rows import check_rows, complete
from etl.taking.state import PERSONAL_SCHEMA, Taking

__all__ = ["ALIASES", "PERSONAL_SCHEMA", "FileRefused", "Options", "Taken", "recognise", "take"]

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Options:
    """What the person said when loading: which source, and what the file itself does not tell.

    rate is kroner per unit of the file's currency.
    licence is the terms of the file, for a source whose rows must have them. wave and time_point (t0 or t1) name a survey.
    """

    source: str
    layout: str | None = None
    year: int | None = None
    rate: Decimal | None = None
    licence: str | None = None
    wave: str | None = None
    time_point: str | None = None


def take(
    path: Path,
    options: Options,
    references: Mapping[str, pl.DataFrame],
    progress: Progress | None = None,
) -> Taken:
    """Read, type and validate the file at ``path``; FileRefused when it is not a file of this source.

    references holds the accepted rows of every source in the contract's ``referenced_sources()``; an absent or empty one is a
    finding, not an exception. progress gets a Norwegian word and a share from 0 to 1.
    """
    report = progress or (lambda _stage, _share: None)
    report(WORDS("progress.reading"), 0.0)
    contract = contract_of(options.source)
    sheets = open_sheets(path)
    sheet, match = choose(path.name, sheets, contract, options.layout)
    body = sheet.body(match.last_row)
    if not body.row_count:
        raise FileRefused("no_rows", file=path.name)
    report(WORDS("progress.parsing"), 0.4)
    facts = Facts(
        path.name, options.year, options.rate, match.headers, options.licence, options.wave, options.time_point
    )
    facts.notes.extend(sheet.notes)
    taking = Taking(contract, sheet, match, body, facts)
    note_sheets(taking, sheets)
    check_headers(taking)
    skip_rows(taking)
    refuse_damaged_rows(taking)
    stop_personal_data(taking, sheets)
    read_aliases(taking, references)
    typed = parse_cells(taking)
    rows = complete(contract, match.layout.rows(typed, taking.facts, taking.findings))
    report(WORDS("progress.checking"), 0.7)
    accepted = _protect(taking, check_rows(taking, rows, references))
    taken = account(taking, accepted)
    report(WORDS("progress.done"), 1.0)
    return taken


def _protect(taking: Taking, accepted: pl.DataFrame) -> pl.DataFrame:
    """Hide what nobody may see, and say how much was hidden."""
    protected = taking.contract.protect(accepted)
    count = sum(max(0, protected[name].null_count() - accepted[name].null_count()) for name in accepted.columns)
    if count:
        taking.hides_counts = True
        taking.facts.notes.append(in_both("note.hidden", count=count))
    return protected


def recognise(path: Path) -> list[tuple[str, str]]:
    """Give every (source, layout) the file could be, from its headers alone; FileRefused when it cannot be read."""
    sheets = open_sheets(path)
    fits: dict[tuple[str, str], float] = {}
    for contract in sources().values():
        for layout in layouts(contract).values():
            matches = [layout.match(sheet.head, sheet.first_row) for sheet in sheets]
            fit = max((match.fit for match in matches if match.is_recognised), default=0.0)
            if fit:
                fits[contract.source_name(), layout.name] = fit
    # The templates of several sources share headers: of them, only the one that fits best.
    best = max((fit for (_, layout), fit in fits.items() if layout == "template"), default=0.0)
    return [found for found, fit in fits.items() if found[1] != "template" or fit == best]
