"""A warm start: what the first readers would otherwise wait for is done before the server answers, or right after."""

import gc
import threading

import polars as pl

from dashboard.data import prepare, read
from dashboard.published import generation
from dashboard.shell import page_modules


def up() -> None:
    """Import the pages and what they bring in when first shown; the marts are read in a thread while the server answers."""
    page_modules()
    threading.Thread(target=_read_marts, name="warm", daemon=True).start()


def _read_marts() -> None:
    """Read the marts that pages read, as far as something is published."""
    if generation():
        marts = read("meta.view", schema_name="mart").filter(pl.col("pages") != "")["relation_name"]
        prepare([f"mart.{name}" for name in marts])
    gc.collect()
    gc.freeze()
