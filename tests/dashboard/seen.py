"""What a reader meets on a page, taken from a run without a browser: tables as they read on screen, cards, and downloads."""

import io
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import components, figure
from dashboard.export import Download
from dashboard.figure import Figure
from dashboard.shell import page_modules

TABLE, POPOVER = "dataframe", "popover"


@dataclass
class Seen:
    """A page that was run, with the figures that have a card and the tables that can be taken along, by their key."""

    app: AppTest
    figures: dict[str, Figure] = field(default_factory=dict)
    downloads: dict[str, Download] = field(default_factory=dict)


def listen(patch: pytest.MonkeyPatch, figures: dict[str, Figure], downloads: dict[str, Download]) -> None:
    """Note each figure that gets a card and each table that is offered, and let the page go on as it would."""
    page_modules()
    offered, told = components.downloads, figure.card

    def downloads_noted(download: Download, key: str, *more: Any, **named: Any) -> None:
        downloads[key] = download
        offered(download, key, *more, **named)

    def card_noted(one: Figure, key: str) -> None:
        figures[key] = one
        told(one, key)

    for name, module in list(sys.modules.items()):
        if name.startswith("dashboard"):
            if getattr(module, "downloads", None) is offered:
                patch.setattr(module, "downloads", downloads_noted)
            if getattr(module, "card", None) is told:
                patch.setattr(module, "card", card_noted)


def nodes(block: Any) -> Iterator[Any]:
    """Give every block and element of a page, in the order they are read."""
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from nodes(child)


def on_screen(table: Any) -> list[list[str]]:
    """Give a table as it reads on screen: its head, then its rows, every cell as the text that is shown."""
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
    return [on_screen(one) for one in nodes(app.main) if getattr(one, "type", "") == TABLE]


def table_before(app: AppTest, key: str) -> list[list[str]]:
    """Give the table that stands before the downloads of ``key``."""
    latest = None
    for one in nodes(app.main):
        if getattr(one, "type", "") == TABLE:
            latest = one
        if getattr(one, "type", "") == "download_button" and one.proto.id.endswith(f"-{key}-xlsx"):
            assert latest is not None, key
            return on_screen(latest)
    raise AssertionError(f"no downloads of {key}")


def beside_cards(app: AppTest) -> dict[str, str]:
    """Give the text that stands before the button of each card, by the key of the card: the figure as it is shown."""
    found: dict[str, str] = {}
    latest = ""
    for one in nodes(app.main):
        kind = getattr(one, "type", "")
        if kind == "metric":
            latest = one.value
        elif kind == "markdown" and one.value.startswith("**"):
            latest = one.value.strip("*")
        elif kind in ("markdown", "caption"):
            latest = f"{latest}\n{one.value}" if latest else one.value
        elif kind == POPOVER and "-card-" in one.proto.popover.id:
            found[one.proto.popover.id.partition("-card-")[2]] = latest.replace("\u00a0", " ")
            latest = ""
    return found


def choices_of(cases: Mapping[str, str]) -> str:
    """Write choices as they stand in an address."""
    return "&".join(f"{name}={value}" for name, value in cases.items())


def buffer(data: bytes) -> io.BytesIO:
    """Give a file in memory."""
    return io.BytesIO(data)
