"""What a file is checked against when nothing is to be loaded: the rows that stand, without a lock and without a build."""

from collections.abc import Mapping

import polars as pl

from etl import reference
from etl.contract import Contract
from etl.deliveries import Shelf, source_table
from etl.reading import ALIASES, Options, take
from etl.sources import sources
from warehouse.folder import DataFolder


def known_rows(folder: DataFolder, contract: type[Contract]) -> Mapping[str, pl.DataFrame]:
    """Give the accepted rows of every source that ``contract`` refers to, and of the names that people have decided.

    A source that never had a delivery has the product's own rows, which a load would put in first.
    """
    shelf = Shelf.open(folder)
    return {name: _rows(shelf, name) for name in dict.fromkeys((*contract.referenced_sources(), ALIASES))}


def _rows(shelf: Shelf, name: str) -> pl.DataFrame:
    contract = sources()[name]
    path = reference.files().get(name)
    if path is None or any(one.startswith(f"{name}-") for one in shelf.ledger.loaded()):
        return shelf.rows(source_table(contract))
    needed = {other: _rows(shelf, other) for other in contract.referenced_sources()}
    return take(path, Options(source=name, layout="template"), needed).accepted
