"""Builds with a few views: the real builder, in a tenth of the time, for tests that are not about the figures of the marts."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from warehouse.build import build
from warehouse.views import SQL_FOLDER

GRANTED_BY_YEAR = """\
-- Granted money per year.
-- Grain: one row per year.
-- Key: year
select year, cast(sum(granted_nok) as decimal(18, 2)) as granted_nok
from source.grant_application
group by year
"""


@contextmanager
def only_views(folder: Path, *names: str) -> Iterator[None]:
    """Let loads build only ``mart.granted_by_year`` and the views ``names`` (``mart/freshness``), put in ``folder``."""
    for layer in ("core", "mart"):
        (folder / layer).mkdir(parents=True)
    (folder / "mart" / "granted_by_year.sql").write_text(GRANTED_BY_YEAR, encoding="utf-8")
    for name in names:
        shutil.copyfile(SQL_FOLDER / f"{name}.sql", folder / f"{name}.sql")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etl.stand.build", partial(build, sql_folder=folder))
        yield
