"""Grants in the 360Giving Data Standard's columns (titles, or ids such as awardDate), one row per grant.

The funders are foreign: no municipality, and amounts in the file's own currency unless a rate is given. A recipient without
an organisation identifier may be a private person and is not named; nor is a title that may hold the name.
"""

import polars as pl

from etl.contract import SOURCE_ROW, Cell, Contract
from etl.layouts.base import Facts, Field, Layout
from etl.messages import FileRefused, Findings, in_both
from etl.slug import slug

_UNNAMED = "Mottaker uten organisasjonsnummer"
_SCHEME_FIELDS = ("programme", "scheme", "fund")


class ThreeSixtyGiving(Layout):
    """One file row is one grant."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give year, scheme and recipient as the contract has them, and kroner where they can be known."""
        is_named = pl.col("recipient_id").is_not_null()
        holds_name = (
            pl.col("title").str.to_lowercase().str.contains(pl.col("recipient").str.to_lowercase(), literal=True)
        )
        typed = _with_scheme(typed).with_columns(
            applicant_name=pl.when(is_named).then("recipient").otherwise(pl.lit(_UNNAMED)),
            project_title=pl.when(is_named | ~holds_name.fill_null(True)).then("title"),
            year=pl.col("awarded").dt.year().cast(pl.Int16),
            currency=pl.col("currency").str.to_uppercase(),
        )
        unnamed = typed.filter(~is_named).height
        if unnamed:
            facts.notes.append(in_both("note.unnamed", count=unnamed, replacement=_UNNAMED))
        typed = _with_kroner(_with_own_case(typed, facts, findings), facts)
        return typed.select(
            SOURCE_ROW,
            "case_id",
            "scheme_code",
            "scheme_name",
            "year",
            pl.col("funder").alias("manager_name"),
            "applicant_name",
            "project_title",
            "granted_nok",
            "original_currency",
            "original_granted_amount",
            pl.lit("granted").alias("decision"),
            pl.col("awarded").alias("decision_date"),
            pl.lit("national").alias("flow_level"),
            pl.lit("real").alias("data_class"),
        )


def _with_scheme(typed: pl.DataFrame) -> pl.DataFrame:
    """Add scheme_name, the first of programme, scheme and fund that is filled, and a code made from funder and name."""
    typed = typed.with_columns(scheme_name=pl.coalesce(*_SCHEME_FIELDS, pl.lit("Uten program")))
    schemes = typed.select("funder_id", "funder", "scheme_name").unique()
    codes = [
        slug(f"{funder_id or funder} {scheme_name}").upper() if funder_id or funder else None
        for funder_id, funder, scheme_name in schemes.iter_rows()
    ]
    schemes = schemes.with_columns(pl.Series("scheme_code", codes, pl.String))
    return typed.join(
        schemes, on=["funder_id", "funder", "scheme_name"], how="left", nulls_equal=True, maintain_order="left"
    )


def _with_own_case(typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
    """Number the grants that share an identifier, and warn: the standard says one each, files do otherwise."""
    typed = typed.with_columns(
        place=pl.int_range(pl.len()).over("identifier"),
        first_row=pl.col(SOURCE_ROW).min().over("identifier"),
    ).with_columns(
        case_id=pl.when(pl.col("place") == 0)
        .then("identifier")
        .otherwise(pl.format("{}-{}", "identifier", pl.col("place") + 1))
    )
    repeated = typed.filter((pl.col("place") > 0) & pl.col("identifier").is_not_null())
    findings.add(
        "warning",
        "identifier_repeated",
        repeated.select(
            SOURCE_ROW,
            pl.lit(facts.headers["identifier"]).alias("header"),
            pl.col("identifier").alias("value"),
            pl.col("first_row").cast(pl.String),
            "case_id",
        ),
    )
    return typed


def _with_kroner(typed: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    is_foreign = pl.col("currency") != "NOK"
    currencies = sorted(typed.filter(is_foreign)["currency"].unique())
    if facts.rate is None:
        in_kroner = pl.lit(None, pl.Decimal(18, 2))
        if currencies:
            facts.notes.append(in_both("note.no_rate", currencies=", ".join(currencies)))
    elif len(currencies) > 1:
        raise FileRefused("rate_for_many", file=facts.file_name, currencies=", ".join(currencies))
    else:
        # The exact product, rounded once to øre: a float would lose øre in the sums of large files.
        rated = [None if value is None else value * facts.rate for value in typed["amount"]]
        in_kroner = pl.lit(
            pl.Series([None if value is None else round(value, 2) for value in rated], dtype=pl.Decimal(18, 2))
        )
        facts.notes.append(in_both("note.rate", rate=facts.rate, currencies=", ".join(currencies)))
    return typed.with_columns(
        granted_nok=pl.when(is_foreign).then(in_kroner).otherwise("amount"),
        original_currency=pl.when(is_foreign).then("currency"),
        original_granted_amount=pl.when(is_foreign).then("amount"),
    )


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``grant_application``."""
    if contract.source_name() != "grant_application":
        return None
    columns = contract.contract_columns()
    text, amount, date = Cell("text", ""), columns["granted_nok"], columns["decision_date"]
    return ThreeSixtyGiving(
        name="threesixtygiving",
        contract=contract,
        title=in_both("layout.threesixtygiving"),
        must_have=frozenset({"identifier", "amount", "currency"}),
        withheld=frozenset({"recipient", "title", "Description", "description"}),
        origins={
            "case_id": "identifier",
            "year": "awarded",
            "manager_name": "funder",
            "granted_nok": "amount",
            "original_granted_amount": "amount",
            "original_currency": "currency",
            "decision_date": "awarded",
            "scheme_code": "funder",
        },
        fields=(
            Field("identifier", ("Identifier", "id"), text, pl.String()),
            Field("title", ("Title",), text, pl.String(), "expected"),
            Field("amount", ("Amount Awarded", "amountAwarded"), amount.cell, amount.dtype),
            Field("currency", ("Currency",), text, pl.String()),
            Field("awarded", ("Award Date", "awardDate"), date.cell, date.dtype),
            Field(
                "recipient",
                ("Recipient Org:Name", "Recipient Org:0:Name", "recipientOrganization/0/name"),
                text,
                pl.String(),
                "expected",
            ),
            Field(
                "recipient_id",
                ("Recipient Org:Identifier", "Recipient Org:0:Identifier", "recipientOrganization/0/id"),
                text,
                pl.String(),
                "optional",
            ),
            Field(
                "funder", ("Funding Org:Name", "Funding Org:0:Name", "fundingOrganization/0/name"), text, pl.String()
            ),
            Field(
                "funder_id",
                ("Funding Org:Identifier", "Funding Org:0:Identifier", "fundingOrganization/0/id"),
                text,
                pl.String(),
                "optional",
            ),
            Field(
                "programme",
                ("Grant Programme:Title", "Grant Programme:0:Title", "grantProgramme/0/title"),
                text,
                pl.String(),
                "optional",
            ),
            Field("scheme", ("Scheme", "Grant Programme:Scheme"), text, pl.String(), "optional"),
            Field("fund", ("Fund", "Grant Programme:Fund"), text, pl.String(), "optional"),
        ),
    )
