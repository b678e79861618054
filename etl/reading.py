"""What a file on disk becomes: accepted rows, and every fault with its row, header and value.

``take`` is the whole way: reader → layout → typed cells → contract → references. No row is lost: the rows of the file are the
accepted, the rejected and the skipped ones, and that is asserted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from etl.contract import SOURCE_ROW, Cell, Contract, ContractColumn, Reference
from etl.layouts import layouts
from etl.layouts.base import Facts, Match
from etl.messages import WORDS, FileRefused, Findings, Note, in_both, listed
from etl.parsing import Reading, parse, shown
from etl.readers import Body, Sheet, open_sheets
from etl.sources import sources

__all__ = ["FileRefused", "Options", "Taken", "recognise", "take"]

ALIASES = "alias"
"""The source that says what names stand for; its rows are among the references of every other source."""

_NO_VALUE = pl.lit(None, pl.String)
_TOTAL = r"(?i)^\s*(?:sum|totalt?|total sum|i alt|samlet)\s*[:.]?\s*$"
_FOOTNOTE = r"(?i)^\s*(?:kilder?\b|source\b|note\b|noter\b|merknad|fotnote|symbol|sist oppdatert|\*|[0-9¹²³][)]|[¹²³])"
_WITHHELD = "•••"

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Options:
    """What the person said when loading: which source, and what the file itself does not tell.

    rate is kroner per unit of the file's currency.
    licence is the terms of the file, for a source whose rows must have them.
    """

    source: str
    layout: str | None = None
    year: int | None = None
    rate: Decimal | None = None
    licence: str | None = None


@dataclass(frozen=True)
class Taken:
    """What a file became.

    accepted: the contract's columns in order and ``source_row`` Int32. findings: source_row (null: the whole file), level
    error|warning, rule, header, value, message_nb, message_en; sorted by row. rejected: source_row, outcome rejected|skipped,
    reason_nb, reason_en, row_text (the cells as delivered). Counts are rows of the file. is_landable is false when not even
    the rows without faults can land, because a required column is missing.
    """

    source: str
    layout: str
    file_name: str
    accepted: pl.DataFrame
    findings: pl.DataFrame
    rejected: pl.DataFrame
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    rows_skipped: int
    encoding: str | None
    delimiter: str | None
    sheet_name: str | None
    header_rows: int
    notes: tuple[Note, ...]
    content_sha256: str
    file_sha256: str
    is_landable: bool

    @property
    def has_errors(self) -> bool:
        """Whether something must be corrected before the whole file can land."""
        return not self.findings.filter(pl.col("level") == "error").is_empty()


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
    contract = _contract(options.source)
    sheets = open_sheets(path)
    sheet, match = _choose(path.name, sheets, contract, options.layout)
    body = sheet.body(match.last_row)
    if not body.row_count:
        raise FileRefused("no_rows", file=path.name)
    report(WORDS("progress.parsing"), 0.4)
    facts = Facts(path.name, options.year, options.rate, match.headers, options.licence)
    facts.notes.extend(sheet.notes)
    taking = _Taking(contract, sheet, match, body, facts)
    _note_sheets(taking, sheets)
    _check_headers(taking)
    _skip_rows(taking)
    _refuse_damaged_rows(taking)
    _read_aliases(taking, references)
    typed = _parse_cells(taking)
    rows = _complete(contract, match.layout.rows(typed, taking.facts, taking.findings))
    report(WORDS("progress.checking"), 0.7)
    accepted = _check_rows(taking, rows, references)
    taken = _account(taking, accepted)
    report(WORDS("progress.done"), 1.0)
    return taken


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


@dataclass
class _Taking:
    """The work on one file: what is known of it, and what has been found so far."""

    contract: type[Contract]
    sheet: Sheet
    match: Match
    body: Body
    facts: Facts
    findings: Findings = field(default_factory=Findings)
    texts: pl.DataFrame = field(default_factory=pl.DataFrame)
    """The cells of the rows that are not skipped, by field name, and source_row."""
    skipped: dict[str, pl.Series] = field(default_factory=dict)
    """The rows that are nobody's data, by reason."""
    barred: list[tuple[pl.Series, Note]] = field(default_factory=list)
    """Rows that cannot be accepted for a reason that concerns the whole file, with the reason."""

    def field_of(self, column: str) -> str:
        """The field that fills ``column``."""
        return self.match.layout.origins.get(column, column)

    def header_of(self, column: str) -> str:
        """What the file calls ``column``; the template's word where the file has no such header."""
        if found := self.match.headers.get(self.field_of(column)):
            return found
        return self.contract.contract_columns()[column].cell.header

    def bar(self, header: str, reason: Note, rows: pl.Series | None = None) -> None:
        """Let no row, or none of ``rows``, be accepted because of what is said about ``header``."""
        nb, en = reason
        self.barred.append(
            (self.body.cells[SOURCE_ROW] if rows is None else rows, (f"{header}: {nb}", f"{header}: {en}"))
        )

    def value(self, name: str, texts: pl.Expr) -> pl.Expr:
        """Cell texts as they may be printed: nothing of a field whose content is not kept."""
        return pl.lit(_WITHHELD) if name in self.match.layout.withheld else shown(texts)


# Which layout


def _contract(source: str) -> type[Contract]:
    known = sources()
    if source not in known:
        near = get_close_matches(source, known, n=3) or sorted(known)
        raise FileRefused("unknown_source", source=source, known=listed(near))
    return known[source]


def _choose(file_name: str, sheets: list[Sheet], contract: type[Contract], wanted: str | None) -> tuple[Sheet, Match]:
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


# Headers and rows


def _note_sheets(taking: _Taking, sheets: list[Sheet]) -> None:
    others = [sheet.sheet_name or "" for sheet in sheets if sheet is not taking.sheet]
    if others:
        taking.facts.notes.append(in_both("note.other_sheets", sheets=listed(others)))


def _check_headers(taking: _Taking) -> None:
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


def _skip_rows(taking: _Taking) -> None:
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


def _refuse_damaged_rows(taking: _Taking) -> None:
    """Name the rows and cells the reader could not make sense of; a lone footnote is skipped instead."""
    faults = taking.body.faults
    if faults.is_empty():
        return
    is_footnote = (pl.col("rule") == "width") & (pl.col("found") == 1) & pl.col("value").str.contains(_FOOTNOTE)
    footnotes = faults.filter(is_footnote)[SOURCE_ROW]
    taking.skipped["footnote"] = pl.concat([taking.skipped["footnote"], footnotes])
    faults = faults.filter(~is_footnote)
    withheld = pl.lit(_WITHHELD) if taking.match.layout.withheld else shown(pl.col("value"))
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


# Cells


def _read_aliases(taking: _Taking, references: Mapping[str, pl.DataFrame]) -> None:
    """Put the code in the place of a name that somebody has decided the meaning of (the source ``alias``), and note it."""
    aliases = references.get(ALIASES)
    if aliases is None or aliases.is_empty():
        return
    for column in taking.contract.contract_columns().values():
        name, reference = taking.field_of(column.name), column.cell.reference
        if reference is None or name not in taking.texts.columns:
            continue
        decided = aliases.filter(pl.col("alias_domain") == reference.source)
        names = decided["written_name"].str.to_lowercase()
        written = taking.texts[name].str.strip_chars().str.to_lowercase()
        count = int(written.is_in(names.implode()).sum())
        if not count:
            continue
        read = written.replace_strict(names, decided["code"], default=None, return_dtype=pl.String)
        texts = pl.select(pl.coalesce(read, taking.texts[name])).to_series()
        taking.texts = taking.texts.with_columns(texts.alias(name))
        header = taking.match.headers[name]
        taking.facts.notes.append(in_both("note.alias", header=header, count=count))


def _parse_cells(taking: _Taking) -> pl.DataFrame:
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
    absent = [pl.lit(None, one.dtype).alias(one.name) for one in taking.match.missing]
    typed = pl.DataFrame(columns).with_columns(absent)
    for flag, found in symbols:
        # A symbol in the figure's own cell says the same as one in the column for symbols.
        stated = pl.col(flag) if flag in typed.columns else pl.lit(None, pl.String)
        typed = typed.with_columns(pl.coalesce(stated, found).alias(flag))
    return typed


def _name_faults(taking: _Taking, name: str, header: str, cell: Cell, faults: pl.DataFrame) -> None:
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


# Rows


def _complete(contract: type[Contract], rows: pl.DataFrame) -> pl.DataFrame:
    """Give ``rows`` every column of the contract, with its type; what the layout has not filled is null."""
    schema = contract.frame_schema()
    absent = [pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in rows.columns]
    wrong = [pl.col(name).cast(dtype) for name, dtype in schema.items() if rows.schema.get(name, dtype) != dtype]
    return rows.with_columns(*absent, *wrong)


def _check_rows(taking: _Taking, rows: pl.DataFrame, references: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Validate by the contract, the references and the warnings; give the rows of file rows without a single error."""
    contract = taking.contract
    tolerated = taking.match.layout.tolerated
    result = contract.filter(rows.select(contract.column_names()))
    good: pl.DataFrame = result.result
    failure = result.failure
    if len(failure):
        details = failure.details()
        rules = [name for name in details.columns if name not in contract.column_names()]
        # An empty cell is the plainest thing to say of it, so that is said first.
        for rule in sorted(failure.counts(), key=lambda name: not name.endswith("|nullability")):
            _name_failures(taking, rows, details.filter(pl.col(rule) == "invalid"), rule)
        only_tolerated = details.filter(
            pl.all_horizontal(pl.col(rule) != "invalid" for rule in rules if rule not in tolerated)
        )
        good = pl.concat([good, only_tolerated.select(good.columns)]).sort(SOURCE_ROW, maintain_order=True)
    for column in contract.contract_columns().values():
        if column.cell.reference:
            _check_reference(taking, rows, column, column.cell.reference, references)
    gone = pl.concat([taking.findings.error_rows(), *(barred for barred, _ in taking.barred)]).unique()
    # A header fault stands on a header row, which is no row of data.
    accepted = good.filter(~pl.col(SOURCE_ROW).is_in(gone.implode())) if len(gone) else good
    _warn(taking, rows, accepted, references)
    return accepted.select(contract.frame_schema().names())


def _name_failures(taking: _Taking, rows: pl.DataFrame, failed: pl.DataFrame, rule: str) -> None:
    contract = taking.contract
    column = contract.rule_subject(rule)
    is_tolerated = rule in taking.match.layout.tolerated
    kind = rule.rpartition("|")[2]
    extra: dict[str, pl.Expr] = {}
    if kind == "nullability":
        # The cell was filled but unreadable, or its whole column is missing: that is said already.
        named = taking.findings.error_rows(taking.header_of(column))
        failed = failed.filter(~pl.col(SOURCE_ROW).is_in(named.implode()))
        if taking.field_of(column) in {one.name for one in taking.match.missing}:
            failed = failed.clear()
    elif rule == "primary_key":
        key = contract.key_columns()
        failed = failed.filter(pl.all_horizontal(pl.col(key).is_not_null()))
        rows_of_key = pl.col(SOURCE_ROW).sort().over(key, mapping_strategy="join")
        failed = failed.with_columns(
            other_row=pl.when(pl.col(SOURCE_ROW) == rows_of_key.list.first())
            .then(rows_of_key.list.get(1, null_on_oob=True))
            .otherwise(rows_of_key.list.first())
        )
        extra["key"] = pl.lit(", ".join(taking.header_of(name) for name in key))
        extra["other_row"] = pl.col("other_row").cast(pl.String)
    elif kind in ("min", "max", "min_exclusive"):
        definition = contract.columns()[column]
        for limit, attribute in (("minimum", "min"), ("maximum", "max"), ("minimum", "min_exclusive")):
            if (bound := getattr(definition, attribute, None)) is not None:
                extra[limit] = pl.lit(_as_read(bound))
        if contract.contract_columns()[column].cell.kind == "amount":
            rule = "negative"
    if is_tolerated:
        rule = f"{rule}_tolerated"
    taking.findings.add("warning" if is_tolerated else "error", rule, _described(taking, rows, failed, column, extra))


def _described(
    taking: _Taking, rows: pl.DataFrame, failed: pl.DataFrame, column: str, extra: Mapping[str, pl.Expr] | None = None
) -> pl.DataFrame:
    """Give failing rows as findings want them: source_row, header, value as written, and every column as text."""
    written_header = f"header:{column}"
    if written_header in rows.columns:
        key = [*taking.contract.key_columns(), SOURCE_ROW]
        headers = rows.select(*key, pl.col(written_header).alias("header"))
        failed = failed.join(headers, on=key, how="left", nulls_equal=True, maintain_order="left")
    else:
        failed = failed.with_columns(header=pl.lit(taking.header_of(column)))
    name = taking.field_of(column)
    as_text = [_text_of(one).alias(one.name) for one in taking.contract.contract_columns().values()]
    value = _text_of(taking.contract.contract_columns()[column])
    if name == column and name in taking.texts.columns:
        written = taking.texts.select(SOURCE_ROW, pl.col(name).str.strip_chars().alias("written"))
        failed = failed.join(written, on=SOURCE_ROW, how="left", maintain_order="left")
        value = pl.coalesce("written", value)
    return (
        failed.with_columns((expression.alias(name) for name, expression in (extra or {}).items()), value=value)
        .with_columns(taking.value(name, pl.col("value")).alias("value"))
        .with_columns(as_text)
        .unique([SOURCE_ROW, "header", "value"], maintain_order=True)
    )


def _text_of(column: ContractColumn) -> pl.Expr:
    """Write a typed value as people read it."""
    value = pl.col(column.name)
    if column.cell.kind == "amount":
        return value.cast(pl.String).str.replace(r"\.00$", "").str.replace(".", ",", literal=True)
    if column.cell.kind == "date":
        return value.dt.strftime("%d.%m.%Y")
    if column.cell.kind == "number":
        return value.cast(pl.String).str.replace(".", ",", literal=True)
    return value.cast(pl.String)


def _as_read(bound: object) -> str:
    return f"{bound:%d.%m.%Y}" if hasattr(bound, "strftime") else str(bound).replace(".", ",")


def _check_reference(
    taking: _Taking,
    rows: pl.DataFrame,
    column: ContractColumn,
    reference: Reference,
    references: Mapping[str, pl.DataFrame],
) -> None:
    """Refuse values the referenced source does not have; distinct values are looked up, not rows."""
    is_excused = pl.col(reference.unless).is_not_null() if reference.unless else pl.lit(False)
    values = rows[column.name].drop_nulls().unique()
    known = _known(reference, references)
    if known.is_empty() and reference.is_loose:
        return
    if known.is_empty():
        unchecked = rows.filter(pl.col(column.name).is_not_null() & ~is_excused)[SOURCE_ROW].unique()
        if len(unchecked):
            header = taking.header_of(column.name)
            taking.findings.add_one(
                "error", "reference_empty", row=None, header=header, value=None, source=reference.source
            )
            taking.bar(header, in_both("rule.reference_empty", source=reference.source), unchecked)
        return
    unknown = values.filter(~values.is_in(known.implode()))
    if unknown.is_empty():
        return
    failed = rows.filter(pl.col(column.name).is_in(unknown.implode()) & ~is_excused)
    nearest = nearest_codes(unknown.cast(pl.String).to_list(), reference, references)
    extra = {
        "source": pl.lit(reference.source),
        "advice": pl.col(column.name).replace_strict(nearest, return_dtype=pl.String),
        "unless": pl.lit(taking.header_of(reference.unless) if reference.unless else ""),
    }
    rule = "unknown_reference_near" if reference.unless else "unknown_reference"
    if reference.is_loose:
        taking.findings.add("warning", "unknown_reference_loose", _described(taking, rows, failed, column.name, extra))
        return
    taking.findings.add("error", rule, _described(taking, rows, failed, column.name, extra))


def nearest_codes(values: list[str], reference: Reference, references: Mapping[str, pl.DataFrame]) -> Mapping[str, str]:
    """Give for each unknown value the known code, or code and name, most like it; a dash when none is.

    A value is compared with the codes and with the names that stand beside them, without regard to capital letters.
    """
    frame = references.get(reference.source)
    candidates: dict[str, str] = {}
    if frame is not None:
        for column in reference.columns:
            name = f"{column.removesuffix('_code')}_name"
            pairs = frame.select(column, *([name] if name in frame.columns and name != column else [])).unique()
            for row in pairs.drop_nulls(column).cast(pl.String).iter_rows():
                label = " ".join(word for word in row if word)
                candidates.update({word.casefold(): label for word in row if word})
    near = {value: get_close_matches(value.casefold(), candidates, n=1, cutoff=0.6) for value in values}
    return {value: candidates[found[0]] if found else "–" for value, found in near.items()}


def _known(reference: Reference, references: Mapping[str, pl.DataFrame]) -> pl.Series:
    frame = references.get(reference.source)
    if frame is None or frame.is_empty():
        return pl.Series([], dtype=pl.String)
    return pl.concat([frame[name].alias("known").cast(pl.String) for name in reference.columns]).drop_nulls().unique()


def _warn(taking: _Taking, rows: pl.DataFrame, accepted: pl.DataFrame, references: Mapping[str, pl.DataFrame]) -> None:
    """Flag what is odd in the rows that are accepted; a row that is rejected has enough to answer for."""
    for name, rule in taking.contract.warning_rules().items():
        odd = accepted.filter(~rule.expression)
        if not odd.is_empty():
            taking.findings.add("warning", name, _described(taking, rows, odd, rule.subject))
    for column in taking.contract.contract_columns().values():
        reference = column.cell.reference
        if reference is None or reference.valid_in is None or _known(reference, references).is_empty():
            continue
        # A wide layout makes several rows of one file row, which is counted once.
        once = accepted if len(accepted) <= taking.texts.height else accepted.unique([SOURCE_ROW, column.name])
        odd = _not_valid(once, column.name, reference, reference.valid_in, references[reference.source])
        if not odd.is_empty():
            # One finding per code and year: a list written in the codes of one year has this on most of its rows.
            extra = {"count": pl.col("count").cast(pl.String), "year": pl.col(reference.valid_in).cast(pl.String)}
            taking.findings.add("warning", "reference_not_valid", _described(taking, rows, odd, column.name, extra))


def _not_valid(
    accepted: pl.DataFrame, column: str, reference: Reference, year: str, known: pl.DataFrame
) -> pl.DataFrame:
    """Give the first row, and the ``count`` of rows, of each value and year where it was valid on no day of the year."""
    pairs = accepted.group_by(column, year).agg(pl.len().alias("count"), pl.col(SOURCE_ROW).min()).drop_nulls()
    periods = pl.concat(
        known.select(pl.col(name).alias(column), "valid_from", "valid_to") for name in reference.columns
    )
    first_day, first_day_after = pl.date(pl.col(year), 1, 1), pl.date(pl.col(year) + 1, 1, 1)
    valid = pairs.join(periods, on=column).filter(
        (pl.col("valid_from") < first_day_after) & (pl.col("valid_to").is_null() | (pl.col("valid_to") > first_day))
    )
    odd = pairs.join(valid, on=[column, year], how="anti").select(SOURCE_ROW, column, "count")
    firsts = accepted.filter(pl.col(SOURCE_ROW).is_in(odd[SOURCE_ROW].implode()))
    return firsts.join(odd, on=[SOURCE_ROW, column], maintain_order="left").unique([SOURCE_ROW, column], keep="first")


# The account


def _account(taking: _Taking, accepted: pl.DataFrame) -> Taken:
    """Count every row of the file once, and say why those that did not land did not."""
    body, match = taking.body, taking.match
    findings = taking.findings.frame()
    accepted_rows = accepted[SOURCE_ROW].unique() if len(accepted) else accepted[SOURCE_ROW]
    skipped = _with_reason(taking.skipped)
    rejected = _rejections(taking, findings, skipped[SOURCE_ROW])
    silent = _without_figures(taking, accepted_rows, rejected[SOURCE_ROW])
    skipped = pl.concat([skipped, silent])
    lost = pl.concat([rejected, skipped]).sort(SOURCE_ROW)
    lost = lost.join(_row_texts(taking, lost[SOURCE_ROW]), on=SOURCE_ROW, how="left", maintain_order="left")
    counts = len(accepted_rows), rejected.height, skipped.height
    if sum(counts) != body.row_count:
        raise AssertionError(f"{body.row_count} rows in, but {counts} accepted, rejected and skipped")
    return Taken(
        source=taking.contract.source_name(),
        layout=match.layout.name,
        file_name=taking.sheet.file_name,
        accepted=accepted,
        findings=findings,
        rejected=lost,
        rows_in=body.row_count,
        rows_accepted=counts[0],
        rows_rejected=counts[1],
        rows_skipped=counts[2],
        encoding=taking.sheet.encoding,
        delimiter=taking.sheet.delimiter,
        sheet_name=taking.sheet.sheet_name,
        header_rows=match.last_row,
        notes=tuple(taking.facts.notes),
        content_sha256=taking.sheet.content_sha256(),
        file_sha256=taking.sheet.file_sha256,
        is_landable=not match.repeated and not _lacks_required(taking),
    )


def _lacks_required(taking: _Taking) -> bool:
    return any(
        one.presence == "required" and not (one.name == "year" and taking.facts.year_given is not None)
        for one in taking.match.missing
    )


_LOST_SCHEMA = pl.Schema(
    {SOURCE_ROW: pl.Int32(), "outcome": pl.String(), "reason_nb": pl.String(), "reason_en": pl.String()}
)


def _with_reason(skipped: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Give skipped rows with their reason, each row once."""
    frames = [
        rows.to_frame().with_columns(
            pl.lit("skipped").alias("outcome"),
            pl.lit(WORDS(f"skipped.{reason}", "nb")).alias("reason_nb"),
            pl.lit(WORDS(f"skipped.{reason}", "en")).alias("reason_en"),
        )
        for reason, rows in skipped.items()
    ]
    return pl.concat([pl.DataFrame(schema=_LOST_SCHEMA), *frames]).unique(SOURCE_ROW, keep="first", maintain_order=True)


def _rejections(taking: _Taking, findings: pl.DataFrame, skipped: pl.Series) -> pl.DataFrame:
    """Give rejected rows with all their reasons in one text."""
    reasons = findings.filter((pl.col("level") == "error") & (pl.col(SOURCE_ROW) > taking.match.last_row)).select(
        SOURCE_ROW, reason_nb="message_nb", reason_en="message_en"
    )
    barred = [
        rows.to_frame().with_columns(pl.lit(nb).alias("reason_nb"), pl.lit(en).alias("reason_en"))
        for rows, (nb, en) in taking.barred
    ]
    joined = (
        pl.concat([reasons, *barred])
        .group_by(SOURCE_ROW, maintain_order=True)
        .agg(pl.col("reason_nb", "reason_en").str.join(" "))
        .with_columns(outcome=pl.lit("rejected"))
    )
    return joined.select(_LOST_SCHEMA.names()).filter(~pl.col(SOURCE_ROW).is_in(skipped.implode()))


def _without_figures(taking: _Taking, accepted: pl.Series, rejected: pl.Series) -> pl.DataFrame:
    """Give the rows from which a wide layout made no row at all, because every figure is blank."""
    if len(accepted) + len(rejected) == taking.texts.height:
        return pl.DataFrame(schema=_LOST_SCHEMA)
    rows = taking.texts[SOURCE_ROW]
    silent = rows.filter(~rows.is_in(pl.concat([accepted, rejected]).implode()))
    return _with_reason({"no_figures": silent})


def _row_texts(taking: _Taking, rows: pl.Series) -> pl.DataFrame:
    """Give rows as they were delivered, cells joined by the delimiter; cells that are not kept are masked."""
    match, body = taking.match, taking.body
    header = taking.sheet.head[match.row - taking.sheet.first_row]
    withheld = match.layout.withheld
    names = {place: name for name, place in match.positions.items()}
    cells = [
        pl.lit(_WITHHELD)
        if names.get(int(place)) in withheld or " ".join(header[int(place)].split()) in withheld
        else pl.col(place).fill_null("")
        for place in body.cells.columns
        if place != SOURCE_ROW
    ]
    text = pl.concat_str(cells, separator=taking.sheet.delimiter or ";")
    whole = body.cells.filter(pl.col(SOURCE_ROW).is_in(rows.implode())).select(
        SOURCE_ROW, shown(text).alias("row_text")
    )
    # A row of the wrong width cannot be masked cell by cell.
    raw = _NO_VALUE.fill_null(_WITHHELD) if withheld else shown(pl.col("value"))
    torn = body.faults.filter(pl.col("rule") != "excel_error").select(SOURCE_ROW, raw.alias("row_text"))
    return pl.concat([whole, torn])
