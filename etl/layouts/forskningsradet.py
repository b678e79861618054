"""Forskningsrådet's open export of applications (soknader2): one row per application, with what was sought and awarded.

Municipality codes are those of the export's own year whatever the year of the application, so many rows are flagged as not
valid in their year. A person who applied for a grant of their own is not named here, and the project leader's sex is not read.
"""

import polars as pl

from etl.contract import SOURCE_ROW, Cell, Contract
from etl.layouts.base import Facts, Field, Layout, contract_field
from etl.messages import Findings, in_both
from etl.slug import slug

_MANAGER = "Norges forskningsråd"
_PERSON = "Privatperson"
_PHASES = {
    "granted": ("bevilgning", "avsluttet"),
    "rejected": ("avslag",),
    "pending": ("mottatt", "vurderes"),
}


class Forskningsradet(Layout):
    """One file row is one application."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give year, scheme and applicant as the contract has them."""
        schemes = typed.select("activity_code", "activity").unique()
        codes = [
            f"NFR-{(activity_code or slug(activity or '')).upper()}" if activity_code or activity else None
            for activity_code, activity in schemes.iter_rows()
        ]
        schemes = schemes.with_columns(pl.Series("scheme_code", codes, pl.String))
        is_person = pl.col("holder_type").str.to_lowercase().str.contains("person")
        return typed.join(
            schemes, on=["activity_code", "activity"], how="left", nulls_equal=True, maintain_order="left"
        ).select(
            SOURCE_ROW,
            "case_id",
            "scheme_code",
            pl.coalesce("activity", "activity_code").alias("scheme_name"),
            pl.coalesce(pl.col("received_date").dt.year().cast(pl.Int16), "start_year").alias("year"),
            pl.lit(_MANAGER).alias("manager_name"),
            "call_code",
            pl.when(is_person).then(pl.lit(_PERSON)).otherwise("applicant_name").alias("applicant_name"),
            pl.when(~is_person.fill_null(False))
            .then("applicant_organisation_number")
            .alias("applicant_organisation_number"),
            "municipality_code",
            pl.col("case_id").alias("project_code"),
            "project_title",
            "applied_nok",
            "granted_nok",
            "decision",
            "received_date",
            pl.lit("national").alias("flow_level"),
            pl.lit("real").alias("data_class"),
        )


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``grant_application``."""
    if contract.source_name() != "grant_application":
        return None
    text = Cell("text", "")
    year = contract.contract_columns()["year"]
    return Forskningsradet(
        name="forskningsradet",
        contract=contract,
        title=in_both("layout.forskningsradet"),
        must_have=frozenset({"case_id", "decision", "applied_nok"}),
        withheld=frozenset({"applicant_name", "prosjektleder_kjonn", "kortnavn"}),
        origins={"year": "received_date", "scheme_code": "activity_code", "scheme_name": "activity"},
        fields=(
            contract_field(contract, "case_id", ["prosjektnummer"]),
            contract_field(contract, "project_title", ["prosjekttittel"], "expected"),
            contract_field(contract, "received_date", ["soknadsdato"], "expected"),
            contract_field(contract, "call_code", ["utlysnings_id"], "expected"),
            Field("start_year", ("sokstart",), year.cell, year.dtype, "optional"),
            Field("decision", ("prosjektfase",), Cell("choice", "", spellings=_PHASES), pl.String()),
            # Without it nobody can tell an organisation from a person, so nothing may land.
            Field("holder_type", ("prosjektansvarlig_type",), text, pl.String()),
            contract_field(contract, "applicant_name", ["prosjektansvarlig_navn"]),
            contract_field(contract, "applicant_organisation_number", ["organisasjonsnummer"], "expected", ("0",)),
            contract_field(contract, "municipality_code", ["kommunenummer"], "expected", ("0",)),
            Field("activity", ("aktivitet",), text, pl.String(), "expected"),
            Field("activity_code", ("aktivitet_kode",), text, pl.String()),
            contract_field(contract, "applied_nok", ["sokt_belop"]),
            contract_field(contract, "granted_nok", ["tildelt_belop"]),
        ),
    )
