"""What the pages read: rows of the published warehouse, cached by relation, choice and build. No page writes SQL."""

import re
from collections import OrderedDict
from collections.abc import Sequence
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from threading import Lock

import polars as pl
import polars.selectors as cs

from dashboard.keeping import of_build
from dashboard.published import reader, reader_aside
from dashboard.whole import Equal, Filter, Value, Whole, in_order
from warehouse.dictionary import dictionary
from warehouse.reader import Reader
from warehouse.words import Language

SMALL = 40_000
"""A relation of at most so many rows, and of ``SMALL_MB``, is read whole, once per build."""

SMALL_MB = 8.0

SLICED = ("border_basis", "region_level", "scheme_code")
"""Of a large relation the rows of one choice of these are held, and those of a region or a year picked from them."""

SLICE_MB = 4.0
"""So much is held of a large relation for one choice."""

SLICES_MB = 16.0
"""So much is held of all large relations for all choices; the one that was asked for longest ago goes first."""

_EMPTY_MB = 0.01
"""What it takes to know that a choice has no rows, or too many."""

MOST_VALUES = 10_000
"""A column of so few values has its deliveries counted for all of them at once."""

_ASIDE: ContextVar[Reader | None] = ContextVar("aside", default=None)
"""The reader that many relations are read whole by, one after the other."""

_RELATION = re.compile(r"(source|core|mart|meta)\.[a-z][a-z0-9_]*")
_COLUMN = re.compile(r"[a-z][a-z0-9_]*")


def read(relation: str, order_by: Sequence[str] = (), **equal: Filter) -> pl.DataFrame:
    """Read the rows of ``schema.relation`` whose columns equal the values given; a tuple means one of them.

    Decimals come as Float64 (exact below 90 000 billion kroner), since charts and tables cannot take them. The frame is
    shared between sessions: make new ones from it, never change it. ValueError for a name that is no relation or column.
    """
    return first(relation, None, order_by, **equal)


def first(relation: str, limit: int | None, order_by: Sequence[str] = (), **equal: Filter) -> pl.DataFrame:
    """Read as ``read`` does, but no more than ``limit`` rows."""
    _require_names(relation, [*order_by, *equal])
    return _rows(relation, tuple(sorted(equal.items())), tuple(order_by), limit)


def prepare(relations: Sequence[str]) -> None:
    """Read relations so that the first who asks for their rows need not wait; a large one is left to be asked."""
    token = _ASIDE.set(reader_aside())
    try:
        for relation in relations:
            _require_names(relation, [])
            _whole(relation)
    finally:
        _ASIDE.reset(token)


def deliveries_of(relation: str, **equal: Filter) -> pl.DataFrame:
    """Say which deliveries the rows of a source stand in: delivery_id, row_count, first_row, last_row, data_class."""
    _require_names(relation, list(equal))
    return _deliveries(relation, tuple(sorted(equal.items())))


def combinations(relation: str, *columns: str) -> frozenset[tuple[Value, ...]]:
    """Give the combinations of values that columns have somewhere in ``schema.relation``."""
    _require_names(relation, list(columns))
    return _combinations(relation, columns)


def _require_names(relation: str, names: list[str]) -> None:
    if not _RELATION.fullmatch(relation) or not all(_COLUMN.fullmatch(name) for name in names):
        raise ValueError(f"not a relation and columns of the warehouse: {relation} {names}")


@cache
def labels(chosen: Language) -> dict[str, str]:
    """Give the name that the data dictionary has for each column; a name means the same in every relation."""
    return {name: entry.label_nb if chosen == "nb" else entry.label_en for name, entry in dictionary().items()}


@of_build()
def source_titles(chosen: Language) -> dict[str, str]:
    """Give the title of each source, as people call it."""
    rows = read("meta.source")
    return dict(zip(rows["source"], rows[f"title_{chosen}"], strict=True))


# Frames are not changed by those who get them, so one is shared by all. st.cache_data would copy it at every hit, and both of
# Streamlit's caches take half a millisecond to make a key, forty times a page.
@of_build(most=64)
def _rows(relation: str, equal: Equal, order_by: tuple[str, ...], limit: int | None) -> pl.DataFrame:
    if limit is None and (found := _from_held(relation, equal)) is not None:
        return in_order(found, order_by) if order_by else found
    where, params = _where(equal)
    order = f" order by {', '.join(order_by)}" if order_by else ""
    return _asked(reader(), f"select * from {relation}{where}{order}{_limit(limit)}", params)


def _from_held(relation: str, equal: Equal) -> pl.DataFrame | None:
    """Pick the rows from what is held; None when they are not held, or of other types than what is asked for."""
    if (whole := _whole(relation)) is not None:
        return whole.where(equal) if whole.fits(equal) else None
    part = _slice_for(relation, equal)
    if part is None or not part.fits(equal):
        return None
    found = part.where(equal)
    # Copied: a piece of a frame holds on to all of it, and pages keep pieces long after the slice is let go.
    return found if found.height == part.rows.height else found[list(range(found.height))]


@of_build(most=8)
def _combinations(relation: str, columns: tuple[str, ...]) -> frozenset[tuple[Value, ...]]:
    return frozenset(reader().read(f"select distinct {', '.join(columns)} from {relation}").iter_rows())


_is_asked_once = False


def ask_once() -> None:
    """For a process that makes one thing and ends: read the rows that are wanted, and never a whole relation to pick from."""
    global _is_asked_once
    _is_asked_once = True


@of_build(most=256)
def _whole(relation: str) -> Whole | None:
    """Read a whole relation, if it is small, as most are: to pick from its rows costs a tenth of a query. None: it is large."""
    if _is_asked_once:
        return None
    return _held(_ASIDE.get() or reader_aside(), relation, (), SMALL_MB)


def _slice_for(relation: str, equal: Equal) -> Whole | None:
    """Give the slice of a large relation that has the rows asked for; None when not enough of ``SLICED`` is asked for."""
    by = tuple((column, value) for column, value in equal if column in SLICED and isinstance(value, str))
    return None if len(by) < 2 or _is_asked_once else _slices().of(relation, by)


class Slices:
    """The rows of large relations for the choices made last: DuckDB takes as long for ten rows of a choice as for all."""

    def __init__(self, most_mb: float) -> None:
        """Hold no more than so many megabytes."""
        self._most = most_mb
        self._held: OrderedDict[tuple[str, Equal], tuple[Whole | None, float]] = OrderedDict()
        self._lock = Lock()

    def of(self, relation: str, by: Equal) -> Whole | None:
        """Give the rows of one choice; None when they are too many to hold."""
        key = (relation, by)
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key][0]
        found = _held(reader(), relation, by, SLICE_MB)
        with self._lock:
            self._held[key] = (found, _EMPTY_MB + (found.megabytes if found is not None else 0.0))
            while sum(size for _, size in self._held.values()) > self._most:
                self._held.popitem(last=False)
        return found


@of_build(most=1)
def _slices() -> Slices:
    return Slices(SLICES_MB)


def _held(reader: Reader, relation: str, by: Equal, most_mb: float) -> Whole | None:
    where, params = _where(by)
    rows = _asked(reader, f"select * from {relation}{where}{_limit(SMALL + 1)}", params)
    return Whole.of(_closely(rows)) if rows.height <= SMALL and rows.estimated_size("mb") <= most_mb else None


def _closely(rows: pl.DataFrame) -> pl.DataFrame:
    """Copy rows into pieces of their own size: DuckDB hands them over in pieces that may be half empty."""
    copy = BytesIO()
    rows.write_ipc_stream(copy, compat_level=pl.CompatLevel.newest())
    copy.seek(0)
    return pl.read_ipc_stream(copy)


def _asked(reader: Reader, sql: str, params: list[Value]) -> pl.DataFrame:
    return reader.read(sql, params).with_columns(cs.decimal().cast(pl.Float64))


@of_build(most=128)
def _deliveries(relation: str, equal: Equal) -> pl.DataFrame:
    if len(equal) == 1 and isinstance(equal[0][1], str) and not _is_asked_once:
        ((column, _),) = equal
        if (counted := _deliveries_by(relation, column)) is not None:
            found = (counted.where(equal) if counted.fits(equal) else counted.rows.clear()).clone()
            found.drop_in_place(column)
            return found
    where, params = _where(equal)
    return reader().read(_COUNTED.format("", f"{relation}{where}", ""), params)


_COUNTED = (
    "select {}delivery_id, count(*) as row_count, min(source_row) as first_row, max(source_row) as last_row "
    "from {} group by {}delivery_id order by delivery_id"
)


@of_build(most=64)
def _deliveries_by(relation: str, column: str) -> Whole | None:
    """Give the deliveries for each value of a column: a project's sheet asks for those of a dozen sources.

    None for a column of more than ``MOST_VALUES`` values with their deliveries.
    """
    counted = _COUNTED.format(f"{column}, ", relation, f"{column}, ") + _limit(MOST_VALUES + 1)
    rows = reader().read(counted)
    return Whole.of(rows, [(column,)]) if rows.height <= MOST_VALUES else None


def _limit(limit: int | None) -> str:
    return f" limit {int(limit)}" if limit is not None else ""


def _where(equal: Equal) -> tuple[str, list[Value]]:
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
