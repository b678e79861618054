"""The demo: invented grants in real geography, as ordinary files. Its other parts have tests of their own."""

import re
from pathlib import Path

import polars as pl
import pytest

from etl import reference
from etl.demo import write_demo
from etl.reference.table import read_table
from tests.etl.conftest import Demo


@pytest.fixture(scope="module")
def schemes(demo: Demo) -> pl.DataFrame:
    return next(read_table(source, path) for source, path in demo.files if source == "grant_scheme")


@pytest.fixture(scope="module")
def applications(demo: Demo) -> pl.DataFrame:
    tables = [read_table(source, path) for source, path in demo.files if source == "grant_application"]
    return pl.concat(tables).with_columns(
        pl.col("year", "applied_nok", "granted_nok", "priority_rank").cast(pl.Int64),
        pl.col("received_date", "decision_date").str.to_date(),
    )


def granted_in_borders_of_2024(applications: pl.DataFrame) -> pl.DataFrame:
    weight = pl.col("weight").str.replace(",", ".").cast(pl.Float64)
    return (
        applications.join(reference.read("municipality_weight").with_columns(weight), on="municipality_code")
        .group_by("municipality_code_2024", "year")
        .agg(granted_nok=(pl.col("granted_nok") * pl.col("weight")).sum())
    )


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(demo: Demo, tmp_path: Path) -> None:
    files = demo.files
    again = write_demo(tmp_path / "again")
    assert [(source, path.name) for source, path in again] == [(source, path.name) for source, path in files]
    assert [path.read_bytes() for _, path in again] == [path.read_bytes() for _, path in files]
    other = dict(zip(files, write_demo(tmp_path / "other", seed=7), strict=True))
    same = {source for (source, path), (_, one) in other.items() if path.read_bytes() == one.read_bytes()}
    assert same == {"grant_scheme", "expected_delivery"}


def test_schemes_come_before_what_points_to_them(demo: Demo, schemes: pl.DataFrame, applications: pl.DataFrame) -> None:
    sources = [source for source, _ in demo.files]
    assert sources.index("grant_scheme") < sources.index("grant_application")
    assert set(applications["scheme_code"]) == set(schemes["scheme_code"])
    assert schemes.height == 8
    assert set(schemes["predecessor_code"].drop_nulls()) <= set(schemes["scheme_code"])


def test_every_row_loads_and_only_what_is_planted_is_found(demo: Demo) -> None:
    assert demo.row_counts["grant_application"] == 100_000
    found = demo.findings.group_by("source", "level", "rule").len().sort("source").rows()
    not_measurable = demo.rows["project_goal"]["indicator"].null_count()
    assert found == [
        ("grant_report", "warning", "approved_report_adds_up", 3),
        ("project_goal", "warning", "goal_not_measurable", not_measurable),
    ]


def test_all_is_synthetic_and_says_so(demo: Demo) -> None:
    rows = {source: rows for source, rows in demo.rows.items() if "data_class" in rows.columns}
    assert set(demo.rows) - set(rows) == {"expected_delivery"}
    assert {value for table in rows.values() for value in table["data_class"].unique()} == {"synthetic"}


def test_it_is_national_in_size(applications: pl.DataFrame) -> None:
    assert 95_000 <= applications.height <= 105_000
    assert applications["year"].unique().sort().to_list() == list(range(2015, 2025))
    assert granted_in_borders_of_2024(applications)["municipality_code_2024"].n_unique() == 357


def test_all_is_marked_synthetic_and_nothing_carries_a_real_name(
    schemes: pl.DataFrame, applications: pl.DataFrame
) -> None:
    assert schemes["data_class"].unique().to_list() == ["syntetisk"]
    assert schemes["scheme_name"].str.starts_with("Demoordning ").all()
    assert applications["data_class"].unique().to_list() == ["syntetisk"]
    assert applications["manager_name"].unique().to_list() == ["Demoforvalteren"]
    assert applications["applicant_organisation_number"].null_count() == applications.height
    names = set(applications["applicant_name"]) | set(applications["project_title"].drop_nulls())
    assert all(name.startswith("Demo") for name in names)
    municipalities, areas = reference.read("municipality"), reference.read("health_area")
    columns = ("health_trust_name", "dps_name", "health_community_name")
    real = {*municipalities["municipality_name"], *municipalities["county_name"]}.union(
        *(areas[name] for name in columns)
    )
    real_words = {word.lower() for name in real for word in re.findall(r"\w+", name)}
    used_words = {word.lower() for name in names for word in re.findall(r"\w+", name)}
    assert not real_words & used_words


def test_a_case_and_a_project_in_a_year_stand_once(applications: pl.DataFrame) -> None:
    assert applications["case_id"].is_unique().all()
    projects = applications.drop_nulls("project_code")
    assert projects.select("project_code", "year").is_duplicated().sum() == 0
    assert projects.group_by("project_code").agg(pl.col("scheme_code").n_unique())["scheme_code"].max() == 1
    assert projects.group_by("project_code").len()["len"].max() == 4


def test_outcomes_are_shared_as_in_real_case_handling(applications: pl.DataFrame) -> None:
    shares = dict(applications["decision"].value_counts(normalize=True).rows())
    assert shares["innvilget"] == pytest.approx(0.55, abs=0.015)
    assert shares["delvis innvilget"] == pytest.approx(0.30, abs=0.015)
    assert shares["avslag"] == pytest.approx(0.14, abs=0.01)
    assert shares["avvist"] == pytest.approx(0.01, abs=0.003)
    assert 0.003 < shares["trukket"] < 0.01
    pending = applications.filter(pl.col("decision") == "under behandling")
    assert 0 < pending.height < 1_000
    assert pending["year"].unique().to_list() == [2024]


def test_what_is_granted_follows_from_the_decision(applications: pl.DataFrame) -> None:
    by_decision = {str(decision[0]): rows for decision, rows in applications.group_by("decision")}
    assert (by_decision["innvilget"]["granted_nok"] == by_decision["innvilget"]["applied_nok"]).all()
    partly = by_decision["delvis innvilget"]
    assert ((partly["granted_nok"] > 0) & (partly["granted_nok"] < partly["applied_nok"])).all()
    for decision in ("avslag", "avvist", "trukket"):
        assert (by_decision[decision]["granted_nok"] == 0).all()
    assert by_decision["under behandling"]["granted_nok"].null_count() == by_decision["under behandling"].height
    assert (applications["applied_nok"] > 0).all()
    assert (applications.filter(pl.col("scheme_code") != "DEMO-STILL")["applied_nok"] % 1_000 == 0).all()


def test_a_decision_comes_on_a_weekday_two_to_five_months_after_the_deadline(applications: pl.DataFrame) -> None:
    decided = applications.drop_nulls("decision_date")
    deadlines = applications.group_by("call_code").agg(deadline=pl.col("received_date").max())
    months = decided.join(deadlines, on="call_code").select(
        days=(pl.col("decision_date") - pl.col("deadline")).dt.total_days()
    )
    assert months["days"].is_between(60, 153).all()
    assert decided["decision_date"].dt.weekday().max() == 5
    assert (applications["received_date"].dt.year() == applications["year"]).all()


def test_a_code_is_one_that_was_valid_in_its_year(applications: pl.DataFrame) -> None:
    periods = reference.read("municipality").select(
        "municipality_code", pl.col("valid_from", "valid_to").str.head(4).cast(pl.Int64)
    )
    used = applications.drop_nulls("municipality_code").select("municipality_code", "year").unique()
    valid = used.join(periods, on="municipality_code").filter(
        pl.col("year") >= pl.col("valid_from"), pl.col("valid_to").is_null() | (pl.col("year") < pl.col("valid_to"))
    )
    assert valid.height == used.height


def test_a_few_come_from_health_areas_and_a_few_are_passed_on(applications: pl.DataFrame) -> None:
    without = applications.filter(pl.col("municipality_code").is_null())
    assert without.height / applications.height == pytest.approx(0.02, abs=0.005)
    assert without["health_area_code"].null_count() == 0
    areas = reference.read("health_area")
    known = set(areas["dps_code"]) | set(areas["health_trust_code"]) | set(areas["health_community_code"])
    assert set(applications["health_area_code"].drop_nulls()) <= known
    passed_on = applications.filter(pl.col("flow_level") != "nasjonal")
    assert passed_on["scheme_code"].unique().to_list() == ["DEMO-VIDERE"]
    assert passed_on["flow_level"].unique().sort().to_list() == ["kommunal", "regional"]
    assert 0.01 < passed_on.height / applications.height < 0.05


def test_the_money_grows_and_small_municipalities_get_more_per_inhabitant(applications: pl.DataFrame) -> None:
    yearly = applications.group_by("year").agg(pl.col("applied_nok").sum()).sort("year")["applied_nok"]
    assert yearly.is_sorted()
    people = reference.read("population").filter(pl.col("year") == "2024")
    inhabitants = people.select(municipality_code_2024="municipality_code", people=pl.col("population").cast(pl.Int64))
    granted = granted_in_borders_of_2024(applications)
    totals = (
        granted.group_by("municipality_code_2024")
        .agg(pl.col("granted_nok").sum())
        .join(inhabitants, on="municipality_code_2024")
    )
    small, large = (totals.filter(part) for part in (pl.col("people") < 3_000, pl.col("people") > 50_000))
    per_inhabitant = [rows["granted_nok"].sum() / rows["people"].sum() for rows in (small, large)]
    assert per_inhabitant[0] > 1.5 * per_inhabitant[1]
    with_money = granted.filter(pl.col("granted_nok") > 0).height
    assert 357 * 10 - 100 < with_money < 357 * 10


def test_each_health_community_ranks_the_teams_of_a_year_from_one(applications: pl.DataFrame) -> None:
    ranked = applications.drop_nulls("priority_rank")
    assert ranked["scheme_code"].unique().to_list() == ["DEMO-TEAM"]
    firsts = ranked.filter(pl.col("priority_rank") == 1).group_by("year").len()
    assert firsts["len"].is_between(1, 19).all()
