"""The page that loads a file, and the process that does it: what a person meets, and what no file may do to the dashboard."""

import gc
import json
import stat
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import changed, digest, loading, runner
from dashboard.data import read
from dashboard.desk import Desk, bare_name
from dashboard.plain_csv import plain_csv
from dashboard.runner import Answer, Job
from dashboard.words import words
from etl.reference.table import write_table
from tests.conftest import grants
from tests.dashboard.conftest import RunPage
from tests.dashboard.test_pages import foreign, texts
from warehouse.changes import SCHEMA
from warehouse.errors import WarehouseBusy
from warehouse.folder import DATA_VARIABLE, DataFolder

CONFIG = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"
GOOD = {"municipality_code": "5401", "year": 2020, "granted_nok": 400, "applied_nok": 400}
BAD = {"municipality_code": "9998", "year": 2020}

UseFolder = Callable[[DataFolder], DataFolder]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> UseFolder:
    """Make a folder the one that the dashboard reads and loads into."""

    def run(folder: DataFolder) -> DataFolder:
        monkeypatch.setenv(DATA_VARIABLE, str(folder.root))
        return folder

    return run


def grant_file(folder: Path, *changes: dict[str, object], name: str = "tilskudd.csv") -> Path:
    path = folder / name
    write_table("grant_application", grants(*changes), path)
    return path


def ended(job: Job) -> Answer:
    job.process.wait(120)
    return job.answer()


# A private place for the file


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("tilskudd 2014.xlsx", "tilskudd 2014.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ola\\søknader.csv", "søknader.csv"),
        ("..", "file"),
        ("", "file"),
        ("a\x00\n\u202eb.csv", "ab.csv"),
        ("x" * 300 + ".xlsx", "x" * 115 + ".xlsx"),
    ],
)
def test_of_a_file_name_only_the_name_is_used(sent: str, kept: str):
    assert bare_name(sent) == kept


def test_a_desk_is_private_and_goes_with_the_one_who_holds_it():
    desk = Desk()
    path = desk.put("tilskudd.csv", memoryview(b"Saksnummer;\xc3\x85r\n"))
    assert path.read_bytes() == b"Saksnummer;\xc3\x85r\n"
    assert stat.S_IMODE(desk.path.stat().st_mode) == 0o700
    place = desk.path
    del desk
    gc.collect()
    assert not place.exists()


def test_what_a_killed_dashboard_left_behind_is_cleared_away():
    code = "import os, signal; from dashboard.desk import Desk; d = Desk(); print(d.path, flush=True); os.kill(os.getpid(), 9)"
    killed = subprocess.run([sys.executable, "-c", code], cwd=runner.ROOT, capture_output=True, text=True)
    left = Path(killed.stdout.strip())
    assert left.is_dir()
    mine = Desk()
    assert not left.exists()
    assert mine.path.exists()


# The command in a process of its own


def test_a_command_that_breaks_down_is_told_in_words_and_not_as_a_traceback(
    use: UseFolder, reference_folder: DataFolder
):
    use(reference_folder)
    answer = ended(runner.start("trial", ["load", "--no-such-option"], "en"))
    assert not answer.is_ok
    assert "stopped without saying why" in answer.message
    assert "Traceback" not in answer.message


def test_the_one_who_comes_second_is_told_who_is_loading(use: UseFolder, data_folder: DataFolder, tmp_path: Path):
    use(data_folder)
    path = grant_file(tmp_path, GOOD)
    with data_folder.locked():
        answer = ended(runner.start("trial", ["load", "grant_application", str(path), "--dry-run"], "nb"))
    assert not answer.is_ok
    assert "En annen lasting pågår" in answer.message


def test_a_load_that_is_cancelled_changes_nothing(use: UseFolder, data_folder: DataFolder, tmp_path: Path):
    use(data_folder)
    before = data_folder.ledger.read_bytes(), data_folder.published.stat().st_ino
    path = grant_file(tmp_path, GOOD)
    job = runner.start("publish", ["load", "grant_application", str(path)], "nb", phases=2, is_order=True)
    while not job.is_done and job.progress()[0] < 1:
        time.sleep(0.02)
    job.cancel()
    assert ended(job).message == words("load.cancelled", "nb")
    # Whoever loads holds the lock as long as it lives.
    for _ in range(100):
        try:
            with data_folder.locked():
                break
        except WarehouseBusy:
            time.sleep(0.1)
    else:
        pytest.fail("the load goes on")
    assert (data_folder.ledger.read_bytes(), data_folder.published.stat().st_ino) == before


def test_a_job_nobody_waits_for_is_stopped_and_an_order_is_carried_out(
    use: UseFolder, data_folder: DataFolder, tmp_path: Path
):
    use(data_folder)
    trial = runner.start("trial", ["deliveries"], "nb")
    process = trial.process
    del trial
    gc.collect()
    assert process.wait(20) < 0
    desk = Desk()
    path = desk.put("tilskudd.csv", memoryview(grant_file(tmp_path, GOOD).read_bytes()))
    command = ["load", "grant_application", str(path)]
    order = runner.start("publish", command, "nb", desk=desk, is_order=True, who="datamedarbeider")
    process = order.process
    del order, desk
    gc.collect()
    assert process.wait(120) == 0
    load = json.loads(data_folder.ledger.read_text(encoding="utf-8").splitlines()[-2])
    assert load["delivery_ids"][-1].startswith("grant_application-")
    # Who is signed in is entered as the one who did it, not the account that the dashboard runs as.
    assert (load["event"], load["by"]) == ("load", "datamedarbeider")


def test_a_dashboard_that_only_reads_runs_nothing_and_has_no_such_page(
    run_page: RunPage, reference_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
):
    assert "load" in run_page(reference_folder).session_state["pages by name"]
    monkeypatch.setenv(runner.READ_ONLY, "1")
    assert "load" not in run_page(reference_folder).session_state["pages by name"]
    with pytest.raises(runner.ReadOnly):
        runner.start("trial", ["deliveries"], "nb")


def test_the_long_lists_of_an_answer_are_files_and_only_the_first_answer_counts(tmp_path: Path):
    finding = {
        "source_row": 3,
        "level": "error",
        "rule": "x",
        "header": "År",
        "value": "=1",
        "message_nb": "nb",
        "message_en": "en",
    }
    figure = {"relation": "m", "row_key": "year=2020", "column_name": "c", "before": None, "after": 2.0}
    first = {"ok": True, "changed_figures": [figure], "files": [{"file": "a.csv", "findings": [finding]}]}
    raw = tmp_path / "raw.json"
    raw.write_text(json.dumps(first) + '\n{"ok": false, "message": "etter"}\n', encoding="utf-8")
    digest.take_apart(raw, tmp_path)
    assert json.loads((tmp_path / digest.ANSWER).read_text(encoding="utf-8")) == {
        "ok": True,
        "files": [{"file": "a.csv"}],
    }
    assert pl.read_parquet(tmp_path / digest.FINDINGS).to_dicts() == [finding]
    assert pl.read_parquet(tmp_path / digest.FIGURES).to_dicts() == [figure]
    assert not raw.exists()


# The page


def click(app: AppTest, key: str) -> AppTest:
    app.button(key).click().run()
    return settled(app)


def settled(app: AppTest) -> AppTest:
    """Run until the job has ended, as the page does by itself in a browser."""
    for _ in range(600):
        if app.session_state["load"].job is None:
            break
        app.session_state["load"].job.process.wait(120)
        app.run()
    assert not app.exception
    return app


def chosen(app: AppTest, path: Path) -> AppTest:
    app.file_uploader[0].set_value((path.name, path.read_bytes(), "text/csv")).run()
    return settled(app)


def test_a_file_is_recognised_tried_and_discarded_without_a_trace(
    run_page: RunPage, mixed_folder: DataFolder, tmp_path: Path
):
    app = chosen(run_page(mixed_folder, "last-inn", lang="en"), grant_file(tmp_path, GOOD, BAD))
    mine, before = app.session_state["load"], mixed_folder.ledger.read_bytes()
    desk = mine.upload.desk
    assert app.selectbox[0].value == "grant_application"
    app.button("load-try").click().run()
    job = mine.job
    settled(app)
    assert job.progress()[2] == 1.0
    assert mine.upload.trial.figures.schema == pl.Schema(SCHEMA)
    assert mine.upload.trial.findings["level"].to_list() == ["error"]
    said = texts(app)
    assert words("load.trial.account", "en", rows_in=2, rows_accepted=1, rows_rejected=1, rows_skipped=0) in said
    assert any("9998" in text for text in said)
    assert app.button("load-publish").label == words("load.publish.partial", "en")
    assert foreign(said, "en") == []
    changes = next(element.value for element in app.dataframe if element.proto.alt == "funding_by_region")
    assert any(about.startswith(("Norge, 2020", "Troms, 2020")) for about in changes.iloc[:, 0])
    click(app, "load-discard")
    assert not desk.path.exists()
    assert mine.upload is None
    assert mixed_folder.ledger.read_bytes() == before


def test_the_sources_have_names_before_anything_is_published(run_page: RunPage, tmp_path: Path):
    app = chosen(run_page(tmp_path / "nothing", "last-inn"), grant_file(tmp_path, GOOD))
    assert app.selectbox[0].value == "grant_application"
    assert "Søknader og tilskudd" in app.selectbox[0].options


def test_a_file_that_cannot_be_read_is_let_go_with_the_reason(
    run_page: RunPage, mixed_folder: DataFolder, tmp_path: Path
):
    path = tmp_path / "bilde.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)
    app = chosen(run_page(mixed_folder, "last-inn"), path)
    assert app.session_state["load"].upload is None
    assert "bilde" in app.error[0].value
    assert app.file_uploader


def test_what_the_command_asks_for_becomes_a_field(run_page: RunPage, mixed_folder: DataFolder, tmp_path: Path):
    ring = [[10.5, 59.8], [10.9, 59.8], [10.9, 60.1], [10.5, 60.1], [10.5, 59.8]]
    area = {
        "type": "Feature",
        "properties": {"kommunenummer": "0301", "kommunenavn": "Oslo"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path = tmp_path / "kommuner-2024.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [area]}), encoding="utf-8")
    app = click(chosen(run_page(mixed_folder, "last-inn"), path), "load-try")
    assert "--" not in app.error[0].value
    assert f"«{words('load.option.licence')}»" in app.error[0].value
    assert app.session_state["load"].upload.asked == {"licence"}


def test_options_of_the_command_are_named_as_the_fields_of_the_page(run_page: RunPage, reference_folder: DataFolder):
    run_page(reference_folder)
    assert loading.in_page("Skriv for eksempel --year 2013.") == "Skriv for eksempel «År» 2013."
    assert loading.in_page('Skriv --licence "CC BY 4.0, © X".') == 'Skriv «Lisens» "CC BY 4.0, © X".'
    assert loading.in_page("A -- B, --partial") == "A -- B, --partial"


def test_the_limit_that_is_told_is_the_limit_that_is_set():
    limit = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["server"]["maxUploadSize"]
    assert words("chrome.upload_limit", "en") == f"{limit}MB per file"
    assert f"{limit} MB" in words("chrome.upload_limit", "nb")
    assert words("chrome.upload_too_large", "en") == f"File must be {limit}MB or smaller."
    assert f"{limit} MB" in words("chrome.upload_too_large", "nb")


# Changed figures in words


def figure(column: str, before: float | None, after: float | None, **key: object) -> dict[str, object]:
    usual = {
        "border_basis": "2024",
        "region_level": "county",
        "region_code": "55",
        "year": 2020,
        "scheme_code": "all",
        "flow_level": "national",
    }
    row_key = " ".join(f"{name}={value}" for name, value in {**usual, **key}.items())
    return {
        "relation": "funding_by_region",
        "row_key": row_key,
        "column_name": column,
        "before": before,
        "after": after,
    }


def test_a_changed_figure_is_told_by_place_year_and_scheme(use: UseFolder, mixed_folder: DataFolder):
    use(mixed_folder)
    rows = pl.DataFrame(
        [
            figure("granted_nok", None, 5.0, region_code="03"),
            figure("granted_nok", 100.0, 101.0),
            figure("granted_per_capita_nok", 10.26, 10.31, border_basis="historical", scheme_code="TEST"),
            figure("national_share", 0.5001, 0.5002),
        ],
        schema=SCHEMA,
    )
    views = read("meta.view")
    told = changed.from_to(changed.in_words(rows, views, changed.names("nb")), "nb")
    plain = pl.col("before", "after").str.replace_all("\u00a0", " ")
    assert told.select("about", plain).rows() == [
        ("Troms, 2020, Alle ordninger, nasjonal", "100 kr", "101 kr"),
        ("Troms, 2020, Testordning, nasjonal, Grensene det året", "10,26", "10,31"),
        ("Troms, 2020, Alle ordninger, nasjonal", "50,01 %", "50,02 %"),
        ("Oslo, 2020, Alle ordninger, nasjonal", "..", "5 kr"),
    ]
    assert changed.in_words(rows, views, changed.names("nb"), first=1).height == 1


def test_changed_figures_are_counted_by_page_and_mart(use: UseFolder, mixed_folder: DataFolder):
    use(mixed_folder)
    rows = pl.DataFrame(
        [figure("granted_nok", 1.0, 2.0), figure("granted_nok", None, 2.0), figure("granted_nok", 2.0, None)],
        schema=SCHEMA,
    )
    counted = changed.by_mart(rows, read("meta.view"), "nb").row(0, named=True)
    assert counted["pages"].startswith("Oversikt, Tilskudd per region")
    assert (counted["revised_count"], counted["added_count"], counted["removed_count"]) == (1, 1, 1)
    assert changed.pages_that_show("grant_application", read("meta.view"))[:2] == ["overview", "funding"]


def test_a_large_table_is_taken_along_as_csv_that_runs_no_formulas():
    rows = pl.DataFrame({"a": ["=1+1", "ære", None], "b": [1.5, 2.0, None], "c": [1, 2, 3]})
    assert (
        plain_csv(rows, {"b": "Tall", "a": "Tekst"}, "nb").decode("utf-8")
        == "\ufeffTall;Tekst\r\n1,5;'=1+1\r\n2,0;ære\r\n;\r\n"
    )
