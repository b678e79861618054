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
    rows = sql(
        "select region_level, region_code, scheme_code, case_count, median_days, p90_days from mart.case_time "
        "where region_level in ('country', 'municipality') order by region_level, scheme_code"
    ).rows()
    assert rows == [
        (*place, scheme, 10, 50, 90)
        for place in (("country", "NO"), ("municipality", "0301"))
        for scheme in ("T", "all", "real")
    ]


def test_the_chain_has_every_step_and_no_figure_for_those_that_nothing_is_known_of(load_rows, sql):
    load_rows(grant_application=[grant("1")], grant_payment=[payment("a", 400)])
    steps = sql(
        "select step, amount_nok from mart.effect_chain where region_level = 'country' and scheme_code = 'all' "
        "and year = 2023 order by step_order"
    ).rows()
    unknown = [(step, None) for step in ("projects", "fte", "seminars", "agreement", "measures")]
    assert steps == [("applied", 1000), ("granted", 800), ("paid", 400), *unknown]


def test_paid_is_a_share_of_what_was_granted_where_payments_are_delivered(load_rows, sql):
    load_rows(
        grant_application=[grant("1"), grant("2"), grant("3", scheme_code="U")],
        grant_payment=[payment("a", 600)],
    )
    everything = one(sql, "all")
    assert (everything["payment_known_count"], everything["paid_case_count"]) == (2, 1)
    assert everything["paid_share"] == pytest.approx(600 / 1600)
    # A scheme that payments are delivered for has paid nothing on its other case; of the other scheme nothing is known.
    assert one(sql, "U")["net_paid_nok"] is None
    steps = (
        "select step_count, known_case_count, unknown_case_count from mart.grant_step where region_level = 'country' "
    )
    assert sql(steps + "and scheme_code = 'all' and flow_step = 'paid'").rows() == [(1, 2, 1)]


def test_nothing_decided_gives_no_award_rate(load_rows, sql):
    load_rows(grant_application=[grant("1", decision="pending", granted_nok=None), grant("2", decision="pending")])
    row = one(sql, "T")
    assert (row["application_count"], row["pending_count"], row["award_share"]) == (2, 2, None)
    assert row["granted_of_applied_share"] is None


def test_a_report_on_money_carried_over_belongs_to_the_case_of_the_year_before(load_rows, sql):
    load_rows(
        grant_application=[grant("1"), grant("2", year=2024)],
        grant_report=[
            {**REPORT, "year": 2024, "due_date": dt.date(2025, 3, 1), "report_status": "overdue"},
            {
                **REPORT,
                "case_id": "2",
                "year": 2024,
                "submitted_date": dt.date(2025, 4, 1),
                "report_status": "submitted",
            },
        ],
    )
    late = sql("select applicant_name, granted_nok, flow_level, municipality_code, days_late from mart.overdue_report")
    assert late.rows() == [("Demokommune", 800, "national", "0301", 31)]
    year = sql(
        "select report_count, overdue_count, report_due_case_count from mart.grant_flow "
        "where region_level = 'country' and scheme_code = 'T' and year = 2024"
    )
    # Two reports for 2024, one of them on a grant of 2024.
    assert year.rows() == [(2, 1, 1)]


def test_a_case_late_with_two_reports_counts_its_kroner_once(load_rows, sql):
    overdue = {**REPORT, "report_status": "overdue"}
    came = {**REPORT, "case_id": "2", "submitted_date": dt.date(2024, 4, 10), "report_status": "submitted"}
    load_rows(
        grant_application=[grant("1"), grant("2")],
        grant_report=[overdue, {**overdue, "report_type": "professional"}, came],
    )
    row = sql("select * from mart.follow_up where region_level = 'country' and scheme_code = 'all'").row(0, named=True)
    assert (row["overdue_count"], row["overdue_granted_nok"], row["as_of_date"]) == (2, 800, dt.date(2024, 4, 10))
    attention = "select affected_count, amount_nok from mart.attention where attention_kind = 'report_overdue'"
    assert sql(attention).rows() == [(2, 800)]


def test_a_report_without_a_day_that_says_it_came_is_not_late(load_rows, sql):
    load_rows(
        grant_application=[grant("1"), grant("2")],
        grant_report=[
            {**REPORT, "report_status": "submitted"},
            {**REPORT, "case_id": "2", "submitted_date": dt.date(2024, 4, 10), "report_status": "submitted"},
        ],
    )
    assert sql("select * from mart.overdue_report").is_empty()


def test_unused_money_waits_for_the_manager_until_it_is_decided_and_for_the_recipient_until_it_is_back(load_rows, sql):
    came = {**REPORT, "submitted_date": dt.date(2024, 2, 1), "report_status": "submitted", "unused_nok": 100}
    load_rows(
        grant_application=[grant("1"), grant("2"), grant("3")],
        grant_report=[
            {**came, "unused_status": "carryover_requested"},
            {**came, "case_id": "2", "unused_status": "repayment_claimed", "claimed_back_nok": 90},
            {**came, "case_id": "3", "unused_status": "repaid", "repaid_nok": 100},
        ],
    )
    rows = sql("select follow_up_role, undecided_nok, to_repay_nok from mart.unused_money order by case_id").rows()
    assert rows == [("manager", 100, None), ("recipient", None, 90), (None, None, None)]
    by_status = sql(
        "select unused_status, report_count, unused_nok from mart.unused_by_status "
        "where region_level = 'country' and scheme_code = 'T' order by unused_status"
    ).rows()
    assert by_status == [("carryover_requested", 1, 100), ("repaid", 1, 100), ("repayment_claimed", 1, 100)]


def test_a_payment_dated_before_the_decision_is_found(load_rows, sql):
    load_rows(
        grant_application=[grant("1", received_date=dt.date(2023, 3, 1), decision_date=dt.date(2023, 8, 1))],
        grant_payment=[payment("a", 800)],
    )
    assert sql("select finding_kind, found_nok from mart.amount_finding").rows() == [("payment_before_decision", 800)]


def test_a_scheme_begins_takes_over_and_ends_by_the_list_and_not_by_the_grants_loaded(load_rows, sql):
    scheme = {"manager_name": "Testforvalter"}
    load_rows(
        grant_scheme=[
            {**scheme, "scheme_code": "A", "scheme_name": "Første", "first_year": 2012, "last_year": 2019},
            {**scheme, "scheme_code": "B", "scheme_name": "Andre", "first_year": 2020, "predecessor_code": "A"},
        ],
        grant_application=[grant("1"), grant("2", scheme_code="A", scheme_name=None, year=2015)],
    )
    events = sql(
        "select scheme_event, year, scheme_name, predecessor_name, has_grants from mart.scheme_event "
        "where scheme_code in ('A', 'B') order by year"
    )
    assert events.rows() == [
        ("begins", 2012, "Første", None, True),
        ("ends", 2019, "Første", None, True),
        ("succeeds", 2020, "Andre", "Første", False),
    ]


def test_the_band_of_a_size_group_is_of_each_scheme_and_flow_level(load_rows, sql):
    load_rows(grant_application=[grant("1"), grant("2", municipality_code="4601", flow_level="regional")])
    rows = sql(
        "select flow_level, scheme_code, municipality_count, lower_quartile, upper_quartile > 0 as has_upper "
        "from mart.funding_band where size_group = 'from_50000' and year = 2023 and scheme_code = 'T' order by flow_level"
    ).rows()
    # One of some twenty got money: the quartiles are 0, which is known and not missing.
    assert [row[:2] for row in rows] == [("national", "T"), ("regional", "T")]
    assert all(count > 10 and lower == 0 and not has_upper for _, _, count, lower, has_upper in rows)
    band = sql("select count(*) from mart.peer_band where measure = 'granted_per_capita_nok' and year = 2023").item()
    assert band == 6


def one(sql, scheme):
    return sql(f"select * from mart.grant_flow where region_level = 'country' and scheme_code = '{scheme}'").row(
        0, named=True
    )
