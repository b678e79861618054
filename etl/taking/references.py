"""Values that must stand in another source, and the nearest ones when they do not."""

from collections.abc import Mapping
from difflib import get_close_matches

import polars as pl

from etl.contract import SOURCE_ROW, ContractColumn, Reference
from etl.messages import in_both
from etl.sources import sources
from etl.taking.described import described
from etl.taking.state import Taking


def check_reference(
    taking: Taking,
    rows: pl.DataFrame,
    column: ContractColumn,
    reference: Reference,
    references: Mapping[str, pl.DataFrame],
) -> None:
    """Refuse values the referenced source does not have; distinct values are looked up, not rows."""
    is_excused = pl.col(reference.unless).is_not_null() if reference.unless else pl.lit(False)
    values = rows[column.name].drop_nulls().unique()
    known = known_values(reference, references)
    if known.is_empty() and reference.is_loose:
        return
    if known.is_empty():
        unchecked = rows.filter(pl.col(column.name).is_not_null() & ~is_excused)[SOURCE_ROW].unique()
        if len(unchecked):
            header = taking.header_of(column.name)
            named = {"source": reference.source, "title": sources()[reference.source].about.title}
            taking.findings.add_one("error", "reference_empty", row=None, header=header, value=None, **named)
            taking.bar(header, in_both("rule.reference_empty", **named), unchecked)
        return
    unknown = values.filter(~values.is_in(known.implode()))
    if unknown.is_empty():
        return
    failed = rows.filter(pl.col(column.name).is_in(unknown.implode()) & ~is_excused)
    nearest = nearest_codes(unknown.cast(pl.String).to_list(), reference, references)
    extra = {
        # The sender of a file does not know our names: a source is called what people call it.
        "title_nb": pl.lit(sources()[reference.source].about.title[0]),
        "title_en": pl.lit(sources()[reference.source].about.title[1]),
        "advice": pl.col(column.name).replace_strict(nearest, return_dtype=pl.String),
        "unless": pl.lit(taking.header_of(reference.unless) if reference.unless else ""),
    }
    rule = "unknown_reference_near" if reference.unless else "unknown_reference"
    if reference.is_loose:
        taking.findings.add("warning", "unknown_reference_loose", described(taking, rows, failed, column.name, extra))
        return
    taking.findings.add("error", rule, described(taking, rows, failed, column.name, extra))


def nearest_codes(values: list[str], reference: Reference, references: Mapping[str, pl.DataFrame]) -> Mapping[str, str]:
    """Give for each unknown value the known code, or code and name, most like it; a dash when none is.

    A value is compared with the codes and with the names that stand beside them, without regard to capital letters.
    """
    frame = references.get(reference.source)
    candidates: dict[str, str] = {}
    if frame is not None:
        for column in reference.columns:
            name = f"{column.removesuffix('_code')}_name"
            pairs = frame.select(column, *([name] if name in frame.columns and name != column else [])).unique(
                maintain_order=True
            )
            for row in pairs.drop_nulls(column).cast(pl.String).iter_rows():
                label = " ".join(word for word in row if word)
                candidates.update({word.casefold(): label for word in row if word})
    near = {value: get_close_matches(value.casefold(), candidates, n=1, cutoff=0.6) for value in values}
    return {value: candidates[found[0]] if found else "–" for value, found in near.items()}


def known_values(reference: Reference, references: Mapping[str, pl.DataFrame]) -> pl.Series:
    """Give the distinct values that a reference may point to, as text."""
    frame = references.get(reference.source)
    if frame is None or frame.is_empty():
        return pl.Series([], dtype=pl.String)
    return pl.concat([frame[name].alias("known").cast(pl.String) for name in reference.columns]).drop_nulls().unique()
