"""Every fault is one of four kinds, in the order a sender should think of them."""

from typing import Literal, get_args

import polars as pl

Group = Literal["unreadable", "invalid", "implausible", "more_useful"]
GROUPS: tuple[Group, ...] = get_args(Group)

UNREADABLE = frozenset(
    {
        # the reader and the headers
        *("width", "quotes", "excel_error", "undefined_byte", "double_encoded"),
        *("header_missing", "header_missing_near", "header_repeated"),
        # a cell that is not what its column holds
        *("amount", "number", "integer", "ambiguous_figure", "too_many_decimals", "too_large"),
        *("date", "two_digit_year", "date_with_slashes", "date_serial", "impossible_date"),
        *("code", "code_near", "code_and_name", "organisation_number"),
        *("boolean", "choice", "choice_near"),
    }
)
"""The rules about form: what is written could not be made out. They say this when they are errors."""

PERSONAL = frozenset(
    {"personal_email", "personal_phone", "personal_identity_number", "person_column", "personal_column"}
)
"""The rules that keep personal data out, which are broken also where the row is accepted."""

INCOMPLETE = frozenset({"header_missing", "header_missing_near", "unknown_reference_loose"})
"""The rules about something that is not there. They say this when they are warnings."""


def with_group(findings: pl.DataFrame) -> pl.DataFrame:
    """Add ``group`` to findings.

    Any error that is not about form breaks a rule of the contract. Any warning about a cell that is empty is about something
    that would have been useful; the rest are about what looks odd. So a new contract needs no entry here.
    """
    kind = pl.col("rule").str.split("|").list.last().str.strip_prefix("check__")
    is_error = pl.col("level") == "error"
    group = (
        pl.when(kind.is_in(list(PERSONAL)))
        .then(pl.lit("invalid"))
        .when(is_error & kind.is_in(list(UNREADABLE)))
        .then(pl.lit("unreadable"))
        .when(is_error)
        .then(pl.lit("invalid"))
        .when(pl.col("value").is_null() | kind.is_in(list(INCOMPLETE)))
        .then(pl.lit("more_useful"))
        .otherwise(pl.lit("implausible"))
    )
    return findings.with_columns(group.alias("group"))
