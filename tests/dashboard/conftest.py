"""A small warehouse built by the real loader, and the app run on it without a browser."""

import datetime as dt
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from etl import documents
from etl.loading import LoadRequest, load
from etl.reading import Options
from etl.reference.table import write_table
from tests.conftest import copy_folder, grants, write_rows
from tests.dashboard.filled_rows import filled_rows
from tests.dashboard.project_rows import project_sources
from tests.dashboard.seen import See, Seen, listen
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

# One invented row of each other thing that a page shows.
DEMO_ROWS: dict[str, list[dict[str, object]]] = {
    "project": [
        {
            "project_code": "DEMO-P",
            "project_title": "Demoprosjekt 01",
            "project_model": "fact",
            "project_state": "running",
            "start_date": dt.date(2020, 1, 1),
            "end_date": dt.date(2021, 12, 31),
            "budget_nok": 1_000_000,
            "spent_nok": 400_000,
            "municipality_code": "5501",
            "data_class": "synthetic",
        }
    ],
    "staffing": [
        {
            "series_code": "DEMO-24/8",
            "sector": "municipal",
            "area_level": "municipality",
            "area_code": code,
            "year": year,
            "target_group_code": "adults",
            "service_field": "both",
            "education": "all",
            "fte": 20.0 + year - 2019,
            "data_class": "synthetic",
        }
        for code in ("0301", "5501")
        for year in (2019, 2020)
    ],
    "survey_answer": [
        {
            "wave_code": "DEMO-T0",
            "time_point": "t0",
            "year": 2024,
            "statement_code": "U1",
            "statement_text": "Demopåstand",
            "answer_code": str(order),
            "answer_text": text,
            "answer_order": order,
            "answer_kind": kind,
            "participant_role": "all",
            "service_level": "all",
            "area_code": "alle",
            "answer_count": 10,
            "data_class": "synthetic",
        }
        for order, (text, kind) in enumerate((("Enig", "agree"), ("Verken eller", "neutral"), ("Uenig", "disagree")))
    ],
}

RunPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def real_folder(reference_folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A warehouse with a few real grants and what the documents say. Not to be changed."""
    folder = with_grants(reference_folder, tmp_path_factory.mktemp("real"), *GRANTS)
    load(folder, [LoadRequest(path, Options(source=source, layout="template")) for source, path in documents.files()])
    return folder


@pytest.fixture(scope="session")
def mixed_folder(real_folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """The same with a few synthetic rows. Not to be changed."""
    place = tmp_path_factory.mktemp("mixed")
    folder = with_grants(real_folder, place, *GRANTS, *SYNTHETIC)
    requests = []
    for source, rows in DEMO_ROWS.items():
        write_rows(source, rows, place / f"{source}.csv")
        requests.append(LoadRequest(place / f"{source}.csv", Options(source=source, layout="template")))
    assert load(folder, requests).build is not None
    return folder


@pytest.fixture(scope="session")
def full_folder(reference_folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A warehouse that gives every page something to show. Not to be changed."""
    return filled(reference_folder, tmp_path_factory.mktemp("full"))


def filled(reference: DataFolder, place: Path) -> DataFolder:
    """Copy a warehouse, and load a few grants, what the documents say, and invented rows of all else, in one load."""
    folder = copy_folder(reference, place / "data")
    write_table("grant_application", grants(*GRANTS, *SYNTHETIC), place / "grants.csv")
    files = [("grant_application", place / "grants.csv"), *documents.files()]
    for batch, sources in enumerate((DEMO_ROWS, project_sources(), filled_rows())):
        for source, rows in sources.items():
            files.append((source, place / f"demo-{batch}-{source}.csv"))
            write_rows(source, rows, files[-1][1])
    outcome = load(folder, [LoadRequest(path, Options(source=source, layout="template")) for source, path in files])
    assert outcome.build is not None
    return folder


def with_grants(reference: DataFolder, place: Path, *changes: dict[str, object]) -> DataFolder:
    """Copy a warehouse and load grants into it."""
    folder = copy_folder(reference, place / "data")
    path = place / "grants.csv"
    write_table("grant_application", grants(*changes), path)
    outcome = load(folder, [LoadRequest(path, Options(source="grant_application", layout="template"))])
    assert outcome.build is not None
    return folder


@pytest.fixture(autouse=True)
def _main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    # A run leaves the app as the main module, and every process that a later test starts would begin by importing it.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture
def run_page(monkeypatch: pytest.MonkeyPatch) -> RunPage:
    """Run one page of the app on a data folder, with choices in the address."""

    def run(folder: DataFolder | Path, path: str = "oversikt", **choices: str) -> AppTest:
        monkeypatch.setenv(DATA_VARIABLE, str(folder.root if isinstance(folder, DataFolder) else folder))
        return page(path, choices).run()

    return run


def page(path: str, choices: Mapping[str, str]) -> AppTest:
    """Give a page of the app, not run yet, with choices in its address."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in choices.items():
        app.query_params[name] = value
    # The first page is the default and has no path of its own.
    app._page_hash = calc_hash("" if path == "oversikt" else path)
    return app


@pytest.fixture(scope="session")
def see(full_folder: DataFolder) -> See:
    """Run a page on the full warehouse with every card open, given its address («tilskudd?year=2020»); once for each."""
    kept: dict[str, Seen] = {}

    def run(address: str) -> Seen:
        if address not in kept:
            path, _, asked = address.partition("?")
            closed, opened = (page(path, dict(parse_qsl(asked))) for _ in range(2))
            seen = Seen(opened)
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv(DATA_VARIABLE, str(full_folder.root))
                listen(patch, seen.figures, seen.downloads)
                closed.run()
                for key in seen.figures:
                    opened.session_state[f"card-{key}"] = True
                opened.run()
            kept[address] = seen
        return kept[address]

    return run
