"""The portfolio in numbers, completeness, documents, grants, change, and time held against money on the same day."""

import datetime as dt

import pytest

PROJECT = {
    "project_code": "P",
    "project_model": "fact",
    "project_state": "running",
    "municipality_code": "5501",
    "data_class": "synthetic",
}
PERIOD = {"start_date": dt.date(2024, 1, 1), "end_date": dt.date(2025, 12, 31)}


def status(color, day, **changes):
    reported = {"period_end_date": day, "reported_date": day, "status_dimension": "progress"}
    return {"project_code": "P", "reported_light": color, **reported, **changes}


def test_a_project_without_days_has_no_time_share(load_rows, sql):
    load_rows(project=[PROJECT, {**PROJECT, **PERIOD, "project_code": "Q", "spent_date": dt.date(2024, 12, 31)}])
    rows = {
        row[0]: row[1:] for row in sql("select project_code, time_share, accounts_time_share from mart.project").rows()
    }
    assert rows["P"] == (None, None)
    assert rows["Q"] == (1.0, pytest.approx(0.5, abs=0.01))


def test_money_is_held_against_the_time_that_had_passed_on_the_day_of_the_accounts(load_rows, sql):
    money = {"budget_nok": 100, "spent_nok": 60, "spent_date": dt.date(2024, 3, 31)}
    load_rows(project=[{**PROJECT, **PERIOD, **money}], project_status=[status("green", dt.date(2025, 11, 30))])
    light = sql("select computed_light from mart.project_light where status_dimension = 'economy'").item()
    assert light == "red"


def test_the_numbers_are_told_per_region_model_and_state(load_rows, sql):
    other = {
        **PROJECT,
        "project_code": "Q",
        "project_state": "completed",
        "project_model": "act",
        "municipality_code": None,
    }
    load_rows(project=[PROJECT, other], project_status=[status("red", dt.date(2025, 4, 30))])
    rows = sql(
        "select region_code, model_group, state_group, project_count, red_project_count from mart.project_portfolio "
        "where region_level = 'county'"
    ).rows()
    counts = {row[:3]: row[3:] for row in rows}
    assert counts["55", "all", "active"] == counts["55", "fact", "running"] == (1, 1)
    assert counts["9999", "all", "all"] == (1, None)
    assert ("9999", "all", "active") not in counts


def test_a_party_that_is_only_mentioned_has_not_confirmed(load_rows, sql):
    party = {"project_code": "P", "organisation_name": "NAV", "organisation_type": "nav", "party_role": "partner"}
    load_rows(project=[PROJECT], project_party=[party])
    assert sql("select is_missing_nav from mart.project").item() is True


def test_parties_that_are_not_stated_are_unknown_and_not_missing(load_rows, sql):
    load_rows(project=[PROJECT])
    assert sql("select is_missing_nav from mart.project").item() is None
    assert sql("select max(missing_nav_count) from mart.project_portfolio").item() is None


def test_late_milestones_are_unknown_where_none_has_a_day(load_rows, sql):
    milestone = {"project_code": "P", "milestone_type": "delivery", "milestone_status": "date_not_stated"}
    load_rows(project=[PROJECT], project_milestone=[{**milestone, "milestone_number": 1, "milestone_title": "Steg"}])
    assert sql("select milestone_count, undated_count, late_count from mart.project").row(0) == (1, 1, None)


def test_lights_are_compared_only_where_both_are_known(load_rows, sql):
    milestone = {
        "project_code": "P",
        "milestone_type": "delivery",
        "milestone_status": "delayed",
        "milestone_title": "Steg",
    }
    load_rows(
        project=[PROJECT, {**PROJECT, "project_code": "Q"}],
        project_status=[status("green", dt.date(2025, 4, 30))],
        project_milestone=[{**milestone, "milestone_number": 1, "planned_date": dt.date(2025, 1, 15)}],
    )
    lights = sql("select status_dimension, light_comparison from mart.project_light where project_code = 'P'")
    compared = dict(lights.iter_rows())
    assert compared["progress"] == "worse"
    assert compared["benefit"] == "unknown"
    counts = dict(sql("select project_code, worse_dimension_count from mart.project").iter_rows())
    assert counts == {"P": 1, "Q": None}


def test_the_change_is_from_the_period_before_and_not_told_of_an_old_report(load_rows, sql):
    reports = [status("green", dt.date(2025, 2, 28)), status("red", dt.date(2025, 4, 30))]
    old = [
        status("red", day, project_code="Q", reported_date=day) for day in (dt.date(2024, 2, 28), dt.date(2024, 4, 30))
    ]
    load_rows(project=[PROJECT, {**PROJECT, "project_code": "Q"}], project_status=[*reports, *old])
    assert dict(sql("select project_code, light_change from mart.project").iter_rows()) == {"P": "worse", "Q": None}


def test_an_empty_part_is_blank_and_some_of_many_is_partly(load_rows, sql):
    goal = {"project_code": "P", "goal_text": "Mål", "standard_goal_type": "outcome"}
    load_rows(
        project=[{**PROJECT, **PERIOD}],
        project_goal=[{**goal, "goal_code": "1", "indicator": "Dager"}, {**goal, "goal_code": "2"}],
    )
    rows = sql("select project_part, part_status, filled_count, wanted_count from mart.project_completeness").rows()
    parts = {row[0]: row[1:] for row in rows}
    assert parts["period"] == ("filled", 1, 1)
    assert parts["goals"] == ("partly", 1, 2)
    assert parts["measurements"] == ("blank", 0, 2)
    assert parts["risks"] == ("blank", 0, 1)


def test_a_goal_says_openly_what_is_not_measured(load_rows, sql):
    goal = {"project_code": "P", "goal_text": "Mål", "standard_goal_type": "outcome"}
    way = {"indicator": "Dager", "baseline_value": 20.0, "target_value": 10.0}
    load_rows(
        project=[PROJECT],
        project_goal=[
            {**goal, "goal_code": "1"},
            {**goal, "goal_code": "2", **way},
            {**goal, "goal_code": "3", **way, "measured_value": 15.0},
            {**goal, "goal_code": "4", **way, "measured_value": 9.0},
            {**goal, "goal_code": "5", **way, "measured_value": 25.0},
            {**goal, "goal_code": "6", "indicator": "Dager", "measured_value": 25.0},
        ],
    )
    states = sql("select goal_state from mart.project_goal order by goal_code")["goal_state"].to_list()
    assert states == ["not_measurable", "not_measured", "measured", "reached", "worse", "incomparable"]


def test_the_deliveries_of_a_project_are_those_of_its_rows_and_of_its_grants(load_rows, load_grants, sql):
    party = {"project_code": "P", "organisation_name": "NAV", "organisation_type": "nav", "party_role": "partner"}
    load_rows(project=[PROJECT], project_party=[party, {**party, "organisation_name": "X", "organisation_type": "gp"}])
    load_grants({"project_code": "P"}, {"project_code": "Elsewhere"})
    rows = sql("select source, row_count from mart.project_delivery where project_code = 'P' order by 1").rows()
    assert rows == [("grant_application", 1), ("project", 1), ("project_party", 2)]
    assert sql("select count(*) from mart.project_delivery where project_code <> 'P'").item() == 0
    of_party = sql("select distinct delivery_id from source.project_party").item()
    assert sql("select delivery_id from mart.project_delivery where source = 'project_party'").item() == of_party


def test_the_documents_of_a_project_are_counted_by_source(load_rows, sql):
    party = {"project_code": "P", "organisation_name": "NAV", "organisation_type": "nav", "party_role": "partner"}
    load_rows(
        project=[{**PROJECT, "source_document": "Skjema 1"}], project_party=[{**party, "source_document": "Skjema 1"}]
    )
    rows = sql("select source, source_document, row_count from mart.project_document order by 1").rows()
    assert rows == [("project", "Skjema 1", 1), ("project_party", "Skjema 1", 1)]


def test_a_team_where_nobody_says_what_is_filled_has_an_unknown_vacancy(load_rows, sql):
    position = {"project_code": "P", "position_title": "Stilling", "team_role": "nurse", "position_share": 1.0}
    load_rows(
        project=[PROJECT],
        team_position=[{**position, "line_number": 1, "attribution_confidence": "high", "is_in_team": True}],
    )
    assert sql("select fte, vacant_fte from mart.team").row(0) == (1.0, None)
