"""No person stands in what is loaded, kept or published, nor in this repository; and the scan that says so can fail."""

import json
from pathlib import Path

import duckdb
import polars as pl
import pytest

from etl.commands.demo import document_requests
from etl.loading import load
from tests.conftest import copy_folder
from tests.etl.personal_scan import (
    NAMES,
    file_texts,
    name_hash,
    names_in,
    personal_data_in,
    persons_in,
    published_texts,
)
from tests.test_rooms import TEXT, tracked
from warehouse.folder import DataFolder

# Put together here, so that the repository itself holds none of them.
PLANTED = {
    "e-mail": "kari.provesen" + "@" + "eksempel.no",
    "phone": " ".join(("951", "00", "123")),
    "identity number": "010190" + "00083",
    "name": "Kari Prøvesen",
}
INVENTED = frozenset({name_hash(PLANTED["name"])})


@pytest.fixture(scope="module")
def folder(reference_folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    loaded = copy_folder(reference_folder, tmp_path_factory.mktemp("persons") / "data")
    load(loaded, document_requests())
    return loaded


@pytest.fixture
def documents(shared_data: Path) -> Path:
    return shared_data.parent / "documents"


def test_no_person_of_the_documents_is_in_the_data_folder(folder: DataFolder) -> None:
    assert personal_data_in(folder) == []


def test_the_scan_reads_the_published_texts_the_kept_files_and_the_ledger(folder: DataFolder) -> None:
    assert {"source.project_party.organisation_name", "meta.finding.message_nb"} <= {
        where for where, text in published_texts(folder) if text
    }
    read = [Path(where) for where, _ in file_texts(folder)]
    assert {"ledger.jsonl", "manifest.json", "accepted.parquet", "004-project_party.csv"} <= {
        path.name for path in read
    }


def test_the_hashes_are_those_of_persons_in_the_documents(documents: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(documents.glob("*.txt"))]
    assert set().union(*map(names_in, texts)) == NAMES
    assert all(map(names_in, texts))


def test_the_documents_themselves_are_full_of_what_is_looked_for(documents: Path) -> None:
    found = {path.name[:3]: persons_in(path.read_text(encoding="utf-8")) for path in documents.glob("*.txt")}
    assert found["000"] == ["e-mail (4)", "phone (4)", "name (9)"]
    assert [hit.partition(" (")[0] for hit in found["004"]] == ["e-mail", "phone", "name"]


def test_no_person_of_the_documents_is_named_in_the_repository() -> None:
    texts = ((path, path.read_text(encoding="utf-8")) for path in tracked() if path.suffix in TEXT)
    assert [path.name for path, text in texts if names_in(text)] == []


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_person_is_found_in_a_kept_file(kind: str, tmp_path: Path) -> None:
    planted = small_folder(tmp_path, "")
    (planted.deliveries / "alias" / "a.csv").write_text(f"Navn;Kode\nhos {PLANTED[kind]};1\n", encoding="utf-8")
    assert personal_data_in(planted, INVENTED) == [f"deliveries/alias/a.csv: {kind} (1)"]


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_person_is_found_in_parquet_and_in_the_ledger(kind: str, tmp_path: Path) -> None:
    planted = small_folder(tmp_path, "")
    pl.DataFrame({"note": ["intet", PLANTED[kind]]}).write_parquet(planted.deliveries / "alias" / "a.parquet")
    planted.ledger.write_text(json.dumps({"by": PLANTED[kind]}, ensure_ascii=False) + "\n", encoding="utf-8")
    assert personal_data_in(planted, INVENTED) == [
        f"deliveries/alias/a.parquet: {kind} (1)",
        f"ledger.jsonl: {kind} (1)",
    ]


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_person_is_found_in_the_published_file(kind: str, tmp_path: Path) -> None:
    assert personal_data_in(small_folder(tmp_path, f"ring {PLANTED[kind]}"), INVENTED) == [
        f"source.alias.written_name: {kind} (1)"
    ]


@pytest.mark.parametrize("text", ["1 250 000,50", "12 345 678", "0602", "883658752", "20.12.2025", "5 165 802"])
def test_figures_codes_and_dates_are_nobody(text: str) -> None:
    assert persons_in(text) == []


def small_folder(root: Path, written_name: str) -> DataFolder:
    """A data folder with one published text and an empty shelf."""
    folder = DataFolder(root / "data")
    (folder.deliveries / "alias").mkdir(parents=True)
    with duckdb.connect(str(folder.published)) as connection:
        connection.execute("create schema source")
        connection.execute("create table source.alias (written_name varchar)")
        connection.execute("insert into source.alias values (?)", [written_name])
    return folder
