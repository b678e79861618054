"""IMDi's grants to municipalities, one file a year (93-tilskudd-kommune-ÅÅÅÅ.csv): nine amounts side by side per municipality.

One of the nine is the sum of two others, and a tenth is the sum of all: neither is loaded, both are checked. Where the file
disagrees with itself, the parts are what is loaded.
"""

from functools import reduce
from operator import add

import polars as pl

from etl.contract import SOURCE_ROW, Cell, Contract
from etl.layouts.base import Facts, Field, Layout
from etl.messages import Findings, in_both

_PREFIX = "tilskudd_til_kommuner."
_SCHEMES = {
    "inttilsk_1": ("IMDI-INTTILSK-1", "Integreringstilskudd, år 1"),
    "inttilsk_2_5": ("IMDI-INTTILSK-2-5", "Integreringstilskudd, år 2–5"),
    "funkhem": ("IMDI-FUNKHEM", "Tilskudd for personer med nedsatt funksjonsevne eller atferdsvansker"),
    "norsk_samf_tilsk": ("IMDI-NORSK-SAMF", "Tilskudd til opplæring i norsk og samfunnskunnskap"),
    "em_tilsk": ("IMDI-EM", "Særskilt tilskudd for enslige mindreårige flyktninger"),
    "barnehage_tilsk": ("IMDI-BARNEHAGE", "Barnehagetilskudd"),
    "eldre_tilsk": ("IMDI-ELDRE", "Eldretilskudd"),
    "skole_tilsk": ("IMDI-SKOLE", "Skoletilskudd"),
}
_SUBTOTAL, _SUBTOTAL_PARTS = "inttilsk_1_5", ("inttilsk_1", "inttilsk_2_5")
_TOTAL = "totalt"


class ImdiMunicipality(Layout):
    """A file row becomes one row per scheme; a municipality with 0 kroner is a row with 0, a blank cell is no row."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Split code and name, check the sums, and turn the schemes into rows."""
        place = pl.col("municipality").str.extract_groups(r"^([0-9]{4})\s+(.+)$")
        typed = typed.with_columns(code=place.struct[0], code_name=place.struct[1])
        self._check_code(typed, facts, findings)
        leaves = [name for name in _SCHEMES if name in facts.headers]
        if set(_SUBTOTAL_PARTS) <= set(leaves):
            _check_sum(typed, _SUBTOTAL, _SUBTOTAL_PARTS, facts, findings)
        if len(leaves) == len(_SCHEMES):
            _check_sum(typed, _TOTAL, tuple(_SCHEMES), facts, findings)
        common = typed.select(
            SOURCE_ROW,
            pl.col("code").alias("case_id"),
            pl.col("code").alias("municipality_code"),
            pl.coalesce("name", "code_name").alias("applicant_name"),
            pl.lit(facts.year(), pl.Int16).alias("year"),
            pl.lit("IMDi").alias("manager_name"),
            pl.lit("granted").alias("decision"),
            pl.lit("national").alias("flow_level"),
            pl.lit("real").alias("data_class"),
            *leaves,
        )
        return pl.concat(
            common.filter(pl.col(leaf).is_not_null()).select(
                pl.exclude(leaves),
                pl.lit(_SCHEMES[leaf][0]).alias("scheme_code"),
                pl.lit(_SCHEMES[leaf][1]).alias("scheme_name"),
                pl.col(leaf).alias("granted_nok"),
                pl.lit(facts.headers[leaf]).alias("header:granted_nok"),
            )
            for leaf in leaves
        ).sort(SOURCE_ROW, maintain_order=True)

    def _check_code(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> None:
        header = pl.lit(facts.headers["municipality"]).alias("header")
        without = typed.filter(pl.col("municipality").is_not_null() & pl.col("code").is_null())
        findings.add(
            "error", "code_and_name", without.select(SOURCE_ROW, header, pl.col("municipality").alias("value"))
        )
        if "municipality_number" in facts.headers:
            differing = typed.filter(pl.col("code") != pl.col("municipality_number"))
            findings.add(
                "error",
                "codes_differ",
                differing.select(
                    SOURCE_ROW,
                    pl.lit(facts.headers["municipality_number"]).alias("header"),
                    pl.col("municipality_number").alias("value"),
                    pl.lit(facts.headers["municipality"]).alias("other_header"),
                    pl.col("municipality").alias("other_value"),
                ),
            )


def _check_sum(typed: pl.DataFrame, total: str, parts: tuple[str, ...], facts: Facts, findings: Findings) -> None:
    """Warn, with both figures, where the publisher's own sum is not the sum of its parts."""
    if total not in facts.headers:
        return
    # A cell that could not be read is null: then there is no sum to compare with.
    summed = reduce(add, [pl.col(part) for part in parts])
    differing = typed.with_columns(parts_sum=summed).filter(pl.col(total) != pl.col("parts_sum"))
    findings.add(
        "warning",
        "sum_differs",
        differing.select(
            SOURCE_ROW,
            pl.lit(facts.headers[total]).alias("header"),
            in_norwegian(pl.col(total)).alias("value"),
            in_norwegian(pl.col("parts_sum")).alias("parts_sum"),
            pl.lit(" + ".join(facts.headers[part].removeprefix(_PREFIX) for part in parts)).alias("parts"),
            pl.col("municipality").alias("place"),
        ),
    )


def in_norwegian(amount: pl.Expr) -> pl.Expr:
    """Write an amount with a decimal comma, and without decimals when they are 0."""
    return amount.cast(pl.String).str.replace(r"\.00$", "").str.replace(".", ",", literal=True)


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``grant_application``."""
    if contract.source_name() != "grant_application":
        return None
    amount = contract.contract_columns()["granted_nok"]
    number = contract.contract_columns()["municipality_code"]
    text = Cell("text", "")
    return ImdiMunicipality(
        name="imdi_municipality",
        contract=contract,
        title=in_both("layout.imdi_municipality"),
        header_rows=2,
        must_have=frozenset({"municipality"}),
        # IMDi takes money back as negative amounts, and its national sums count them.
        tolerated=frozenset({"granted_nok|min"}),
        origins={"municipality_code": "municipality", "case_id": "municipality", "applicant_name": "name"},
        total_rows=("municipality", r"(?i)^(?:00\b|sum\b|totalt?\b|i alt\b|hele landet\b)"),
        fields=(
            Field("municipality", ("kommunenr.kommunenavn",), text, pl.String()),
            Field("municipality_number", ("kommune_nr",), number.cell, number.dtype, "expected"),
            Field("name", ("Kommunenavn", "Kommune navn"), text, pl.String(), "expected"),
            Field(_TOTAL, (_PREFIX + _TOTAL,), amount.cell, amount.dtype, "control"),
            Field(_SUBTOTAL, (_PREFIX + _SUBTOTAL,), amount.cell, amount.dtype, "control"),
            *(Field(name, (_PREFIX + name,), amount.cell, amount.dtype, "expected") for name in _SCHEMES),
        ),
    )
