"""The inbox: every file accounted for, each loaded or refused whole, moved with its receipt, and nothing lost by a crash."""

import io
import json
import os
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from typer.testing import CliRunner

from etl import inbox as inbox_module
from etl.cli import build_app
from etl.deliveries import Shelf
from etl.inbox import run_inbox
from etl.journal import NAME, Journal
from etl.landing import InboxFile, take_all
from etl.reading import Options
from etl.reference.table import write_table
from etl.stand import LoadRequest, Stand
from tests.conftest import grants
from tests.etl.small import as_csv, sample_table
from tests.etl.test_commands import run
from tests.etl.test_form import ANSWERS, text_form
from tests.etl.views import only_views
from warehouse.errors import WarehouseBusy
from warehouse.reader import Reader

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAMPLES = (
    *(
        "expected_delivery",
        "grant_scheme",
        "key_figure",
        "organisation",
        "project",
        "project_goal",
        "project_milestone",
    ),
    *(
        "project_risk_benefit",
        "project_status",
        "seminar",
        "seminar_participation",
        "staffing",
        "survey_reported_share",
    ),
)
BIG = 200_000


@pytest.fixture(autouse=True)
def few_views(tmp_path_factory):
    """These tests are about files. The command that one of them runs builds all views."""
    with only_views(tmp_path_factory.mktemp("sql")):
        yield


def sample(folder: Path, source: str, name: str = "") -> Path:
    path = folder / (name or f"{source}.csv")
    path.write_text(as_csv(sample_table(source)), encoding="utf-8")
    return path


def applications(folder: Path, name: str, *changes: dict[str, object]) -> Path:
    write_table("grant_application", grants(*changes), folder / name)
    return folder / name


def spoilt(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def workbook(path: Path, table: list[list[str]], far_cell: bool = False) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
        if far_cell:
            sheet.write(1_048_575, 16_383, "x")


def zip_bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
    ):
        for _ in range(61):
            sheet.write(b"0" * 10_000_000)


def forty_files(folder: Path) -> dict[str, str]:
    """Write forty files of all kinds into ``folder``; give what is to come of each."""
    for source in SAMPLES:
        sample(folder, source)
    workbook(folder / "bemanning.xlsx", [sample_table("staffing")[0], *sample_table("staffing")[1:]])
    text_form(folder, ANSWERS, name="søknad.txt")
    applications(folder, "tilskudd.csv", {}, {})
    applications(folder, "tilskudd kopi.csv", {}, {})
    rows = pl.DataFrame({"case_id": [str(number) for number in range(BIG)]})
    write_table(
        "grant_application",
        grants({"scheme_code": "STOR"}).drop("case_id").join(rows, how="cross"),
        folder / "stor.csv",
    )
    # Wrong in a cell, a row or a header.
    applications(folder, "ukjent kommune.csv", {"municipality_code": "9876"}, {})
    applications(folder, "samme nøkkel.csv", {"case_id": "1"}, {"case_id": "1"})
    spoilt(applications(folder, "beløp.csv", {}, {}), "500", "5x0")
    spoilt(applications(folder, "for bred.csv", {}, {}), "Testforvalter", "Test;forvalter")
    spoilt(sample(folder, "population"), sample_table("population")[0][0], "Noe annet")
    sample(folder, "team_position")
    spoilt(folder / "team_position.csv", sample_table("team_position")[1][0], "FINNES-IKKE")
    # Not tables, or not tables of ours.
    contents = {
        "tom.csv": b"",
        "blank.csv": b" \n\n \n",
        "bare overskrift.csv": as_csv(sample_table("seminar")[:1]).encode(),
        "ukjent.csv": b"a;b;c\n1;2;3\n",
        "prosa.txt": b"Hei, her er tallene vi snakket om.\nHilsen oss\n",
        "nuller.csv": b"a;b\n\x00\x00;1\n",
        "bilde.xlsx": b"\x89PNG\r\n\x1a\n" + b"0" * 300,
        "bilde.csv": b"\xff\xd8\xff" + b"0" * 300,
        "rapport.csv": b"%PDF-1.7\n" + b"0" * 300,
        "rapport.pdf": b"%PDF-1.7\n" + b"0" * 300,
        "passord.xlsx": OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 300,
        "ødelagt.xlsx": b"PK\x03\x04" + b"0" * 300,
        "ødelagt.json": b'{"type": "FeatureCollection", "features": [',
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    buffer = io.BytesIO((folder / "bemanning.xlsx").read_bytes())
    (folder / "avkuttet.xlsx").write_bytes(buffer.getvalue()[:2_000])
    zip_bomb(folder / "bombe.xlsx")
    workbook(folder / "fjern celle.xlsx", [["a", "b"]], far_cell=True)
    loaded = {f"{source}.csv" for source in SAMPLES} | {"søknad.txt", "tilskudd.csv", "stor.csv"}
    same = {"bemanning.xlsx", "tilskudd kopi.csv"}
    for path in folder.iterdir():
        os.utime(path, (1, 2 if path.name in same else 1))
    return {
        path.name: "loaded" if path.name in loaded else "unchanged" if path.name in same else "refused"
        for path in folder.iterdir()
    }


def test_forty_mixed_files_are_all_accounted_for_without_a_traceback_or_half_a_load(data_folder, tmp_path):
    inbox = tmp_path / "innboks"
    inbox.mkdir()
    expected = forty_files(inbox)
    assert len(expected) == 40
    (inbox / "~$åpen.xlsx").write_bytes(b"x")
    (inbox / ".skjult").write_bytes(b"x")
    told = run("run", str(inbox), "--settle", "0", "--json", folder=data_folder.root)
    assert (told.returncode, told.stderr) == (1, "")
    answer = json.loads(told.stdout)
    found = {file["name"]: file["result"] for file in answer["files"]}
    assert found == {**expected, "~$åpen.xlsx": "waiting"}
    assert answer["counts"] == {"loaded": 16, "unchanged": 2, "refused": 22, "waiting": 1}
    for file in answer["files"]:
        for part in file["parts"]:
            assert part["rows_in"] == part["rows_accepted"] + part["rows_rejected"] + part["rows_skipped"]
            assert (part["delivery_id"] is not None) == (file["result"] == "loaded")
        if file["result"] != "waiting":
            assert Path(file["moved_to"]).is_file()
            assert all(Path(receipt).stat().st_size for receipt in file["receipts"])
        if file["result"] == "refused":
            assert file["receipts"]
            assert file["message"]["nb"]
            assert "ingen har tenkt på" not in file["message"]["nb"]
    assert sorted(path.name for path in inbox.iterdir()) == [".skjult", "loaded", "refused", "~$åpen.xlsx"]
    kept = {path.name for name in ("loaded", "refused") for path in (inbox / name).iterdir()}
    assert "tilskudd kopi (ingen endring).csv" in kept
    reader = Reader(data_folder.published)
    assert reader.read("select count(*) from meta.build").item() == 2  # the reference data, and one for all files
    by_delivery = reader.read(
        "select source, count(*) as n from source.grant_application as g "
        "inner join meta.delivery using (delivery_id) group by source, delivery_id order by n"
    )
    assert by_delivery["n"].to_list() == [1, 2, BIG]
    assert reader.read("select count(*) from meta.delivery where status = 'refused'").item() == 6


def test_what_others_refer_to_is_loaded_first_whatever_the_files_are_called(data_folder, tmp_path):
    sample(tmp_path, "project", "z.csv")
    sample(tmp_path, "project_goal", "a.csv")
    outcome = run_inbox(data_folder, tmp_path, settle=0)
    assert [(arrival.name, arrival.result) for arrival in outcome.files] == [("z.csv", "loaded"), ("a.csv", "loaded")]


def test_a_file_that_lacks_what_a_later_one_brings_is_taken_again(data_folder, tmp_path):
    files = [
        InboxFile(path, [LoadRequest(path, Options(source))])
        for source in ("project_goal", "project")
        for path in [sample(tmp_path, source)]
    ]
    with data_folder.locked():
        stand = Stand.open(data_folder)
        take_all(stand, files, Journal(tmp_path), lambda *_: None)
        assert [file.result for file in files] == ["loaded", "loaded"]
        assert [delivery.source for delivery in stand.staged] == ["project_goal", "project"]


def test_of_two_versions_the_one_changed_last_counts(data_folder, tmp_path):
    os.utime(applications(tmp_path, "a.csv", {"granted_nok": 20}), (2, 2))
    os.utime(applications(tmp_path, "b.csv", {"granted_nok": 10}), (1, 1))
    assert run_inbox(data_folder, tmp_path, settle=0).is_well
    assert granted(data_folder) == [20]


def granted(folder) -> list[float]:
    rows = Reader(folder.published).read("select granted_nok from source.grant_application order by 1")
    return [float(value) for value in rows["granted_nok"]]


def test_a_file_of_two_sources_is_loaded_as_both_or_as_none(data_folder, tmp_path, monkeypatch):
    text_form(tmp_path, ANSWERS)
    outcome = run_inbox(data_folder, tmp_path, settle=0)
    assert {part.source for part in outcome.files[0].parts} == {"application_form_field", "grant_application"}
    other = tmp_path / "annen"
    other.mkdir()
    text_form(other, {**ANSWERS, "Beskrivelse": "Noe nytt."})
    take = Stand.take

    def no_application(stand, request, progress):
        if request.options.source == "grant_application":
            raise ZeroDivisionError
        return take(stand, request, progress)

    monkeypatch.setattr(Stand, "take", no_application)
    refused = run_inbox(data_folder, other, settle=0)
    assert refused.build is None
    assert refused.files[0].result == "refused"
    assert "ZeroDivisionError" in refused.files[0].message[0]


def test_a_file_that_may_be_two_things_is_refused_with_both_named(data_folder, tmp_path, monkeypatch):
    sample(tmp_path, "seminar")
    monkeypatch.setattr(inbox_module, "recognise", lambda _: [("seminar", "template"), ("project", "template")])
    (arrival,) = run_inbox(data_folder, tmp_path, settle=0).files
    assert "«project (template)», «seminar (template)»" in arrival.message[0] or (
        "«seminar (template)», «project (template)»" in arrival.message[0]
    )


def test_a_file_that_breaks_what_stands_is_refused_and_the_others_land(data_folder, tmp_path):
    header, first, *_ = sample_table("municipality")
    (tmp_path / "kommuner.csv").write_text(as_csv([header, first]), encoding="utf-8")
    sample(tmp_path, "seminar")
    applications(tmp_path, "tilskudd.csv", {})
    outcome = run_inbox(data_folder, tmp_path, settle=0)
    results = {arrival.name: arrival.result for arrival in outcome.files}
    assert results == {"kommuner.csv": "refused", "seminar.csv": "loaded", "tilskudd.csv": "loaded"}
    (refused,) = [arrival for arrival in outcome.files if arrival.result == "refused"]
    assert "reference_exists (source.population" in refused.message[0]
    assert Reader(data_folder.published).read("select count(*) from source.municipality").item() > 1


@pytest.mark.parametrize("moment", ["before the ledger", "before publishing", "before moving"])
def test_a_run_that_is_cut_off_loads_nothing_twice_and_loses_no_file(data_folder, tmp_path, monkeypatch, moment):
    inbox = tmp_path / "inn"
    inbox.mkdir()
    os.utime(applications(inbox, "a.csv", {"granted_nok": 10}), (1, 1))
    os.utime(applications(inbox, "b.csv", {"granted_nok": 20}), (2, 2))

    def power_cut(*_args: object) -> None:
        raise SystemExit

    where = {
        "before the ledger": "etl.stand.shelve",
        "before publishing": "etl.stand.publish",
        "before moving": "etl.inbox.move",
    }
    monkeypatch.setattr(where[moment], power_cut)
    with pytest.raises(SystemExit):
        run_inbox(data_folder, inbox, settle=0)
    monkeypatch.undo()
    assert sorted(path.name for path in inbox.glob("*.csv")) == ["a.csv", "b.csv"]
    # Were only the first left to move, loading it once more would set the figures back.
    if moment != "before the ledger":
        (inbox / "b.csv").unlink()
    outcome = run_inbox(data_folder, inbox, settle=0)
    assert {arrival.result for arrival in outcome.files} == {"loaded"}
    assert granted(data_folder) == [20]
    assert len(Shelf.open(data_folder).standing("grant_application")) == 2
    assert not Shelf.open(data_folder).ledger.needs_build()
    assert (inbox / "loaded" / "a.csv").is_file()
    assert not (inbox / NAME).exists()


def test_a_file_that_stops_the_program_twice_is_not_opened_a_third_time(data_folder, tmp_path, monkeypatch):
    sample(tmp_path, "seminar")
    for _ in range(2):
        reading = Journal(tmp_path).reading(tmp_path / "seminar.csv")
        reading.__enter__()  # and never comes back
    (arrival,) = run_inbox(data_folder, tmp_path, settle=0).files
    assert arrival.result == "refused"
    assert "to ganger har programmet stanset" in arrival.message[0]


def test_a_file_that_is_still_written_waits_for_the_next_run(data_folder, tmp_path, monkeypatch):
    path = sample(tmp_path, "seminar")
    monkeypatch.setattr(inbox_module.time, "sleep", lambda _: path.write_bytes(path.read_bytes() + b"\n"))
    assert [arrival.result for arrival in run_inbox(data_folder, tmp_path, settle=1).files] == ["waiting"]
    monkeypatch.undo()
    assert [arrival.result for arrival in run_inbox(data_folder, tmp_path, settle=0).files] == ["loaded"]


def test_a_name_that_is_taken_gets_a_number_and_the_receipt_follows(data_folder, tmp_path):
    for granted_nok in (10, 20):
        applications(tmp_path, "tall.csv", {"granted_nok": granted_nok})
        (arrival,) = run_inbox(data_folder, tmp_path, settle=0).files
    assert arrival.moved_to == tmp_path / "loaded" / "tall (2).csv"
    assert all(receipt.name.startswith("tall (2).kvittering.") for receipt in arrival.receipts)
    assert granted(data_folder) == [20]


def test_a_refused_file_is_left_refused_also_when_its_good_rows_stand_already(data_folder, tmp_path):
    applications(tmp_path, "a.csv", {"granted_nok": 10})
    run_inbox(data_folder, tmp_path, settle=0)
    applications(tmp_path, "b.csv", {"granted_nok": 10}, {"municipality_code": "9876"})
    assert [arrival.result for arrival in run_inbox(data_folder, tmp_path, settle=0).files] == ["refused"]


def test_a_second_run_is_told_that_one_is_going_on_and_touches_nothing(data_folder, tmp_path):
    path = sample(tmp_path, "seminar")
    with data_folder.locked(), pytest.raises(WarehouseBusy):
        run_inbox(data_folder, tmp_path, settle=0)
    assert path.exists()


def test_an_empty_inbox_is_well_and_the_warehouses_own_folder_is_no_inbox(data_folder, tmp_path):
    empty = tmp_path / "tom"
    empty.mkdir()
    assert run_inbox(data_folder, empty, settle=1).is_well
    for folder in (data_folder.root, data_folder.deliveries, tmp_path / "finnes-ikke"):
        told = CliRunner().invoke(build_app(), ["run", str(folder), "--data-dir", str(data_folder.root)])
        assert (told.exit_code, str(folder) in told.output) == (1, True)
    assert data_folder.published.exists()
