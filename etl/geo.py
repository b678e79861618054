"""Borders: from longitude and latitude to UTM33, and from a surveyor's detail to a map of a few hundred kilobytes.

A coverage is here a dictionary code → shapely geometry in which regions do not overlap and neighbours have the same points
along their border.
"""

import json
import math
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely  # type: ignore[import-untyped]

from warehouse.geo import compact, topology

Numbers = npt.NDArray[np.float64]
Coverage = dict[str, shapely.Geometry]

# GRS80, the ellipsoid of EUREF89; WGS84 differs from it by a tenth of a millimetre.
_AXIS = 6_378_137.0
_FLATTENING = 1 / 298.257222101
_ECCENTRICITY = math.sqrt(_FLATTENING * (2 - _FLATTENING))
_N = _FLATTENING / (2 - _FLATTENING)
_RADIUS = _AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440,
    61 * _N**3 / 240 - 103 * _N**4 / 140,
    49561 * _N**4 / 161280,
)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161280,
)
_SCALE = 0.9996
_FALSE_EASTING = 500_000.0

# Tolerance and grid in metres, from the finest map to the coarsest.
_STEPS = (
    (0, 1),
    (50, 10),
    (100, 20),
    (200, 50),
    (300, 50),
    (500, 100),
    (800, 200),
    (1_200, 200),
    (2_000, 500),
    (4_000, 500),
)


def utm_from_degrees(longitude: Numbers, latitude: Numbers, zone: int = 33) -> tuple[Numbers, Numbers]:
    """Project degrees (EUREF89) to metres east and north in a northern UTM zone; good to a millimetre over all Norway.

    The transverse Mercator series of Krüger (1912) to the fourth order of the third flattening, in the form of
    Karney (2011), "Transverse Mercator with an accuracy of a few nanometers", J. Geodesy 85, eq. 7–11 and 35.
    """
    turn = np.radians(longitude - _meridian(zone))
    sine = np.sin(np.radians(latitude))
    conformal = np.sinh(np.arctanh(sine) - _ECCENTRICITY * np.arctanh(_ECCENTRICITY * sine))
    north = np.arctan2(conformal, np.cos(turn))
    east = np.arcsinh(np.sin(turn) / np.hypot(conformal, np.cos(turn)))
    north, east = _series(north, east, _ALPHA, 1)
    return _FALSE_EASTING + _SCALE * _RADIUS * east, _SCALE * _RADIUS * north


def degrees_from_utm(easting: Numbers, northing: Numbers, zone: int = 33) -> tuple[Numbers, Numbers]:
    """Find longitude and latitude in degrees of metres in a northern UTM zone: ``utm_from_degrees`` backwards.

    Karney (2011), eq. 15–18 and 36; the latitude from the conformal latitude by Newton's method, eq. 19–21.
    """
    unit = _SCALE * _RADIUS
    north, east = _series(northing / unit, (easting - _FALSE_EASTING) / unit, _BETA, -1)
    conformal = np.sin(north) / np.hypot(np.sinh(east), np.cos(north))
    turn = np.arctan2(np.sinh(east), np.cos(north))
    rest = 1 - _ECCENTRICITY**2
    tangent = conformal / rest
    for _ in range(3):
        secant = np.hypot(1, tangent)
        sigma = np.sinh(_ECCENTRICITY * np.arctanh(_ECCENTRICITY * tangent / secant))
        reached = tangent * np.hypot(1, sigma) - sigma * secant
        slope = rest * secant * np.hypot(1, reached) / (1 + rest * tangent**2)
        tangent = tangent + (conformal - reached) / slope
    return _meridian(zone) + np.degrees(turn), np.degrees(np.arctan(tangent))


def _meridian(zone: int) -> float:
    return zone * 6.0 - 183.0


def _series(north: Numbers, east: Numbers, terms: tuple[float, ...], sign: int) -> tuple[Numbers, Numbers]:
    new_north, new_east = north, east
    for number, term in enumerate(terms, start=1):
        new_north = new_north + sign * term * np.sin(2 * number * north) * np.cosh(2 * number * east)
        new_east = new_east + sign * term * np.cos(2 * number * north) * np.sinh(2 * number * east)
    return new_north, new_east


def to_utm33(geometry: shapely.Geometry, zone: int | None) -> shapely.Geometry:
    """Give shapely geometries in UTM33: from degrees when ``zone`` is None, else from that UTM zone. Heights are dropped."""
    flat = shapely.force_2d(geometry)
    if zone == 33:
        return flat

    def project(first: Numbers, second: Numbers) -> tuple[Numbers, Numbers]:
        longitude, latitude = (first, second) if zone is None else degrees_from_utm(first, second, zone)
        return utm_from_degrees(longitude, latitude)

    return shapely.transform(flat, project, interleaved=False)


def topojson_shapes(topology: dict[str, Any], name: str) -> list[tuple[str, shapely.Geometry]]:
    """Give the geometries of the object ``name`` in a TopoJSON: (id as text, shapely geometry in the file's coordinates)."""
    return [
        (str(feature.get("id", "")), shapely.from_geojson(json.dumps(feature["geometry"])))
        for feature in topojson_features(topology, name)
    ]


def topojson_features(topology: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Give the object ``name`` of a TopoJSON as GeoJSON features, in the file's coordinates.

    A geometry that is neither a polygon nor a multipolygon keeps its type and gets no coordinates. KeyError, IndexError,
    TypeError or ValueError when it is not a TopoJSON.
    """
    arcs = _topojson_arcs(topology)
    found = topology["objects"][name]
    return [
        {**geometry, "type": "Feature", "geometry": _topojson_geometry(geometry, arcs)}
        for geometry in found.get("geometries", [found])
    ]


def _topojson_arcs(topology: dict[str, Any]) -> list[list[list[float]]]:
    """Give the arcs in the file's coordinates: steps added up and the transform applied (TopoJSON 1.0, 2.1.2 and 2.1.3)."""
    transform = topology.get("transform")
    if transform is None:
        return [[[float(x), float(y)] for x, y, *_ in arc] for arc in topology["arcs"]]
    scale, shift = np.array(transform["scale"]), np.array(transform["translate"])
    return [(np.cumsum([point[:2] for point in arc], axis=0) * scale + shift).tolist() for arc in topology["arcs"]]


def _topojson_geometry(geometry: dict[str, Any], arcs: list[list[list[float]]]) -> dict[str, Any]:
    def ring(numbers: list[int]) -> list[list[float]]:
        points: list[list[float]] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points.extend(arc[1:] if points else arc)
        return points

    def rings(polygon: list[list[int]]) -> list[list[list[float]]]:
        # Rounding leaves small islands with two points, or lets them vanish: GeoJSON wants four, the last as the first.
        drawn = [ring(numbers) for numbers in polygon]
        return [points for points in drawn if len(points) > 3] if len(drawn[0]) > 3 else []

    kind = geometry.get("type")
    if kind == "Polygon":
        return {"type": kind, "coordinates": rings(geometry["arcs"])}
    if kind == "MultiPolygon":
        return {"type": kind, "coordinates": [drawn for polygon in geometry["arcs"] if (drawn := rings(polygon))]}
    return {"type": kind, "coordinates": []}


def without_small_islands(coverage: Coverage, area: float) -> Coverage:
    """Drop islands under ``area`` square metres; the largest part of each region stays, and so does what has a neighbour."""
    codes, parts, owners = _parts(coverage)
    _, met = shapely.STRtree(parts).query(parts, predicate="intersects")
    is_alone = np.bincount(met, minlength=len(parts)) == 1
    sizes = shapely.area(parts)
    largest = np.zeros(len(codes))
    np.maximum.at(largest, owners, sizes)
    keep = ~is_alone | (sizes >= area) | (sizes == largest[owners])
    return _gathered(codes, parts[keep], owners[keep])


def simplified(coverage: Coverage, tolerance: float) -> Coverage:
    """Take points away until what is left differs by about ``tolerance`` metres; shared borders stay shared.

    Visvalingam's measure on all borders at once (GEOS CoverageSimplify). Where neighbours do not have the same points, each
    side is simplified as if it were a coast: call ``snapped`` first.
    """
    shapes = shapely.coverage_simplify(list(coverage.values()), tolerance)
    return dict(zip(coverage, shapes, strict=True))


def snapped(coverage: Coverage, grid: float) -> Coverage:
    """Move all points to a grid of ``grid`` metres and give every border between two regions the same points on both sides.

    All borders are crossed with each other and rounded together (snap rounding), and the faces between them go to the region
    they lie in, so the result is a coverage of valid polygons even when the rounding, or the file, made borders cross. Where
    regions overlap, the first has it. Parts narrower than the grid vanish; a region that would vanish altogether becomes a
    square of one step.
    """
    codes = list(coverage)
    shapes = np.array(list(coverage.values()), dtype=object)
    lines = shapely.get_parts(shapely.union_all(shapely.boundary(shapes), grid_size=grid))
    faces = shapely.get_parts(shapely.polygonize(lines))
    face, region = shapely.STRtree(shapes).query(shapely.point_on_surface(faces), predicate="intersects")
    order = np.lexsort((region, face))
    face, first = np.unique(face[order], return_index=True)
    result = _gathered(codes, faces[face], region[order][first])
    for code in codes:
        if code not in result:
            x, y = (
                np.floor(shapely.get_coordinates(shapely.point_on_surface(coverage[code]))[0] / grid) * grid
            ).tolist()
            result[code] = shapely.box(x, y, x + grid, y + grid)
    return {code: result[code] for code in codes}


def _parts(coverage: Coverage) -> tuple[list[str], npt.NDArray[np.object_], npt.NDArray[np.intp]]:
    parts, owners = shapely.get_parts(list(coverage.values()), return_index=True)
    return list(coverage), parts, owners


def _gathered(codes: list[str], parts: npt.NDArray[np.object_], owners: npt.NDArray[np.intp]) -> Coverage:
    """Join parts that may touch to one geometry per owner."""
    return {
        code: shapely.coverage_union_all(parts[owners == number])
        for number, code in enumerate(codes)
        if (owners == number).any()
    }


def fitted(coverage: Coverage, limit: int) -> tuple[Coverage, int]:
    """Simplify a coverage in UTM33 until its TopoJSON has at most ``limit`` bytes, or as far as there are steps; whole metres
    come out.

    Gives the coverage and the tolerance in metres, 0 when nothing but the rounding was needed. A file where neighbours do
    not have the same points along their border, or overlap, is first given shared borders at one metre (``snapped``).
    """
    if not shapely.coverage_is_valid(list(coverage.values())):
        coverage = snapped(coverage, 1)
    for tolerance, grid in _STEPS:
        if tolerance:
            # From the last result and not from the start: the same map, in a fraction of the time for a detailed file.
            coverage = simplified(without_small_islands(coverage, (2 * tolerance) ** 2), tolerance)
        # Snapping is slow, and no point takes less than this.
        is_far_off = shapely.get_num_coordinates(list(coverage.values())).sum() * 2.5 > limit
        if is_far_off and tolerance < _STEPS[-1][0]:
            continue
        result = snapped(coverage, grid)
        if _size(result) <= limit:
            break
    return result, tolerance


def _size(coverage: Coverage) -> int:
    rows = pl.DataFrame(
        {
            "region_level": "municipality",
            "region_code": list(coverage),
            "geometry": [geojson(shape) for shape in coverage.values()],
        }
    )
    nothing = pl.DataFrame(schema=dict.fromkeys(("municipality_code", "region_level", "region_code"), pl.String))
    return len(compact(topology(rows, nothing)))


def geojson(shape: shapely.Geometry) -> str:
    """Write a polygon or multipolygon as GeoJSON text in whole units, without blanks."""
    polygons = [
        [shapely.get_coordinates(ring).round().astype(int).tolist() for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(shape)
    ]
    if len(polygons) == 1:
        return json.dumps({"type": "Polygon", "coordinates": polygons[0]}, separators=(",", ":"))
    return json.dumps({"type": "MultiPolygon", "coordinates": polygons}, separators=(",", ":"))
