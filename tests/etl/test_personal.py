"""Personal data is stopped at the door: reported, and stored nowhere."""

from pathlib import Path

import polars as pl
import pytest

from etl.contract import SOURCE_ROW
from etl.loading import LoadRequest, load
from etl.personal import MASK, found_in, is_about_persons, is_identity_number, masked
from etl.reading import Options, take
from tests.etl.small import REFERENCES, application_table, as_csv, messages, read_applications, read_bytes
from warehouse.folder import DataFolder


def identity_number(day_and_month: str) -> str:
    """An identity number that nobody has: a day and a month of the kind set aside for tests, with its check digits."""
    numbers = (f"{day_and_month}85{rest:05}" for rest in range(99_999))
    return next(number for number in numbers if is_identity_number(number))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Spør ola@fjord.example", "email"),
        ("ring 951 00 000", "phone"),
        ("sentralbord 75 00 00 00", "phone"),
        ("+4795100000", "phone"),
        ("tlf. 95100000", "phone"),
        (identity_number("1587"), "identity_number"),
        ("født " + identity_number("5587") + ".", "identity_number"),
        ("26155154", None),
        ("1 250 000 kroner", None),
        ("250 000 000", None),
        ("974760673", None),
        ("sak 2014/123456", None),
        ("12345678901", None),
        ("a @ b", None),
    ],
)
def test_personal_data_is_told_from_other_figures(text: str, kind: str | None) -> None:
    assert found_in(pl.Series([text, None, "Fjord"])).to_list() == [kind, None, None]


def test_a_long_column_of_few_texts_is_read_the_same(tmp_path: Path) -> None:
    texts = pl.Series(["Fjord", "ola@fjord.example", None] * 5_000)
    assert found_in(texts).to_list() == [None, "email", None] * 5_000


@pytest.mark.parametrize("header", ["Kontaktperson", "E-post", "Telefon", "Saksbehandler", "Fødselsnummer", "tlf"])
def test_columns_about_persons_are_known_by_their_header(header: str) -> None:
    assert is_about_persons(header)


@pytest.mark.parametrize("header", ["Søker", "Kommunenavn", "Prosjekt", "Ordningsnavn", "Kontaktpunkt"])
def test_other_columns_are_not(header: str) -> None:
    assert not is_about_persons(header)


def test_a_row_with_personal_data_is_rejected_and_the_value_is_not_told(tmp_path: Path) -> None:
    taken = read_applications(tmp_path, {}, {"Prosjekt": "Spør ola@fjord.example"})
    assert taken.rows_rejected == 1
    assert any(message.startswith("rad 3, Prosjekt: cellen har en e-postadresse.") for message in messages(taken))
    everything = [*taken.findings.write_json(), *taken.rejected.write_json(), *taken.accepted.write_json()]
    assert "ola@" not in "".join(everything)
    assert taken.personal.rows() == [(3, taken.personal["column"][0])]


def test_personal_data_where_a_figure_should_be_is_not_told_either(tmp_path: Path) -> None:
    number = identity_number("1587")
    taken = read_applications(tmp_path, {"Organisasjonsnummer": number}, {"Søkt beløp": "ola@fjord.example"})
    text = taken.findings.write_json() + taken.rejected.write_json()
    assert number not in text
    assert "ola@" not in text
    assert taken.rows_rejected == 2


def test_a_column_about_persons_is_not_read_and_its_cells_are_masked_in_what_is_kept(tmp_path: Path) -> None:
    table = application_table({}, {"Kommunenummer": "9"})
    table = [[*table[0], "Kontaktperson"], [*table[1], "Demo Person"], [*table[2], "Annen Person"]]
    taken = read_bytes(tmp_path, as_csv(table).encode())
    assert any("kolonnen handler om personer" in message for message in messages(taken, "warning"))
    assert "Person" not in taken.rejected.write_json().replace("Kontaktperson", "")
    assert taken.keeps == "read"
    assert taken.kept is not None
    assert taken.kept[taken.kept.columns[-1] if taken.kept.columns[-1] != SOURCE_ROW else taken.kept.columns[-2]][
        1:
    ].to_list() == [MASK, MASK]


def test_a_row_of_the_wrong_width_does_not_tell_what_was_in_it(tmp_path: Path) -> None:
    header, row = application_table({})
    content = as_csv([[*header, "E-post"], [*row, "ola@fjord.example"]]) + "a;b;ola@fjord.example\n"
    taken = read_bytes(tmp_path, content.encode())
    assert "ola@" not in taken.findings.write_json() + taken.rejected.write_json()
    assert taken.kept is not None
    assert "ola@" not in taken.kept.write_csv()


def test_a_title_above_the_table_with_a_telephone_number_is_not_kept(tmp_path: Path) -> None:
    content = "Spørsmål: 951 00 000\n\n" + as_csv(application_table({}))
    taken = read_bytes(tmp_path, content.encode())
    assert taken.rows_accepted == 1
    assert taken.kept is not None
    assert "951" not in taken.kept.write_csv()


def test_what_is_kept_is_the_file_without_it_and_the_hash_is_of_the_file_as_it_came(tmp_path: Path) -> None:
    header, row = application_table({})
    path = tmp_path / "liste.csv"
    path.write_text(as_csv([[*header, "E-post"], [*row, "ola@fjord.example"]]), encoding="utf-8")
    folder = DataFolder(tmp_path / "data")
    schemes = tmp_path / "ordning.csv"
    schemes.write_text("Ordningskode;Ordningsnavn;Forvalter\nHDIR-1;Ordning;Helsedirektoratet\n", encoding="utf-8")
    load(folder, [LoadRequest(schemes, Options("grant_scheme")), LoadRequest(path, Options("grant_application"))])
    delivery = next((folder.deliveries / "grant_application").iterdir())
    kept = (delivery / "original" / "liste.csv").read_text(encoding="utf-8-sig")
    assert "ola@" not in kept
    assert kept.splitlines()[1].endswith(MASK)
    assert kept.splitlines()[0].endswith("E-post")
    assert take(path, Options("grant_application"), REFERENCES).file_sha256 in (delivery / "manifest.json").read_text()
    files = [one for one in folder.root.rglob("*") if one.is_file()]
    assert [one for one in files if b"ola@eksempel" in one.read_bytes()] == []


def test_text_without_personal_data_is_not_masked() -> None:
    texts = pl.Series(["1 250 000,-", "05.06.2014", "974 760 673", "HDIR-765-60"])
    assert pl.select(masked(pl.lit(texts))).to_series().to_list() == texts.to_list()
