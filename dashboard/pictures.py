"""Charts as pictures to take along: SVG and PNG, made here without a browser and without a network.

A picture is always in light colours on white, and carries its title and source: it is read where the page is not.
"""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboard.charts.theme import FONT, PALETTES, Authored, Spec
from dashboard.components import DEMO_SHOWN, source_text
from dashboard.export import file_name
from dashboard.words import t

FONTS = Path(__file__).with_name("fonts")
"""Inter as TrueType (regular and semibold), since neither Typst nor the converter reads the web fonts the pages use."""

WIDTH = 760
EDGE = 16
TITLE_SIZE = 17
SOURCE_SIZE = 11
LINE = 1.4
LETTER = 0.56
"""A letter of Inter is about this much of its size wide; lines are broken by it."""

SCALE = 2.0
"""Pixels of the PNG for each of the drawing."""

SVG_TYPE = "image/svg+xml"
PNG_TYPE = "image/png"

_SIZE = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')


@dataclass(frozen=True)
class Picture:
    """What a picture of a chart says around it. ``files``: the content of each address the chart reads, such as a map."""

    title: str
    sources: Sequence[str]
    files: Mapping[str, bytes] = field(default_factory=dict)


def offer(spec: Spec, picture: Picture, key: str, frames: Mapping[str, pl.DataFrame]) -> None:
    """Show the menu that a chart is downloaded from. Nothing is in it before it is opened, or made before it is chosen."""
    opened = st.popover(t("picture.open"), key=f"picture-{key}", on_change="rerun", type="tertiary")
    if not opened.open:
        return
    chart = on_paper(spec)
    source = source_text(picture.sources)
    if st.session_state.get(DEMO_SHOWN):
        picture = replace(picture, title=t("picture.demo", title=picture.title, tag=t("tag.demo")))
    with opened:
        for ending, mime, make in (("svg", SVG_TYPE, svg_file), ("png", PNG_TYPE, png_file)):
            st.download_button(
                t(f"picture.{ending}"),
                partial(make, chart, picture, source, dict(frames)),
                file_name(picture.title, ending),
                mime,
                key=f"picture-{key}-{ending}",
                on_click="ignore",
            )


def on_paper(spec: Spec) -> Spec:
    """Give a chart in light colours."""
    return spec.on_paper() if isinstance(spec, Authored) else spec


def svg_file(spec: Spec, picture: Picture, source: str, frames: Mapping[str, pl.DataFrame]) -> bytes:
    """Give a chart with title and source as an SVG file."""
    return framed(drawing(spec, frames, files=picture.files), picture.title, source).encode("utf-8")


def png_file(spec: Spec, picture: Picture, source: str, frames: Mapping[str, pl.DataFrame]) -> bytes:
    """Give a chart with title and source as a PNG file, at twice the size of the screen's."""
    made: bytes = _converter().svg_to_png(svg_file(spec, picture, source, frames).decode("utf-8"), scale=SCALE)
    return made


def drawing(
    spec: Spec,
    frames: Mapping[str, pl.DataFrame],
    width: int = WIDTH - 2 * EDGE,
    files: Mapping[str, bytes] | None = None,
) -> str:
    """Draw a chart as SVG, ``width`` pixels wide without its axes; ``files`` as in ``Picture``."""
    datasets = {name: rows.to_dicts() for name, rows in frames.items()}
    whole = {**spec, "width": width, "datasets": datasets, "autosize": {"type": "fit", "contains": "padding"}}
    address = spec.get("data", {}).get("url")
    if address is not None:
        kept = {name: value for name, value in spec["data"].items() if name != "url"}
        whole["data"] = {**kept, "values": json.loads((files or {})[address])}
    # No address may be read: what a chart shows is in the specification.
    text: str = _converter().vegalite_to_svg(json.dumps(whole, default=str), allowed_base_urls=[])
    return text


def framed(drawn: str, title: str, source: str) -> str:
    """Put a drawing on white, its title above and its source below."""
    palette = PALETTES["light"]
    width, height = size(drawn)
    whole = max(width, WIDTH - 2 * EDGE)
    above = textwrap.wrap(title, int(whole / (LETTER * TITLE_SIZE)))
    below = textwrap.wrap(source, int(whole / (LETTER * SOURCE_SIZE)))
    top = EDGE + len(above) * TITLE_SIZE * LINE + EDGE / 2
    foot = top + height + EDGE / 2
    end = foot + len(below) * SOURCE_SIZE * LINE + EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole + 2 * EDGE:g}" height="{end:g}" role="img"'
        f' viewBox="0 0 {whole + 2 * EDGE:g} {end:g}"><title>{escape(title)}</title>',
        f'<rect width="100%" height="100%" fill="{palette.background}"/>',
        _lines(above, EDGE, TITLE_SIZE, 600, palette.text),
        drawn.replace("<svg ", f'<svg x="{EDGE}" y="{top:g}" ', 1),
        _lines(below, foot, SOURCE_SIZE, 400, palette.muted),
        "</svg>",
    ]
    return "".join(parts)


def size(drawn: str) -> tuple[float, float]:
    """Give width and height of a drawing."""
    found = _SIZE.search(drawn)
    if found is None:
        raise ValueError("the drawing does not say how large it is")
    return float(found[1]), float(found[2])


def _lines(lines: Sequence[str], top: float, size: int, weight: int, color: str) -> str:
    texts = "".join(
        f'<text x="{EDGE}" y="{top + (place * LINE + 1) * size:g}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
    family = escape(FONT)
    return f'<g font-family="{family}" font-size="{size}" font-weight="{weight}" fill="{color}">{texts}</g>'


@cache
def _converter() -> Any:  # noqa: ANN401 the module
    """Give the converter with our font. It is brought in when a picture is first asked for: it holds a JavaScript engine."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert
