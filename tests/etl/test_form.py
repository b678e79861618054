"""The application form of Helse Nord: what is read of it is right, and nothing else of it is anywhere."""

import datetime as dt
import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from etl.loading import LoadRequest, load
from etl.messages import FileRefused
from etl.readers import open_sheets
from etl.reading import Options, Taken, recognise, take
from etl.reference import files
from tests.etl.small import messages
from warehouse.folder import DataFolder
from warehouse.reader import Reader

FIELDS, APPLICATION = "application_form_field", "grant_application"
TITLE = "Søknadsskjema for rekrutterings- og samhandlingstilskudd i Helse Nord"
DEADLINE = "Fristen er 15. februar 2031."
HEADINGS = {
    "Prosjektnavn": "Navn på prosjekt/pilot:",
    "Prosjekteiere": "Prosjekteiere:",
    "Kommuner": "Kommune(r):",
    "Kontakt 1": "Kontaktperson(er):",
    "Helseforetak": "Helseforetak:",
    "Kontakt 2": "Kontaktperson:",
    "Avtale": "Dato for signert avtale om felles søknad (legges ved):",
    "Beskrivelse": "Kort beskrivelse av prosjektet/piloten",
    "Nytte": "Hvilken nytte forventes av prosjektet/piloten?",
    "Formål": "Beskriv kort hvordan tiltaket støtter opp om formålet?",
    "Budsjett": "Budsjett for gjennomføring av prosjekt/pilot:",
    "Pasientansvar": "Hvem har ansvaret for pasienten(e) (ved relevans)?:",
    "Digitalt": "Hvordan kan tiltak lede fram mot felles løsninger på sikt (ved relevans)?:",
    "Plan": "Prosjektplan, inkludert evalueringspunkter:",
    "Involvering": "Involvering av brukere, tillitsvalgte og vernetjenesten:",
}
ANSWERS = {
    "Prosjekteiere": "Demoutvalg for samhandling",
    "Kommuner": "Harstad kommune",
    "Kontakt 1": "Kari Demo, rådgiver",
    "Helseforetak": "Demo sykehus HF",
    "Avtale": "03.02.31 Kari Demo",
    "Beskrivelse": "Demotekst om møter.",
}


def text_form(
    folder: Path, answers: Mapping[str, str], name: str = "skjema.txt", head: str = f"{TITLE}\n\n{DEADLINE}"
) -> Path:
    parts = [head, *(f"{heading} {answers.get(key, '')}" for key, heading in HEADINGS.items())]
    path = folder / name
    path.write_text("\n\n".join(parts), encoding="utf-8")
    return path


def word_form(folder: Path, answers: Mapping[str, str], without: str | None = None, title: str = TITLE) -> Path:
    """A form in Word: the short fields in a table with merged cells, the rest as paragraphs under bold headings."""
    document = Document()
    document.add_heading(title)
    document.add_paragraph(DEADLINE)
    table = document.add_table(rows=0, cols=3)
    for key, heading in list(HEADINGS.items())[:7]:
        if key != without:
            cells = table.add_row().cells
            cells[0].text = heading
            cells[1].merge(cells[2]).text = answers.get(key, "")
    for key, heading in list(HEADINGS.items())[7:]:
        if key != without:
            document.add_paragraph().add_run(heading).bold = True
            document.add_paragraph(answers.get(key, ""))
    path = folder / "skjema.docx"
    document.save(str(path))
    return path


@pytest.fixture(scope="session")
def references() -> Mapping[str, pl.DataFrame]:
    accepted: dict[str, pl.DataFrame] = {}
    for source in ("municipality", "health_area", "grant_scheme"):
        accepted[source] = take(files()[source], Options(source), accepted).accepted
    return accepted


@pytest.fixture
def real_form(shared_data: Path) -> Path:
    return shared_data.parent / "documents" / "004_soknadsskjema_bedre_i_lag.txt"


def statuses(taken: Taken) -> str:
    """The status of each field in order, as one letter: f(illed), a(ttached), b(lank)."""
    return "".join(status[0] for status in taken.accepted["form_field_status"])


def read(
    path: Path, source: str = FIELDS, references: Mapping[str, pl.DataFrame] | None = None, **options: int
) -> Taken:
    return take(path, Options(source, **options), references or {})  # type: ignore[arg-type]


def refusal(path: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        open_sheets(path)
    assert path.name in refused.value.message_nb
    return refused.value.key


# The real form


def test_the_real_form_is_both_sources(real_form: Path) -> None:
    assert recognise(real_form) == [(FIELDS, "samhandling_form"), (APPLICATION, "samhandling_form")]


def test_nine_of_the_fifteen_fields_are_filled_two_in_an_annex_and_four_blank(
    real_form: Path, references: Mapping[str, pl.DataFrame]
) -> None:
    taken = read(real_form, references=references)
    assert (taken.rows_in, taken.rows_accepted) == (15, 15)
    assert statuses(taken) == "bffffffffaabbbf"
    blank = taken.accepted.filter(pl.col("form_field_status") == "blank")["field_label"].to_list()
    assert blank == ["Prosjektnavn", "Pasientansvar", "Digitale løsninger", "Prosjektplan"]
    assert taken.accepted["application_deadline"].unique().to_list() == [dt.date(2025, 3, 1)]
    assert taken.accepted["scheme_code"].unique().to_list() == ["HN-SAMHANDLING"]


def test_both_agreement_dates_are_told_and_the_one_after_the_deadline_is_flagged(real_form: Path) -> None:
    taken = read(real_form)
    agreement = taken.accepted.filter(pl.col("field_number") == 7).row(0, named=True)
    assert agreement["stated_date"] == dt.date(2025, 12, 26)
    assert "25.01.2025 og 26.12.2025" in agreement["source_place"]
    assert taken.findings["rule"].to_list() == ["date_after_deadline"]
    assert messages(taken, "warning")[0].startswith("rad 7, Siste dato i skjemaet: «26.12.2025»")


def test_the_real_application_has_applicant_scheme_and_year_but_no_amount(
    real_form: Path, references: Mapping[str, pl.DataFrame]
) -> None:
    taken = read(real_form, APPLICATION, references)
    assert taken.findings.is_empty()
    (application,) = taken.accepted.to_dicts()
    assert application["case_id"] == read(real_form).accepted["case_id"][0]
    assert application["applicant_name"] == "Faglig samarbeidsutvalg psykisk helse og rus"
    assert (application["manager_name"], application["year"]) == ("Helse Nord RHF", 2025)
    assert (application["applied_nok"], application["decision"]) == (None, "pending")
    assert (application["municipality_code"], application["project_title"]) == (None, None)
    notes = " ".join(nb for nb, _ in taken.notes)
    assert "beløpet står i vedlegg" in notes
    assert "«Harstad kommune»" in notes


@pytest.mark.parametrize("source", [FIELDS, APPLICATION])
def test_no_person_and_no_sentence_of_the_real_form_is_in_what_is_taken(real_form: Path, source: str) -> None:
    taken = read(real_form, source)
    assert taken.keeps == "read"
    assert taken.kept is not None
    frames = [taken.accepted, taken.findings, taken.rejected, taken.kept]
    everything = " ".join([str(taken.notes), *(frame.write_csv() for frame in frames)])
    text = real_form.read_text(encoding="utf-8")
    emails = re.findall(r"\S+@\S+", text)
    contacts = re.findall(r"Kontaktperson.*?: ([^,\n]+)", text)
    assert len(emails) > 3
    assert len(contacts) == 2
    names = {name for person in contacts for name in person.split()}
    assert not [word for word in [*emails, *names] if word.casefold() in everything.casefold()]
    assert "@" not in everything
    assert max(map(len, re.findall(r"[^,;\n\"']+", taken.kept.write_csv()))) < 60


# Word


def test_a_word_form_is_read_from_tables_and_paragraphs(tmp_path: Path, references: Mapping[str, pl.DataFrame]) -> None:
    path = word_form(tmp_path, {**ANSWERS, "Nytte": "Se vedlegg 1: Demotabell", "Budsjett": "Se vedlegg 2."})
    assert recognise(path) == [(FIELDS, "samhandling_form"), (APPLICATION, "samhandling_form")]
    taken = read(path, references=references)
    assert statuses(taken) == "bffffbffababbbb"
    assert taken.findings.is_empty()
    assert taken.accepted["stated_date"][6] == dt.date(2031, 2, 3)
    assert taken.accepted["source_place"][0] == "avsnitt 3"
    assert taken.accepted["case_id"][0] == "HN-SAMHANDLING-2031-demoutvalg-for-samhandling-harstad-kommune"
    assert taken.encoding is None


def test_an_answer_in_a_content_control_counts_and_its_placeholder_does_not(tmp_path: Path) -> None:
    path = word_form(tmp_path, ANSWERS)
    document = Document(str(path))
    for heading, properties, text in (
        (HEADINGS["Plan"], "<w:showingPlcHdr/>", "Klikk eller trykk her for å skrive inn tekst."),
        (HEADINGS["Involvering"], "", "Demosvar"),
    ):
        above = next(paragraph for paragraph in document.paragraphs if paragraph.text == heading)
        above._p.addnext(
            parse_xml(
                f"<w:sdt {nsdecls('w')}><w:sdtPr>{properties}</w:sdtPr><w:sdtContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
                "</w:sdtContent></w:sdt>"
            )
        )
    document.save(str(path))
    assert statuses(read(path)).endswith("bf")


def test_a_deleted_answer_is_no_answer(tmp_path: Path) -> None:
    path = word_form(tmp_path, ANSWERS)
    document = Document(str(path))
    document.paragraphs[-1]._p.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>Demosvar</w:delText></w:r></w:del>")
    )
    document.save(str(path))
    assert statuses(read(path)).endswith("b")


def test_a_missing_heading_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        read(word_form(tmp_path, ANSWERS, without="Helseforetak"))
    assert "mangler eller står i en annen rekkefølge: «Helseforetak»" in refused.value.message_nb


def test_another_form_is_refused(tmp_path: Path) -> None:
    assert refusal(word_form(tmp_path, ANSWERS, title="Søknadsskjema for demomidler i Vik")) == "form_unknown"
    document = Document()
    document.add_paragraph("Referat fra et demomøte")
    document.save(str(tmp_path / "referat.docx"))
    assert refusal(tmp_path / "referat.docx") == "form_unknown"


def test_a_damaged_document_is_refused_wherever_the_damage_is(tmp_path: Path) -> None:
    content = word_form(tmp_path, ANSWERS).read_bytes()
    damaged = tmp_path / "skadet.docx"
    for start in range(0, len(content), len(content) // 40):
        damaged.write_bytes(content[:start] + b"\x00\xff" * 100 + content[start + 200 :])
        with suppress(FileRefused):
            open_sheets(damaged)
    for broken in (content[: len(content) // 2], b"PK\x03\x04", b"%PDF-1.7", b"ingen zip"):
        damaged.write_bytes(broken)
        assert refusal(damaged) == "not_word"


def test_a_workbook_called_docx_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ark.docx"
    pl.DataFrame({"a": [1]}).write_excel(tmp_path / "ark.xlsx")
    path.write_bytes((tmp_path / "ark.xlsx").read_bytes())
    assert refusal(path) == "not_word"


def test_a_document_with_a_password_says_so(tmp_path: Path) -> None:
    path = tmp_path / "laast.docx"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    assert refusal(path) == "password"
    path.write_bytes(ole + "WordDocument".encode("utf-16-le"))
    assert refusal(path) == "not_docx"
    assert refusal(path.rename(tmp_path / "gammel.doc")) == "not_docx"


@pytest.mark.parametrize(("part", "size"), [("word/media/bilde.png", 61), ("word/document2.xml", 21)])
def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, part: str, size: int) -> None:
    path = word_form(tmp_path, ANSWERS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package, package.open(part, "w") as bomb:
        for _ in range(size):
            bomb.write(bytes(1_000_000))
    assert path.stat().st_size < 1_000_000
    assert refusal(path) == "word_too_large"


def test_a_document_with_macros_is_not_opened(tmp_path: Path) -> None:
    path = word_form(tmp_path, ANSWERS)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/vbaProject.bin", b"demo")
    assert refusal(path) == "macros"


# Spelling, answers


def test_bold_marks_line_breaks_numbers_and_slips_do_not_hide_a_heading(tmp_path: Path) -> None:
    path = text_form(tmp_path, ANSWERS)
    text = path.read_text(encoding="utf-8").replace("ansvaret for pasienten(e)", "ansvaret for\npasientene")
    for right, wrong in (
        ("Hvem har", "**12. Hvem har"),
        ("Prosjekteiere:", "**PROSJEKTEIER(E):**"),
        ("samhandlingstilskudd i Helse", "samhandlingstilskud i Helse\n"),
        ("Involvering", "## Involverring"),
        ("vernetjenesten:", "vernetjenesten:\n(både i primær- og spesialisthelsetjenesten)"),
    ):
        assert right in text
        text = text.replace(right, wrong)
    path = path.with_suffix(".md")
    path.write_bytes(text.replace("\n", "\r\n").encode("cp1252"))
    taken = read(path)
    assert statuses(taken) == "bffffbffbbbbbbb"
    assert taken.encoding == "Windows-1252"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("", "b"),
        ("____", "b"),
        ("- –", "b"),
        ("Klikk her for å skrive inn tekst", "b"),
        ("- Hvor mye søkes det om og hva skal midlene benyttes til?\n- Finansieringsplan:", "b"),
        ("(NB: demo (om midler).)\n\nPostboks 1\n8000 Bodø\ndemo@demo.example", "b"),
        ("Se vedlegg 3. Demobudsjett", "a"),
        ("Jf. vedlegg 1\n\nSe vedlegg 2", "a"),
        ("Vedlagt", "a"),
        ("Hvilke ressurser bidrar kommunen(e) med? En demostilling", "f"),
        ("Demotekst.\n\nSe vedlegg 1", "f"),
        ("Ikke relevant", "f"),
        ("500 000", "f"),
    ],
)
def test_an_answer_is_filled_attached_or_blank(tmp_path: Path, answer: str, status: str) -> None:
    assert statuses(read(text_form(tmp_path, {**ANSWERS, "Budsjett": answer})))[10] == status


def test_a_heading_word_inside_an_answer_is_no_heading(tmp_path: Path) -> None:
    answer = "Kommune og helseforetak møtes.\nHelseforetak: demo\nProsjektplan og demo"
    assert statuses(read(text_form(tmp_path, {**ANSWERS, "Beskrivelse": answer}))) == "bffffbffbbbbbbb"


@pytest.mark.parametrize("written", ["3. februar 2031", "03.02.31", "3.2.2031.", "Vik, 03.02.31 og 01.01.31"])
def test_the_form_writes_dates_with_two_digit_years_or_in_words(tmp_path: Path, written: str) -> None:
    taken = read(text_form(tmp_path, {**ANSWERS, "Avtale": written}))
    assert taken.accepted["stated_date"][6] == dt.date(2031, 2, 3)


def test_a_date_that_does_not_exist_is_refused_with_its_field(tmp_path: Path) -> None:
    taken = read(text_form(tmp_path, {**ANSWERS, "Avtale": "03.02.31 og 31.02.31"}))
    assert (taken.rows_accepted, taken.rows_rejected) == (14, 1)
    assert messages(taken)[0].startswith("rad 7, Siste dato i skjemaet: «31.02.2031»")


def test_without_a_deadline_the_year_must_be_given(tmp_path: Path) -> None:
    path = text_form(tmp_path, ANSWERS, head=TITLE)
    with pytest.raises(FileRefused, match="--year"):
        read(path)
    taken = read(path, year=2030)
    assert taken.accepted["case_id"][0].startswith("HN-SAMHANDLING-2030-")
    assert taken.accepted["application_deadline"].null_count() == 15


# Who applies


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("Prosjekteiere", "Kari Demo, Demoutvalg for samhandling"),
        ("Prosjekteiere", "Demoutvalg for samhandling v/ Kari Demo"),
        ("Prosjekteiere", "Demoutvalg for samhandling ved leder Kari Demo"),
        ("Prosjekteiere", "Kari Demo Nav HF"),
        ("Kommuner", "Harstad kommune\nKari Demo"),
        ("Kommuner", "Kari"),
        ("Kommuner", "Kari Demo Harstad kommune"),
        ("Helseforetak", "Demo sykehus HF (Kari Demo, tlf 951 00 000)"),
        ("Helseforetak", "Overlege Kari, Demo sykehus HF"),
    ],
)
def test_a_person_among_the_applicants_is_not_read(tmp_path: Path, field: str, written: str) -> None:
    taken = read(text_form(tmp_path, {**ANSWERS, field: written}), APPLICATION)
    assert taken.kept is not None
    assert "Kari" not in taken.kept.write_csv() + taken.accepted.write_csv() + str(taken.notes)
    assert taken.rows_accepted == 1
    assert any(nb.startswith(f"{field}: noe av det") for nb, _ in taken.notes)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Harstad og Kvæfjord kommuner", "Harstad, Kvæfjord kommuner"),
        ("Nore og Uvdal kommune", "Nore og Uvdal kommune"),
        ("Kommunene Bodø, Rana og Vefsn", "Kommunene Bodø, Rana, Vefsn"),
        ("HARSTAD KOMMUNE", "HARSTAD KOMMUNE"),
    ],
)
def test_municipalities_are_known_by_name(tmp_path: Path, written: str, kept: str) -> None:
    (_, application) = open_sheets(text_form(tmp_path, {**ANSWERS, "Kommuner": written}))
    assert application.body(0).cells["1"].to_list() == [kept]


def test_a_form_without_any_organisation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        read(text_form(tmp_path, {"Prosjekteiere": "Kari Demo"}))
    assert refused.value.key == "form_no_applicant"


def test_a_municipality_code_in_the_form_is_used(tmp_path: Path, references: Mapping[str, pl.DataFrame]) -> None:
    path = text_form(tmp_path, {**ANSWERS, "Kommuner": "5503 Harstad kommune"})
    assert read(path, APPLICATION, references).accepted["municipality_code"].to_list() == ["5503"]


def test_the_names_file_gives_the_codes_and_does_not_change_the_case(
    tmp_path: Path, references: Mapping[str, pl.DataFrame]
) -> None:
    names = pl.DataFrame(
        {
            "alias_domain": ["municipality", "health_area"],
            "written_name": ["Harstad kommune", "Demo sykehus HF"],
            "code": ["5503", "983974899"],
        }
    )
    path = text_form(tmp_path, ANSWERS)
    taken = read(path, APPLICATION, {**references, "alias": names})
    assert taken.accepted.select("municipality_code", "health_area_code").row(0) == ("5503", "983974899")
    assert taken.accepted["case_id"][0] == read(path).accepted["case_id"][0]


def test_every_form_of_a_year_is_a_case_of_its_own_and_the_same_form_again_replaces_its_own(
    data_folder: DataFolder, tmp_path: Path
) -> None:
    for number, owner in enumerate(("Demoutvalg A", "Demoutvalg B", "Demoutvalg A")):
        answers = {**ANSWERS, "Prosjekteiere": owner, "Helseforetak": f"Demo sykehus {number} HF"}
        path = text_form(tmp_path, answers, f"skjema-{number}.txt")
        outcome = load(data_folder, [LoadRequest(path, Options(APPLICATION))])
        assert outcome.files[0].changes.removed == 0
    cases = Reader(data_folder.published).read("select case_id from source.grant_application order by case_id")
    assert [case.split("-2031-")[1][:12] for case in cases["case_id"]] == ["demoutvalg-a", "demoutvalg-b"]


def test_the_same_form_in_word_and_as_text_says_the_same_but_for_the_places(tmp_path: Path) -> None:
    (word, _), (text, _) = (open_sheets(make(tmp_path, ANSWERS)) for make in (word_form, text_form))
    assert word.body(0).cells.drop("5").equals(text.body(0).cells.drop("5"))


def test_a_table_in_a_txt_file_is_still_a_table(tmp_path: Path) -> None:
    path = tmp_path / "tabell.txt"
    path.write_text("Prosjekteiere;Kommune;Helseforetak;Prosjektplan\nDemo;Vik;Demo;nei\n", encoding="utf-8")
    (sheet,) = open_sheets(path)
    assert sheet.head[0] == ["Prosjekteiere", "Kommune", "Helseforetak", "Prosjektplan"]
