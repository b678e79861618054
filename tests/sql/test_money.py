"""After the decision: paid, repaid, reported, late, unused, and where the amounts do not agree."""

import datetime as dt

import pytest

GRANT = {
    "scheme_code": "T",
    "scheme_name": "Testordning",
    "year": 2023,
    "manager_name": "Testforvalter",
    "applicant_name": "Demokommune",
    "municipality_code": "0301",
    "applied_nok": 1000,
    "granted_nok": 800,
    "decision": "granted",
    "flow_level": "national",
}
PAYMENT = {
    "manager_name": "Testforvalter",
    "scheme_code": "T",
    "year": 2023,
    "case_id": "1",
    "payment_type": "payment",
    "payment_date": dt.date(2023, 7, 1),
}
REPORT = {
    "manager_name": "Testforvalter",
    "scheme_code": "T",
    "year": 2023,
    "case_id": "1",
    "report_type": "financial",
    "due_date": dt.date(2024, 3, 1),
    "report_status": "not_due",
}


def grant(number, **changes):
    return {**GRANT, "case_id": number, **changes}


def payment(number, amount, **changes):
    return {**PAYMENT, "payment_id": number, "payment_nok": amount, **changes}


def test_repayments_count_against_what_was_paid(load_rows, sql):
    load_rows(
        grant_application=[grant("1")],
        grant_payment=[payment("a", 800), payment("b", -100, payment_type="repayment")],
    )
    row = sql("select * from mart.grant_flow where region_level = 'country' and scheme_code = 'all'").row(0, named=True)
    assert (row["paid_nok"], row["repaid_nok"], row["net_paid_nok"]) == (800, 100, 700)
    assert row["paid_share"] == pytest.approx(0.875)


def test_without_payments_delivered_paid_is_unknown_and_not_zero(load_rows, sql):
    load_rows(grant_application=[grant("1")])
    row = sql("select * from mart.grant_flow where region_level = 'county' and region_code = '03'").row(0, named=True)
    assert row["granted_nok"] == 800
    assert row["net_paid_nok"] is None
    assert row["report_count"] is None


def test_a_report_is_late_when_its_day_has_passed_and_nothing_came(load_rows, sql):
    load_rows(
        grant_application=[grant("1"), grant("2")],
        grant_report=[
            {**REPORT, "report_status": "overdue"},
            {**REPORT, "case_id": "2", "submitted_date": dt.date(2024, 4, 10), "report_status": "submitted"},
        ],
    )
    late = sql("select case_id, days_late, granted_nok from mart.overdue_report").rows()
    assert late == [("1", 40, 800)]
    flow = sql("select * from mart.grant_flow where region_level = 'country' and scheme_code = 'T'").row(0, named=True)
    assert (flow["report_count"], flow["submitted_count"], flow["in_time_count"], flow["overdue_count"]) == (2, 1, 0, 1)


def test_amounts_that_do_not_agree_are_found(load_rows, sql):
    load_rows(
        grant_application=[grant("1"), grant("2", decision="rejected", granted_nok=0), grant("3")],
        grant_payment=[payment("a", 900), payment("b", 50, case_id="2"), payment("c", 70, case_id="9")],
        grant_report=[
            {
                **REPORT,
                "case_id": "3",
                "report_status": "approved",
                "submitted_date": dt.date(2024, 2, 1),
                "approved_date": dt.date(2024, 3, 1),
                "reported_granted_nok": 800,
                "spent_nok": 700,
                "repaid_nok": 40,
            }
        ],
    )
    found = dict(sql("select finding_kind, difference_nok from mart.amount_finding").iter_rows())
    assert {kind: float(amount) for kind, amount in found.items()} == {
        "paid_exceeds_granted": 100,
        "payment_without_award": 50,
        "payment_without_case": 70,
        "approved_report_unexplained": 60,
    }


def test_case_time_is_the_days_within_which_half_and_nine_tenths_are_decided(load_rows, sql):
    day = dt.date(2023, 3, 1)
    load_rows(
        grant_application=[
            grant(str(days), received_date=day, decision_date=day + dt.timedelta(days=days))
            for days in range(10, 110, 10)
        ]
    )
    rows = sql("select scheme_code, case_count, median_days, p90_days from mart.case_time order by scheme_code").rows()
    assert rows == [("T", 10, 50, 90), ("all", 10, 50, 90)]


def test_the_chain_has_every_step_and_no_figure_for_those_that_nothing_is_known_of(load_rows, sql):
    load_rows(grant_application=[grant("1")], grant_payment=[payment("a", 400)])
    steps = sql(
        "select step, amount_nok from mart.effect_chain where region_level = 'country' and scheme_code = 'all' "
        "and year = 2023 order by step_order"
    ).rows()
    unknown = [(step, None) for step in ("projects", "fte", "seminars", "agreement", "measures")]
    assert steps == [("applied", 1000), ("granted", 800), ("paid", 400), *unknown]
