"""Demo staffing: every municipality and year, at the level that is published, with breaks, carried figures and symbols."""

import polars as pl
import pytest

from etl import reference
from tests.etl.conftest import Demo


@pytest.fixture(scope="module")
def staffing(demo: Demo) -> pl.DataFrame:
    return demo.rows["staffing"]


def test_every_municipality_has_eight_rows_a_year(staffing: pl.DataFrame) -> None:
    assert staffing.height == 357 * 10 * 2 * 4
    assert staffing["series_code"].unique().to_list() == ["DEMO-24/8"]
    known = reference.read("population").filter(pl.col("year") == "2024")["municipality_code"]
    assert set(staffing["area_code"]) == set(known)
    assert set(staffing["education"]) == {"all", "higher", "higher_further", "psychologist"}


def test_there_are_two_to_four_full_time_equivalents_per_1000_inhabitants(staffing: pl.DataFrame) -> None:
    people = reference.read("population").select(
        area_code="municipality_code", year=pl.col("year").cast(pl.Int16), people=pl.col("population").cast(pl.Int64)
    )
    everyone = staffing.filter(pl.col("education") == "all", pl.col("fte").is_not_null(), ~pl.col("is_imputed"))
    sums = everyone.group_by("area_code", "year").agg(pl.col("fte").sum()).join(people, on=["area_code", "year"])
    rates = sums.filter(pl.col("people") > 2_000).select(1_000 * pl.col("fte") / pl.col("people")).to_series()
    assert rates.min() > 1.8
    assert rates.max() <= 4.0
    by_year = sums.group_by("year").agg(rate=pl.col("fte").sum() / pl.col("people").sum()).sort("year")["rate"]
    assert by_year[0] < by_year[-1] < by_year[-2]


def test_the_education_groups_are_parts_of_all(staffing: pl.DataFrame) -> None:
    wide = staffing.pivot("education", index=["area_code", "year", "target_group_code"], values="fte").drop_nulls()
    parts = pl.col("higher") + pl.col("higher_further") + pl.col("psychologist")
    assert wide.filter(parts > pl.col("all") + 1e-9).is_empty()


def test_the_series_breaks_in_2020_and_2024(staffing: pl.DataFrame) -> None:
    assert staffing.filter("is_break")["year"].unique().sort().to_list() == [2020, 2024]
    assert staffing.filter(pl.col("year").is_in([2020, 2024]))["is_break"].all()


def test_about_four_percent_are_carried_from_the_year_before_most_of_them_in_2020(staffing: pl.DataFrame) -> None:
    assert staffing["is_imputed"].mean() == pytest.approx(0.04, abs=0.01)
    assert staffing.filter(pl.col("year") == 2020)["is_imputed"].mean() > 0.1
    key = ["area_code", "target_group_code", "education"]
    before = staffing.select(*key, pl.col("year") + 1, before="fte")
    carried = staffing.filter("is_imputed").join(before, on=[*key, "year"])
    assert carried.drop_nulls(["fte", "before"]).filter(pl.col("fte") != pl.col("before")).is_empty()


def test_a_figure_that_is_not_there_has_a_symbol(staffing: pl.DataFrame) -> None:
    assert (staffing["fte"].is_null() == staffing["value_flag"].is_not_null()).all()
    assert set(staffing["value_flag"].drop_nulls()) == {":", ".."}
    assert staffing["value_flag"].drop_nulls().len() < 150
