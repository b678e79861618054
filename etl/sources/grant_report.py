"""Reports on grants."""

import polars as pl

from etl.contract import (
    About,
    Contract,
    Reference,
    amount,
    choice,
    date,
    error,
    small_integer,
    text,
    warning,
    year,
)


class GrantReport(Contract):
    """One row per grant, report year and kind of report: when it was due and came, and what became of the money.

    Owned by the manager of the scheme. A delivery replaces the reports of that manager, scheme and year.
    """

    about = About(
        title=("Rapporter", "Reports"),
        owner_name="Tilskuddsforvalterne",
        replaces=("manager_name", "scheme_code", "year"),
        sample="""
            2014/101;HDIR-765-60;2014;Helsedirektoratet;økonomi;15.02.2015;10.02.2015;01.04.2015;godkjent;0;1000000,50;900000,50;100000;;100000;0;0;søkt overført;4;reell
            2014/103;HDIR-765-60;2014;Helsedirektoratet;faglig;15.02.2015;;;forfalt;;;;;;;;;;;syntetisk
            """,  # noqa: E501 (a row is a line)
    )

    case_id = text("Saksnummer", key=True, reference=Reference("grant_application", ("case_id",), is_loose=True))
    scheme_code = text("Ordningskode", key=True, reference=Reference("grant_scheme", ("scheme_code",), is_loose=True))
    year = year("År", key=True)
    manager_name = text("Forvalter", key=True)
    report_type = choice("Rapporttype", "report_type", key=True)
    due_date = date("Rapporteringsfrist")
    submitted_date = date("Levert dato", nullable=True)
    approved_date = date("Godkjent dato", nullable=True)
    report_status = choice("Rapportstatus", "report_status")
    carried_in_nok = amount("Overført inn")
    reported_granted_nok = amount("Tildelt beløp")
    spent_nok = amount("Regnskapsført")
    unused_nok = amount("Ubrukt")
    carryover_requested_nok = amount("Søkt overført")
    carryover_approved_nok = amount("Godkjent overført")
    claimed_back_nok = amount("Krevd tilbake")
    repaid_nok = amount("Tilbakebetalt")
    unused_status = choice("Ubrukte midler", "unused_status", nullable=True)
    goal_achievement = small_integer("Måloppnåelse", nullable=True, minimum=1, maximum=5)
    data_class = choice("Dataklasse", "data_class", default="real")

    approved_before_submitted = error("approved_date", pl.col("approved_date") >= pl.col("submitted_date"))
    submitted_without_date = warning(
        "submitted_date",
        pl.col("submitted_date").is_not_null() | ~pl.col("report_status").is_in(["submitted", "returned", "approved"]),
    )
    # Transferred in + granted = spent + transferred out + repaid + unexplained, and an approved report explains all of it.
    approved_report_adds_up = warning(
        "reported_granted_nok",
        (pl.col("report_status") != "approved")
        | (
            pl.col("carried_in_nok").fill_null(0) + pl.col("reported_granted_nok")
            == pl.col("spent_nok") + pl.col("carryover_approved_nok").fill_null(0) + pl.col("repaid_nok").fill_null(0)
        ),
    )
