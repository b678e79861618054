"""Demo payments and reports: they belong to grants of the demo, and add up except where that is broken on purpose."""

from datetime import date

import polars as pl
import pytest

from etl.demo import TODAY
from tests.etl.conftest import Demo


@pytest.fixture(scope="module")
def cases(demo: Demo) -> pl.DataFrame:
    rows = demo.rows["grant_application"]
    return rows.filter(pl.col("scheme_code").is_in(["DEMO-SAMARB", "DEMO-TEAM"]), pl.col("year") >= 2020).select(
        "case_id", "scheme_code", "year", "decision", "decision_date", "granted_nok"
    )


@pytest.fixture(scope="module")
def payments(demo: Demo, cases: pl.DataFrame) -> pl.DataFrame:
    rows = demo.rows["grant_payment"]
    joined = rows.join(cases, on=["case_id", "scheme_code", "year"])
    assert joined.height == rows.height
    return joined


@pytest.fixture(scope="module")
def reports(demo: Demo) -> pl.DataFrame:
    return demo.rows["grant_report"]


def net_paid(payments: pl.DataFrame) -> pl.DataFrame:
    return payments.group_by("case_id").agg(
        pl.col("payment_nok").sum(), pl.col("granted_nok", "decision").first(), repaid=repaid_nok()
    )


def repaid_nok() -> pl.Expr:
    return -pl.col("payment_nok").filter(pl.col("payment_type") == "repayment").sum()


def test_the_files_are_of_a_reasonable_size(demo: Demo) -> None:
    assert 15_000 < demo.row_counts["grant_payment"] <= 20_000
    assert 15_000 < demo.row_counts["grant_report"] <= 20_000


def test_two_grants_are_paid_above_what_was_granted_and_one_rejected_case_is_paid(payments: pl.DataFrame) -> None:
    above = net_paid(payments).filter(pl.col("payment_nok") > pl.col("granted_nok"))
    assert above["decision"].is_in(["granted", "partly_granted"]).sum() == 2
    assert above.filter(pl.col("decision") == "rejected").height == 1
    assert above.height == 3


def test_nothing_is_paid_before_the_decision_or_after_today_and_never_in_a_weekend(payments: pl.DataFrame) -> None:
    assert (payments["payment_date"] > payments["decision_date"]).all()
    assert payments["payment_date"].max() <= TODAY
    assert payments["payment_date"].dt.weekday().max() == 5
    assert payments["payment_id"].is_unique().all()


def test_money_that_comes_back_is_what_the_reports_tell(payments: pl.DataFrame, reports: pl.DataFrame) -> None:
    told = reports.group_by("case_id").agg(told=pl.col("repaid_nok").sum())
    both = net_paid(payments).join(told, on="case_id", how="left")
    assert both.filter(pl.col("repaid") != pl.col("told").fill_null(0)).is_empty()
    assert (both["payment_nok"] >= 0).all()
    corrected = payments.filter(pl.col("payment_type") == "correction")
    assert 20 < corrected.height < 200


def test_every_grant_is_reported_and_nothing_else_is(cases: pl.DataFrame, reports: pl.DataFrame) -> None:
    granted = cases.filter(pl.col("granted_nok") > 0)
    first = reports.filter(pl.col("report_type") == "financial").join(cases, on=["case_id", "scheme_code", "year"])
    assert set(first["case_id"]) == set(granted["case_id"])
    assert first.height == granted.height
    assert set(reports["case_id"]) <= set(granted["case_id"])


def test_an_approved_report_explains_all_money_but_three_do_not(reports: pl.DataFrame) -> None:
    approved = reports.filter(pl.col("report_status") == "approved", pl.col("report_type") == "financial")
    came_in = pl.col("carried_in_nok") + pl.col("reported_granted_nok")
    went_out = pl.col("spent_nok") + pl.col("carryover_approved_nok") + pl.col("repaid_nok")
    assert approved.filter(came_in != went_out).height == 3
    unused = came_in - pl.col("spent_nok")
    assert reports.filter(pl.col("submitted_date").is_not_null(), unused != pl.col("unused_nok")).height == 3


def test_what_is_carried_over_comes_in_the_year_after(reports: pl.DataFrame) -> None:
    carried = reports.filter(pl.col("carryover_approved_nok") > 0).select(
        "case_id", pl.col("year") + 1, carried="carryover_approved_nok"
    )
    after = carried.join(reports, on=["case_id", "year"], how="left")
    assert after["report_status"].null_count() == 0
    came = after.filter(pl.col("submitted_date").is_not_null())
    assert (came["carried"] == came["carried_in_nok"]).all()
    assert (came["reported_granted_nok"] == 0).all()


def test_a_report_is_overdue_when_it_was_due_and_has_not_come(reports: pl.DataFrame) -> None:
    missing = reports.filter(pl.col("submitted_date").is_null())
    assert set(missing["report_status"]) == {"overdue", "not_due"}
    assert ((missing["due_date"] < TODAY) == (missing["report_status"] == "overdue")).all()
    came = reports.filter(pl.col("submitted_date").is_not_null())
    assert came["submitted_date"].max() <= TODAY
    assert came["approved_date"].max() <= TODAY
    assert 0.05 < (came["submitted_date"] > came["due_date"]).mean() < 0.25
    late = missing.filter(pl.col("report_status") == "overdue")
    assert 100 < late.height < 600
    assert late.filter(pl.col("due_date") == date(2025, 3, 1)).height > late.height / 2
