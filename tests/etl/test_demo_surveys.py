"""Demo seminars, surveys and measures: sums that agree, and no small group to be seen."""

import polars as pl
import pytest

from etl.demo import TODAY
from tests.etl.conftest import Demo

GROUP = ["participant_role", "service_level", "area_code"]
UNDIVIDED = ["all", "alle"]
EVERYBODY = pl.all_horizontal(pl.col(GROUP).is_in(UNDIVIDED))


@pytest.fixture(scope="module")
def answers(demo: Demo) -> pl.DataFrame:
    return demo.rows["survey_answer"]


def came_by_series_and_year(demo: Demo) -> pl.DataFrame:
    total = demo.rows["seminar_participation"].filter(pl.col("participant_role") == "all")
    return (
        total.join(demo.rows["seminar"], on="seminar_code")
        .group_by("series_code", "year")
        .agg(pl.col("attended_count").sum())
    )


def test_three_series_were_held_from_2021_to_2024_and_are_planned_on(demo: Demo) -> None:
    seminars = demo.rows["seminar"]
    assert seminars["series_code"].n_unique() == 3
    held = seminars.filter(pl.col("seminar_status") == "held")
    assert held["year"].unique().sort().to_list() == [2021, 2022, 2023, 2024]
    planned = seminars.filter(pl.col("seminar_status") == "planned")
    assert planned["year"].unique().sort().to_list() == [2025, 2026]
    assert planned["seminar_date"].drop_nulls().min() > TODAY
    assert seminars.filter(pl.col("seminar_status") == "cancelled").height > 0
    assert seminars["health_area_code"].n_unique() >= 12


def test_everybody_is_the_sum_of_the_roles(demo: Demo) -> None:
    rows = demo.rows["seminar_participation"]
    counts = ["invited_count", "registered_count", "attended_count"]
    total = rows.filter(pl.col("participant_role") == "all").drop("participant_role", "service_level")
    parts = rows.filter(pl.col("participant_role") != "all").group_by("seminar_code").agg(pl.col(counts).sum())
    assert total.select("seminar_code", *counts).sort("seminar_code").equals(parts.sort("seminar_code"))
    held = demo.rows["seminar"].filter(pl.col("seminar_status") == "held")
    assert set(total["seminar_code"]) == set(held["seminar_code"])
    assert (rows["registered_count"] >= rows["attended_count"]).all()
    assert (rows["invited_count"] >= rows["registered_count"]).all()


def test_the_same_seven_statements_are_asked_every_time(answers: pl.DataFrame) -> None:
    assert answers["wave_code"].n_unique() == 12
    asked = answers.select("wave_code", "statement_code", "statement_text").unique()
    assert asked.height == 12 * 7
    assert asked.select("statement_code", "statement_text").unique().height == 7
    assert set(answers["time_point"]) == {"t0", "t1"}
    per_group = answers.group_by("wave_code", "statement_code", *GROUP).len()
    assert per_group["len"].unique().to_list() == [6]


def test_groups_are_never_crossed_and_those_that_can_be_seen_are_parts_of_the_whole(answers: pl.DataFrame) -> None:
    divided_by = pl.sum_horizontal(~pl.col(GROUP).is_in(UNDIVIDED))
    assert answers.select(divided_by.max()).item() == 1
    key = ["wave_code", "statement_code", "answer_code"]
    whole = answers.filter(EVERYBODY).select(*key, whole="answer_count")
    for name in GROUP:
        parts = answers.filter(~pl.col(name).is_in(UNDIVIDED)).group_by(key)
        sums = parts.agg(pl.col("answer_count").sum(), has_hidden=pl.col("value_flag").is_not_null().any())
        both = sums.join(whole, on=key)
        assert both.filter(pl.col("answer_count") > pl.col("whole")).is_empty()
        assert both.filter(~pl.col("has_hidden"), pl.col("answer_count") != pl.col("whole")).is_empty()


def test_a_group_of_fewer_than_five_is_hidden_and_never_alone(answers: pl.DataFrame) -> None:
    hidden = pl.col("value_flag") == ":"
    assert answers.filter(pl.col("answer_count").is_null() != pl.col("value_flag").is_not_null()).is_empty()
    groups = answers.group_by("wave_code", "statement_code", *GROUP).agg(
        pl.col("answer_count").sum(), is_hidden=hidden.any()
    )
    assert groups.filter("is_hidden").height > 0
    assert groups.filter(~pl.col("is_hidden"))["answer_count"].min() >= 5
    assert groups.filter("is_hidden").filter(EVERYBODY).is_empty()
    for name in GROUP:
        count = groups.filter(~pl.col(name).is_in(UNDIVIDED)).group_by("wave_code", "statement_code")
        assert 1 not in count.agg(pl.col("is_hidden").sum())["is_hidden"].to_list()


def test_fewer_answer_than_came_and_fewer_still_half_a_year_later(demo: Demo, answers: pl.DataFrame) -> None:
    given = answers.filter(EVERYBODY).group_by("seminar_code", "year", "time_point", "statement_code")
    most = given.agg(pl.col("answer_count").sum()).group_by("seminar_code", "year", "time_point")
    both = most.agg(pl.col("answer_count").max()).join(
        came_by_series_and_year(demo), left_on=["seminar_code", "year"], right_on=["series_code", "year"]
    )
    assert both.height == 12
    rates = both.with_columns(rate=pl.col("answer_count") / pl.col("attended_count")).pivot(
        "time_point", index=["seminar_code", "year"], values="rate"
    )
    assert rates["t0"].is_between(0.5, 0.8).all()
    assert rates.filter(pl.col("t1") < 0.5)["seminar_code"].to_list() == ["DEMO-SERIE-3"]
    assert (rates["t1"] < rates["t0"]).all()


def test_ten_measures_are_ranked_by_how_often_they_are_named(demo: Demo) -> None:
    measures = demo.rows["measure_status"]
    assert measures["measure_code"].n_unique() == 10
    assert set(measures["time_point"]) == {"t1"}
    assert measures["measure_title"].str.starts_with("Demotiltak: ").all()
    by_rank = measures.sort("wave_code", "participant_role", "mention_rank")
    for _, rows in by_rank.group_by("wave_code", "participant_role"):
        assert rows["mention_rank"].to_list() == list(range(1, 11))
        assert rows["mention_count"].is_sorted(descending=True)
    assert (measures["mention_count"] <= measures["base_count"]).all()
    counts = measures.pivot("participant_role", index=["wave_code", "measure_code"], values="mention_count")
    assert (counts["all"] >= counts["leader"] + counts["employee"]).all()
    assert measures["measure_status"].n_unique() >= 5
