"""The command line: help with an example, an answer for people and one for machines, exit codes that mean something."""

import json
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from etl import commands
from etl.reference.table import write_table
from tests.conftest import grants

REPOSITORY = Path(__file__).resolve().parents[2]
NAMES = [module.name for module in pkgutil.iter_modules(commands.__path__) if module.name != "shared"]


def run(*words, folder=None, **environment):
    command = [sys.executable, "-m", "etl.cli", *words]
    if folder is not None:
        command += ["--data-dir", str(folder)]
    return subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


@pytest.fixture(scope="module")
def words():
    with (REPOSITORY / "etl" / "commands" / "words.toml").open("rb") as file:
        return tomllib.load(file)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example_and_stands_in_the_readme(name, words):
    help_text = run(name, "--help").stdout
    assert words["command"][name]["help"]["nb"].split(".")[0].split(",")[0][:30] in re.sub(r"\s+", " ", help_text)
    assert f"samhandling {name}" in help_text
    assert f"samhandling {name}" in (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_help_is_english_when_asked_for():
    assert "Load files of a source" in run("load", "--help", SAMHANDLING_LANGUAGE="en").stdout


def test_a_wrong_call_ends_with_two_and_a_wrong_file_with_one(tmp_path):
    assert run("load").returncode == 2
    assert run("nothing").returncode == 2
    missing = run("load", "grant_application", str(tmp_path / "no.csv"), folder=tmp_path / "data")
    assert missing.returncode == 1
    assert "Finner ikke filen" in missing.stderr
    assert run("status", folder=tmp_path / "data").returncode == 1


def test_a_load_is_told_to_people_and_to_machines(data_folder, tmp_path):
    path = tmp_path / "grants.csv"
    write_table("grant_application", grants({"granted_nok": 1234567}, {"granted_nok": 1}), path)
    told = run("load", "grant_application", str(path), "--dry-run", folder=data_folder.root)
    assert told.returncode == 0, told.stderr
    assert "2 rader inn = 2 godtatt + 0 avvist + 0 hoppet over" in told.stdout
    assert "tildelt 1\u00a0234\u00a0568,00 kr" in told.stdout
    assert "ingenting er publisert" in told.stdout
    answer = json.loads(run("load", "grant_application", str(path), "--json", folder=data_folder.root).stdout)
    assert answer["ok"]
    assert answer["published"]
    assert answer["files"][0]["added"] == 2
    again = json.loads(run("load", "grant_application", str(path), "--json", folder=data_folder.root).stdout)
    assert again["files"][0]["same_as"] == answer["files"][0]["delivery_id"]
    listed = json.loads(run("deliveries", "--json", "--source", "grant_application", folder=data_folder.root).stdout)
    assert [one["status"] for one in listed["deliveries"]] == ["standing"]
    undone = run("undo", answer["files"][0]["delivery_id"], folder=data_folder.root)
    assert undone.returncode == 0
    assert run("undo", answer["files"][0]["delivery_id"], folder=data_folder.root).returncode == 1


def test_a_fault_is_named_in_norwegian_with_row_header_and_value(data_folder, tmp_path):
    path = tmp_path / "grants.csv"
    write_table("grant_application", grants({}, {}), path)
    path.write_text(path.read_text(encoding="utf-8").replace("500", "5x0", 1), encoding="utf-8")
    told = run("load", "grant_application", str(path), folder=data_folder.root)
    assert told.returncode == 1
    assert "rad 2, Tildelt beløp: «5x0»" in told.stdout
    assert "Traceback" not in told.stdout + told.stderr


@pytest.mark.parametrize(
    "words_given", [["status"], ["check"], ["dictionary", "innbygger"], ["deliveries"], ["layouts"]]
)
def test_reading_commands_answer_people_and_machines(words_given, reference_folder):
    told = run(*words_given, folder=reference_folder.root)
    assert told.returncode == 0, told.stderr
    assert told.stdout.strip()
    assert json.loads(run(*words_given, "--json", folder=reference_folder.root).stdout)["ok"]


def test_query_prints_a_table_csv_and_json(reference_folder):
    sql = "select year, sum(population) as people from source.population where year = 2024 group by year"
    assert "2024  5\u00a0550\u00a0203" in run("query", sql, folder=reference_folder.root).stdout
    assert run("query", sql, "--format", "csv", folder=reference_folder.root).stdout.splitlines()[0] == "year,people"
    refused = run("query", "drop table source.population", folder=reference_folder.root)
    assert (refused.returncode, "bare for lesing" in refused.stderr) == (1, True)
