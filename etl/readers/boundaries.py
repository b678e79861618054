"""Borders as GeoJSON or TopoJSON: each feature is a row, with its properties as cells and its area as one cell more.

The area is given in UTM33, whole metres, simplified together with its neighbours so that the whole map is a few hundred
kilobytes. Kartverket's own files are read as they are.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely  # type: ignore[import-untyped]

from etl import geo
from etl.contract import SOURCE_ROW
from etl.messages import FileRefused, Note, in_both, listed
from etl.readers.sheet import FAULTS_SCHEMA, Body, Sheet

MAP_BYTES = 280_000
"""The most that the municipalities of a map may take; the other levels, which share their borders, add about a third."""

_LICENCES = ("licence", "license", "lisens", "attribution", "copyright")
# UTM33 metres around the mainland of Norway: west, south, east, north.
_NORWAY = (-300_000, 6_300_000, 1_300_000, 8_100_000)


@dataclass(frozen=True)
class Feature:
    """One object of the file. kind is its geometry type; shape is None when that is not an area with coordinates."""

    cells: dict[str, str | None]
    kind: str
    shape: shapely.Geometry | None


Layers = dict[str, list[Feature]]


def is_map(document: Any) -> bool:  # noqa: ANN401 - anything that JSON can hold
    """Say whether JSON is a GeoJSON, a TopoJSON or Kartverket's object of several GeoJSONs."""
    if not isinstance(document, dict):
        return False
    if document.get("type") in ("Topology", "FeatureCollection"):
        return True
    return any(isinstance(layer, dict) and layer.get("type") == "FeatureCollection" for layer in document.values())


def boundary_sheets(file_name: str, content: bytes, document: Any) -> list[Sheet]:  # noqa: ANN401
    """Give the finest layer of areas in the file as a sheet; FileRefused when the file has no areas.

    A file may have several layers (municipalities, counties, border lines). The one with most areas is read.
    """
    try:
        layers = _layers(document)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as problem:
        raise FileRefused("no_areas", file=file_name) from problem
    areas = {name: features for name, features in layers.items() if any(feature.shape for feature in features)}
    if not areas:
        raise FileRefused("no_areas", file=file_name)
    finest = max(areas, key=lambda name: len(areas[name]))
    others = [name for name in layers if name != finest]
    return [BoundarySheet(file_name, finest, content, document, areas[finest], others)]


class BoundarySheet:
    """A layer of features. Row n is feature number n; the names of the cells stand in the features, in no row."""

    first_row = 0
    is_excel = False
    has_damage = False
    encoding: str | None = None
    delimiter: str | None = None

    def __init__(
        self,
        file_name: str,
        layer: str,
        content: bytes,
        document: Mapping[str, Any],
        features: list[Feature],
        others: list[str],
    ) -> None:
        """Keep the features; the areas are worked on when the body is read."""
        self.file_name = file_name
        self.sheet_name: str | None = layer
        self.file_sha256 = hashlib.sha256(content).hexdigest()
        self._document = document
        self._features = features
        self._licence = _licence(document, layer)
        self.notes: list[Note] = [in_both("note.other_layers", layers=listed(others))] if others else []

    @cached_property
    def head(self) -> list[list[str]]:
        """The names of what the features have, as if they were the header of a table; the area is the last."""
        names = dict.fromkeys(name for feature in self._features for name in feature.cells)
        licence = {"licence": None} if self._licence else {}
        return [[*(name for name in names | licence if name != "geometry"), "geometry"]]

    def content_sha256(self) -> str:
        """The fingerprint of what the file says, however it is laid out."""
        return hashlib.sha256(json.dumps(self._document, sort_keys=True).encode()).hexdigest()

    def body(self, header_rows: int) -> Body:
        """Read all features; FileRefused when the areas are not in Norway."""
        names = self.head[0][:-1]
        common = {"licence": self._licence}
        cells = {
            str(place): [(common | feature.cells).get(name) for feature in self._features]
            for place, name in enumerate(names)
        }
        frame = pl.DataFrame(
            {**cells, str(len(names)): self._areas(), SOURCE_ROW: range(1, len(self._features) + 1)},
            schema={**dict.fromkeys(map(str, range(len(names) + 1)), pl.String), SOURCE_ROW: pl.Int32},
        )
        return Body(frame, pl.DataFrame(schema=FAULTS_SCHEMA), pl.Series(SOURCE_ROW, [], pl.Int32))

    def _areas(self) -> list[str]:
        """Give each area as GeoJSON text, simplified together; what is no area gives the name of what it is."""
        places = [place for place, feature in enumerate(self._features) if feature.shape is not None]
        areas = np.array([self._features[place].shape for place in places], dtype=object)
        system, zone = _system(self.file_name, _crs(self._document, self.sheet_name or ""), areas)
        areas = geo.to_utm33(areas, zone)
        west, south, east, north = shapely.total_bounds(areas)
        if west < _NORWAY[0] or south < _NORWAY[1] or east > _NORWAY[2] or north > _NORWAY[3]:
            raise FileRefused("not_norway", file=self.file_name)
        broken = ~shapely.is_valid(areas)
        areas[broken] = shapely.make_valid(areas[broken], method="structure", keep_collapsed=False)
        fitted, tolerance = geo.fitted(dict(zip(map(str, places), areas, strict=True)), MAP_BYTES)
        if zone != 33:
            self.notes.append(in_both("note.projected", system=system))
        if tolerance:
            self.notes.append(in_both("note.simplified", tolerance=tolerance))
        drawn = {int(place): geo.geojson(shape) for place, shape in fitted.items()}
        return [drawn.get(place, feature.kind) for place, feature in enumerate(self._features)]


# Layers


def _layers(document: Any) -> Layers:  # noqa: ANN401 - anything that JSON can hold
    """Find the layers of a GeoJSON, of Kartverket's object of several GeoJSONs, or of a TopoJSON."""
    if document.get("type") == "Topology":
        found = {name: geo.topojson_features(document, name) for name in document["objects"]}
    elif document.get("type") == "FeatureCollection":
        found = {str(document.get("name", "FeatureCollection")): document["features"]}
    else:
        found = {
            name: layer["features"]
            for name, layer in document.items()
            if isinstance(layer, dict) and layer.get("type") == "FeatureCollection"
        }
    return {name: [_feature(one) for one in features] for name, features in found.items()}


def _feature(feature: dict[str, Any]) -> Feature:
    properties = {"type": feature["type"], "id": feature.get("id"), **(feature.get("properties") or {})}
    cells = {name.lower(): _text(value) for name, value in properties.items()}
    geometry = feature.get("geometry") or {"type": "null"}
    shape = None
    if geometry["type"] in ("Polygon", "MultiPolygon"):
        shape = shapely.from_geojson(json.dumps(geometry), on_invalid="ignore")
    return Feature(cells, str(geometry["type"]), None if shape is None or shape.is_empty else shape)


def _members(document: Mapping[str, Any], layer: str) -> list[Mapping[str, Any]]:
    """Give what may say something about a layer: the layer itself, then the file."""
    inner = document.get(layer)
    return [inner, document] if isinstance(inner, dict) else [document]


def _licence(document: Mapping[str, Any], layer: str) -> str | None:
    texts = (member.get(name) for member in _members(document, layer) for name in _LICENCES)
    return next((text for text in texts if isinstance(text, str) and text.strip()), None)


# Coordinates


def _crs(document: Mapping[str, Any], layer: str) -> str | None:
    """Give the name of the coordinate system, in the way of GeoJSON before 2016; None when the file has none."""
    for member in _members(document, layer):
        crs = member.get("crs")
        if isinstance(crs, dict) and isinstance(crs.get("properties"), dict):
            return str(crs["properties"].get("name"))
    return None


def _system(file_name: str, crs: str | None, areas: npt.NDArray[np.object_]) -> tuple[str, int | None]:
    """Give the coordinate system and its UTM zone, None for degrees; FileRefused when it is another system."""
    if crs is None:
        west, south, east, north = shapely.total_bounds(areas)
        return ("EPSG:4258", None) if max(-west, -south, east, north) <= 180 else ("EPSG:25833", 33)
    number = re.search(r"(\d+)\D*$", crs)
    if "CRS84" in crs or (number and number[1] in ("4326", "4258")):
        return crs, None
    if number and (utm := re.fullmatch(r"(?:258|326)(3[1-6])", number[1])):
        return crs, int(utm[1])
    raise FileRefused("coordinate_system", file=file_name, system=crs)


# Cells


def _text(value: object) -> str | None:
    """Write a property as a cell; lists and objects as JSON."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)
