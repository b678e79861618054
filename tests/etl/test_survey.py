"""Exports of survey answers: counts come out, and nothing else; the real ones where they are, and small ones everywhere."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from etl.loading import LoadRequest, load
from etl.messages import FileRefused
from etl.reading import Options, Taken, recognise, take
from etl.scales import answers_in_use, is_unanswered, kind_of, scale_of
from tests.etl.personal_scan import personal_data_in
from tests.etl.small import as_csv, messages
from warehouse.folder import DataFolder
from warehouse.words import number

ATTENDEES = "num_attendees_by_session (1) - num_attendees_by_session (1).csv"
KEY = ["statement_code", "answer_code", "participant_role", "service_level", "area_code"]


def read(path: Path, source: str = "survey_answer", **options: object) -> Taken:
    return take(path, Options(source=source, **options), {})  # type: ignore[arg-type]


def written(folder: Path, table: Sequence[Sequence[str]], name: str = "evaluering-2025.csv") -> Path:
    path = folder / name
    path.write_text(as_csv(table), encoding="utf-8")
    return path


def counts(taken: Taken, statement: str, **group: str) -> dict[str, int | None]:
    """How many gave each answer to a statement, by code: everybody's, or those of a group."""
    place = {"participant_role": "all", "service_level": "all", "area_code": "alle", **group}
    rows = taken.accepted.filter(
        pl.col("statement_code") == statement, *(pl.col(name) == value for name, value in place.items())
    )
    return dict(rows.sort("answer_order").select("answer_code", "answer_count").iter_rows())


def is_accounted_for(taken: Taken) -> bool:
    return taken.rows_in == taken.rows_accepted + taken.rows_rejected + taken.rows_skipped


def notes(taken: Taken) -> str:
    return "\n".join(nb for nb, _ in taken.notes)


# Microsoft Forms and Google Forms

HEADER = ["ID", "Starttidspunkt", "E-post", "Hva er din rolle?", "Område", "Jeg fikk nye kontakter", "Andre tanker?"]


def forms(*answers: tuple[str, str, str], words: str = "Ingen") -> list[list[str]]:
    """A header and one respondent per (role, area, answer)."""
    rows = [
        [str(number), "2025-05-06 12:00", "", role, area, answer, words]
        for number, (role, area, answer) in enumerate(answers, start=1)
    ]
    return [HEADER, *rows]


AGREEING = [("Leder", "Ofoten", "Helt enig")] * 6 + [("Ansatt", "Ofoten", "Delvis enig")] * 8
DISAGREEING = [("Ansatt", "Tromsø", "Helt uenig")] * 7


def test_words_on_a_scale_become_counts_also_of_what_nobody_answered(tmp_path: Path) -> None:
    taken = read(written(tmp_path, forms(*AGREEING, *DISAGREEING)))
    assert messages(taken) == []
    assert taken.layout == "forms_wide"
    assert (taken.rows_in, taken.rows_accepted) == (21, 21)
    assert counts(taken, "jeg-fikk-nye-kontakter") == {
        "strongly_agree": 6,
        "partly_agree": 8,
        "partly_disagree": 0,
        "strongly_disagree": 7,
    }
    first = taken.accepted.row(0, named=True)
    assert (first["statement_text"], first["answer_text"], first["answer_kind"]) == (
        "Jeg fikk nye kontakter",
        "Helt enig",
        "agree",
    )
    assert (first["wave_code"], first["time_point"], first["year"]) == ("EVALUERING-2025", "t0", 2025)


def test_answers_are_counted_by_role_and_by_area_but_never_by_both(tmp_path: Path) -> None:
    taken = read(written(tmp_path, forms(*AGREEING, *DISAGREEING)))
    statement = "jeg-fikk-nye-kontakter"
    assert counts(taken, statement, participant_role="leader")["strongly_agree"] == 6
    assert counts(taken, statement, participant_role="employee")["strongly_disagree"] == 7
    assert counts(taken, statement, area_code="Tromsø")["strongly_disagree"] == 7
    parts = (pl.col("participant_role") != "all").cast(pl.Int8) + (pl.col("area_code") != "alle").cast(pl.Int8)
    assert taken.accepted.select(parts.max()).item() == 1


def test_who_did_not_say_their_role_is_a_group_too(tmp_path: Path) -> None:
    taken = read(
        written(tmp_path, forms(*AGREEING, *[("", "", "Helt enig")] * 3, *[("Alle", "alle", "Helt enig")] * 2))
    )
    assert counts(taken, "jeg-fikk-nye-kontakter", participant_role="other")["strongly_agree"] == 5
    assert counts(taken, "jeg-fikk-nye-kontakter", area_code="ukjent")["strongly_agree"] == 5


def test_own_words_and_metadata_are_not_read_and_that_is_told(tmp_path: Path) -> None:
    taken = read(written(tmp_path, forms(*AGREEING, words="Sjefen min hører ikke på noen")))
    unread = next(nb for nb, _ in taken.notes if nb.startswith("Kolonner som ikke er lest"))
    for header in ("ID", "Starttidspunkt", "E-post", "Andre tanker?"):
        assert f"«{header}»" in unread
    assert "Sjefen" not in taken.accepted.write_csv()


def test_an_answer_outside_the_scale_is_named_and_its_row_counted_nowhere(tmp_path: Path) -> None:
    taken = read(written(tmp_path, forms(*AGREEING, ("Leder", "Ofoten", "Helt eenig"), ("Leder", "Ofoten", "9"))))
    assert messages(taken) == [
        f"rad {row}, Jeg fikk nye kontakter: «{value}» er ikke et av svarene «Helt enig», «Delvis enig», "
        "«Delvis uenig», «Helt uenig». Rett svaret, eller la cellen stå tom; svarene i raden er ikke talt."
        for row, value in ((16, "Helt eenig"), (17, "9"))
    ]
    assert (taken.rows_in, taken.rows_accepted, taken.rows_rejected) == (16, 14, 2)
    assert sum(counts(taken, "jeg-fikk-nye-kontakter").values()) == 14
    assert taken.rejected["row_text"].str.replace_all("[•;]", "").to_list() == ["", ""]


def test_what_somebody_wrote_instead_of_answering_is_not_shown(tmp_path: Path) -> None:
    taken = read(written(tmp_path, forms(*AGREEING, ("Leder", "Ofoten", "Spør heller naboen"))))
    assert taken.findings.filter(level="error")["value"].to_list() == ["•••"]
    assert "naboen" not in taken.findings.write_csv() + taken.rejected.write_csv()


def test_a_column_that_only_began_like_a_scale_is_not_counted(tmp_path: Path) -> None:
    table = forms(*[("Leder", "Ofoten", "Helt enig")] * 70)
    more = [[*row[:5], row[5], "Nei" if number < 62 else f"Ja, men {number}"] for number, row in enumerate(table[1:])]
    few = read(written(tmp_path, [HEADER, *more]))
    assert few.rows_rejected == 8
    more = [
        [*row[:5], row[5], "Nei" if number < 62 else f"Ja, men {number}"] for number, row in enumerate(table[1:] * 2)
    ]
    many = read(written(tmp_path, [HEADER, *more]))
    assert messages(many) == []
    assert "Andre tanker?: så mange av svarene er fritekst at kolonnen ikke er talt med" in notes(many)


def test_a_respondent_without_an_answer_is_skipped_with_the_reason(tmp_path: Path) -> None:
    taken = read(written(tmp_path, forms(*AGREEING, ("Leder", "Ofoten", ""))))
    assert (taken.rows_accepted, taken.rows_skipped) == (14, 1)
    assert taken.rejected["reason_nb"].to_list() == ["ingen spørsmål er besvart"]
    assert is_accounted_for(taken)


def test_several_options_in_a_cell_are_counted_each_and_own_words_among_them_together(tmp_path: Path) -> None:
    cells = ["Møter;Plan;"] * 6 + ["Møter;"] * 3 + ["Møter;Noe helt eget;", "Plan;Noe annet;"]
    table = [
        ["Timestamp", "Nyttig?", "Hva bør vi gjøre?"],
        *(["2025-05-06", "Ja", cell] for cell in cells),
    ]
    taken = read(written(tmp_path, table))
    assert counts(taken, "hva-bor-vi-gjore.Møter") == {"1": 10, "0": 1}
    assert counts(taken, "hva-bor-vi-gjore.Plan") == {"1": 7, "0": 4}
    assert counts(taken, "hva-bor-vi-gjore.andre") == {"1": 2, "0": 9}
    assert "Noe" not in taken.accepted.write_csv()


def test_a_grid_question_of_google_forms_is_the_statement_in_brackets(tmp_path: Path) -> None:
    table = [["Tidsmerke", "Hvor enig er du? [Vi har begynt]"], *[["2025-05-06", "Strongly agree"]] * 5]
    taken = read(written(tmp_path, table))
    assert taken.accepted["statement_text"].unique().to_list() == ["Vi har begynt"]
    assert counts(taken, "vi-har-begynt") == {"strongly_agree": 5, "strongly_disagree": 0}


def test_two_questions_with_the_same_text_are_two_statements(tmp_path: Path) -> None:
    table = [["Timestamp", "Nyttig?", "Nyttig?"], *[["2025-05-06", "Ja", "Nei"]] * 5]
    taken = read(written(tmp_path, table))
    assert counts(taken, "nyttig") == {"yes": 5, "no": 0}
    assert counts(taken, "nyttig--2") == {"yes": 0, "no": 5}


def test_a_role_nobody_knows_is_named_and_not_guessed(tmp_path: Path) -> None:
    taken = read(written(tmp_path, forms(*AGREEING, ("Vaktmester", "Ofoten", "Helt enig"))))
    assert "Hva er din rolle?" in messages(taken)[0]
    assert (taken.rows_accepted, taken.rows_rejected) == (14, 1)


def test_an_address_in_an_answer_is_stopped_at_the_door(tmp_path: Path) -> None:
    taken = read(written(tmp_path, forms(*AGREEING, ("Leder", "Ofoten", "spør ola@example.org"))))
    assert any("e-postadresse" in message for message in messages(taken))
    assert "ola@" not in taken.findings.write_csv() + taken.rejected.write_csv()


def test_the_wave_the_time_point_and_the_year_are_as_the_person_says(tmp_path: Path) -> None:
    path = written(tmp_path, forms(*AGREEING), "svar.csv")
    with pytest.raises(FileRefused, match="--year"):
        read(path)
    taken = read(path, year=2025, wave="SEM-1-T1", time_point="t1")
    assert taken.accepted.select("wave_code", "time_point", "year").unique().rows() == [("SEM-1-T1", "t1", 2025)]
    with pytest.raises(FileRefused, match="--time-point t0"):
        read(path, year=2025, time_point="t9")
    with pytest.raises(FileRefused, match="1990"):
        read(path, year=1066)


def test_a_follow_up_is_told_by_the_name_of_the_file(tmp_path: Path) -> None:
    taken = read(written(tmp_path, forms(*AGREEING), "oppfolging-20250506.csv"))
    assert taken.accepted.select("time_point", "year").unique().rows() == [("t1", 2025)]
    assert "--time-point t0" in notes(taken)


def test_a_form_that_only_asks_for_own_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="svaralternativer"):
        read(written(tmp_path, [["$submission_id", "fritekst"], ["1", "Mye rart"]], "form_4321-2025.csv"))


def test_a_column_that_is_there_twice_keeps_all_rows_out(tmp_path: Path) -> None:
    header = ["session", "presenters_prepared", "presenters_prepared"]
    taken = read(written(tmp_path, [header, ["Demoøkt", "5", "4"]], "2025_okter.csv"))
    assert (taken.rows_accepted, taken.rows_rejected) == (0, 1)
    assert "står mer enn én gang" in messages(taken)[0]


def test_forms_as_excel_are_the_same(tmp_path: Path) -> None:
    table = forms(*AGREEING, *DISAGREEING)
    path = tmp_path / "evaluering-2025.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Svar")
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
    assert read(path).accepted.equals(read(written(tmp_path, table)).accepted)


def test_a_form_without_a_single_scale_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="Helt enig"):
        read(written(tmp_path, [["Timestamp", "Hva tenker du?"], ["2025-05-06", "Mye rart"]]))


# Nothing is kept


def test_nothing_of_an_export_is_left_after_a_load_but_its_hash(data_folder: DataFolder, tmp_path: Path) -> None:
    table = forms(*AGREEING, ("Leder", "Ofoten", "Hemmelig svar"), words="Hemmelig tanke fra ola@example.org")
    outcome = load(data_folder, [LoadRequest(written(tmp_path, table), Options("survey_answer"))], partial=True)
    (delivery,) = (data_folder.deliveries / "survey_answer").iterdir()
    assert outcome.files[0].taken.rows_rejected == 1
    assert list((delivery / "original").iterdir()) == []
    left = "".join(pl.read_parquet(path).write_csv() for path in delivery.glob("*.parquet"))
    left += (delivery / "manifest.json").read_text(encoding="utf-8")
    assert "Hemmelig" not in left
    assert outcome.files[0].taken.file_sha256 in left
    assert personal_data_in(data_folder) == []


def test_a_refused_export_is_not_kept_either(data_folder: DataFolder, tmp_path: Path) -> None:
    table = forms(*AGREEING, ("Leder", "Ofoten", "Hemmelig svar"), words="Hemmelig tanke")
    outcome = load(data_folder, [LoadRequest(written(tmp_path, table), Options("survey_answer"))])
    assert outcome.is_refused
    (delivery,) = (data_folder.deliveries / "survey_answer").iterdir()
    assert list((delivery / "original").iterdir()) == []
    assert "Hemmelig" not in "".join(pl.read_parquet(path).write_csv() for path in delivery.glob("*.parquet"))


# Nettskjema

ELEMENTS = [
    {"elementType": "HEADING", "elementId": 1, "answerOptions": [], "subElements": []},
    {
        "elementType": "RADIO",
        "elementId": 2,
        "externalElementId": "rolle",
        "text": "Hva er din rolle?",
        "answerOptions": [
            {"answerOptionId": 21, "externalAnswerOptionId": "1", "text": "Leder"},
            {"answerOptionId": 22, "externalAnswerOptionId": "2", "text": "Ansatt"},
        ],
        "subElements": [],
    },
    {
        "elementType": "MATRIX_RADIO",
        "elementId": 3,
        "externalElementId": "enig",
        "text": "Hvor enig er du?",
        "answerOptions": [
            {"answerOptionId": 31, "externalAnswerOptionId": "1", "text": "Helt enig"},
            {"answerOptionId": 32, "externalAnswerOptionId": "2", "text": "Helt uenig"},
            {"answerOptionId": 33, "externalAnswerOptionId": "-1", "text": "Ikke besvart"},
        ],
        "subElements": [{"subElementId": 301, "externalElementId": "kontakt", "text": "Jeg fikk nye kontakter"}],
    },
    {
        "elementType": "CHECKBOX",
        "elementId": 4,
        "externalElementId": "tiltak",
        "text": "Tiltak:",
        "answerOptions": [{"answerOptionId": 41, "externalAnswerOptionId": "plan", "text": "Plan"}],
        "subElements": [],
    },
    {
        "elementType": "QUESTION",
        "elementId": 5,
        "externalElementId": "fritekst",
        "text": "Andre tanker?",
        "answerOptions": [],
        "subElements": [],
    },
]
FORM_HEADER = ["$submission_id", "$created", "rolle", "enig.kontakt", "tiltak.plan", "fritekst"]
FORM_ROWS = [
    [
        str(700_000 + number),
        "2025-05-06T12:00:00+02:00",
        "1" if number < 6 else "2",
        agreed,
        str(number % 2),
        "Hemmelig",
    ]
    for number, agreed in enumerate(["1"] * 9 + ["2"] * 3 + ["-1"])
]


def nettskjema(folder: Path, *rows: list[str], codebook: bool = True, name: str = "form_4321_svar-2025.csv") -> Taken:
    if codebook:
        (folder / "form_4321_elements.json").write_text(json.dumps(ELEMENTS), encoding="utf-8")
    return read(written(folder, [FORM_HEADER, *rows], name))


def test_nettskjema_has_its_texts_and_labels_from_the_codebook_beside_it(tmp_path: Path) -> None:
    taken = nettskjema(tmp_path, *FORM_ROWS)
    assert messages(taken) == []
    assert taken.layout == "nettskjema"
    assert counts(taken, "enig.kontakt") == {"1": 9, "2": 3}
    assert counts(taken, "enig.kontakt", participant_role="leader") == {"1": 6, "2": 0}
    assert counts(taken, "tiltak.plan") == {"1": 6, "0": 7}
    named = taken.accepted.filter(pl.col("statement_code") == "enig.kontakt")
    assert named.select("statement_text", "answer_text", "answer_kind").unique().sort("answer_text").rows() == [
        ("Jeg fikk nye kontakter", "Helt enig", "agree"),
        ("Jeg fikk nye kontakter", "Helt uenig", "disagree"),
    ]
    assert taken.accepted["wave_code"].unique().to_list() == ["NETTSKJEMA-4321"]
    assert "Hemmelig" not in taken.accepted.write_csv()


def test_a_code_that_the_codebook_calls_not_answered_is_no_answer(tmp_path: Path) -> None:
    assert "1 ubesvart" in notes(nettskjema(tmp_path, *FORM_ROWS))


def test_a_code_that_is_not_in_the_codebook_is_named(tmp_path: Path) -> None:
    taken = nettskjema(tmp_path, *FORM_ROWS, [*FORM_ROWS[0][:3], "7", "0", ""])
    assert messages(taken)[0].startswith("rad 15, enig.kontakt: «7» er ikke et av svarene «Helt enig», «Helt uenig».")
    assert (taken.rows_accepted, taken.rows_rejected) == (13, 1)


def test_without_a_codebook_the_codes_stand_for_themselves_and_words_are_not_read(tmp_path: Path) -> None:
    taken = nettskjema(tmp_path, *FORM_ROWS, codebook=False)
    assert "Fant ingen kodebok" in notes(taken)
    assert "«fritekst»" in notes(taken)
    assert counts(taken, "enig.kontakt") == {"-1": 1, "1": 9, "2": 3}
    assert taken.accepted["participant_role"].unique().to_list() == ["all"]


def test_spss_syntax_is_a_codebook_too(tmp_path: Path) -> None:
    (tmp_path / "form_4321_spss.sps").write_text(
        "VARIABLE LABELS enig.kontakt 'Jeg fikk ''nye'' kontakter'.\nVALUE LABELS enig.kontakt\n  1 'Helt enig'\n"
        "  2 'Helt uenig'\n  '-1' 'Ikke besvart'.\nVARIABLE LABELS fritekst 'Andre tanker?'.\n",
        encoding="utf-8",
    )
    taken = nettskjema(tmp_path, *FORM_ROWS, codebook=False)
    assert counts(taken, "enig.kontakt") == {"1": 9, "2": 3}
    assert taken.accepted["statement_text"].unique().to_list() == ["Jeg fikk 'nye' kontakter"]


def answer(submission: int, element: int, kind: str, name: str, codes: list[str], row: int | None = None) -> dict:
    said = {"formId": 4321, "submissionId": submission, "elementId": element, "elementType": kind}
    said |= {"externalElementId": name, "externalAnswerOptionIds": codes, "answerOptionIds": [1] * len(codes)}
    return said | ({"subElementId": row} if row else {})


def submitted(row: list[str]) -> list[dict]:
    number = int(row[0])
    said = [
        answer(number, 2, "RADIO", "rolle", [row[2]]),
        answer(number, 3, "MATRIX_RADIO", "enig", [row[3]], 301),
        {**answer(number, 5, "QUESTION", "fritekst", []), "textAnswer": row[5]},
    ]
    return said + ([answer(number, 4, "CHECKBOX", "tiltak", ["plan"])] if row[4] == "1" else [])


def test_nettskjema_as_json_gives_the_same_counts_as_csv(tmp_path: Path) -> None:
    lines = [json.dumps(one) for row in FORM_ROWS for one in submitted(row)]
    path = tmp_path / "form_4321_answers.ndjson"
    path.write_text("\n".join(lines), encoding="utf-8")
    as_table = nettskjema(tmp_path, *FORM_ROWS)
    taken = read(path, year=2025)
    assert (taken.rows_in, taken.rows_accepted) == (13, 13)
    assert taken.accepted.drop("source_row").sort(KEY).equals(as_table.accepted.drop("source_row").sort(KEY))
    person = {"formId": 4321, "person": {"name": "Demo Person", "email": "demo@example.org"}}
    submissions = [{"submissionMetadata": person, "answers": submitted(row)} for row in FORM_ROWS]
    path = tmp_path / "submissions.json"
    path.write_text(json.dumps(submissions), encoding="utf-8")
    with pytest.raises(FileRefused, match="--wave"):
        read(path, year=2025)
    taken = read(path, year=2025, wave="NETTSKJEMA-4321")
    assert taken.accepted.drop("source_row").sort(KEY).equals(as_table.accepted.drop("source_row").sort(KEY))


def test_json_without_a_codebook_is_read_by_its_codes(tmp_path: Path) -> None:
    path = tmp_path / "form_4321_answers.ndjson"
    path.write_text("\n".join(json.dumps(one) for row in FORM_ROWS for one in submitted(row)), encoding="utf-8")
    taken = read(path, year=2025)
    assert counts(taken, "enig.301") == {"-1": 1, "1": 9, "2": 3}
    assert counts(taken, "tiltak.plan") == {"1": 6, "0": 7}
    assert "Fant ingen kodebok" in notes(taken)


def test_the_codebook_itself_is_not_answers(tmp_path: Path) -> None:
    path = tmp_path / "form_4321_elements.json"
    path.write_text(json.dumps(ELEMENTS), encoding="utf-8")
    with pytest.raises(FileRefused, match="kodeboken"):
        read(path, year=2025)


# The scales


def test_what_an_answer_means_is_told_by_its_words() -> None:
    assert [kind_of(word) for word in ("Helt enig.", "VET  IKKE", "I don’t know", "Not applicable", "Kanskje")] == [
        "agree",
        "unknown",
        "unknown",
        "not_applicable",
        "other",
    ]
    assert is_unanswered("Ikke besvart")
    assert not is_unanswered("Helt enig")


def test_a_scale_is_told_by_most_of_its_words_and_not_by_those_that_fit_all() -> None:
    assert scale_of(["Helt enig", "Uenig", "Vet ikke", "et ord"]) == "agreement"
    assert scale_of(["Helt enig", "et ord"]) is None
    assert scale_of(["Vet ikke"]) is None
    assert [answer.code for answer in answers_in_use("degree", ["I stor grad", "Vet ikke"])] == ["large", "do_not_know"]


# The real files


@pytest.fixture(scope="session")
def surveys(shared_data: Path) -> Path:
    return shared_data / "surveys"


def test_the_real_nettskjema_says_the_same_in_every_format(surveys: Path, tmp_path: Path) -> None:
    folder = surveys / "nettskjema"
    names = ("form_123823_csv-report.csv", "form_123823_excel-report.xlsx", "form_123823_answers.ndjson")
    taken = [read(folder / name, year=2023) for name in names]
    first = taken[0].accepted.drop("source_row").sort(KEY)
    assert [one.rows_accepted for one in taken] == [3, 3, 3]
    assert first.height == 50
    assert first["statement_code"].n_unique() == 19
    assert first["answer_count"].null_count() == 50
    assert all(one.accepted.drop("source_row").sort(KEY).equals(first) for one in taken)
    assert all("Færre enn 5 svarte: alle antall er skjult" in notes(one) for one in taken)
    for name in ("form_123823_csv-report.csv", "form_123823_spss-syntax.sps"):
        shutil.copy(folder / name, tmp_path)
    by_syntax = read(tmp_path / names[0], year=2023).accepted
    texts = ["statement_code", "statement_text", "answer_code", "answer_text"]
    assert by_syntax.select(texts).equals(taken[0].accepted.filter(pl.col("statement_code") != "slider").select(texts))
    assert recognise(folder / names[0]) == [("survey_answer", "nettskjema")]


def test_the_real_nettskjema_five_times_over_is_counted_to_the_answer(surveys: Path, tmp_path: Path) -> None:
    """Three respondents are too few to see; minus one is «very unhappy» in its codebook, not a missing answer."""
    folder = surveys / "nettskjema"
    shutil.copy(folder / "form_123823_elements.json", tmp_path)
    header, *rows = (folder / "form_123823_csv-report.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "form_123823_csv-report.csv"
    path.write_text("\n".join([header, *rows * 5]), encoding="utf-8")
    taken = read(path, year=2023)
    assert "15 svarte på 19 spørsmål: 285 svar, av dem 10 «ikke aktuelt»; 0 ubesvart" in notes(taken)
    assert counts(taken, "radio") == {"1": 5, "-1": 10}
    assert counts(taken, "dropdown") == {"4": 10, "9": 5}
    assert counts(taken, "radio_matrix.grants") == {"1": 10, "2": 0, "3": 5}
    assert counts(taken, "checkbox.logs") == {"1": 10, "0": 5}
    assert counts(taken, "slider") == {str(step): {1: 5, 3: 5, 9: 5}.get(step, 0) for step in range(11)}


def test_a_real_submission_is_one_respondent(surveys: Path) -> None:
    taken = read(surveys / "nettskjema" / "submission_27685292.json", year=2023, wave="TEST")
    assert (taken.rows_in, taken.rows_accepted, taken.accepted["answer_count"].null_count()) == (1, 1, 50)


def test_the_real_session_evaluation_is_counted_to_the_answer(surveys: Path) -> None:
    path = surveys / "carpentries" / "2020_carpentryconhome_raw.csv"
    taken = read(path)
    assert (taken.rows_in, taken.rows_accepted, taken.rows_rejected) == (124, 123, 1)
    assert messages(taken)[0].startswith("rad 45, presenters_clear: «0» er ikke et av svarene")
    raw = pl.read_csv(path, infer_schema=False).with_row_index("row", offset=2).filter(pl.col("row") != 45)
    for name in ("presenters_prepared", "session_membership", "nps"):
        given = dict(raw[name].drop_nulls().value_counts().iter_rows())
        assert {code: count for code, count in counts(taken, name).items() if count} == given
    assert counts(taken, "session_membership")["6"] == 53
    assert "1\u00a0720 svar, av dem 179 «ikke aktuelt»; 2 ubesvart" in notes(taken)
    assert "session: 7 navn var kodet to ganger" in notes(taken)
    groups = taken.accepted.filter(pl.col("area_code") != "alle")
    assert groups["area_code"].n_unique() == 35
    assert "¡Traduciendo!" in groups["area_code"].to_list()
    keynote = counts(taken, "presenters_prepared", area_code="Opening Keynote by Dr. Kari Jordan")
    assert sum(count or 0 for count in keynote.values()) == 14
    seen = taken.accepted.group_by("statement_code", "area_code").agg(pl.col("answer_count").sum())
    assert seen.filter(pl.col("answer_count").is_between(1, 4)).is_empty()
    assert taken.keeps == "none"


@pytest.mark.parametrize(
    ("name", "rows", "rejected", "answers", "confident"),
    [
        ("2020-12-long-term-other_questions-no-open.csv", 87, 2, 1790, 70),
        ("20200326-longterm-other_questions-no-open.csv", 176, 0, 3002, 115),
    ],
)
def test_the_real_follow_ups_are_counted(
    surveys: Path, name: str, rows: int, rejected: int, answers: int, confident: int
) -> None:
    taken = read(surveys / "carpentries" / name)
    assert (taken.layout, taken.rows_in, taken.rows_rejected) == ("carpentries_followup", rows, rejected)
    assert f"{number(answers, 0, 'nb')} svar" in notes(taken)
    assert is_accounted_for(taken)
    assert taken.accepted.select("time_point", "year").unique().rows() == [("t1", 2020)]
    assert counts(taken, "change_confidence")["I'm more confident now"] == confident
    assert "new_topics" not in taken.accepted["statement_code"].to_list()


def test_a_real_codebook_gives_the_questions_their_texts(surveys: Path) -> None:
    taken = read(surveys / "carpentries" / "2020-12-long-term-other_questions-no-open.csv")
    texts = dict(taken.accepted.select("statement_code", "statement_text").iter_rows())
    assert texts["has_recommended"].startswith("Have you recommended")
    assert texts["workshop_attended_content.hg"].endswith(": Mercurial")


def test_the_real_attendees_are_seminars_and_their_participants(surveys: Path) -> None:
    path = surveys / "carpentries" / ATTENDEES
    seminars = read(path, "seminar")
    assert messages(seminars) == []
    assert (seminars.rows_in, seminars.rows_accepted, seminars.accepted["series_code"].n_unique()) == (70, 70, 39)
    came = take(path, Options("seminar_participation"), {"seminar": seminars.accepted})
    assert messages(came) == []
    assert (came.rows_accepted, came.accepted["attended_count"].sum()) == (70, 1627)
    assert came.accepted["seminar_code"].to_list() == seminars.accepted["seminar_code"].to_list()
    git = seminars.accepted.filter(pl.col("series_code") == "GIT-GOOD").sort("seminar_date")
    assert git["seminar_code"].to_list() == ["GIT-GOOD-20220804-0700", "GIT-GOOD-20220810-1400"]
    assert git["seminar_date"].cast(pl.String).to_list() == ["2022-08-04", "2022-08-10"]


def test_a_day_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    header = ["session_name", "start_day_utc", "start_time_utc", "num_attendees"]
    rows = [["Demomøte", "4 August, 2022", "9:30:00", "11"], ["Demomøte", "4. august", "kl. 9", "12"]]
    taken = read(written(tmp_path, [header, *rows]), "seminar")
    day, time = messages(taken)
    assert day.startswith("rad 3, start_day_utc: «4. august» er ikke en dato")
    assert time.startswith("rad 3, start_time_utc: «kl. 9» er ikke et klokkeslett")
    assert (taken.rows_accepted, taken.rows_rejected) == (1, 1)
