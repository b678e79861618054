"""What the pages read: rows of the published warehouse, cached by relation, choice and build. No page writes SQL."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import polars as pl
import polars.selectors as cs

from warehouse.dictionary import dictionary
from warehouse.folder import DataFolder, data_folder
from warehouse.reader import Reader
from warehouse.words import Language

Value = str | int | bool | None
Filter = Value | tuple[Value, ...]

SMALL = 40_000
"""A relation of at most so many rows, and of ``SMALL_MB``, is read whole, once per build."""

SMALL_MB = 8.0

_RELATION = re.compile(r"(source|core|mart|meta)\.[a-z][a-z0-9_]*")
_COLUMN = re.compile(r"[a-z][a-z0-9_]*")


def generation() -> str:
    """Say which published build is read now; an empty text when nothing is published yet."""
    return _reader(str(data_folder())).generation()


def read(relation: str, order_by: Sequence[str] = (), **equal: Filter) -> pl.DataFrame:
    """Read the rows of ``schema.relation`` whose columns equal the values given; a tuple means one of them.

    Decimals come as Float64 (exact below 90 000 billion kroner), since charts and tables cannot take them. The frame is
    shared between sessions: make new ones from it, never change it. ValueError for a name that is no relation or column.
    """
    return first(relation, None, order_by, **equal)


def first(relation: str, limit: int | None, order_by: Sequence[str] = (), **equal: Filter) -> pl.DataFrame:
    """Read as ``read`` does, but no more than ``limit`` rows."""
    _require_names(relation, [*order_by, *equal])
    return _rows(str(data_folder()), generation(), relation, tuple(sorted(equal.items())), tuple(order_by), limit)


def prepare(relation: str) -> None:
    """Read a relation so that the first who asks for its rows need not wait; a large one is left to be asked."""
    _require_names(relation, [])
    _whole(str(data_folder()), generation(), relation)


def deliveries_of(relation: str, **equal: Filter) -> pl.DataFrame:
    """Say which deliveries the rows of a source stand in: delivery_id, row_count, first_row, last_row, data_class."""
    _require_names(relation, list(equal))
    return _deliveries(str(data_folder()), generation(), relation, tuple(sorted(equal.items())))


def _require_names(relation: str, names: list[str]) -> None:
    if not _RELATION.fullmatch(relation) or not all(_COLUMN.fullmatch(name) for name in names):
        raise ValueError(f"not a relation and columns of the warehouse: {relation} {names}")


@cache
def labels(chosen: Language) -> dict[str, str]:
    """Give the name that the data dictionary has for each column; a name means the same in every relation."""
    return {name: entry.label_nb if chosen == "nb" else entry.label_en for name, entry in dictionary().items()}


def source_titles(chosen: Language) -> dict[str, str]:
    """Give the title of each source, as people call it."""
    return _source_titles(str(data_folder()), generation(), chosen)


@lru_cache(maxsize=8)
def _source_titles(folder: str, build: str, chosen: Language) -> dict[str, str]:
    rows = read("meta.source")
    return dict(zip(rows["source"], rows[f"title_{chosen}"], strict=True))


@cache
def _reader(folder: str) -> Reader:
    return Reader(DataFolder(Path(folder)).published)


# Frames are not changed by those who get them, so one is shared by all. st.cache_data would copy it at every hit, and both of
# Streamlit's caches take half a millisecond to make a key, forty times a page.
@lru_cache(maxsize=512)
def _rows(
    folder: str,
    build: str,
    relation: str,
    equal: tuple[tuple[str, Filter], ...],
    order_by: tuple[str, ...],
    limit: int | None,
) -> pl.DataFrame:
    if limit is None and (whole := _whole(folder, build, relation)) is not None and _fits(whole, equal):
        found = _equal(whole, equal)
        # As DuckDB does: what is missing comes last.
        return found.sort(order_by, nulls_last=True, maintain_order=True) if order_by else found
    where, params = _where(equal)
    order = f" order by {', '.join(order_by)}" if order_by else ""
    return _asked(_reader(folder), f"select * from {relation}{where}{order}{_limit(limit)}", params)


_is_asked_once = False


def ask_once() -> None:
    """For a process that makes one thing and ends: read the rows that are wanted, and never a whole relation to pick from."""
    global _is_asked_once
    _is_asked_once = True


@lru_cache(maxsize=128)
def _whole(folder: str, build: str, relation: str) -> pl.DataFrame | None:
    """Read a whole relation, if it is small, as most are: to pick from its rows costs a tenth of a query. None: it is large."""
    if _is_asked_once:
        return None
    # By a reader of its own: what DuckDB takes for such a query, it gives back when it is closed.
    rows = _asked(Reader(DataFolder(Path(folder)).published), f"select * from {relation}{_limit(SMALL + 1)}", [])
    return rows if rows.height <= SMALL and rows.estimated_size("mb") <= SMALL_MB else None


def _asked(reader: Reader, sql: str, params: list[Value]) -> pl.DataFrame:
    return reader.read(sql, params).with_columns(cs.decimal().cast(pl.Float64))


@lru_cache(maxsize=256)
def _deliveries(folder: str, build: str, relation: str, equal: tuple[tuple[str, Filter], ...]) -> pl.DataFrame:
    whole = _whole(folder, build, relation)
    if whole is not None and _fits(whole, equal):
        counted = pl.len().cast(pl.Int64).alias("row_count")
        rows = pl.col("source_row")
        ends = rows.min().alias("first_row"), rows.max().alias("last_row")
        return _equal(whole, equal).group_by("delivery_id").agg(counted, *ends).sort("delivery_id")
    where, params = _where(equal)
    return _reader(folder).read(
        "select delivery_id, count(*) as row_count, min(source_row) as first_row, max(source_row) as last_row "
        f"from {relation}{where} group by delivery_id order by delivery_id",
        params,
    )


def _fits(rows: pl.DataFrame, equal: tuple[tuple[str, Filter], ...]) -> bool:
    """Say whether the values are of the columns' own types; if not, DuckDB knows how to compare them."""
    kinds: dict[str, tuple[type, ...]] = {}
    for column, dtype in rows.schema.items():
        kinds[column] = (str,) if dtype == pl.String else (bool,) if dtype == pl.Boolean else ()
        if dtype.is_integer():
            kinds[column] = (int,)
    return all(
        type(one) in kinds.get(column, ())
        for column, value in equal
        for one in (value if isinstance(value, tuple) else (value,))
        if one is not None
    )


def _equal(rows: pl.DataFrame, equal: tuple[tuple[str, Filter], ...]) -> pl.DataFrame:
    if not equal:
        return rows
    return rows.filter(
        pl.col(column).is_null()
        if value is None
        else pl.col(column).is_in([one for one in value if one is not None])
        if isinstance(value, tuple)
        else pl.col(column) == value
        for column, value in equal
    )


def _limit(limit: int | None) -> str:
    return f" limit {int(limit)}" if limit is not None else ""


def _where(equal: tuple[tuple[str, Filter], ...]) -> tuple[str, list[Value]]:
    conditions: list[str] = []
    params: list[Value] = []
    for column, value in equal:
        if value is None:
            conditions.append(f"{column} is null")
        elif isinstance(value, tuple):
            conditions.append(f"{column} in ({', '.join('?' * len(value)) or 'null'})")
            params.extend(value)
        else:
            conditions.append(f"{column} = ?")
            params.append(value)
    return (f" where {' and '.join(conditions)}" if conditions else ""), params
