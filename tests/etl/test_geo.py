"""Borders: projection, shared borders, and files as Kartverket and others deliver them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely

from etl import geo, reference
from etl.messages import FileRefused
from etl.reading import Options, Taken, recognise, take
from tests.etl.small import REFERENCES, messages
from warehouse.geo import SHARED, compact, topology

NO_MEMBERSHIP = pl.DataFrame(schema=dict.fromkeys(("municipality_code", "region_level", "region_code"), pl.String))

# Three neighbours in metres in UTM33, east of Oslo: 0301 to the west, 5601 and 1580 to the east, above each other.
WEST = [
    [300000, 6650000],
    [320000, 6650000],
    [320000, 6670000],
    [320000, 6690000],
    [300000, 6690000],
    [300000, 6650000],
]
LOWER = [[320000, 6650000], [340000, 6650000], [340000, 6670000], [320000, 6670000], [320000, 6650000]]
UPPER = [[320000, 6670000], [340000, 6670000], [340000, 6690000], [320000, 6690000], [320000, 6670000]]
RINGS = {"0301": WEST, "5601": LOWER, "1580": UPPER}


def polygon(code: str) -> shapely.Polygon:
    return shapely.Polygon(RINGS[code])


def feature(
    code: object, ring: list[list[float]], name: str = "kommunenummer", kind: str = "Polygon"
) -> dict[str, Any]:
    return {"type": "Feature", "properties": {name: code}, "geometry": {"type": kind, "coordinates": [ring]}}


def collection(*features: dict[str, Any], **members: object) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": list(features) or [feature(*one) for one in RINGS.items()],
        **members,
    }


def take_map(folder: Path, content: object, name: str = "kommuner_2024.geojson", **options: object) -> Taken:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    options = {"licence": "CC BY 4.0", **options}
    return take(path, Options("region_map", **options), REFERENCES)  # type: ignore[arg-type]


def drawn(taken: Taken) -> dict[str, shapely.Geometry]:
    return {code: shapely.from_geojson(text) for code, text in taken.accepted.select("region_code", "geometry").rows()}


def in_degrees(ring: list[list[float]], zone: int = 33) -> list[list[float]]:
    east, north = np.array(ring, dtype=float).T
    return np.column_stack(geo.degrees_from_utm(east, north, zone)).tolist()


@pytest.fixture(scope="module")
def municipalities() -> Mapping[str, pl.DataFrame]:
    path = reference.files()["municipality"]
    return {"municipality": take(path, Options("municipality"), {}).accepted}


# Projection


@pytest.mark.parametrize(
    ("zone", "longitude", "latitude", "east", "north"),
    [
        # Computed with PROJ 9 (EPSG:4258 to EPSG:25833, 25832 and 25835).
        (33, 10.75, 59.91, 262409.7321, 6649017.7489),
        (33, 31.0, 70.4, 1092958.8949, 7889102.2275),
        (33, 5.0, 62.0, -22277.6202, 6914570.4032),
        (32, 10.75, 59.91, 597868.3811, 6642681.5100),
        (32, 31.0, 70.4, 1307833.1409, 7958817.5135),
        (35, 10.75, 59.91, -402670.7146, 6753271.2257),
        (35, 5.0, 62.0, -636010.0461, 7070214.6701),
    ],
)
def test_utm_agrees_with_proj_to_a_millimetre(
    zone: int, longitude: float, latitude: float, east: float, north: float
) -> None:
    found = geo.utm_from_degrees(np.array([longitude]), np.array([latitude]), zone)
    assert np.ravel(found) == pytest.approx([east, north], abs=0.001)


def test_the_way_back_gives_the_same_degrees() -> None:
    longitude, latitude = map(np.ravel, np.meshgrid(np.linspace(4, 32, 57), np.linspace(57, 72, 31)))
    for zone in (32, 33, 35):
        again = geo.degrees_from_utm(*geo.utm_from_degrees(longitude, latitude, zone), zone)
        assert np.abs(again[0] - longitude).max() < 1e-10
        assert np.abs(again[1] - latitude).max() < 1e-10


def test_degrees_of_kartverkets_borders_fall_on_the_published_utm33_borders(shared_data: Path) -> None:
    degrees = json.loads((shared_data / "geo/kommuner_2024_forenklet.topojson").read_text("utf-8"))
    metres = json.loads((shared_data / "geo/norge_2024_utm33.topojson").read_text("utf-8"))
    projected = {
        one["properties"]["id"]: geo.to_utm33(shapely.from_geojson(json.dumps(one["geometry"])), zone=None)
        for one in geo.topojson_features(degrees, "kommuner")
    }
    published = dict(geo.topojson_shapes(metres, "kommuner"))
    assert published.keys() == projected.keys()
    # The published file is rounded to a grid of 119 by 149 metres, and simplified.
    away = np.concatenate(
        [
            shapely.distance(shapely.boundary(projected[code]), shapely.points(shapely.get_coordinates(shape)))
            for code, shape in published.items()
        ]
    )
    assert np.median(away) < 60
    assert away.max() < 600


# Shared borders


def test_neighbours_write_their_border_once() -> None:
    rows = pl.DataFrame(
        [("municipality", code, geo.geojson(polygon(code))) for code in RINGS],
        schema=["region_level", "region_code", "geometry"],
        orient="row",
    )
    made = topology(rows, NO_MEMBERSHIP)
    # Three outer arcs and three inner ones; the largest grid all points are on is 20 000 metres.
    assert len(made["arcs"]) == 6
    assert made["transform"] == {"scale": [20000, 20000], "translate": [300000, 6650000]}
    assert {
        code: shape.equals(polygon(code)) for code, shape in geo.topojson_shapes(made, "municipality")
    } == dict.fromkeys(RINGS, True)


def test_municipalities_are_joined_to_regions_and_a_divided_one_is_ikke_fordelt() -> None:
    rows = pl.DataFrame(
        [("municipality", code, geo.geojson(polygon(code))) for code in RINGS],
        schema=["region_level", "region_code", "geometry"],
        orient="row",
    )
    membership = pl.DataFrame(
        [
            ("0301", "dps", "D1"),
            ("0301", "dps", "D2"),
            ("5601", "dps", "D3"),
            ("1580", "dps", "D3"),
            ("9998", "dps", "D4"),
        ],
        schema=["municipality_code", "region_level", "region_code"],
        orient="row",
    )
    regions = dict(geo.topojson_shapes(topology(rows, membership), "dps"))
    assert set(regions) == {SHARED, "D3"}
    assert regions[SHARED].equals(polygon("0301"))
    assert regions["D3"].equals(shapely.union(polygon("5601"), polygon("1580")))


def test_a_region_inside_another_shares_the_whole_ring() -> None:
    hole = [[310000, 6660000], [312000, 6660000], [312000, 6662000], [310000, 6660000]]
    rows = pl.DataFrame(
        [
            ("municipality", "0301", geo.geojson(shapely.Polygon(WEST, [hole]))),
            ("municipality", "0101", geo.geojson(shapely.Polygon(hole))),
        ],
        schema=["region_level", "region_code", "geometry"],
        orient="row",
    )
    made = topology(rows, NO_MEMBERSHIP)
    assert len(made["arcs"]) == 2
    assert dict(geo.topojson_shapes(made, "municipality"))["0301"].equals(shapely.Polygon(WEST, [hole]))


def test_a_map_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        topology(pl.DataFrame(schema=["region_level", "region_code", "geometry"]), NO_MEMBERSHIP)


def test_snapping_gives_overlapping_neighbours_one_border() -> None:
    wide = shapely.box(300000, 6650000, 320013, 6690000)
    snapped = geo.snapped({"0301": wide, "5601": polygon("5601"), "1580": polygon("1580")}, 10)
    assert shapely.coverage_is_valid(list(snapped.values()))
    assert shapely.area(shapely.intersection(snapped["0301"], snapped["5601"])) == 0


def test_a_region_smaller_than_the_grid_is_still_there() -> None:
    snapped = geo.snapped({"0301": polygon("0301"), "5601": shapely.box(500001, 6650001, 500003, 6650003)}, 100)
    assert snapped["5601"].area == 100 * 100


def test_a_small_island_goes_unless_it_is_all_a_region_has() -> None:
    islet = shapely.box(290000, 6650000, 290100, 6650100)
    coverage = {"0301": shapely.union(polygon("0301"), islet), "5601": shapely.box(280000, 6650000, 280100, 6650100)}
    fewer = geo.without_small_islands(coverage, 1e6)
    assert fewer["0301"].equals(polygon("0301"))
    assert fewer["5601"].equals(coverage["5601"])


# Files


def test_a_geojson_in_utm33_is_read_as_it_is(tmp_path: Path) -> None:
    taken = take_map(tmp_path, collection())
    assert messages(taken) + messages(taken, "warning") == []
    assert taken.layout == "boundaries"
    assert (taken.rows_in, taken.rows_accepted, taken.rows_rejected) == (3, 3, 0)
    assert taken.accepted.drop("geometry").rows() == [
        (code, "municipality", 2024, "CC BY 4.0", row) for row, code in enumerate(RINGS, start=1)
    ]
    assert all(shape.equals(polygon(code)) for code, shape in drawn(taken).items())


def test_a_boundary_file_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "kart.json"
    path.write_text(json.dumps(collection()))
    assert recognise(path) == [("region_map", "boundaries")]


@pytest.mark.parametrize(
    ("crs", "zone"),
    [
        (None, None),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", None),
        ("EPSG:4258", None),
        ("EPSG:25832", 32),
        ("urn:ogc:def:crs:EPSG::25835", 35),
        ("EPSG:32633", 33),
    ],
)
def test_other_coordinate_systems_are_converted_to_utm33(crs: str | None, zone: int | None, tmp_path: Path) -> None:
    def moved(ring: list[list[float]]) -> list[list[float]]:
        degrees = np.array(in_degrees(ring))
        if zone is None:
            return degrees.tolist()
        return np.column_stack(geo.utm_from_degrees(degrees[:, 0], degrees[:, 1], zone)).tolist()

    members = {} if crs is None else {"crs": {"type": "name", "properties": {"name": crs}}}
    taken = take_map(tmp_path, collection(*(feature(code, moved(ring)) for code, ring in RINGS.items()), **members))
    assert all(shape.equals(polygon(code)) for code, shape in drawn(taken).items())
    assert any("til UTM33" in nb for nb, _ in taken.notes) == (zone != 33)


def test_kartverkets_file_of_several_layers_is_read_for_its_municipalities(tmp_path: Path) -> None:
    line = {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": WEST}}
    one = feature("0301", WEST)
    one["properties"] |= {"navn": [{"navn": "Oslo", "sprak": "nor"}], "samiskforvaltningsomrade": False}
    content = {
        "administrative_enheter.kommune": collection(one, feature("5601", LOWER), feature("1580", UPPER)),
        "administrative_enheter.kommunegrense": collection(*[line] * 9),
        "administrative_enheter.fylke": collection(feature("03", WEST, "fylkesnummer")),
    }
    taken = take_map(tmp_path, content)
    assert taken.accepted["region_code"].to_list() == list(RINGS)
    assert taken.sheet_name == "administrative_enheter.kommune"
    assert any("kommunegrense" in nb and "fylke" in nb for nb, _ in taken.notes)


def test_counties_alone_are_counties(tmp_path: Path) -> None:
    taken = take_map(tmp_path, collection(feature("03", WEST, "fylkesnummer"), feature("56", LOWER, "fylkesnummer")))
    assert taken.accepted.select("region_level", "region_code").rows() == [("county", "03"), ("county", "56")]
    assert messages(taken, "warning") == []


def test_a_code_may_be_the_id_and_have_lost_its_zero(tmp_path: Path) -> None:
    taken = take_map(tmp_path, collection(feature(301, WEST, "id"), feature(5601, LOWER, "id")))
    assert taken.accepted["region_code"].to_list() == ["0301", "5601"]
    lost = take_map(tmp_path, collection(feature(301, WEST), feature(5601, LOWER)))
    assert lost.accepted["region_code"].to_list() == ["0301", "5601"]


def test_the_year_is_in_the_file_name_or_given(tmp_path: Path) -> None:
    given = take_map(tmp_path, collection(), "Norge_25833_Kommuner.geojson", year=2020)
    assert given.accepted["border_year"].unique().to_list() == [2020]
    with pytest.raises(FileRefused, match="--year"):
        take_map(tmp_path, collection(), "Norge_25833_Kommuner.geojson")


def test_a_code_of_another_year_is_flagged(tmp_path: Path) -> None:
    taken = take_map(tmp_path, collection(), year=2020, name="kommuner.geojson")
    assert taken.rows_accepted == 3
    assert [message.split(" var ")[0] for message in messages(taken, "warning")] == [
        "rad 2, kommunenummer: «5601»",
        "rad 3, kommunenummer: «1580»",
    ]


def test_the_licence_is_in_the_file_or_given(tmp_path: Path) -> None:
    in_file = take_map(tmp_path, collection(license="NLOD 2.0"), licence=None)
    assert in_file.accepted["licence"].unique().to_list() == ["NLOD 2.0"]
    given = take_map(tmp_path, collection(license="NLOD 2.0"))
    assert given.accepted["licence"].unique().to_list() == ["CC BY 4.0"]
    with pytest.raises(FileRefused, match="--licence"):
        take_map(tmp_path, collection(), licence=None)


def test_the_same_map_written_otherwise_has_the_same_fingerprint(tmp_path: Path) -> None:
    first = take_map(tmp_path, json.dumps(collection()))
    second = take_map(tmp_path, json.dumps(collection(), indent=2).replace("\n", "\r\n"))
    assert first.content_sha256 == second.content_sha256
    assert first.file_sha256 != second.file_sha256


def test_a_crooked_area_and_an_overlap_are_mended(tmp_path: Path) -> None:
    bow_tie = [[300000, 6650000], [310000, 6660000], [310000, 6650000], [300000, 6660000], [300000, 6650000]]
    overlapping = [[308000, 6650000], [330000, 6650000], [330000, 6660000], [308000, 6660000], [308000, 6650000]]
    shapes = list(
        drawn(take_map(tmp_path, collection(feature("0301", bow_tie), feature("5601", overlapping)))).values()
    )
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


# Faults


def test_a_point_an_unknown_code_an_empty_code_and_a_code_twice_are_each_named(tmp_path: Path) -> None:
    point = {
        "type": "Feature",
        "properties": {"kommunenummer": "0101"},
        "geometry": {"type": "Point", "coordinates": [0, 0]},
    }
    nowhere = {"type": "Feature", "properties": {"kommunenummer": "0121"}, "geometry": None}
    content = collection(
        feature("0301", WEST), feature("0301", LOWER), feature("9876", UPPER), feature(None, UPPER), point, nowhere
    )
    taken = take_map(tmp_path, content, year=2019, name="kart.geojson")
    assert [message.split(". ")[0] for message in messages(taken)] == [
        "rad 1, kommunenummer: «0301» står også i rad 2",
        "rad 2, kommunenummer: «0301» står også i rad 1",
        "rad 3, kommunenummer: «9876» finnes ikke i kilden «Kommuner»",
        "rad 4, kommunenummer: cellen er tom, men må fylles ut.",
        "rad 5, geometry: «Point» er ikke en flate",
        "rad 6, geometry: «null» er ikke en flate",
    ]
    assert taken.rejected["source_row"].to_list() == [1, 2, 3, 4, 5, 6]


def test_an_unreadable_code_is_named_once(tmp_path: Path) -> None:
    taken = take_map(tmp_path, collection(feature("03x1", WEST), feature("5601", LOWER)))
    assert len(messages(taken)) == 1
    assert messages(taken)[0].startswith("rad 1, kommunenummer: «03x1» er ikke en kode med 4 siffer.")
    assert taken.accepted["source_row"].to_list() == [2]


def test_an_empty_id_is_named(tmp_path: Path) -> None:
    taken = take_map(tmp_path, collection(feature("0301", WEST, "id"), feature(None, LOWER, "id")))
    assert messages(taken) == ["rad 2, id: cellen er tom, men må fylles ut."]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ('{"type": "FeatureCollection", "features": [', "not_json"),
        ("<gml/>", "not_json"),
        ("[1, 2]", "no_areas"),
        ('{"type": "FeatureCollection", "features": []}', "no_areas"),
        ('{"type": "FeatureCollection", "features": [1]}', "no_areas"),
        ('{"type": "Topology", "arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[7]]}}}', "no_areas"),
        ('{"type": "Topology"}', "no_areas"),
        ('{"dataset": {"value": [1]}}', "no_areas"),
        (collection(feature("0301", [[0, 0], [1, 1]])), "no_areas"),
        (collection(feature("Oslo", WEST, "navn")), "no_region_code"),
        (collection(feature("0301", [point[::-1] for point in in_degrees(WEST)])), "not_norway"),
        (collection(crs={"type": "name", "properties": {"name": "EPSG:4326"}}), "not_norway"),
        (collection(crs={"type": "name", "properties": {"name": "EPSG:3857"}}), "coordinate_system"),
    ],
)
def test_a_file_that_is_no_map_is_refused_with_what_to_do(content: object, key: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        take_map(tmp_path, content)
    assert refused.value.key == key
    assert "kommuner_2024.geojson" in refused.value.message_nb


def test_a_map_is_not_a_file_of_another_source(tmp_path: Path) -> None:
    path = tmp_path / "kart.json"
    path.write_text(json.dumps(collection()))
    with pytest.raises(FileRefused):
        take(path, Options("grant_application"), REFERENCES)


# Kartverket's own


@pytest.mark.parametrize("name", ["kommuner_2024_forenklet", "norge_2024_utm33"])
def test_official_borders_become_a_map_of_all_levels_under_400_kb(
    name: str, shared_data: Path, municipalities: Mapping[str, pl.DataFrame]
) -> None:
    path = shared_data / f"geo/{name}.topojson"
    taken = take(path, Options("region_map", licence="CC BY 4.0, © Kartverket"), municipalities)
    assert messages(taken) + messages(taken, "warning") == []
    assert (taken.rows_accepted, taken.accepted["region_code"].n_unique()) == (357, 357)
    assert taken.accepted["border_year"].unique().to_list() == [2024]
    health = reference.read("health_area")
    counties = municipalities["municipality"].filter(pl.col("valid_to").is_null())
    tables = [
        ("county", counties),
        *((level, health) for level in ("health_region", "health_trust", "health_community", "dps")),
    ]
    membership = pl.concat(
        table.select("municipality_code", region_level=pl.lit(level), region_code=f"{level}_code")
        for level, table in tables
    )
    made = topology(taken.accepted, membership)
    assert len(compact(made)) < 400_000
    assert {level: len(one["geometries"]) for level, one in made["objects"].items()} == {
        "municipality": 357,
        "county": 15,
        "health_region": 4,
        "health_trust": 19,
        "health_community": 19,
        "dps": 63,
    }
    for level in made["objects"]:
        shapes = [shape for _, shape in geo.topojson_shapes(made, level)]
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)


def test_official_counties_can_be_loaded_alone(shared_data: Path, municipalities: Mapping[str, pl.DataFrame]) -> None:
    path = shared_data / "geo/fylker_2024_forenklet.topojson"
    taken = take(path, Options("region_map", licence="CC BY 4.0, © Kartverket"), municipalities)
    assert taken.accepted["region_level"].unique().to_list() == ["county"]
    assert taken.rows_accepted == 15
    assert messages(taken, "warning") == []
