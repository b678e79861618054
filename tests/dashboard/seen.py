"""What a reader meets on a page, taken from a run without a browser: tables as they read on screen, cards, and downloads."""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import components, drawing, figure
from dashboard.export import Download
from dashboard.figure import Figure
from dashboard.shell import page_modules
from dashboard.words import words

TABLE, PLAIN, CHART, POPOVER = "dataframe", "html", "vega_lite_chart", "popover"


@dataclass
class Seen:
    """A page that was run, with the figures that have a card and the tables that can be taken along, by their key."""

    app: AppTest
    figures: dict[str, Figure] = field(default_factory=dict)
    downloads: dict[str, Download] = field(default_factory=dict)


See = Callable[[str], Seen]


def listen(patch: pytest.MonkeyPatch, figures: dict[str, Figure], downloads: dict[str, Download]) -> None:
    """Note each figure that gets a card and each table that is offered, and let the page go on as it would."""
    page_modules()
    # A part that is sent again as it was draws neither.
    patch.setattr(drawing, "_is_any_open", lambda *_: True)
    offered, told = components.downloads, figure.card

    def downloads_noted(make: Callable[[], Download], key: str) -> None:
        downloads[key] = make()
        offered(make, key)

    def card_noted(one: Figure, key: str) -> None:
        figures[key] = one
        told(one, key)

    for name, module in list(sys.modules.items()):
        if name.startswith("dashboard"):
            if getattr(module, "downloads", None) is offered:
                patch.setattr(module, "downloads", downloads_noted)
            if getattr(module, "card", None) is told:
                patch.setattr(module, "card", card_noted)


def nodes(block: Any, within_popovers: bool = True) -> Iterator[Any]:
    """Give every block and element of a page, in the order they are read."""
    for child in block.children.values():
        yield child
        if hasattr(child, "children") and (within_popovers or child.type != POPOVER):
            yield from nodes(child, within_popovers)


def on_screen(table: Any) -> list[list[str]]:
    """Give a table as it reads on screen: its head, then its rows, every cell as the text that is shown."""
    if table.type == PLAIN:
        rows = ElementTree.fromstring(table.proto.body).iter("tr")
        return [[cell.text or "" for cell in row] for row in rows]
    frame = table.value
    shown = pa.ipc.open_stream(table.proto.arrow_data.styler.display_values).read_all() if _styled(table) else None
    columns = [list(map(_text, frame[name])) for name in frame.columns]
    if shown is not None:
        columns = [shown.column(place).to_pylist() for place in range(len(frame.columns))]
    return [list(frame.columns), *map(list, zip(*columns, strict=True))]


def _styled(table: Any) -> bool:
    return bool(table.proto.arrow_data.styler.display_values)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def tables(app: AppTest) -> list[list[list[str]]]:
    """Give every table of a page, in the order they are read."""
    return [on_screen(one) for one in nodes(app.main) if is_table(one)]


def is_table(node: Any) -> bool:
    """Say whether a node is a table of figures: one that is sorted by a click, or a small one as plain HTML."""
    kind = getattr(node, "type", "")
    return kind == TABLE or (kind == PLAIN and 'class="static-table"' in node.proto.body)


def table_before(app: AppTest, key: str) -> list[list[str]]:
    """Give the table that stands before the menu of the downloads of ``key``."""
    latest = None
    for one in nodes(app.main):
        if is_table(one):
            latest = one
        if getattr(one, "type", "") == POPOVER and one.proto.popover.id.endswith(f"-downloads-{key}"):
            assert latest is not None, key
            return on_screen(latest)
    raise AssertionError(f"no downloads of {key}")


def beside_cards(app: AppTest) -> dict[str, str]:
    """Give what stands beside the button of each card, by the key of the card: a metric, or the text just before it."""
    found: dict[str, str] = {}
    latest: list[str] = []
    for one in nodes(app.main, within_popovers=False):
        kind = getattr(one, "type", "")
        if kind == POPOVER and (key := card_key(one)):
            found[key] = plain("\n".join(latest))
            latest = []
        elif kind == "metric":
            latest = [one.value]
        elif kind in ("header", "title"):
            latest = []
        elif kind in ("markdown", "caption"):
            latest.append(one.value)
    return found


def card_key(block: Any) -> str:
    """Give the key of the card that a popover is; nothing for another popover."""
    return str(block.proto.popover.id.partition("-card-")[2])


@dataclass(frozen=True)
class Card:
    """What stands in the card of a figure: its words, its SQL, and the choices of the link to the rows."""

    said: str
    sql: str
    link: dict[str, str]


def open_cards(app: AppTest) -> dict[str, Card]:
    """Give the cards that are open, by their key."""
    found = {}
    for block in nodes(app.main):
        if getattr(block, "type", "") == POPOVER and (key := card_key(block)):
            inside = list(nodes(block))
            said = [one.value for one in inside if one.type in ("markdown", "caption")]
            [sql] = [one.value for one in inside if one.type == "code"]
            [link] = [one.proto for one in inside if one.type == "page_link"]
            assert link.page == words("page.data.path")
            found[key] = Card(plain("\n".join(said)), sql, dict(parse_qsl(link.query_string)))
    return found


def plain(text: str) -> str:
    """Take away the marks that Markdown needs, and the spaces that do not break."""
    return re.sub(r"\\(.)", r"\1", text).replace("\u00a0", " ").replace("**", "")
