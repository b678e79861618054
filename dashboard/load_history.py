"""Every file that came and what was done with it; a delivery can be undone and taken back."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboard import address, loading, shell
from dashboard.arrow import figures
from dashboard.components import message, plain, section
from dashboard.data import labels
from dashboard.keeping import remembered
from dashboard.load_job import doing, take_along
from dashboard.loading import Work
from dashboard.runner import Refused, ask
from dashboard.table import Table, local
from dashboard.words import language, t
from warehouse.folder import DataFolder, data_folder
from warehouse.words import Language, moment

COLUMNS = (
    *("received_at", "file_name", "source", "status", "received_by", "rows_in", "rows_accepted", "rows_rejected"),
    *("rows_skipped", "warning_count", "file_sha256", "delivery_id"),
)
SHORT_HASH = 8

_FETCHERS = ThreadPoolExecutor(1)

Deed = Literal["undo", "redo"]
_DEEDS: dict[str, Deed] = {"standing": "undo", "replaced": "undo", "withdrawn": "redo"}


def history(mine: Work) -> None:
    """Show the deliveries, newest first, and what can be done with one that is chosen."""
    section("load.history.title")
    if mine.upload is None or mine.upload.published is None:
        doing(mine, "undo", "redo")
    coming = _coming(str(data_folder().resolve()), *_mark())
    if mine.is_busy and not coming.done():
        # Whoever waits for a job is to see how far it is, and the page draws that only when nothing else holds it up.
        st.caption(t("load.history.reading"))
        return
    try:
        with st.spinner(t("load.history.reading")):
            rows = coming.result()
    except Refused:
        _coming.cache_clear()
        raise
    if rows.is_empty():
        message("load.history.none")
        return
    _choose(mine, rows)
    figures(_table(rows), t("load.history.title"))


@remembered
def _table(rows: pl.DataFrame) -> Table:
    shown = rows.with_columns(pl.col("source").replace(loading.titles()), pl.col("file_sha256").str.head(SHORT_HASH))
    return Table(shown, COLUMNS, labels(language()), language())


@remembered
def _names(rows: pl.DataFrame) -> dict[str, str]:
    """Give the deliveries as the list to choose from names them."""
    return {"": t("load.history.choose")} | {row["delivery_id"]: _named(row) for row in rows.iter_rows(named=True)}


def _choose(mine: Work, rows: pl.DataFrame) -> None:
    named = _names(rows)
    chosen = address.choose("delivery", t("load.history.which"), list(named), "", named.__getitem__, width=560)
    if not chosen:
        return
    row = rows.row(by_predicate=pl.col("delivery_id") == chosen, named=True)
    for deed in row["history"]:
        st.markdown(f"- {plain(_told(deed))}")
    with st.container(horizontal=True, vertical_alignment="center", key="load-delivery"):
        st.button(
            t("load.receipt.make"),
            on_click=loading.receipt,
            args=(mine, chosen),
            disabled=mine.is_busy,
            key="load-history-receipt",
        )
        shell.link("data", t("load.history.remarks"), view="findings", q=chosen)
        if row["rows_rejected"] or row["rows_skipped"]:
            shell.link("data", t("load.history.rejected"), view="rejected", q=chosen)
    doing(mine, "kept_receipt")
    take_along(mine, f"kept_receipt {chosen}")
    if row["status"] in _DEEDS:
        confirm(mine, _DEEDS[row["status"]], chosen, row["file_name"], "history")


def confirm(mine: Work, deed: Deed, delivery_id: str, file_name: str, place: str) -> None:
    """Offer to undo a delivery or take it back, and ask once more before it is done."""
    if mine.confirming != f"{place} {delivery_id}":
        st.button(
            t(f"load.{deed}.button"),
            on_click=loading.ask_first,
            args=(mine, f"{place} {delivery_id}"),
            disabled=mine.is_busy,
            key=f"load-{place}-{deed}",
        )
        return
    st.warning(plain(t(f"load.{deed}.sure", file=file_name)))
    with st.container(horizontal=True, key=f"load-{place}-sure"):
        st.button(
            t(f"load.{deed}.yes"),
            type="primary",
            on_click=loading.change,
            args=(mine, deed, delivery_id, file_name),
            disabled=mine.is_busy,
            key=f"load-{place}-yes",
        )
        st.button(t("load.confirm.no"), on_click=loading.ask_first, args=(mine, ""), key=f"load-{place}-no")


def _named(row: dict[str, Any]) -> str:
    when = moment(local(row["received_at"]), language())
    # Nothing that changes: the browser holds on to what is chosen by these words, and two files may have come in one minute.
    return t("load.history.option", moment=when, file=row["file_name"], end=row["delivery_id"].rpartition("-")[2])


def _told(deed: dict[str, Any]) -> str:
    """Say one thing that was done with a delivery."""
    return t(
        f"load.deed.{deed['event']}",
        moment=moment(local(datetime.fromisoformat(deed["at"])), language()),
        by=deed["by"],
        delivery=deed["replaced_by"],
    )


def _mark() -> tuple[int, int]:
    """Give what is different when anything was done with the deliveries."""
    ledger = DataFolder(data_folder()).ledger
    if not ledger.exists():
        return 0, 0
    stat = ledger.stat()
    return stat.st_size, stat.st_mtime_ns


@lru_cache(maxsize=8)
def _coming(_folder: str, size: int, _changed: int) -> Future[pl.DataFrame]:
    """Have the deliveries fetched, once for all who look at this page, until something is done with them."""
    return _FETCHERS.submit(_deliveries, size, language())


def _deliveries(size: int, chosen: Language) -> pl.DataFrame:
    """Ask the command for the deliveries, newest first: COLUMNS and ``history``. Refused when it cannot say."""
    rows = ask(["deliveries"], chosen)["deliveries"] if size else []
    deed = pl.Struct({"event": pl.String, "at": pl.String, "by": pl.String, "replaced_by": pl.String})
    counts = {name: pl.Int64 for name in COLUMNS if name.startswith("rows_") or name.endswith("_count")}
    schema = dict.fromkeys(COLUMNS, pl.String) | counts | {"history": pl.List(deed)}
    found = pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)
    return found.with_columns(pl.col("received_at").str.to_datetime(time_zone="UTC")).reverse()
