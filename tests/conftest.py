"""Data folders for tests, made by the real loader: reference facts once a session, copied for each test that changes one."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from etl.loading import LoadOutcome, LoadRequest, load, rebuild
from etl.reading import Options
from etl.reference.table import write_table
from etl.sources import sources as sources_by_name
from warehouse.folder import DataFolder
from warehouse.reader import Reader

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real files; a test that needs one is skipped where they are not."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real files of ../shared/data are not on this machine")
    return SHARED_DATA


@pytest.fixture(scope="session")
def reference_folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A warehouse with the reference facts and no grants. Not to be changed: see ``data_folder``."""
    folder = DataFolder(tmp_path_factory.mktemp("reference"))
    rebuild(folder)
    return folder


@pytest.fixture
def data_folder(reference_folder: DataFolder, tmp_path: Path) -> DataFolder:
    """A copy of the reference warehouse that a test may change."""
    return copy_folder(reference_folder, tmp_path / "data")


def copy_folder(folder: DataFolder, target: Path) -> DataFolder:
    """Copy a data folder with hard links: no file in it is ever written again."""
    shutil.copytree(folder.root, target, copy_function=os.link, ignore=shutil.ignore_patterns("*.jsonl", "*.lock*"))
    shutil.copyfile(folder.ledger, target / folder.ledger.name)
    return DataFolder(target)


GRANT = {
    "case_id": "1",
    "scheme_code": "TEST",
    "scheme_name": "Testordning",
    "year": 2020,
    "manager_name": "Testforvalter",
    "applicant_name": "Testsøker",
    "municipality_code": "0301",
    "applied_nok": 1000,
    "granted_nok": 500,
    "decision": "granted",
    "flow_level": "national",
    "data_class": "real",
}


def grants(*changes: dict[str, object]) -> pl.DataFrame:
    """One grant per set of changes to a plain one, with case numbers 1, 2, 3 …"""
    rows = [{**GRANT, "case_id": str(number), **change} for number, change in enumerate(changes, 1)]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    dates = [name for name in ("received_date", "decision_date") if name in frame.columns]
    return frame.with_columns(pl.col("applied_nok", "granted_nok").cast(pl.Decimal(18, 2)), pl.col(dates).cast(pl.Date))


LoadGrants = Callable[..., LoadOutcome]


@pytest.fixture
def load_grants(data_folder: DataFolder, tmp_path: Path) -> LoadGrants:
    """Load grants, given as changes to a plain one, through a file in the project's own template."""
    count = 0

    def run(*changes: dict[str, object], name: str = "", **options: bool) -> LoadOutcome:
        nonlocal count
        count += 1
        path = tmp_path / (name or f"grants-{count}.csv")
        write_table("grant_application", grants(*changes), path)
        request = LoadRequest(path, Options(source="grant_application", layout="template"))
        return load(data_folder, [request], **options)

    return run


def write_rows(source: str, rows: list[dict[str, object]], path: Path) -> None:
    """Write rows as a file of ``source`` in the project's own template; they are real unless they say otherwise."""
    columns = sources_by_name()[source].contract_columns()
    given = {name: [row.get(name) for row in rows] for name in dict.fromkeys(name for row in rows for name in row)}
    if "data_class" in columns:
        given.setdefault("data_class", ["real"] * len(rows))
    schema = {name: pl.Float64 if columns[name].dtype.is_decimal() else columns[name].dtype for name in given}
    write_table(source, pl.DataFrame(given, schema=schema), path)


LoadRows = Callable[..., LoadOutcome]


@pytest.fixture
def load_rows(data_folder: DataFolder, tmp_path: Path) -> LoadRows:
    """Load rows of any sources in one load: ``load_rows(project=[{…}], project_goal=[{…}])``, in the order given."""
    count = 0

    def run(**sources: list[dict[str, object]]) -> LoadOutcome:
        nonlocal count
        requests = []
        for source, rows in sources.items():
            count += 1
            path = tmp_path / f"{source}-{count}.csv"
            write_rows(source, rows, path)
            requests.append(LoadRequest(path, Options(source=source, layout="template")))
        outcome = load(data_folder, requests)
        faults = [text for file in outcome.files for text in file.taken.findings["message_nb"]]
        assert not outcome.is_refused, faults
        return outcome

    return run


@pytest.fixture
def sql(data_folder: DataFolder) -> Callable[..., pl.DataFrame]:
    """Ask the published warehouse of ``data_folder``."""
    return Reader(data_folder.published).read
