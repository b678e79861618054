"""The portfolio: grey is not green, slip, completeness, teams, and what is computed beside what is reported."""

import datetime as dt

import pytest

PROJECT = {
    "project_code": "P",
    "project_title": "Demoprosjekt",
    "project_model": "fact",
    "project_state": "running",
    "start_date": dt.date(2024, 1, 1),
    "end_date": dt.date(2025, 12, 31),
    "budget_nok": 1_000_000,
    "spent_nok": 500_000,
    "data_class": "synthetic",
}
STATUS = {"project_code": "P", "period_end_date": dt.date(2025, 4, 30), "reported_date": dt.date(2025, 5, 10)}
MILESTONE = {"project_code": "P", "milestone_title": "Steg", "milestone_type": "delivery"}
POSITION = {
    "project_code": "P",
    "position_title": "Stilling",
    "team_role": "nurse",
    "attribution_confidence": "high",
    "is_in_team": True,
}


def light(dimension, color, **changes):
    return {**STATUS, "status_dimension": dimension, "reported_light": color, **changes}


def test_a_project_that_reports_nothing_is_grey_and_not_green(load_rows, sql):
    load_rows(project=[PROJECT])
    assert sql("select overall_light from mart.project").item() == "grey"
    assert set(sql("select reported_light from mart.project_light")["reported_light"]) == {"grey"}


def test_the_worst_dimension_decides_and_one_without_a_report_is_grey(load_rows, sql):
    load_rows(project=[PROJECT], project_status=[light("progress", "green"), light("economy", "yellow")])
    assert sql("select overall_light from mart.project").item() == "yellow"
    lights = dict(sql("select status_dimension, reported_light from mart.project_light").iter_rows())
    assert lights["progress"] == "green"
    assert lights["benefit"] == "grey"


def test_a_report_older_than_120_days_is_grey(load_rows, sql):
    load_rows(
        project=[PROJECT, {**PROJECT, "project_code": "Q"}],
        project_status=[
            light("progress", "green", reported_date=dt.date(2025, 1, 1), period_end_date=dt.date(2024, 12, 31)),
            light("progress", "green", project_code="Q", reported_date=dt.date(2025, 5, 10)),
        ],
    )
    lights = dict(sql("select project_code, overall_light from mart.project").iter_rows())
    assert lights == {"P": "grey", "Q": "green"}


def test_facts_that_are_worse_than_the_report_are_told(load_rows, sql):
    load_rows(
        project=[PROJECT],
        project_status=[light("progress", "green")],
        project_milestone=[
            {**MILESTONE, "milestone_number": 1, "milestone_status": "delayed", "planned_date": dt.date(2025, 1, 15)}
        ],
    )
    row = sql("select * from mart.project_light where status_dimension = 'progress'").row(0, named=True)
    assert (row["reported_light"], row["computed_light"], row["is_worse_than_reported"]) == ("green", "red", True)
    kinds = set(sql("select attention_kind from mart.attention where page = 'project'")["attention_kind"])
    assert kinds == {"project_worse", "milestone_late"}


def test_slip_is_counted_to_the_day_it_happened_or_is_expected(load_rows, sql):
    load_rows(
        project=[PROJECT],
        project_status=[light("progress", "green")],
        project_milestone=[
            {
                **MILESTONE,
                "milestone_number": 1,
                "milestone_status": "reached",
                "planned_date": dt.date(2024, 3, 1),
                "actual_date": dt.date(2024, 3, 11),
            },
            {
                **MILESTONE,
                "milestone_number": 2,
                "milestone_status": "delayed",
                "planned_date": dt.date(2025, 6, 1),
                "forecast_date": dt.date(2025, 7, 1),
            },
            {**MILESTONE, "milestone_number": 3, "milestone_status": "delayed", "planned_date": dt.date(2025, 4, 10)},
            {**MILESTONE, "milestone_number": 4, "milestone_status": "date_not_stated"},
        ],
    )
    rows = sql("select slip_days, is_late from mart.project_milestone order by milestone_number").rows()
    assert rows == [(10, False), (30, True), (30, True), (None, False)]


def test_parties_that_have_not_said_yes_are_missing(load_rows, sql):
    load_rows(
        project=[PROJECT],
        project_party=[
            {
                "project_code": "P",
                "organisation_name": "NAV Demo",
                "organisation_type": "nav",
                "party_role": "partner",
                "is_confirmed": False,
            },
            {
                "project_code": "P",
                "organisation_name": "Demobrukerforening",
                "organisation_type": "user_organisation",
                "party_role": "user_representative",
                "is_confirmed": True,
            },
        ],
    )
    row = sql("select is_missing_nav, is_missing_user_organisation from mart.project").row(0)
    assert row == (True, False)


def test_a_goal_is_measured_from_its_baseline_and_not_measured_is_not_zero(load_rows, sql):
    goal = {"project_code": "P", "goal_text": "Mål", "standard_goal_type": "outcome", "indicator": "Dager"}
    load_rows(
        project=[PROJECT],
        project_goal=[
            {**goal, "goal_code": "1", "baseline_value": 20.0, "target_value": 10.0, "measured_value": 15.0},
            {**goal, "goal_code": "2", "baseline_value": 20.0, "target_value": 10.0},
        ],
    )
    assert sql("select progress_share from mart.project_goal order by goal_code")["progress_share"].to_list() == [
        0.5,
        None,
    ]
    assert sql("select goal_count, measured_goal_count from mart.project").row(0) == (2, 1)


def test_a_team_is_summed_without_what_is_outside_it_and_its_missing_roles_are_named(load_rows, sql):
    load_rows(
        project=[PROJECT],
        team_position=[
            {**POSITION, "line_number": 1, "position_share": 1.0, "employer_sector": "specialist", "is_filled": True},
            {**POSITION, "line_number": 2, "position_share": 0.5, "team_role": "psychiatrist", "is_filled": False},
            {**POSITION, "line_number": 3, "team_role": "administration"},
            {**POSITION, "line_number": 4, "position_share": 1.0, "team_role": "project_lead", "is_in_team": False},
        ],
    )
    row = sql("select * from mart.team").row(0, named=True)
    assert row["fte"] == pytest.approx(1.5)
    assert row["vacant_fte"] == pytest.approx(0.5)
    assert row["share_not_stated_count"] == 1
    assert row["missing_role_count"] == 5
    roles = set(sql("select team_role from mart.team_missing_role")["team_role"])
    assert "nurse" not in roles
    assert "psychologist" in roles


def test_a_project_in_a_county_that_is_gone_counts_where_most_of_it_went(load_rows, sql):
    load_rows(project=[{**PROJECT, "county_code": "17"}])
    place = sql("select region_level, region_name from mart.project_place")
    assert dict(place.iter_rows())["county"] == "Trøndelag"
    assert dict(place.iter_rows())["municipality"] == "Ikke fordelt"
