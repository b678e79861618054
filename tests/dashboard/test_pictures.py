"""Pictures of charts: light, whole, with title and source, drawn without a network."""

import ast
import re
import struct
from pathlib import Path

import polars as pl
import pytest

import dashboard
from dashboard import pictures
from dashboard.charts.development import development
from dashboard.charts.region_map import region_map
from dashboard.charts.theme import PALETTES, Mode
from dashboard.maps import SCHEMATIC, map_of
from dashboard.pictures import Picture, drawing, on_paper, png_file, size, svg_file
from warehouse.folder import DATA_VARIABLE

SOURCE = "Kilde: Tilskuddsforvalterne. Antall leveranser: 1. Oppdatert 05.06.2025."
PICTURE = Picture("Tildelt til Ålesund – «blå» & grønn", ("grant_application",))
LINES = pl.DataFrame(
    {
        "year": [2023, 2024],
        "series": ["Ålesund", "Ålesund"],
        "value": [1_200_000.0, 2_500_000.0],
        "amount": ["1,2 mill. kr", "2,5 mill. kr"],
        "spoken": ["a", "b"],
    }
)
MARKS = pl.DataFrame(schema={"year": pl.Int64, "kind": pl.String, "spoken": pl.String})
FRAMES = {"rows": LINES, "marks": MARKS}


def spec(mode: Mode):
    return development("Kroner", ("År", "Hvem", "Beløp"), ("Ålesund",), mode, "nb")


def test_a_picture_has_title_source_and_norwegian_numbers():
    svg = svg_file(on_paper(spec("light")), PICTURE, SOURCE, FRAMES).decode("utf-8")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert "Tildelt til Ålesund – «blå» &amp; grønn" in texts
    assert SOURCE in texts
    assert any("1,5 mill." in text for text in texts)
    assert "http" not in svg.replace("http://www.w3.org/", "")


def test_a_picture_is_light_whatever_the_screen_is():
    dark, light = spec("dark"), spec("light")
    assert on_paper(dark) == light
    assert on_paper(light) == light
    svg = svg_file(on_paper(dark), PICTURE, SOURCE, FRAMES).decode("utf-8")
    assert PALETTES["light"].lines[0] in svg
    assert PALETTES["dark"].lines[0] not in svg


def test_a_png_is_twice_the_size_of_the_drawing():
    svg = svg_file(on_paper(spec("light")), PICTURE, SOURCE, FRAMES).decode("utf-8")
    png = png_file(on_paper(spec("light")), PICTURE, SOURCE, FRAMES)
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == pytest.approx([2 * one for one in size(svg)], abs=2)


def test_a_map_brings_its_borders_along(reference_folder, monkeypatch):
    monkeypatch.setenv(DATA_VARIABLE, str(reference_folder.root))
    drawn = map_of("2024", 2024, "county")
    assert drawn is not None
    classes = (("under 10", 0), ("10 og mer", 4))
    chart = region_map(
        drawn.address, "county", ("Kroner", "Fylke", "Beløp", "I alt", "Merk"), classes, 500, "light", "nb"
    )
    row = {"region_code": "55", "name": "Troms", "class_name": "under 10", "is_opened": False}
    texts = dict.fromkeys(("spoken", "amount", "total", "note"), "")
    rows = pl.DataFrame([{**row, **texts}])
    svg = drawing(chart, {"rows": rows}, files={SCHEMATIC: drawn.content})
    assert PALETTES["light"].steps[0] in svg
    assert len(re.findall(r"<path[^>]*mark-shape|aria-roledescription=\"geoshape\"", svg)) == 1


def test_every_chart_of_a_page_can_be_taken_along():
    folder = Path(dashboard.__file__).parent
    without = []
    for module in folder.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            place = {"draw": 3, "draw_to_click": 4}.get(name)
            if place is not None and len(node.args) <= place:
                without.append(f"{module.name}:{node.lineno}")
    assert without == []


def test_the_menu_offers_both_kinds_when_it_is_opened(run_page, mixed_folder):
    app = run_page(mixed_folder, "seminarer", wave="BEDRE-I-LAG-2023-T0")
    key = "picture-agreement-dots"
    assert not [one for one in app.get("download_button") if f"{key}-svg" in one.proto.id]
    app.session_state[key] = True
    app.run()
    assert not app.exception
    for ending in ("svg", "png"):
        assert [one for one in app.get("download_button") if f"{key}-{ending}" in one.proto.id]


def test_the_drawing_engine_waits_until_a_picture_is_asked_for():
    source = Path(pictures.__file__).read_text(encoding="utf-8")
    at_start = [node for node in ast.parse(source).body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert "vl_convert" not in ast.unparse(ast.Module(at_start, []))
