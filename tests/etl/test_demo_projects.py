"""Demo projects: real rows of the demo's grants, spread over regions and states, told as of one day."""

import polars as pl
import pytest

from etl import reference
from etl.demo import TODAY
from tests.etl.conftest import Demo


@pytest.fixture(scope="module")
def projects(demo: Demo) -> pl.DataFrame:
    return demo.rows["project"]


def with_project(demo: Demo, source: str) -> pl.DataFrame:
    """The rows of a source with state and period of their project."""
    facts = demo.rows["project"].select("project_code", "project_state", "project_model", "start_date", "end_date")
    return demo.rows[source].join(facts, on="project_code")


def test_there_are_54_projects_and_each_is_one_that_was_granted_money(demo: Demo, projects: pl.DataFrame) -> None:
    assert projects.height == 54
    applications = demo.rows["grant_application"].select(
        "case_id", "project_code", "scheme_code", "project_title", "granted_nok", "applicant_name", "decision_date"
    )
    told = projects.join(applications, on=["case_id", "project_code", "scheme_code", "project_title"])
    assert told.height == 54
    assert (told["granted_nok"] > 0).all()
    assert (told["applicant_name"] == told["lead_organisation_name"]).all()


def test_they_are_spread_over_regions_models_states_and_years(projects: pl.DataFrame) -> None:
    areas = reference.read("health_area")
    community = pl.concat(
        areas.select(health_area_code=column, community="health_community_code")
        for column in ("health_community_code", "health_trust_code", "dps_code")
    ).unique()
    placed = projects.join(community, on="health_area_code")
    assert placed.height == 54
    assert placed["community"].n_unique() == 19
    assert projects["county_code"].n_unique() > 12
    assert projects["project_model"].n_unique() == 10
    assert {"planned", "running", "on_hold", "continued", "completed", "cancelled"} == set(projects["project_state"])
    assert projects["start_date"].dt.year().n_unique() >= 5
    assert {"day", "month", "year"} <= set(projects["start_precision"])


def test_a_municipality_is_one_of_2024(projects: pl.DataFrame) -> None:
    assert set(projects["municipality_code"].drop_nulls()) <= set(reference.read("health_area")["municipality_code"])


def test_the_state_goes_with_the_dates(projects: pl.DataFrame) -> None:
    begun = projects["start_date"] <= TODAY
    assert (begun == (projects["project_state"] != "planned")).all()
    over = projects.filter(pl.col("project_state").is_in(["completed", "continued", "cancelled"]))
    assert over["end_date"].max() <= TODAY
    goes_on = projects.filter(pl.col("project_state").is_in(["running", "on_hold", "planned"]))["end_date"].drop_nulls()
    assert goes_on.min() >= TODAY
    assert projects["spent_date"].max() <= TODAY


def test_some_projects_spend_more_and_some_lack_nav_or_a_user_organisation(demo: Demo, projects: pl.DataFrame) -> None:
    assert 0 < projects.filter(pl.col("spent_nok") > pl.col("budget_nok")).height < 12
    kinds = demo.rows["project_party"].group_by("project_code").agg(pl.col("organisation_type"))
    for kind in ("nav", "user_organisation"):
        assert 5 < kinds.filter(~pl.col("organisation_type").list.contains(kind)).height < 30
    assert demo.rows["project_party"].filter(pl.col("party_role") == "owner").height == 54


def test_organisations_are_invented_and_known(demo: Demo) -> None:
    organisations = demo.rows["organisation"]
    assert organisations["organisation_name"].str.starts_with("Demo").all()
    assert organisations["organisation_number"].null_count() == organisations.height
    assert organisations["organisation_name"].is_unique().all()
    assert set(demo.rows["project_party"]["organisation_name"]) == set(organisations["organisation_name"])


def test_every_project_has_four_to_eight_milestones_and_some_have_slipped(demo: Demo) -> None:
    milestones = with_project(demo, "project_milestone")
    assert milestones.group_by("project_code").len()["len"].is_between(4, 8).all()
    slip = (milestones["forecast_date"] - milestones["planned_date"]).dt.total_days()
    assert 0.15 < (slip > 15).mean() < 0.5
    assert 0.05 < (slip > 60).mean() < 0.25
    assert milestones["actual_date"].max() <= TODAY
    reached = milestones["milestone_status"] == "reached"
    assert (reached == milestones["actual_date"].is_not_null()).all()
    late = milestones.filter(pl.col("milestone_status").is_in(["not_started", "on_track"]))
    assert (late["planned_date"].dt.month_end() >= TODAY).all()


def test_goals_go_from_baseline_by_measured_to_target_where_they_can_be_measured(demo: Demo) -> None:
    goals = with_project(demo, "project_goal")
    parents = goals.select("project_code", parent_goal_code="goal_code")
    lower = goals.drop_nulls("parent_goal_code")
    assert lower.join(parents, on=["project_code", "parent_goal_code"], how="semi").height == lower.height
    measurable = goals.filter(pl.col("indicator").is_not_null())
    assert 5 < goals.height - measurable.height < 50
    assert 0.2 < measurable["measured_value"].null_count() / measurable.height < 0.7
    assert measurable["measured_date"].max() <= TODAY
    rising = (measurable["target_value"] > measurable["baseline_value"]).drop_nulls()
    stated = measurable.filter(pl.col("baseline_value").is_not_null())["wanted_direction"] == "up"
    assert (rising == stated).all()
    assert 0.05 < (goals["stated_goal_type"] != goals["standard_goal_type"]).mean() < 0.2


def test_status_is_reported_by_tertial_and_silence_is_no_row(demo: Demo, projects: pl.DataFrame) -> None:
    status = with_project(demo, "project_status")
    assert set(status["period_end_date"].dt.strftime("%m-%d")) == {"04-30", "08-31", "12-31"}
    assert (status["reported_date"] > status["period_end_date"]).all()
    assert status["reported_date"].max() <= TODAY
    assert set(status["reported_light"]) == {"green", "yellow", "red"}
    assert status["status_dimension"].n_unique() == 7
    latest = status.group_by("project_code").agg(pl.col("period_end_date").max())
    goes_on = projects.filter(pl.col("project_state").is_in(["running", "on_hold"])).join(latest, on="project_code")
    silent = goes_on.filter(pl.col("period_end_date") < pl.date(2025, 4, 30)).height
    assert 0 < silent < goes_on.height / 2
    periods = (
        status.unique(["project_code", "period_end_date"])
        .group_by("project_code")
        .agg(
            pl.len(), months=(pl.col("period_end_date").max() - pl.col("period_end_date").min()).dt.total_days() / 30.4
        )
    )
    assert (periods["len"] < (periods["months"] / 4).round() + 1).any()


def test_risks_and_benefits_are_of_every_project(demo: Demo) -> None:
    items = demo.rows["project_risk_benefit"]
    counts = items.group_by("project_code", "item_type").len()
    assert counts.filter(pl.col("item_type") == "risk")["len"].is_between(2, 5).all()
    assert counts.filter(pl.col("item_type") == "benefit")["len"].is_between(1, 3).all()
    assert counts.height == 2 * 54
    assert items["assessed_date"].max() <= TODAY
    score = items["probability"] * items["consequence"]
    assert (score >= 15).sum() > 5


def test_about_a_dozen_teams_have_positions_and_some_lack_a_role_or_stand_empty(demo: Demo) -> None:
    positions = with_project(demo, "team_position")
    assert set(positions["project_model"]) == {"act", "fact", "fact_youth"}
    teams = positions.filter("is_in_team").group_by("project_code").agg(pl.col("position_share").sum(), "team_role")
    assert 10 <= teams.height <= 16
    assert teams["position_share"].is_between(3, 11).all()
    assert 0 < teams.filter(~pl.col("team_role").list.contains("psychiatrist")).height < teams.height / 2
    assert 0.03 < (~positions["is_filled"]).mean() < 0.25
    employers = positions.select("project_code", organisation_name="employer_name")
    parties = demo.rows["project_party"]
    assert employers.join(parties, on=["project_code", "organisation_name"], how="semi").height == positions.height
