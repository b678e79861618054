"""The demo, written and read once for all its tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from etl import reference
from etl.demo import write_demo
from etl.reading import Options, take


@dataclass(frozen=True)
class Demo:
    """The files of the demo in load order, the rows each source accepted, and what was found wrong with them."""

    files: list[tuple[str, Path]]
    rows: Mapping[str, pl.DataFrame]
    findings: pl.DataFrame

    @property
    def row_counts(self) -> dict[str, int]:
        """Rows by source."""
        return {source: rows.height for source, rows in self.rows.items()}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo, each file read as if it were loaded after those before it."""
    files = write_demo(tmp_path_factory.mktemp("demo"))
    known: dict[str, pl.DataFrame] = {}
    findings = []
    for source, path in [*reference.files().items(), *files]:
        taken = take(path, Options(source=source, layout="template"), known)
        assert taken.rows_accepted == taken.rows_in > 0
        known[source] = pl.concat([known[source], taken.accepted]) if source in known else taken.accepted
        findings.append(taken.findings.with_columns(source=pl.lit(source)))
    rows = {source: known[source] for source, _ in files}
    # The schemes that the product carries are not the demo's.
    rows["grant_scheme"] = rows["grant_scheme"].filter(pl.col("scheme_code").str.starts_with("DEMO-"))
    return Demo(files, rows, pl.concat(findings))
