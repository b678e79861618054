"""Regions lie within each other, and classes of a map have round limits."""

import polars as pl
import pytest

from dashboard.charts.region_map import MISSING, NOTHING
from dashboard.classes import classes_of
from dashboard.regions import COUNTRY, build_tree, with_parents

CHILDREN = pl.DataFrame(
    [
        ("country", "NO", "health_region", "R1", "Nord"),
        ("health_region", "R1", "health_trust", "T1", "UNN"),
        ("health_region", "R1", "health_community", "c1", "Troms og Ofoten"),
        ("health_community", "c1", "dps", "D1", "Tromsø"),
        ("health_trust", "T1", "dps", "D1", "Tromsø"),
        ("health_trust", "T1", "dps", "D2", "Ofoten"),
        ("dps", "D1", "municipality", "5501", "Tromsø"),
        ("dps", "D2", "municipality", "1806", "Narvik"),
        ("dps", "D1", "municipality", "1806", "Narvik"),
    ],
    schema=["parent_level", "parent_code", "region_level", "region_code", "region_name"],
    orient="row",
)


def test_a_region_has_what_lies_in_it_through_all_levels_between_and_once():
    tree = build_tree("health", CHILDREN)
    assert tree.within(("health_region", "R1"), "municipality") == ["1806", "5501"]
    assert tree.within(("health_community", "c1"), "dps") == ["D1"]
    assert tree.within(COUNTRY, "health_trust") == ["T1"]


def test_the_way_down_goes_through_the_trust():
    tree = build_tree("health", CHILDREN)
    assert tree.path(("dps", "D1")) == [COUNTRY, ("health_region", "R1"), ("health_trust", "T1"), ("dps", "D1")]
    assert tree.path(COUNTRY) == [COUNTRY]


def test_the_lowest_level_has_none_below():
    tree = build_tree("health", CHILDREN)
    assert tree.levels_below(("municipality", "5501")) == ()
    assert tree.levels_below(("dps", "D1")) == ("municipality",)
    assert ("municipality", "5501") in tree
    assert ("municipality", "9999") not in tree


def test_former_municipalities_lie_in_the_county_of_their_code():
    regions = pl.DataFrame(
        {
            "region_level": ["country", "county", "municipality", "municipality"],
            "region_code": ["NO", "19", "1902", "9999"],
            "region_name": ["Norge", "Troms", "Tromsø", "Ikke fordelt"],
        }
    )
    tree = build_tree("administrative", with_parents(regions))
    assert tree.path(("municipality", "1902")) == [COUNTRY, ("county", "19"), ("municipality", "1902")]


def test_class_limits_are_round_and_every_value_has_a_class():
    values = pl.Series([float(number) for number in range(100, 1100, 7)])
    classes = classes_of(values, False, "nb")
    assert classes.limits == (300.0, 500.0, 700.0, 900.0)
    assert [label for label, _ in classes.legend()] == [
        "under 300",
        "300 til 500",
        "500 til 700",
        "700 til 900",
        "900 og mer",
    ]
    marks = classes.put(pl.DataFrame({"value": [100.0, 300.0, 2000.0]}))
    assert marks["class_name"].to_list() == ["under 300", "300 til 500", "900 og mer"]


def test_nothing_and_missing_are_classes_of_their_own():
    classes = classes_of(pl.Series([None, 0.0, 5.0], dtype=pl.Float64), False, "nb")
    assert [step for _, step in classes.legend()][-2:] == [NOTHING, MISSING]
    marks = classes.put(pl.DataFrame({"value": [None, 0.0, 5.0]}, schema={"value": pl.Float64}))
    assert marks["class_name"].to_list() == [".. (tall mangler)", "0 (ingen tilskudd)", "over 0"]


def test_a_map_without_any_amount_has_no_class_of_amounts():
    classes = classes_of(pl.Series([None, None], dtype=pl.Float64), False, "nb")
    assert classes.legend() == ((".. (tall mangler)", MISSING),)


@pytest.mark.parametrize("values", [[5.0], [5.0] * 20])
def test_equal_values_make_one_class(values: list[float]):
    assert len(classes_of(pl.Series(values), False, "nb").legend()) == 1


def test_few_values_are_told_apart():
    values = pl.Series([953.0, 918.0, 867.0, 809.0])  # the four health regions
    classes = classes_of(values, False, "nb")
    assert classes.put(pl.DataFrame({"value": values}))["class_name"].n_unique() >= 3
