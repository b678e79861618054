"""Make the schematic map that the dashboard ships: one cell per municipality, cut out of the coast of Norway.

The coast is Natural Earth's (1:10 million, public domain), as the npm package ``world-atlas`` has it. Run the script when
municipalities or health areas change; you fetch the package, and it is used only here::

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m scripts.make_map package/countries-10m.json

It reads the coast from the file given, and the points, municipalities and health areas from ``etl/reference``, and writes
``dashboard/static/map/norway.topojson`` (UTM33, metres). Each place belongs to the municipality whose point is nearest, so
the borders are not the real ones: the map is for finding a region and seeing a pattern, and is labelled so. The same input
gives the same file.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely  # type: ignore[import-untyped]

from etl import geo
from etl.reference.table import read_table
from warehouse.geo import compact, topology

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "etl" / "reference"
TARGET = ROOT / "dashboard" / "static" / "map" / "norway.topojson"
BORDER_DATE = "2024-01-01"
NORWAY = "578"

GRID = 500
"""Metres between possible points: a quarter of a pixel when the map is 700 pixels high."""
TOLERANCE = 1_500
SMALL_PART = 20e6
SMALL_CELL = 60e6
DOT = 4_500
FAR = 3_000


def main(arguments: list[str]) -> None:
    """Read the coast and the tables, make the map and say how large it became."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("coast", type=Path, help="countries-10m.json of the npm package world-atlas")
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args(arguments)
    points = pl.read_csv(REFERENCE / "municipality_point.csv", separator=";", infer_schema=False)
    cells = map_cells(mainland(json.loads(options.coast.read_text("utf-8"))), points)
    rows = pl.DataFrame(
        {
            "region_level": "municipality",
            "region_code": list(cells),
            "geometry": [shapely.to_geojson(cell) for cell in cells.values()],
        }
    )
    text = compact(topology(rows, membership()))
    options.target.write_text(text + "\n", "utf-8")
    sys.stdout.write(f"{options.target.name}: {len(cells)} municipalities, {len(text.encode()):,} bytes\n")


def membership() -> pl.DataFrame:
    """Give the regions of each municipality: municipality_code, region_level, region_code."""
    counties = read_table("municipality", REFERENCE / "municipality.csv").filter(
        pl.col("valid_to").is_null() | (pl.col("valid_to") > BORDER_DATE), pl.col("valid_from") <= BORDER_DATE
    )
    health = read_table("health_area", REFERENCE / "health_area.csv")
    levels = {"county": counties} | dict.fromkeys(("health_region", "health_trust", "health_community", "dps"), health)
    return pl.concat(
        table.select(
            "municipality_code", pl.lit(level).alias("region_level"), pl.col(f"{level}_code").alias("region_code")
        )
        for level, table in levels.items()
    ).unique(maintain_order=True)


def mainland(world: dict[str, Any]) -> shapely.Geometry:
    """Take Norway without Svalbard, Jan Mayen and Bouvet Island out of the world, in UTM33."""
    norway = next(shape for code, shape in geo.topojson_shapes(world, "countries") if code == NORWAY)
    parts = shapely.get_parts(norway)
    west, south, _, north = shapely.bounds(parts).T
    parts = geo.to_utm33(parts[(west > 4) & (south > 57) & (north < 73)], zone=None)
    return shapely.union_all(shapely.make_valid(parts))


def map_cells(land: shapely.Geometry, points: pl.DataFrame) -> geo.Coverage:
    """Divide the land between the points: code → cell, on the grid, every code there.

    The coast file lacks the small islands. A municipality that gets little land, or only land far from its point, also has
    a dot of ``DOT`` metres around its point, cut off where another point is nearer.
    """
    codes = points["municipality_code"].to_list()
    degrees = points.select(pl.col("longitude", "latitude").cast(pl.Float64)).to_numpy()
    places = shapely.points(np.column_stack(geo.utm_from_degrees(degrees[:, 0], degrees[:, 1])))
    nearest = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(places), extend_to=shapely.buffer(land, 100_000), ordered=True)
    )
    cells = shapely.intersection(nearest, land)
    needs_dot = (shapely.area(cells) < SMALL_CELL) | (shapely.distance(cells, places) > FAR) | shapely.is_empty(cells)
    dots = shapely.intersection(shapely.buffer(places, DOT, quad_segs=3), nearest)
    cells = np.where(needs_dot, shapely.union(cells, dots), cells)
    whole = geo.snapped(dict(zip(codes, cells, strict=True)), 1)
    tidy = without_slivers(geo.without_small_islands(whole, SMALL_PART))
    return geo.snapped(geo.simplified(tidy, TOLERANCE), GRID)


def without_slivers(cells: geo.Coverage) -> geo.Coverage:
    """Give a small piece of a cell, cut off by a fjord, to the neighbour with which it has the longest border."""
    codes = list(cells)
    parts, owners = shapely.get_parts(list(cells.values()), return_index=True)
    sizes = shapely.area(parts)
    mine, theirs = shapely.STRtree(parts).query(parts, predicate="intersects")
    lengths = shapely.length(shapely.intersection(parts[mine], parts[theirs]))
    for part in np.argsort(sizes):
        is_main = sizes[part] == sizes[owners == owners[part]].max()
        beside = (mine == part) & (owners[theirs] != owners[part]) & (lengths > 0)
        if sizes[part] < SMALL_PART and not is_main and beside.any():
            owners[part] = owners[theirs[beside][lengths[beside].argmax()]]
    return {code: shapely.coverage_union_all(parts[owners == number]) for number, code in enumerate(codes)}


if __name__ == "__main__":
    main(sys.argv[1:])
