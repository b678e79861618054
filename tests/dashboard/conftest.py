"""A small warehouse built by the real loader, and the app run on it without a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from etl.loading import LoadRequest, load
from etl.reading import Options
from etl.reference.table import write_table
from tests.conftest import copy_folder, grants
from warehouse.folder import DATA_VARIABLE, DataFolder

APP = Path(__file__).resolve().parents[2] / "streamlit_app.py"

# Tromsø, Senja, Oslo and Bergen; 2013 has no population, 2020 has a synthetic row, Harstad is the only one in 2021.
GRANTS = (
    {"municipality_code": "1902", "year": 2013, "granted_nok": 90_000},
    {"municipality_code": "5401", "year": 2020, "granted_nok": 7_700_000, "applied_nok": 9_000_000},
    {"municipality_code": "5421", "year": 2020, "granted_nok": 1_200_000, "applied_nok": 1_300_000},
    {"municipality_code": "0301", "year": 2020, "granted_nok": 21_000_000, "applied_nok": 30_000_000},
    {"municipality_code": "4601", "year": 2020, "granted_nok": 0, "applied_nok": 500_000, "decision": "rejected"},
    {"municipality_code": None, "year": 2020, "granted_nok": 250_000, "applied_nok": 250_000},
    {"municipality_code": "5402", "year": 2021, "granted_nok": 3_100_000, "applied_nok": 3_100_000},
)
SYNTHETIC = (
    {
        "municipality_code": "1103",
        "year": 2020,
        "granted_nok": 50_000,
        "scheme_code": "DEMO",
        "data_class": "synthetic",
    },
)

RunPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def real_folder(reference_folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A warehouse with a few real grants. Not to be changed."""
    return with_grants(reference_folder, tmp_path_factory.mktemp("real"), *GRANTS)


@pytest.fixture(scope="session")
def mixed_folder(reference_folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """The same with one synthetic grant. Not to be changed."""
    return with_grants(reference_folder, tmp_path_factory.mktemp("mixed"), *GRANTS, *SYNTHETIC)


def with_grants(reference: DataFolder, place: Path, *changes: dict[str, object]) -> DataFolder:
    """Copy a warehouse and load grants into it."""
    folder = copy_folder(reference, place / "data")
    path = place / "grants.csv"
    write_table("grant_application", grants(*changes), path)
    outcome = load(folder, [LoadRequest(path, Options(source="grant_application", layout="template"))])
    assert outcome.build is not None
    return folder


@pytest.fixture
def run_page(monkeypatch: pytest.MonkeyPatch) -> RunPage:
    """Run one page of the app on a data folder, with choices in the address."""

    def run(folder: DataFolder | Path, path: str = "oversikt", **choices: str) -> AppTest:
        monkeypatch.setenv(DATA_VARIABLE, str(folder.root if isinstance(folder, DataFolder) else folder))
        app = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in choices.items():
            app.query_params[name] = value
        # The first page is the default and has no path of its own.
        app._page_hash = calc_hash("" if path == "oversikt" else path)
        return app.run()

    return run
