"""The application form for «rekrutterings- og samhandlingstilskudd» of Helse Nord: its fields, and the application it is.

The form has no case number. One is made of the scheme, the year of the deadline and the first two of the applicants' names
(project owners, municipalities, health trust), so that a form which is sent again is the same case. It follows that two
applications by the same applicants in the same year cannot both be loaded from forms: write them in the template instead.
"""

import polars as pl

from etl.contract import SOURCE_ROW, Cell, Contract
from etl.layouts.base import Facts, Field, Layout, contract_field
from etl.messages import Findings, in_both
from etl.readers.form import APPLICATION_HEADERS, COMMON_HEADERS, FIELD_HEADERS
from etl.readers.form_answer import ATTACHED, BLANK
from etl.slug import slug

_SCHEME_CODE, _SCHEME_NAME = "HN-SAMHANDLING", "Rekrutterings- og samhandlingstilskudd"
_MANAGER = "Helse Nord RHF"
_TEXT = Cell("text", "")


def _year(typed: pl.DataFrame, facts: Facts) -> int:
    """The year given by the person, else that of the deadline, else the one in the file name; FileRefused when none is."""
    deadline = typed["application_deadline"][0]
    return facts.year() if facts.year_given is not None or deadline is None else int(deadline.year)


def _case_id(typed: pl.DataFrame, year: int) -> str:
    applicants = "-".join(slug(name) for name in typed["applicants"][0].split("; ")[:2])
    return f"{_SCHEME_CODE}-{year}-{applicants}"


class FormFields(Layout):
    """One row is one field of the form; row n is field number n."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give the fields with the case they belong to. Of several agreement dates the last counts, and all are named."""
        case_id = _case_id(typed, _year(typed, facts))
        facts.notes.append(in_both("note.form_case", case=case_id))
        several = typed.filter(pl.col("dates").str.contains(" og ", literal=True))
        for label, dates in several.select("field_label", "dates").iter_rows():
            facts.notes.append(in_both("note.form_dates", field=label, dates=dates))
        place = pl.when(pl.col("dates").str.contains(" og ", literal=True)).then(
            pl.format("{} (datoer: {})", "place", "dates")
        )
        return typed.select(
            SOURCE_ROW,
            pl.lit(case_id).alias("case_id"),
            pl.lit(_SCHEME_CODE).alias("scheme_code"),
            "field_number",
            "field_label",
            "form_field_status",
            "stated_date",
            "application_deadline",
            pl.lit(facts.file_name).alias("source_document"),
            pl.coalesce(place, "place").alias("source_place"),
            pl.lit("real").alias("data_class"),
        )


class FormApplication(Layout):
    """The one row is the application, not yet decided on. What is applied for stands in an annex, so it is not known."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give the application. A name of a municipality or health trust is a code only where the names file says which."""
        year = _year(typed, facts)
        case_id = _case_id(typed, year)
        facts.notes.append(in_both("note.form_case", case=case_id))
        budget = {ATTACHED: "attached", BLANK: "blank"}.get(typed["budget"][0], "filled")
        facts.notes.append(in_both(f"note.form_amount_{budget}"))
        facts.notes.append(in_both("note.form_applicants", names=typed["applicants"][0]))
        codes = []
        for name in ("municipality_code", "health_area_code"):
            written = typed[name][0]
            # What is no longer among the names as written, is a code: given in the form, or put there by the names file.
            is_code = written is not None and written not in typed["applicants"][0]
            codes.append(pl.lit(written if is_code else None, pl.String).alias(name))
            if written is not None and not is_code:
                header = self.contract.contract_columns()[name].cell.header
                facts.notes.append(in_both("note.form_name_only", header=header, name=written))
        return typed.select(
            SOURCE_ROW,
            pl.lit(case_id).alias("case_id"),
            pl.lit(_SCHEME_CODE).alias("scheme_code"),
            pl.lit(_SCHEME_NAME).alias("scheme_name"),
            pl.lit(year, pl.Int16).alias("year"),
            pl.lit(_MANAGER).alias("manager_name"),
            "applicant_name",
            *codes,
            pl.lit("pending").alias("decision"),
            pl.lit("regional").alias("flow_level"),
            pl.lit("real").alias("data_class"),
        )


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``application_form_field`` or ``grant_application``."""
    applicants, deadline = COMMON_HEADERS
    date = Cell("date", "")
    common = (
        Field("applicants", (applicants,), _TEXT, pl.String()),
        Field("application_deadline", (deadline,), date, pl.Date()),
    )
    if contract.source_name() == "application_form_field":
        number, label, filled, last, dates, place = FIELD_HEADERS
        return FormFields(
            name="samhandling_form",
            contract=contract,
            title=in_both("layout.samhandling_form"),
            must_have=frozenset({"field_number", "form_field_status"}),
            origins={"case_id": "applicants"},
            keeps="read",
            fields=(
                contract_field(contract, "field_number", (number,)),
                contract_field(contract, "field_label", (label,)),
                contract_field(contract, "form_field_status", (filled,)),
                contract_field(contract, "stated_date", (last,)),
                Field("dates", (dates,), _TEXT, pl.String()),
                Field("place", (place,), _TEXT, pl.String()),
                *common,
            ),
        )
    if contract.source_name() == "grant_application":
        applicant, municipality, trust, budget = APPLICATION_HEADERS
        return FormApplication(
            name="samhandling_form",
            contract=contract,
            title=in_both("layout.samhandling_form"),
            must_have=frozenset({"applicant_name", "budget"}),
            origins={"case_id": "applicants", "year": "application_deadline"},
            keeps="read",
            replaces_also=("case_id",),
            fields=(
                contract_field(contract, "applicant_name", (applicant,)),
                Field("municipality_code", (municipality,), _TEXT, pl.String()),
                Field("health_area_code", (trust,), _TEXT, pl.String()),
                Field("budget", (budget,), _TEXT, pl.String()),
                *common,
            ),
        )
    return None
