"""Demo payments and reports: what became of the money granted by two of the invented schemes from 2020 on.

Large grants are paid in two instalments. A report is due on 1 March after the year; most come in time, some late, a few of
the last year not at all. What is left of a grant is carried over to the next year, which then has a report of its own, or
paid back, so every approved report explains all of its money. ``PLANTED`` says how many times that is broken on purpose, for
the checks to find: approved reports that do not add up, grants paid twice, and a payment of a rejected application.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from etl.demo import TODAY, Made, workday
from etl.demo.grants import MANAGER

SCHEMES = ("DEMO-SAMARB", "DEMO-TEAM")
FIRST_YEAR = 2020
TWO_INSTALMENTS_FROM_NOK = 1_000_000
PLANTED = {"report_does_not_add_up": 3, "paid_twice": 2, "paid_although_rejected": 1}

PAYMENT_COLUMNS = {
    "manager_name": pl.String,
    "case_id": pl.String,
    "scheme_code": pl.String,
    "year": pl.Int16,
    "payment_type": pl.String,
    "instalment_number": pl.Int16,
    "payment_date": pl.Date,
    "payment_nok": pl.Int64,
    "data_class": pl.String,
}
REPORT_COLUMNS = {
    "case_id": pl.String,
    "scheme_code": pl.String,
    "year": pl.Int16,
    "manager_name": pl.String,
    "report_type": pl.String,
    "due_date": pl.Date,
    "submitted_date": pl.Date,
    "approved_date": pl.Date,
    "report_status": pl.String,
    "carried_in_nok": pl.Int64,
    "reported_granted_nok": pl.Int64,
    "spent_nok": pl.Int64,
    "unused_nok": pl.Int64,
    "carryover_requested_nok": pl.Int64,
    "carryover_approved_nok": pl.Int64,
    "claimed_back_nok": pl.Int64,
    "repaid_nok": pl.Int64,
    "unused_status": pl.String,
    "goal_achievement": pl.Int16,
    "data_class": pl.String,
}

Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """An application as the money knows it: what was granted, and when."""

    case_id: str
    scheme_code: str
    year: int
    granted_nok: int
    decision_date: date

    def row(self) -> Row:
        """The columns that payments and reports share."""
        return {
            "manager_name": MANAGER,
            "case_id": self.case_id,
            "scheme_code": self.scheme_code,
            "year": self.year,
            "data_class": "synthetic",
        }


def deliveries(rng: random.Random, made: Made) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Give all payments, then all reports."""
    applications = made["grant_application"].filter(
        pl.col("scheme_code").is_in(SCHEMES), pl.col("year") >= FIRST_YEAR, pl.col("decision_date").is_not_null()
    )
    granted = cases(applications.filter(pl.col("granted_nok") > 0))
    paid: list[Row] = []
    reported: list[Row] = []
    for case in granted:
        is_silent = case.year == TODAY.year - 1 and rng.random() < 0.03
        paid += instalments(rng, case, is_silent)
        for report in reports(rng, case, is_silent):
            reported.append(report)
            if report.get("repaid_nok"):
                paid.append(repayment(rng, case, report))
    plant(rng, granted, cases(applications.filter(pl.col("decision") == "rejected")), paid, reported)
    payments = pl.DataFrame(paid, schema=PAYMENT_COLUMNS).sort("payment_date", "case_id", maintain_order=True)
    numbers = pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(5)
    yield "grant_payment", "demo-utbetalinger.csv", payments.with_columns(payment_id=pl.format("DB-{}", numbers))
    yield "grant_report", "demo-rapporter.csv", pl.DataFrame(reported, schema=REPORT_COLUMNS)


def cases(applications: pl.DataFrame) -> list[Case]:
    """Give applications as cases, in the order they came."""
    columns = applications.select("case_id", "scheme_code", "year", "granted_nok", "decision_date")
    return [Case(*values) for values in columns.iter_rows()]


# Payments


def instalments(rng: random.Random, case: Case, is_silent: bool) -> Iterator[Row]:
    """Give the payments of a grant; the last is held back from a recipient who is silent."""
    count = 2 if case.granted_nok >= TWO_INSTALMENTS_FROM_NOK else 1
    parts = [case.granted_nok // count, case.granted_nok - case.granted_nok // count][:count]
    day = workday(case.decision_date + timedelta(days=rng.randrange(20, 50)))
    for number, part in enumerate(parts[:-1] if is_silent else parts, start=1):
        # Now and then the wrong amount is paid, and put right the month after.
        wrong_by = rng.choice((-20_000, 5_000, 30_000)) if part > 100_000 and rng.random() < 0.004 else 0
        yield payment(case, "payment", day, part + wrong_by, number)
        if wrong_by:
            yield payment(case, "correction", workday(day + timedelta(days=30)), -wrong_by, number)
        day = workday(day + timedelta(days=rng.randrange(100, 150)))


def repayment(rng: random.Random, case: Case, report: Row) -> Row:
    """Give the repayment that an approved report tells of: some days before it was approved."""
    day = workday(report["approved_date"] - timedelta(days=rng.randrange(5, 16)))
    return payment(case, "repayment", day, -report["repaid_nok"], None)


def payment(case: Case, payment_type: str, day: date, nok: int, number: int | None) -> Row:
    """Give one payment row, without its number in the accounts."""
    return case.row() | {
        "payment_type": payment_type,
        "instalment_number": number,
        "payment_date": day,
        "payment_nok": nok,
    }


# Reports


def reports(rng: random.Random, case: Case, is_silent: bool) -> Iterator[Row]:
    """Give the reports of a grant: the accounts, for teams what came of it, and the year after when money was carried over."""
    accounts = financial_report(rng, case, handling(rng, case, case.year, is_silent))
    yield accounts
    if case.scheme_code == "DEMO-TEAM":
        yield professional_report(rng, handling(rng, case, case.year, is_silent))
    if carried := accounts.get("carryover_approved_nok"):
        yield financial_report(rng, case, handling(rng, case, case.year + 1, is_silent), carried)


def professional_report(rng: random.Random, handled: Row) -> Row:
    """Give the report on what came of the grant; it has no kroner."""
    row = handled | {"report_type": "professional"}
    return row | {"goal_achievement": goal_achievement(rng)} if row["submitted_date"] else row


def financial_report(rng: random.Random, case: Case, handled: Row, carried_in: int = 0) -> Row:
    """Give the accounts of one year: what came in is spent, carried over or paid back once the report is approved."""
    row = handled | {"report_type": "financial"}
    if row["submitted_date"] is None:
        return row
    granted = 0 if carried_in else case.granted_nok
    unused = unused_nok(rng, carried_in + granted)
    row |= {
        "carried_in_nok": carried_in,
        "reported_granted_nok": granted,
        "spent_nok": carried_in + granted - unused,
        "unused_nok": unused,
        "carryover_approved_nok": 0,
        "repaid_nok": 0,
        "unused_status": "none",
        "goal_achievement": goal_achievement(rng) if case.scheme_code != "DEMO-TEAM" else None,
    }
    if not unused:
        return row
    # What was carried over once is not carried over again.
    is_carried = not carried_in and rng.random() < 0.45
    kept_share = rng.choice((1, 1, 1, 0.5)) if is_carried else 0
    kept = round(unused * kept_share / 1_000) * 1_000
    row["carryover_requested_nok" if is_carried else "claimed_back_nok"] = unused
    if row["report_status"] != "approved":
        return row | {"unused_status": "carryover_requested" if is_carried else "repayment_claimed"}
    return row | {
        "carryover_approved_nok": kept,
        "claimed_back_nok": unused - kept,
        "repaid_nok": unused - kept,
        "unused_status": "carryover_approved" if kept else "repaid",
    }


def handling(rng: random.Random, case: Case, year: int, is_silent: bool) -> Row:
    """Give when a report was due, came and was approved, and its status on the day the demo is told."""
    due = date(year + 1, 3, 1)
    row = case.row() | {"year": year, "due_date": due, "submitted_date": None, "approved_date": None}
    if due > TODAY:
        return row | {"report_status": "not_due"}
    is_late = rng.random() < 0.15
    submitted = due + timedelta(days=1 + int(rng.expovariate(1 / 30)) if is_late else -rng.randrange(25))
    approved = workday(submitted + timedelta(days=rng.randrange(30, 120)))
    never_comes = {TODAY.year - 1: 0.05, TODAY.year - 2: 0.012}.get(year, 0.003)
    if is_silent or rng.random() < never_comes or submitted > TODAY:
        return row | {"report_status": "overdue"}
    row["submitted_date"] = submitted
    if approved > TODAY:
        return row | {"report_status": "returned" if rng.random() < 0.1 else "submitted"}
    return row | {"report_status": "approved", "approved_date": approved}


def unused_nok(rng: random.Random, available: int) -> int:
    """Draw what is left of the money, in whole thousands: nothing in three of four reports."""
    return 0 if rng.random() < 0.75 else int(available * rng.uniform(0.02, 0.4) / 1_000) * 1_000


def goal_achievement(rng: random.Random) -> int:
    """Draw how well the goals were reached, from 1 to 5."""
    return rng.choices((1, 2, 3, 4, 5), (2, 8, 30, 42, 18))[0]


# What the checks are to find


def plant(rng: random.Random, granted: list[Case], rejected: list[Case], paid: list[Row], reported: list[Row]) -> None:
    """Break the identities as often as ``PLANTED`` says, each time on another case."""
    closed = [
        report for report in reported if report["report_status"] == "approved" and not report.get("unused_nok", 1)
    ]
    for report in rng.sample(closed, PLANTED["report_does_not_add_up"]):
        report["spent_nok"] = report["spent_nok"] * 9 // 10
    fully_paid = [case for case in granted if case.year < TODAY.year - 1]
    for case in rng.sample(fully_paid, PLANTED["paid_twice"]):
        paid.append(payment(case, "payment", workday(date(case.year, 12, 15)), case.granted_nok, 3))
    for case in rng.sample(rejected, PLANTED["paid_although_rejected"]):
        paid.append(payment(case, "payment", workday(case.decision_date + timedelta(days=30)), 150_000, 1))
