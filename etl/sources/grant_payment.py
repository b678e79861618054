"""Payments and repayments of grants."""

import polars as pl

from etl.contract import (
    About,
    Contract,
    Reference,
    choice,
    date,
    error,
    signed_amount,
    small_integer,
    text,
    year,
)


class GrantPayment(Contract):
    """One row per payment, repayment or correction of a grant; money that comes back is negative.

    Owned by the manager of the scheme. A delivery replaces the payments of that manager and grant year.
    """

    about = About(
        title=("Utbetalinger", "Payments"),
        owner_name="Tilskuddsforvalterne",
        replaces=("manager_name", "year"),
        sample="""
            B-1001;Helsedirektoratet;2014/101;HDIR-765-60;2014;utbetaling;1;01.10.2014;500 000,00;reell
            B-1002;Helsedirektoratet;2014/101;HDIR-765-60;2014;tilbakebetaling;;15.03.2015;-25000;syntetisk
            """,
    )

    payment_id = text("Bilagsnummer", key=True)
    manager_name = text("Forvalter", key=True)
    case_id = text("Saksnummer", reference=Reference("grant_application", ("case_id",), is_loose=True))
    scheme_code = text("Ordningskode", reference=Reference("grant_scheme", ("scheme_code",), is_loose=True))
    year = year("År", key=True)
    payment_type = choice("Type", "payment_type")
    instalment_number = small_integer("Termin", nullable=True, minimum=1)
    payment_date = date("Utbetalingsdato")
    payment_nok = signed_amount("Beløp", nullable=False)
    data_class = choice("Dataklasse", "data_class", default="real")

    payment_sign = error(
        "payment_nok",
        ~(
            ((pl.col("payment_type") == "payment") & (pl.col("payment_nok") < 0))
            | ((pl.col("payment_type") == "repayment") & (pl.col("payment_nok") > 0))
        ),
    )
