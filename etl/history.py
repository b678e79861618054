"""What was done with every delivery, and what made every build: the ledger read from two sides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from etl.deliveries import Ledger, Shelf, source_tables
from warehouse.live import owners
from warehouse.model import Delivery, SourceTable

Happened = Literal["load", "refuse", "undo", "redo", "replace", "replace_part"]


@dataclass(frozen=True)
class Deed:
    """One thing that was done with a delivery; ``replaced_by`` is the later delivery that took its place."""

    event: Happened
    at: datetime
    by: str
    replaced_by: str | None = None


@dataclass(frozen=True)
class Published:
    """One build that was published, and what had been done with deliveries since the one before (nothing: built again)."""

    build_id: str
    built_at: datetime
    built_by: str
    causes: tuple[tuple[Happened, str], ...]
    """What was done, and with which delivery."""


def deeds(shelf: Shelf) -> dict[str, list[Deed]]:
    """All that was done with every delivery, in the order it was done."""
    found: dict[str, list[Deed]] = {}
    for event in shelf.ledger.events:
        for delivery_id in _deliveries(event):
            found.setdefault(delivery_id, []).append(Deed(event["event"], _when(event["at"]), event["by"]))
    for table in source_tables():
        for delivery, later, is_whole in _replaced(table, shelf.standing(table.name)):
            loaded = found[later.delivery_id][0]
            what: Happened = "replace" if is_whole else "replace_part"
            found[delivery.delivery_id].append(Deed(what, loaded.at, loaded.by, later.delivery_id))
    return {delivery_id: sorted(done, key=lambda deed: deed.at) for delivery_id, done in found.items()}


def published(ledger: Ledger) -> list[Published]:
    """All builds that were published, oldest first, each with what caused it."""
    found: list[Published] = []
    causes: list[tuple[Happened, str]] = []
    for event in ledger.events:
        if event["event"] == "build":
            build = event["build"]
            found.append(Published(build["build_id"], _when(build["built_at"]), build["built_by"], tuple(causes)))
            causes = []
        elif event["event"] != "refuse":
            causes += [(event["event"], delivery_id) for delivery_id in _deliveries(event)]
    return found


def _deliveries(event: Mapping[str, Any]) -> list[str]:
    if event["event"] == "build":
        return []
    return list(event["delivery_ids"]) if "delivery_ids" in event else [event["delivery_id"]]


def _when(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _replaced(table: SourceTable, standing: Sequence[Delivery]) -> Iterator[tuple[Delivery, Delivery, bool]]:
    """Give every delivery with each later one that took slices of it, and whether all of it is taken by now."""
    if len(standing) < 2:
        return
    if not table.replaces:
        yield from ((delivery, standing[-1], True) for delivery in standing[:-1])
        return
    for number, owned in enumerate(owners(table, standing)):
        holders = owned["owner"].unique().sort()
        later = [standing[holder] for holder in holders if holder != number]
        yield from ((standing[number], one, number not in holders) for one in later)
