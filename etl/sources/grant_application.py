"""Applications and grants."""

import polars as pl

from etl.contract import (
    About,
    Contract,
    Reference,
    amount,
    choice,
    code,
    date,
    error,
    organisation_number,
    small_integer,
    text,
    warning,
    year,
)


class GrantApplication(Contract):
    """One row per case (or recipient, where the list has no case number), scheme and year: applied for and granted.

    Owned by the manager of the scheme. A delivery replaces what that manager reported for the same scheme and year.
    """

    about = About(
        title=("Søknader og tilskudd", "Applications and grants"),
        owner_name="Tilskuddsforvalterne",
        replaces=("manager_name", "scheme_code", "year"),
        sample="""
            2014/101;HDIR-765-60;Kommunalt rusarbeid;2014;Helsedirektoratet;;Oslo kommune;;0301;D47;P-17;Møteplass;1 250 000,00;1 000 000,50;;;1;Innvilget;05.06.2014;01.09.2014;nasjonal;reell
            2014/102;HDIR-765-60;Kommunalt rusarbeid;2014;Helsedirektoratet;2014-1;Fjord behandling;974760673;0301;;;;400000;0;;;;Avslag;2014-06-06;2014-09-01;prosjekt;reell
            """,  # noqa: E501 (a row is a line)
    )

    case_id = text("Saksnummer", key=True)
    scheme_code = text(
        "Ordningskode", key=True, reference=Reference("grant_scheme", ("scheme_code",), unless="scheme_name")
    )
    scheme_name = text("Ordningsnavn", nullable=True)
    year = year("År", key=True)
    manager_name = text("Forvalter", key=True)
    call_code = text("Utlysning", nullable=True)
    applicant_name = text("Søker")
    applicant_organisation_number = organisation_number("Organisasjonsnummer", nullable=True)
    municipality_code = code(
        "Kommunenummer",
        4,
        nullable=True,
        reference=Reference("municipality", ("municipality_code",), valid_in="year"),
    )
    health_area_code = text(
        "Helseområde",
        nullable=True,
        reference=Reference("health_area", ("dps_code", "health_trust_code", "health_community_code")),
    )
    project_code = text("Prosjektkode", nullable=True)
    project_title = text("Prosjekt", nullable=True)
    applied_nok = amount("Søkt beløp")
    granted_nok = amount("Tildelt beløp")
    original_currency = text("Valuta", nullable=True)
    original_granted_amount = amount("Tildelt i valuta", unit="original_currency")
    priority_rank = small_integer("Prioritet", nullable=True, minimum=1)
    decision = choice("Vedtak", "decision")
    received_date = date("Mottatt dato", nullable=True)
    decision_date = date("Vedtaksdato", nullable=True)
    flow_level = choice("Nivå", "flow_level")
    data_class = choice("Dataklasse", "data_class", default="real")

    rejected_with_money = error("granted_nok", ~((pl.col("decision") == "rejected") & (pl.col("granted_nok") > 0)))
    currency_not_iso_4217 = error("original_currency", pl.col("original_currency").str.contains("^[A-Z]{3}$"))
    granted_exceeds_applied = warning("granted_nok", pl.col("granted_nok") <= pl.col("applied_nok"))
    decided_before_received = warning("decision_date", pl.col("decision_date") >= pl.col("received_date"))
