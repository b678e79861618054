"""``samhandling report``: one file, or a message and none."""

import json

import pytest

from tests.etl.test_commands import run


def test_a_board_page_is_written_in_one_step_over_the_one_from_last_week(reference_folder, tmp_path):
    path = tmp_path / "oversikt.pdf"
    path.write_text("last week's", encoding="utf-8")
    told = run("report", "oversikt", "--out", str(path), "--lang", "en", "--json", folder=reference_folder.root)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == {"ok": True, "file": str(path)}
    assert path.read_bytes().startswith(b"%PDF-")
    assert path.stat().st_mode & 0o044
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("region", "--region", "Tromms"), "county-55 (Troms)"),
        (("prosjektark",), "samhandling load"),
    ],
)
def test_what_cannot_be_made_is_told_and_nothing_is_written(reference_folder, tmp_path, words, said):
    path = tmp_path / "x.pdf"
    told = run("report", *words, "--out", str(path), folder=reference_folder.root)
    assert told.returncode == 1
    assert said in told.stderr
    assert "Traceback" not in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_a_wrong_language_and_no_warehouse_are_told(tmp_path):
    missing = run("report", "oversikt", "--out", str(tmp_path / "no" / "x.pdf"), folder=tmp_path / "data")
    assert missing.returncode == 1
    assert "Lag mappen" in missing.stderr
    folder = run("report", "oversikt", "--out", str(tmp_path), folder=tmp_path / "data")
    assert folder.returncode == 1
    assert "er en mappe" in folder.stderr
    language = run("report", "oversikt", "--out", str(tmp_path / "x.pdf"), "--lang", "sv", folder=tmp_path / "data")
    assert language.returncode == 1
    assert "nb, en" in language.stderr
    none = run(
        "report", "oversikt", "--out", str(tmp_path / "x.pdf"), folder=tmp_path / "data", SAMHANDLING_LANGUAGE="en"
    )
    assert none.returncode == 1
    assert "There is no warehouse" in none.stderr
    assert not list(tmp_path.glob("*.pdf"))
