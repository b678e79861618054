"""Regions as a map: rows with a geometry each become one TopoJSON in which neighbours and levels share their borders."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import polars as pl
import shapely  # type: ignore[import-untyped]

LEVELS = ("municipality", "county", "health_region", "health_trust", "health_community", "dps")
"""The levels of a map, from small to large as far as that can be said; also the names of the objects in the TopoJSON."""

SHARED = "9999"
"""The code of what a level shows as «ikke fordelt»: municipalities that are divided between several of its regions."""

Point = tuple[int, int]
Arc = tuple[Point, ...]


def topology(rows: pl.DataFrame, membership: pl.DataFrame) -> dict[str, Any]:
    """Make the TopoJSON of all levels that the rows can give.

    ``rows``: region_level, region_code, geometry (GeoJSON text, Polygon or MultiPolygon, whole metres in UTM33). Rows of
    one level must not overlap, and neighbours must have the same points along their border. ``membership``:
    municipality_code, region_level, region_code, one row or more per municipality and level; a municipality with several
    regions at a level is drawn there under the code '9999'. A level with rows of its own is drawn from them, any other is
    put together from the municipalities. Regions that only have parts of divided municipalities have no geometry.

    Each geometry has the region code as ``id`` and nothing else; names come from the warehouse. Coordinates are whole
    steps of the largest grid that all points lie on. ValueError when there are no rows.
    """
    if rows.is_empty():
        raise ValueError("a map needs at least one row with a geometry")
    levels: dict[str, dict[str, Any]] = {}
    for level, code, text in rows.select("region_level", "region_code", "geometry").iter_rows():
        levels.setdefault(level, {})[code] = shapely.from_geojson(text)
    for level, members in dissolved(levels.get("municipality", {}), membership).items():
        levels.setdefault(level, members)
    return _Writer({level: levels[level] for level in LEVELS if level in levels}).topology()


def dissolved(municipalities: dict[str, Any], membership: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """Join the municipalities of each region: level → code → geometry, '9999' for municipalities with several regions.

    ``municipalities``: code → shapely geometry, with shared points along shared borders. ``membership``: as in
    ``topology``; municipalities without a geometry are left out.
    """
    single = (
        membership.filter(pl.col("municipality_code").is_in(list(municipalities)))
        .group_by("region_level", "municipality_code")
        .agg(pl.col("region_code").unique().sort())
        .with_columns(
            pl.when(pl.col("region_code").list.len() == 1)
            .then(pl.col("region_code").list.first())
            .otherwise(pl.lit(SHARED))
            .alias("region_code")
        )
        .group_by("region_level", "region_code")
        .agg(pl.col("municipality_code").sort())
        .sort("region_level", "region_code")
    )
    joined: dict[str, dict[str, Any]] = {}
    for level, code, members in single.iter_rows():
        joined.setdefault(level, {})[code] = shapely.coverage_union_all([municipalities[member] for member in members])
    return joined


def compact(topology: dict[str, Any]) -> str:
    """Write a topology as JSON without blanks."""
    return json.dumps(topology, separators=(",", ":"))


class _Writer:
    """Cuts the rings of all levels where borders part, so that each stretch of border is one arc, written once."""

    def __init__(self, levels: dict[str, dict[str, Any]]) -> None:
        self._levels = {
            level: {code: list(_polygons(geometry)) for code, geometry in sorted(regions.items())}
            for level, regions in levels.items()
        }
        self._junctions = _junctions(self._rings())
        self._arcs: dict[Arc, int] = {}

    def _rings(self) -> Iterator[Arc]:
        for regions in self._levels.values():
            for polygons in regions.values():
                for polygon in polygons:
                    yield from polygon

    def topology(self) -> dict[str, Any]:
        # The largest regions first: the borders that all levels use get the lowest, and so the shortest, numbers.
        objects = {
            level: {
                "type": "GeometryCollection",
                "geometries": [self._geometry(code, polygons) for code, polygons in regions.items()],
            }
            for level, regions in sorted(self._levels.items(), key=lambda level: len(level[1]))
        }
        xs = [x for arc in self._arcs for x, _ in arc]
        ys = [y for arc in self._arcs for _, y in arc]
        left, low = min(xs), min(ys)
        step = math.gcd(*(x - left for x in xs), *(y - low for y in ys)) or 1
        return {
            "type": "Topology",
            "bbox": [left, low, max(xs), max(ys)],
            "transform": {"scale": [step, step], "translate": [left, low]},
            "objects": objects,
            "arcs": [_steps(arc, left, low, step) for arc in self._arcs],
        }

    def _geometry(self, code: str, polygons: list[list[Arc]]) -> dict[str, Any]:
        arcs = [[self._numbers(ring) for ring in polygon] for polygon in polygons]
        if len(arcs) == 1:
            return {"type": "Polygon", "id": code, "arcs": arcs[0]}
        return {"type": "MultiPolygon", "id": code, "arcs": arcs}

    def _numbers(self, ring: Arc) -> list[int]:
        """Give a ring as arc numbers; ``~n`` is arc n read backwards."""
        numbers = []
        for arc in _cut(ring, self._junctions):
            if arc in self._arcs:
                numbers.append(self._arcs[arc])
            elif arc[::-1] in self._arcs:
                numbers.append(~self._arcs[arc[::-1]])
            else:
                numbers.append(self._arcs.setdefault(arc, len(self._arcs)))
        return numbers


def _polygons(geometry: shapely.Geometry) -> Iterator[list[Arc]]:
    """Give each polygon as its rings, without the closing point; the outer ring is clockwise, as d3 wants it."""
    for part in shapely.get_parts(shapely.orient_polygons(geometry, exterior_cw=True)):
        yield [
            tuple(map(tuple, shapely.get_coordinates(ring)[:-1].round().astype(int).tolist()))
            for ring in (part.exterior, *part.interiors)
        ]


def _junctions(rings: Iterable[Arc]) -> set[Point]:
    """Find the points where borders part: two rings pass the point, and do not have the same neighbours there."""
    passages: defaultdict[Point, set[frozenset[Point]]] = defaultdict(set)
    for ring in rings:
        for before, point, after in zip((ring[-1], *ring[:-1]), ring, (*ring[1:], ring[0]), strict=True):
            passages[point].add(frozenset((before, after)))
    return {point for point, neighbours in passages.items() if len(neighbours) > 1}


def _cut(ring: Arc, junctions: set[Point]) -> Iterator[Arc]:
    """Cut a ring at the junctions; a ring without any starts at its smallest point, so that its twin does the same."""
    places = [place for place, point in enumerate(ring) if point in junctions]
    places = places or [ring.index(min(ring))]
    around = (*ring, *ring)
    for place, following in zip(places, (*places[1:], places[0] + len(ring)), strict=True):
        yield around[place : following + 1]


def _steps(arc: Sequence[Point], left: int, low: int, step: int) -> list[list[int]]:
    """Write an arc as its first point and then the way to each next one, in steps of the grid."""
    on_grid = [((x - left) // step, (y - low) // step) for x, y in arc]
    ways = pairwise(on_grid)
    return [[*on_grid[0]], *([x - before_x, y - before_y] for (before_x, before_y), (x, y) in ways)]
