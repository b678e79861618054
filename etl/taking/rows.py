"""Typed rows against their contract: its rules, its references and its warnings."""

from collections.abc import Mapping

import polars as pl

from etl.contract import SOURCE_ROW, Contract, Reference
from etl.taking.described import as_read, described
from etl.taking.references import check_reference, known_values
from etl.taking.state import Taking


def complete(contract: type[Contract], rows: pl.DataFrame) -> pl.DataFrame:
    """Give ``rows`` every column of the contract, with its type; what the layout has not filled is null."""
    schema = contract.frame_schema()
    absent = [pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in rows.columns]
    wrong = [pl.col(name).cast(dtype) for name, dtype in schema.items() if rows.schema.get(name, dtype) != dtype]
    return rows.with_columns(*absent, *wrong)


def check_rows(taking: Taking, rows: pl.DataFrame, references: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
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
            check_reference(taking, rows, column, column.cell.reference, references)
    gone = pl.concat([taking.findings.error_rows(), *(barred for barred, _ in taking.barred)]).unique()
    # A header fault stands on a header row, which is no row of data.
    accepted = good.filter(~pl.col(SOURCE_ROW).is_in(gone.implode())) if len(gone) else good
    warn(taking, rows, accepted, references)
    return accepted.select(contract.frame_schema().names())


def _name_failures(taking: Taking, rows: pl.DataFrame, failed: pl.DataFrame, rule: str) -> None:
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
                extra[limit] = pl.lit(as_read(bound))
        if contract.contract_columns()[column].cell.kind == "amount":
            rule = "negative"
    if is_tolerated:
        rule = f"{rule}_tolerated"
    taking.findings.add("warning" if is_tolerated else "error", rule, described(taking, rows, failed, column, extra))


def warn(taking: Taking, rows: pl.DataFrame, accepted: pl.DataFrame, references: Mapping[str, pl.DataFrame]) -> None:
    """Flag what is odd in the rows that are accepted; a row that is rejected has enough to answer for."""
    for name, rule in taking.contract.warning_rules().items():
        odd = accepted.filter(~rule.expression)
        if not odd.is_empty():
            taking.findings.add("warning", name, described(taking, rows, odd, rule.subject))
    for column in taking.contract.contract_columns().values():
        reference = column.cell.reference
        if reference is None or reference.valid_in is None or known_values(reference, references).is_empty():
            continue
        # A wide layout makes several rows of one file row, which is counted once.
        once = accepted if len(accepted) <= taking.texts.height else accepted.unique([SOURCE_ROW, column.name])
        odd = _not_valid(once, column.name, reference, reference.valid_in, references[reference.source])
        if not odd.is_empty():
            # One finding per code and year: a list written in the codes of one year has this on most of its rows.
            extra = {"count": pl.col("count").cast(pl.String), "year": pl.col(reference.valid_in).cast(pl.String)}
            taking.findings.add("warning", "reference_not_valid", described(taking, rows, odd, column.name, extra))


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
