"""The schematic map that comes with the product, held against our own reference tables."""

import itertools
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from etl import geo
from etl.reference.table import read_table
from warehouse.geo import LEVELS, SHARED, topology

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "etl" / "reference"
MAP = ROOT / "dashboard" / "static" / "map" / "norway.topojson"

DIVIDED = {
    "county": set(),
    "health_region": set(),
    "health_trust": {"0301"},
    "health_community": {"0301"},
    "dps": {"0301", "1103", "4601", "5001"},
}


@pytest.fixture(scope="module")
def drawn():
    """The map as it is shipped: level → code → polygon."""
    content = json.loads(MAP.read_text("utf-8"))
    return {name: dict(geo.topojson_shapes(content, name)) for name in content["objects"]}


@pytest.fixture(scope="module")
def parents():
    """What each municipality of 2024 belongs to: municipality_code, region_level, region_code."""
    municipality = read_table("municipality", REFERENCE / "municipality.csv").filter(pl.col("valid_to").is_null())
    health = read_table("health_area", REFERENCE / "health_area.csv")
    return pl.concat(
        table.select("municipality_code", region_level=pl.lit(level), region_code=f"{level}_code").unique()
        for level, table in ((level, municipality if level == "county" else health) for level in DIVIDED)
    )


@pytest.fixture(scope="module")
def points():
    return pl.read_csv(
        REFERENCE / "municipality_point.csv", separator=";", schema_overrides={"municipality_code": pl.String}
    )


def test_the_file_is_under_120_kb():
    assert MAP.stat().st_size < 120_000


def test_there_is_one_object_per_level(drawn):
    assert set(drawn) == set(LEVELS)


def test_all_357_municipalities_are_there(drawn, parents, points):
    assert len(drawn["municipality"]) == 357
    assert set(drawn["municipality"]) == set(parents["municipality_code"]) == set(points["municipality_code"])


@pytest.mark.parametrize("level", DIVIDED)
def test_every_region_with_a_municipality_of_its_own_is_there_and_divided_ones_are_ikke_fordelt(level, drawn, parents):
    of_level = parents.filter(pl.col("region_level") == level)
    is_divided = pl.len().over("municipality_code") > 1
    assert set(of_level.filter(is_divided)["municipality_code"]) == DIVIDED[level]
    expected = set(of_level.filter(~is_divided)["region_code"]) | ({SHARED} if DIVIDED[level] else set())
    assert set(drawn[level]) == expected


def test_there_are_no_names_in_the_file():
    content = json.loads(MAP.read_text("utf-8"))
    keys = {key for level in content["objects"].values() for one in level["geometries"] for key in one}
    assert keys == {"type", "id", "arcs"}


@pytest.mark.parametrize("level", LEVELS)
def test_every_region_is_a_valid_polygon_that_can_be_hit_with_a_mouse(level, drawn):
    shapes = np.array(list(drawn[level].values()))
    assert shapely.is_valid(shapes).all()
    # 20 km² is a dot of five pixels when the map is 700 pixels high.
    assert shapely.area(shapes).min() > 20e6


@pytest.mark.parametrize("level", LEVELS)
def test_neighbours_share_their_borders_and_do_not_overlap(level, drawn):
    shapes = list(drawn[level].values())
    assert shapely.coverage_is_valid(shapes)


def test_all_levels_cover_the_same_land(drawn):
    areas = [shapely.area(list(regions.values())).sum() for regions in drawn.values()]
    assert max(areas) == pytest.approx(min(areas), rel=1e-12)


def test_almost_every_municipality_point_is_in_its_own_cell_and_none_is_far_from_it(drawn, points):
    east, north = geo.utm_from_degrees(points["longitude"].to_numpy(), points["latitude"].to_numpy())
    cells = [drawn["municipality"][code] for code in points["municipality_code"]]
    distances = shapely.distance(cells, shapely.points(np.column_stack([east, north])))
    assert (distances == 0).mean() > 0.9
    assert distances.max() < 5_000


def test_a_region_consists_of_its_municipalities(drawn, parents):
    members = parents.filter(pl.col("region_code") == "56")["municipality_code"]
    joined = shapely.union_all([drawn["municipality"][code] for code in members])
    assert joined.equals(drawn["county"]["56"])


def test_levels_share_their_arcs(drawn):
    content = json.loads(MAP.read_text("utf-8"))

    def numbers(arcs):
        return {n if n >= 0 else ~n for n in arcs} if isinstance(arcs[0], int) else set().union(*map(numbers, arcs))

    used = {
        name: set().union(*(numbers(one["arcs"]) for one in level["geometries"]))
        for name, level in content["objects"].items()
    }
    assert all(used[level] < used["municipality"] for level in DIVIDED)
    assert used["municipality"] == set(range(len(content["arcs"])))


def test_the_map_is_what_the_writer_makes_of_its_own_municipalities(drawn, parents):
    rows = pl.DataFrame(
        [("municipality", code, shapely.to_geojson(shape)) for code, shape in drawn["municipality"].items()],
        schema=["region_level", "region_code", "geometry"],
        orient="row",
    )
    again = topology(rows, parents)
    assert {name: {one["id"] for one in level["geometries"]} for name, level in again["objects"].items()} == {
        name: set(regions) for name, regions in drawn.items()
    }
    points_in_arcs = list(itertools.chain.from_iterable(again["arcs"]))
    assert len(points_in_arcs) == sum(map(len, json.loads(MAP.read_text("utf-8"))["arcs"]))
