"""Which deliveries count: a later one takes the place of the slices it holds; what else an earlier one has, stands."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from warehouse.model import ACCEPTED, SLICES, Contents, Delivery, SourceTable


@dataclass(frozen=True)
class LivePart:
    """A delivery, and the slices of it that no later delivery has replaced (None: all of them)."""

    delivery: Delivery
    slices: pl.DataFrame | None


def live_deliveries(contents: Contents) -> dict[str, list[LivePart]]:
    """Per source, what of each standing delivery still counts: for every slice, the last delivery that holds it."""
    return {
        table.name: live_parts(table, [delivery for delivery in contents.standing if delivery.source == table.name])
        for table in contents.tables
    }


def live_parts(table: SourceTable, deliveries: Sequence[Delivery]) -> list[LivePart]:
    """The parts of ``deliveries`` (in the order they came) that count for ``table``."""
    if not table.replaces:
        return [LivePart(deliveries[-1], None)] if deliveries else []
    if len(deliveries) < 2:
        return [LivePart(delivery, None) for delivery in deliveries]
    parts = []
    for number, (delivery, owned) in enumerate(zip(deliveries, owners(table, deliveries), strict=True)):
        mine = owned.filter(pl.col("owner") == number).drop("owner")
        if mine.height:
            parts.append(LivePart(delivery, None if mine.height == owned.height else mine))
    return parts


def owners(table: SourceTable, deliveries: Sequence[Delivery]) -> list[pl.DataFrame]:
    """The slices of each delivery with ``owner``, the number (Int64) of the last of ``deliveries`` that holds the slice.

    A delivery may replace by more columns than its source does: one application form replaces its case, and not all that the
    manager reported for the year. Then all are divided by the columns of the finest, and each holds by its own.
    """
    held = [_slices(table, delivery) for delivery in deliveries]
    finest = list(dict.fromkeys(name for slices in held for name in slices.columns))
    last: dict[tuple[str, ...], list[pl.DataFrame]] = {}
    for number, slices in enumerate(held):
        last.setdefault(tuple(slices.columns), []).append(slices.with_columns(owner=pl.lit(number, pl.Int64)))
    holders = {
        f"owner_by_{'_'.join(columns)}": pl.concat(frames).group_by(columns).agg(pl.col("owner").max())
        for columns, frames in last.items()
    }
    divided = []
    for delivery, slices in zip(deliveries, held, strict=True):
        owned = slices if slices.columns == finest else _accepted_slices(delivery, finest)
        for name, holder in holders.items():
            columns = [column for column in holder.columns if column != "owner"]
            owned = owned.join(holder.rename({"owner": name}), on=columns, how="left", nulls_equal=True)
        divided.append(owned.select(*finest, owner=pl.max_horizontal(list(holders))))
    return divided


def _slices(table: SourceTable, delivery: Delivery) -> pl.DataFrame:
    """The slices a delivery holds; worked out anew where the contract has come to replace by other columns since it came."""
    kept = delivery.parquet(SLICES)
    if kept.exists():
        names = set(pl.read_parquet_schema(kept))
        if set(table.replaces) <= names <= {column.name for column in table.columns}:
            finer = sorted(names - set(table.replaces))
            return pl.read_parquet(kept).select(*table.replaces, *finer)
    return _accepted_slices(delivery, table.replaces)


def _accepted_slices(delivery: Delivery, columns: Sequence[str]) -> pl.DataFrame:
    return pl.scan_parquet(delivery.parquet(ACCEPTED)).select(columns).unique().collect()
