"""Names that stand where a code belongs and that nobody has said the meaning of, with what they may stand for."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

import polars as pl

from etl.contract import Contract, Reference
from etl.layouts.base import Layout, plain_header
from etl.personal import MASK
from etl.sources import sources
from warehouse.codes import code_lists

NAMES_SCHEMA = pl.Schema(
    {
        "domain": pl.String(),
        "written_name": pl.String(),
        "code": pl.String(),
        "nearest": pl.String(),
        "count": pl.UInt32(),
    }
)
"""domain: the source the name belongs to. code and nearest (code and name) are null where nothing is like it."""

_UNKNOWN = ("unknown_reference", "unknown_reference_near", "unknown_reference_loose")
_NO_CODE = ("code", "code_near")
_LOOKED_UP = 500
"""How many names a candidate is looked for; a file with more names than that is not in these codes at all."""

# What a name may have besides itself: what kind of body it is, and where it is when two share it.
_COMMON = re.compile(r"\b(?:fylkes)?kommune\b|\bas\b|\([^)]*\)", re.IGNORECASE)


def unknown_names(
    findings: pl.DataFrame, contract: type[Contract], layout: Layout, references: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """Give each unknown name (``NAMES_SCHEMA``) with its nearest code, the most frequent first.

    A name that is as like several codes (two municipalities may share one) has a row for each: one of them is to be kept.
    """
    frames = [pl.DataFrame(schema=NAMES_SCHEMA)]
    kind = pl.col("rule")
    # What has no letter is a mistyped code, which stands for nothing else.
    is_name = kind.is_in(_UNKNOWN) | (kind.is_in(_NO_CODE) & pl.col("value").str.contains(r"\p{L}"))
    unknown = findings.filter(is_name, pl.col("value").is_not_null(), pl.col("value") != MASK)
    for (header,), rows in unknown.group_by("header", maintain_order=True):
        reference = _reference_of(str(header), contract, layout)
        if reference is None or reference.source not in code_lists()["alias_domain"]:
            continue
        names = rows["value"].str.strip_chars().value_counts(sort=True, name="count").rename({"value": "written_name"})
        nearest = _nearest(names["written_name"].head(_LOOKED_UP).to_list(), reference, references)
        frames.append(
            names.join(nearest, on="written_name", how="left", maintain_order="left_right")
            .with_columns(pl.lit(reference.source).alias("domain"))
            .select(NAMES_SCHEMA.names())
            .cast(NAMES_SCHEMA)
        )
    return pl.concat(frames).unique(["domain", "written_name", "code"], maintain_order=True)


def _reference_of(header: str, contract: type[Contract], layout: Layout) -> Reference | None:
    known = {plain_header(word): one.name for one in layout.fields for word in one.headers}
    field = known.get(plain_header(header))
    columns = contract.contract_columns().values()
    found = (column.cell.reference for column in columns if layout.origins.get(column.name, column.name) == field)
    return next((reference for reference in found if reference), None)


def _nearest(values: list[str], reference: Reference, references: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    labels: dict[str, dict[str, str]] = {}
    for column in reference.columns:
        for code, label, words in _candidates(references.get(reference.source), column):
            for word in words:
                # An official name may be two: «Karasjok – Kárášjohka».
                for part in {word, *re.split(r"\s[-–/]\s", word)}:
                    labels.setdefault(_plain(part), {})[code] = label
    rows = [
        (value, code, label)
        for value in values
        for word in get_close_matches(_plain(value), labels, n=1, cutoff=0.6)
        for code, label in labels[word].items()
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("written_name", "code", "nearest"), pl.String), orient="row")


def _candidates(frame: pl.DataFrame | None, column: str) -> list[tuple[str, str, list[str]]]:
    """Give the codes of ``column`` that are in use: code, code and name, and the two words it may be known by."""
    if frame is None or frame.is_empty():
        return []
    name = f"{column.removesuffix('_code')}_name"
    if "valid_to" in frame.columns:
        frame = frame.filter(pl.col("valid_to").is_null())
    columns = [column, name] if name in frame.columns and name != column else [column]
    pairs = frame.select(columns).drop_nulls(column).unique(maintain_order=True).cast(pl.String)
    return [(row[0], " ".join(word for word in row if word), [word for word in row if word]) for row in pairs.rows()]


def _plain(name: str) -> str:
    """Give a name without what its kind of body is called, in small letters."""
    return " ".join(_COMMON.sub(" ", name).split()).casefold() or name.casefold()


def names_header() -> list[str]:
    """The headers of the template of names, so that the sheet can be loaded as it is."""
    return [column.cell.header for column in sources()["alias"].contract_columns().values()]
