"""What a file becomes: rules, references, recognition and the account of every row."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from etl.messages import FileRefused
from etl.reading import Options, recognise, take
from etl.sources import sources
from tests.etl.small import REFERENCES, application_table, as_csv, messages, read_applications, read_bytes
from warehouse.model import FINDINGS_SCHEMA


def test_what_is_taken_has_the_declared_shape(tmp_path: Path) -> None:
    taken = read_applications(tmp_path, {}, {"År": "tolv"})
    assert taken.accepted.schema == sources()["grant_application"].frame_schema()
    assert taken.findings.schema == FINDINGS_SCHEMA
    assert taken.rejected.columns == ["source_row", "outcome", "reason_nb", "reason_en", "row_text"]
    assert (taken.source, taken.layout, taken.file_name) == ("grant_application", "template", "fil.csv")
    assert taken.has_errors
    assert taken.is_landable
    assert taken.findings["message_en"].to_list() == [
        "row 3, År: «tolv» is not a whole number. Write digits only, for example 2014."
    ]


def test_all_faults_of_a_row_are_named_and_it_is_rejected_once(tmp_path: Path) -> None:
    taken = read_applications(tmp_path, {"År": "1950", "Kommunenummer": "9999", "Tildelt beløp": "12a4", "Vedtak": ""})
    assert [message.split(".")[0] for message in messages(taken)] == [
        "rad 2, Kommunenummer: «9999» finnes ikke i kilden «Kommuner»",
        "rad 2, Tildelt beløp: «12a4» er ikke et beløp",
        "rad 2, Vedtak: cellen er tom, men må fylles ut",
        "rad 2, År: «1950» er for lite",
    ]
    assert taken.rejected.height == taken.rows_rejected == 1
    assert all(message in taken.rejected["reason_nb"][0] for message in messages(taken))


@pytest.mark.parametrize(
    ("change", "header", "begins"),
    [
        ({"Tildelt beløp": "-5"}, "Tildelt beløp", "«-5» er negativt."),
        ({"Søkt beløp": "-5"}, "Søkt beløp", "«-5» er negativt."),
        ({"År": "2101"}, "År", "«2101» er for stort. Største tillatte er 2100."),
        (
            {"Organisasjonsnummer": "974760674"},
            "Organisasjonsnummer",
            "«974760674» er ikke et gyldig organisasjonsnummer",
        ),
        ({"Organisasjonsnummer": "97476067"}, "Organisasjonsnummer", "«97476067» er ikke et organisasjonsnummer."),
        ({"Vedtak": "Avslag"}, "Tildelt beløp", "«1000,50» er tildelt, men vedtaket er avslag."),
        (
            {"Ordningskode": "HDIR-X"},
            "Ordningskode",
            "«HDIR-X» finnes ikke i kilden «Tilskuddsordninger», og Ordningsnavn er tom.",
        ),
        ({"Helseområde": "D99"}, "Helseområde", "«D99» finnes ikke i kilden «Helseområder»."),
        ({"Mottatt dato": "05.06.1914"}, "Mottatt dato", "«05.06.1914» er for lite. Minste tillatte er 01.01.1990."),
        ({"Valuta": "pund"}, "Valuta", "«pund» er ikke en valutakode."),
        ({"Prioritet": "0"}, "Prioritet", "«0» er for lite. Minste tillatte er 1."),
        ({"Vedtak": "Innvilgett"}, "Vedtak", "«Innvilgett» er ikke et kjent svar. Mente du «innvilget»?"),
    ],
)
def test_a_rule_that_is_broken_rejects_the_row(
    change: dict[str, str], header: str, begins: str, tmp_path: Path
) -> None:
    taken = read_applications(tmp_path, {}, change)
    assert [message for message in messages(taken) if message.startswith(f"rad 3, {header}: {begins}")]
    assert taken.accepted["source_row"].to_list() == [2]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"Søkt beløp": "500"},
            "rad 2, Tildelt beløp: «1000,50» er mer enn søkt beløp, 500. Raden er lastet; se etter om beløpene er byttet om.",
        ),
        (
            {"Kommunenummer": "0101", "År": "2022"},
            "rad 2, Kommunenummer: «0101» var ikke gyldig i 2022 (gjelder 1 rader). "
            "Radene er lastet; se etter om koden er fra et annet år.",
        ),
        (
            {"Mottatt dato": "02.01.2014", "Vedtaksdato": "01.01.2014"},
            "rad 2, Vedtaksdato: «01.01.2014» er før søknaden kom, 02.01.2014. "
            "Raden er lastet; se etter om datoene er byttet om.",
        ),
    ],
)
def test_what_is_odd_is_loaded_and_flagged(change: dict[str, str], message: str, tmp_path: Path) -> None:
    taken = read_applications(tmp_path, change)
    assert messages(taken) == []
    assert messages(taken, "warning") == [message]
    assert taken.rows_accepted == 1


def test_a_rejected_row_is_not_also_flagged(tmp_path: Path) -> None:
    taken = read_applications(tmp_path, {"Søkt beløp": "500", "Nivå": ""})
    assert messages(taken, "warning") == []


def test_an_amount_that_is_unknown_is_neither_more_nor_less_than_another(tmp_path: Path) -> None:
    taken = read_applications(tmp_path, {"Søkt beløp": ".."}, {"Tildelt beløp": ""})
    assert messages(taken) + messages(taken, "warning") == []
    assert taken.accepted["applied_nok"].to_list() == [None, Decimal(2000)]


def test_a_code_valid_a_part_of_the_year_is_valid(tmp_path: Path) -> None:
    taken = read_applications(
        tmp_path, {"Kommunenummer": "1507", "År": "2020"}, {"Kommunenummer": "1507", "År": "2024"}
    )
    assert [message.split(" (")[0] for message in messages(taken, "warning")] == [
        "rad 3, Kommunenummer: «1507» var ikke gyldig i 2024"
    ]


def test_an_unknown_scheme_is_welcome_with_its_name(tmp_path: Path) -> None:
    taken = read_applications(tmp_path, {"Ordningskode": "NY-1", "Ordningsnavn": "Ny ordning"})
    assert messages(taken) == []


def test_a_reference_that_is_not_loaded_yet_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "fil.csv"
    path.write_text(as_csv(application_table({}, {}, {"Kommunenummer": ""})), encoding="utf-8")
    taken = take(path, Options("grant_application"), {**REFERENCES, "municipality": pl.DataFrame()})
    assert messages(taken) == [
        "Kommunenummer: kan ikke kontrolleres: kilden «Kommuner» har ingen rader ennå. "
        "Last først inn «Kommuner» (samhandling load municipality)."
    ]
    assert taken.rejected["source_row"].to_list() == [2, 3]
    assert taken.accepted["source_row"].to_list() == [4]


def test_a_header_in_thousand_kroner_scales_the_column_and_says_so(tmp_path: Path) -> None:
    table = application_table({"Søkt beløp": "2", "Tildelt beløp": "1,5"})
    table[0] = [f"{header} (1 000 kr)" if "beløp" in header else header for header in table[0]]
    taken = read_bytes(tmp_path, as_csv(table).encode())
    assert taken.accepted.select("applied_nok", "granted_nok").row(0) == (Decimal(2000), Decimal(1500))
    assert "Tildelt beløp (1 000 kr): tallene er ganget med 1000, som overskriften sier" in [
        nb for nb, _ in taken.notes
    ]


def test_a_year_can_be_given_for_a_template_without_one(tmp_path: Path) -> None:
    table = application_table({})
    place = table[0].index("År")
    content = as_csv([row[:place] + row[place + 1 :] for row in table]).encode()
    assert read_bytes(tmp_path, content, year=2015).accepted["year"].to_list() == [2015]
    assert not read_bytes(tmp_path, content).is_landable


def test_a_column_nobody_knows_is_said_to_be_left_out(tmp_path: Path) -> None:
    taken = read_applications(tmp_path, {"Kontaktperson": "skal ikke inn"})
    assert "Kolonner som ikke er lest: «Kontaktperson»" in [nb for nb, _ in taken.notes]
    assert "skal ikke inn" not in str(taken.accepted.rows())


def test_a_header_twice_cannot_land(tmp_path: Path) -> None:
    header, row = application_table({})
    taken = read_bytes(tmp_path, as_csv([[*header, "År"], [*row, "2015"]]).encode())
    assert messages(taken) == ["rad 1, År: overskriften «År» står mer enn én gang. Behold bare den riktige kolonnen."]
    assert not taken.is_landable
    assert taken.rows_rejected == 1


def test_an_unknown_source_is_answered_with_the_closest(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="«grant_application»"):
        take(tmp_path / "x.csv", Options("grant_aplication"), {})


def test_an_unknown_layout_is_answered_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="«template»"):
        read_applications(tmp_path, {}, layout="mal")


def test_a_layout_that_does_not_fit_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="«prosjektnummer»"):
        read_applications(tmp_path, {}, layout="forskningsradet")


def test_headers_that_fit_nothing_are_answered_with_the_closest_layout(tmp_path: Path) -> None:
    content = b"Saksnr;Ordning;Aar;Forvaltere;Soker;Vedtaket\n1;2;3;4;5;6\n"
    with pytest.raises(FileRefused, match=r"Nærmest er «template».*«Forvalter» \(≈ «Forvaltere»\)"):
        read_bytes(tmp_path, content)


def test_a_file_that_fits_two_layouts_is_refused_until_one_is_chosen(tmp_path: Path) -> None:
    nfr = {
        "prosjektnummer": "9",
        "prosjekttittel": "x",
        "soknadsdato": "2014-01-01",
        "prosjektfase": "Avslag",
        "prosjektansvarlig_type": "Organisasjon",
        "prosjektansvarlig_navn": "Fjord",
        "aktivitet": "Helse",
        "aktivitet_kode": "H",
        "sokt_belop": "1",
        "tildelt_belop": "0",
    }
    header, row = application_table({})
    content = as_csv([[*header, *nfr], [*row, *nfr.values()]]).encode()
    (tmp_path / "begge.csv").write_bytes(content)
    assert recognise(tmp_path / "begge.csv") == [
        ("grant_application", "template"),
        ("grant_application", "forskningsradet"),
    ]
    with pytest.raises(FileRefused, match="--layout"):
        read_bytes(tmp_path, content)
    assert read_bytes(tmp_path, content, layout="template").accepted["case_id"].to_list() == ["1"]
    assert read_bytes(tmp_path, content, layout="forskningsradet").accepted["case_id"].to_list() == ["9"]


def test_progress_goes_from_nothing_to_done(tmp_path: Path) -> None:
    path = tmp_path / "fil.csv"
    path.write_text(as_csv(application_table({})), encoding="utf-8")
    told: list[tuple[str, float]] = []
    take(path, Options("grant_application"), REFERENCES, lambda stage, share: told.append((stage, share)))
    assert told[0] == ("Leser filen", 0.0)
    assert told[-1] == ("Ferdig", 1.0)
    assert [share for _, share in told] == sorted(share for _, share in told)


def test_many_faults_are_all_named(tmp_path: Path) -> None:
    taken = read_applications(tmp_path, *[{"Tildelt beløp": f"{number}x"} for number in range(5000)])
    assert len(messages(taken)) == taken.rows_rejected == 5000
    assert messages(taken)[4999].startswith("rad 5001, Tildelt beløp: «4999x» er ikke et beløp.")


def test_dates_come_as_dates(tmp_path: Path) -> None:
    taken = read_applications(tmp_path, {"Mottatt dato": "05.06.2014", "Vedtaksdato": "2014-09-01"})
    assert taken.accepted.select("received_date", "decision_date").row(0) == (dt.date(2014, 6, 5), dt.date(2014, 9, 1))
