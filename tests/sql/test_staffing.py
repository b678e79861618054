"""Staff: per inhabitant of the same age, breaks that no line crosses, symbols that are not 0."""

import pytest

STAFF = {
    "series_code": "S",
    "sector": "municipal",
    "area_level": "municipality",
    "area_code": "0301",
    "year": 2020,
    "target_group_code": "adults",
    "service_field": "both",
    "education": "all",
    "fte": 100.0,
}


def staff(**changes):
    return {**STAFF, **changes}


def test_adults_are_counted_against_adults(load_rows, sql):
    load_rows(staffing=[staff(), staff(target_group_code="children", fte=10.0)])
    rows = sql(
        "select target_group_code, population, fte_per_10k, fte_per_1000 from mart.staffing "
        "where region_level = 'municipality' order by 1"
    ).rows()
    adults = sql(
        "select population_18_plus from source.population where municipality_code = '0301' and year = 2020"
    ).item()
    assert rows[0][1] == adults
    assert rows[0][2] == pytest.approx(1e6 / adults)
    assert rows[0][3] == pytest.approx(1e5 / adults)
    assert rows[1][1] < adults


def test_nothing_is_compared_over_a_break(load_rows, sql):
    load_rows(
        staffing=[
            staff(),
            staff(year=2021, fte=110.0),
            staff(year=2022, fte=50.0, is_break=True),
            staff(year=2023, fte=55.0),
        ]
    )
    rows = sql(
        "select year, series_part, change_share from mart.staffing where region_level = 'country' order by year"
    ).rows()
    assert [(year, part) for year, part, _ in rows] == [(2020, 0), (2021, 0), (2022, 1), (2023, 1)]
    assert [change and round(change, 3) for *_, change in rows] == [None, 0.1, None, 0.1]


def test_a_symbol_is_kept_and_is_not_zero_and_the_sum_says_how_many_have_a_figure(load_rows, sql):
    load_rows(staffing=[staff(), staff(area_code="3301", fte=None, value_flag=":")])
    hidden = sql(
        "select fte, value_flag from mart.staffing where region_level = 'municipality' and region_code = '3301'"
    )
    assert hidden.row(0) == (None, ":")
    country = sql("select fte, reporting_count, area_count from mart.staffing where region_level = 'country'").row(0)
    assert country == (100.0, 1, 2)


def test_the_share_of_an_education_is_of_all_staff_of_the_group(load_rows, sql):
    load_rows(staffing=[staff(), staff(education="psychologist", fte=8.0)])
    row = sql("select education_share from mart.staffing where region_level = 'county' and education = 'psychologist'")
    assert row.item() == pytest.approx(0.08)


def test_peers_are_of_the_same_size_and_the_nearest_first(sql):
    peers = sql(
        "select peer_code, size_group, peer_rank from mart.peer where municipality_code = '0301' order by peer_rank"
    )
    assert peers.height == 6
    assert peers.row(0) == ("0301", "from_50000", 0)
    assert set(peers["size_group"]) == {"from_50000"}
