"""Publishers' files: the real ones to the krone where they are, and small ones with the same quirks everywhere."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from etl.messages import FileRefused
from etl.reading import Options, Taken, recognise, take
from etl.reference import files
from tests.etl.small import REFERENCES, as_csv, messages, read_bytes

PREFIX = "tilskudd_til_kommuner."
AMOUNTS = [
    "totalt",
    "inttilsk_1_5",
    "inttilsk_1",
    "inttilsk_2_5",
    "funkhem",
    "norsk_samf_tilsk",
    "em_tilsk",
    "barnehage_tilsk",
    "eldre_tilsk",
    "skole_tilsk",
]
IMDI_HEADER = ["kommunenr-kommunenavn", "kommune_nr", "Kommune\nnavn", *(PREFIX + name for name in AMOUNTS)]
UNITS = ["", "", "", *["enhet.kroner"] * 10]
OSLO = ["0301 Oslo", "301", "Oslo kommune", "36", "3", "1", "2", "3", "4", "5", "6", "7", "8"]
HALDEN = ["0101 Halden", "101", "Halden", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0"]


def imdi(
    folder: Path,
    *rows: list[str],
    header: list[str] = IMDI_HEADER,
    name: str = "93-tilskudd-kommune-2013.csv",
    **options: object,
) -> Taken:
    text = as_csv([header, UNITS[: len(header)], *rows]).replace("\n", "\r\n").replace("Kommune\r\n", "Kommune\n")
    return read_bytes(folder, text.encode("cp1252"), name, **options)


def changed(row: list[str], **changes: str) -> list[str]:
    short = [header.removeprefix(PREFIX) for header in IMDI_HEADER]
    return [changes.get(name, value) for name, value in zip(short, row, strict=True)]


@pytest.fixture(scope="session")
def real_references() -> Mapping[str, pl.DataFrame]:
    """Accepted rows of the reference tables the product carries."""
    accepted: dict[str, pl.DataFrame] = {}
    for source, path in files().items():
        accepted[source] = take(path, Options(source), accepted).accepted
    return accepted


# IMDi


def test_imdi_becomes_one_row_per_municipality_and_scheme_without_the_sums(tmp_path: Path) -> None:
    taken = imdi(tmp_path, OSLO, HALDEN)
    assert messages(taken) + messages(taken, "warning") == []
    assert taken.layout == "imdi_municipality"
    assert (taken.rows_in, taken.rows_accepted, taken.accepted.height) == (2, 2, 16)
    assert taken.header_rows == 2
    oslo = taken.accepted.filter(pl.col("source_row") == 3)
    assert oslo["granted_nok"].sum() == Decimal(36)
    assert oslo["scheme_code"].to_list()[:2] == ["IMDI-INTTILSK-1", "IMDI-INTTILSK-2-5"]
    assert oslo.select("case_id", "municipality_code", "applicant_name", "year", "manager_name").unique().rows() == [
        ("0301", "0301", "Oslo kommune", 2013, "IMDi")
    ]
    assert taken.accepted.filter(pl.col("municipality_code") == "0101")["granted_nok"].to_list() == [Decimal(0)] * 8


def test_the_headers_may_drift_from_year_to_year(tmp_path: Path) -> None:
    header = [cell.replace("-", ".") for cell in IMDI_HEADER]
    assert imdi(tmp_path, OSLO, header=header).rows_accepted == 1


def test_the_year_is_in_the_file_name_or_given(tmp_path: Path) -> None:
    assert imdi(tmp_path, OSLO).accepted["year"].unique().to_list() == [2013]
    given = imdi(tmp_path, OSLO, year=2012)
    assert given.accepted["year"].unique().to_list() == [2012]
    assert "Filnavnet sier 2013, men 2012 er oppgitt og brukt" in [nb for nb, _ in given.notes]
    with pytest.raises(FileRefused, match="--year"):
        imdi(tmp_path, OSLO, name="tilskudd.csv")


def test_a_row_that_disagrees_with_itself_is_loaded_by_its_parts_and_named_with_both_figures(tmp_path: Path) -> None:
    taken = imdi(tmp_path, changed(OSLO, inttilsk_1_5="4"), changed(HALDEN, totalt="0,5"))
    assert messages(taken) == []
    assert [message.split(". ")[0] for message in messages(taken, "warning")] == [
        f"rad 3, {PREFIX}inttilsk_1_5: 0301 Oslo har 4, men inttilsk_1 + inttilsk_2_5 er 3",
        f"rad 4, {PREFIX}totalt: 0101 Halden har 0,50, men "
        + " + ".join(h.removeprefix(PREFIX) for h in IMDI_HEADER[5:])
        + " er 0",
    ]
    assert taken.accepted.filter(pl.col("source_row") == 3)["granted_nok"].sum() == Decimal(36)


def test_a_negative_grant_is_money_taken_back_and_counts(tmp_path: Path) -> None:
    taken = imdi(tmp_path, changed(OSLO, funkhem="-3", totalt="30"))
    assert taken.accepted["granted_nok"].sum() == Decimal(30)
    assert messages(taken, "warning") == [
        f"rad 3, {PREFIX}funkhem: «-3» er negativt. Raden er lastet slik den er: tilskudd som er trukket tilbake."
    ]


def test_a_decimal_comma_in_a_few_cells_is_read(tmp_path: Path) -> None:
    taken = imdi(tmp_path, HALDEN, changed(OSLO, em_tilsk="5,5", totalt="36,5"))
    assert taken.accepted["granted_nok"].sum() == Decimal("36.5")
    assert messages(taken, "warning") == []


def test_the_national_total_in_the_file_is_a_sum_and_not_a_municipality(tmp_path: Path) -> None:
    taken = imdi(tmp_path, changed(OSLO, **{"kommunenr-kommunenavn": "00 Hele landet", "kommune_nr": "0"}), OSLO)
    assert taken.rejected.select("outcome", "reason_nb").rows() == [("skipped", "sumrad: summen av andre rader")]
    assert taken.accepted["granted_nok"].sum() == Decimal(36)


def test_two_codes_that_differ_are_named(tmp_path: Path) -> None:
    taken = imdi(tmp_path, changed(OSLO, kommune_nr="101"), changed(HALDEN, **{"kommunenr-kommunenavn": "Halden"}))
    assert [message.split(". ")[0] for message in messages(taken)] == [
        "rad 3, kommune_nr: «0101» er et annet kommunenummer enn i kommunenr-kommunenavn, der det står «0301 Oslo»",
        "rad 4, kommunenr-kommunenavn: «Halden» er ikke kommunenummer og navn",
    ]
    assert taken.rows_rejected == 2


def test_a_missing_figure_is_not_zero_and_a_row_without_figures_is_skipped_with_reason(tmp_path: Path) -> None:
    taken = imdi(tmp_path, changed(OSLO, eldre_tilsk="", totalt="29"), [*HALDEN[:3], *[".."] * 10])
    assert taken.accepted.height == 7
    assert taken.rejected.select("source_row", "outcome", "reason_nb").rows() == [
        (4, "skipped", "raden har ingen tall")
    ]
    assert (taken.rows_in, taken.rows_accepted, taken.rows_skipped) == (2, 1, 1)


def test_five_faults_in_one_file_are_each_named_with_row_header_and_value(tmp_path: Path) -> None:
    # Without one rightly written letter the file would be valid UTF-8, and the twice encoded name simply right.
    header = [cell for cell in IMDI_HEADER if not cell.endswith("skole_tilsk")]
    rows = [
        changed(HALDEN, inttilsk_1="12a4")[:-1],
        changed(OSLO, **{"kommunenr-kommunenavn": "9999 Ukjent", "kommune_nr": "9999"})[:-1],
        ["5601 Alta", "5601", "Alta", *["0"] * 9, "7"],
        ["0121 RÃ¸mskog", "121", "Rømskog", *["0"] * 9],
        OSLO[:-1],
    ]
    taken = imdi(tmp_path, *rows, header=header)
    found = taken.findings.filter(pl.col("level") == "error").select("source_row", "rule", "header", "value").rows()
    assert found == [
        (1, "header_missing", PREFIX + "skole_tilsk", None),
        (3, "amount", PREFIX + "inttilsk_1", "12a4"),
        (4, "unknown_reference", "kommunenr-kommunenavn", "9999"),
        (5, "width", None, ";".join(rows[2])),
        (6, "double_encoded", "kommunenr-kommunenavn", "0121 RÃ¸mskog"),
    ]
    assert (taken.rows_in, taken.rows_accepted, taken.rows_rejected, taken.rows_skipped) == (5, 1, 4, 0)
    assert taken.accepted.height == 7
    assert taken.is_landable


def test_a_scheme_column_with_another_name_is_named_with_the_one_it_may_be(tmp_path: Path) -> None:
    header = [cell.replace("funkhem", "funkhjem") for cell in IMDI_HEADER]
    taken = imdi(tmp_path, OSLO, header=header)
    assert messages(taken) == [
        f"rad 1, {PREFIX}funkhem: kolonnen mangler. Er det den som heter «{PREFIX}funkhjem»? Rett i så fall overskriften."
    ]
    assert taken.accepted.height == 7


@pytest.mark.parametrize(
    ("year", "rows", "total", "row", "place_and_sum", "parts"),
    [
        (2011, 428, "4517229795.15", 400, "1927 Tranøy har 6681632", "6681632,65"),
        (2012, 429, "4590850776.61", 43, "0301 Oslo har 452681750", "127852400"),
        (2013, 428, "7044872121.00", 205, "1221 Stord har 7190000", "7190200"),
    ],
)
def test_the_real_imdi_files_sum_to_the_national_total(
    year: int,
    rows: int,
    total: str,
    row: int,
    place_and_sum: str,
    parts: str,
    shared_data: Path,
    real_references: Mapping[str, pl.DataFrame],
) -> None:
    path = shared_data / f"grants/imdi/93-tilskudd-kommune-{year}.csv"
    assert recognise(path) == [("grant_application", "imdi_municipality")]
    taken = take(path, Options("grant_application"), real_references)
    assert messages(taken) == []
    assert (taken.rows_in, taken.rows_accepted, taken.accepted.height) == (rows, rows, rows * 8)
    assert taken.accepted["granted_nok"].sum() == Decimal(total)
    differing = [message for message in messages(taken, "warning") if " er " in message and " men " in message]
    assert len(differing) == 1
    assert differing[0].startswith(
        f"rad {row}, {PREFIX}inttilsk_1_5: {place_and_sum}, men inttilsk_1 + inttilsk_2_5 er {parts}."
    )
    assert taken.encoding == "Windows-1252"
    county = shared_data / f"grants/imdi/93-tilskudd-fylke-{year}.csv"
    assert recognise(county) == []


# Forskningsrådet

NFR_HEADER = [
    "prosjektnummer", "prosjekttittel", "soknadsdato", "utlysnings_id", "sokstart", "prosjektfase", "prosjektleder_kjonn",
    "prosjektansvarlig_type", "prosjektansvarlig_navn", "organisasjonsnummer", "kommunenummer", "aktivitet", "aktivitet_kode",
    "sokt_belop", "tildelt_belop",
]  # fmt: skip
NFR_ROW = [
    "1001", "Et prosjekt", "2012-10-17 13:00:00", "77", "2013", "Avsluttet", "KVINNE",
    "Organisasjon", "FJORD AS", "974760673", "0301", "God helse", "HELSE",
    "8000000.0", "6978124.5",
]  # fmt: skip


def nfr(folder: Path, **changes: str) -> Taken:
    row = [changes.get(header, value) for header, value in zip(NFR_HEADER, NFR_ROW, strict=True)]
    return read_bytes(folder, as_csv([NFR_HEADER, row], ",").encode())


def test_the_research_council_export_becomes_applications(tmp_path: Path) -> None:
    taken = nfr(tmp_path)
    assert messages(taken) == []
    row = taken.accepted.row(0, named=True)
    assert row["scheme_code"] == "NFR-HELSE"
    assert (row["year"], row["received_date"], row["decision"]) == (2012, dt.date(2012, 10, 17), "granted")
    assert (row["applied_nok"], row["granted_nok"]) == (Decimal(8000000), Decimal("6978124.5"))


@pytest.mark.parametrize(
    ("phase", "decision"),
    [("Mottatt", "pending"), ("Vurderes", "pending"), ("Avslag", "rejected"), ("Bevilgning", "granted")],
)
def test_the_phase_is_the_decision(phase: str, decision: str, tmp_path: Path) -> None:
    assert nfr(tmp_path, prosjektfase=phase, tildelt_belop="0.0").accepted["decision"].to_list() == [decision]


def test_without_a_date_the_year_is_the_start_that_was_applied_for(tmp_path: Path) -> None:
    assert nfr(tmp_path, soknadsdato="").accepted["year"].to_list() == [2013]


def test_a_person_who_applied_is_not_named_anywhere(tmp_path: Path) -> None:
    taken = nfr(
        tmp_path, prosjektansvarlig_type="Person", prosjektansvarlig_navn="Navn Navnesen", organisasjonsnummer="0"
    )
    assert taken.accepted["applicant_name"].to_list() == ["Privatperson"]
    faulty = nfr(tmp_path, prosjektansvarlig_type="Person", prosjektansvarlig_navn="Navn NavnÃ¸sen", sokt_belop="x")
    kept = [*faulty.accepted.iter_rows(), *faulty.findings.iter_rows(), *faulty.rejected.iter_rows()]
    assert faulty.rows_rejected == 1
    assert "Navn" not in str(kept)
    assert "KVINNE" not in str(kept)


def test_without_the_column_that_tells_persons_apart_nothing_lands(tmp_path: Path) -> None:
    place = NFR_HEADER.index("prosjektansvarlig_type")
    table = [row[:place] + row[place + 1 :] for row in (NFR_HEADER, NFR_ROW)]
    taken = read_bytes(tmp_path, as_csv(table, ",").encode())
    assert not taken.is_landable
    assert taken.rows_accepted == 0


def test_the_real_research_council_sample_sums_to_the_krone(
    shared_data: Path, real_references: Mapping[str, pl.DataFrame]
) -> None:
    taken = take(
        shared_data / "grants/forskningsradet/soknader2_sample.csv", Options("grant_application"), real_references
    )
    assert messages(taken) == []
    assert taken.rows_accepted == 171
    assert taken.accepted.select(pl.col("applied_nok", "granted_nok").sum()).row(0) == (
        Decimal("1590365000.00"),
        Decimal("417581441.87"),
    )
    assert taken.findings.filter(pl.col("rule") == "granted_exceeds_applied").height == 6


# 360Giving

GIVING = {
    "Identifier": "360G-x-1",
    "Title": "A play",
    "Amount Awarded": "1500.5",
    "Currency": "GBP",
    "Award Date": "2015-03-31",
    "Recipient Org:Name": "A Theatre",
    "Recipient Org:Identifier": "GB-COH-1",
    "Funding Org:Identifier": "GB-COH-9",
    "Funding Org:Name": "The Fund",
    "Grant Programme:Title": "Arts for All",
}


def giving(folder: Path, *changes: Mapping[str, str], **options: object) -> Taken:
    rows = [list((GIVING | dict(change)).values()) for change in changes]
    return read_bytes(folder, as_csv([list(GIVING), *rows], ",").encode(), **options)


def test_foreign_grants_keep_their_currency_and_have_no_municipality(tmp_path: Path) -> None:
    taken = giving(tmp_path, {})
    assert messages(taken) == []
    row = taken.accepted.row(0, named=True)
    assert (row["original_currency"], row["original_granted_amount"], row["granted_nok"]) == (
        "GBP",
        Decimal("1500.5"),
        None,
    )
    assert (row["municipality_code"], row["year"], row["manager_name"]) == (None, 2015, "The Fund")
    assert (row["scheme_code"], row["scheme_name"]) == ("GB-COH-9-ARTS-FOR-ALL", "Arts for All")
    assert row["applicant_name"] == "A Theatre"


def test_kroner_are_known_in_norwegian_currency_or_with_a_rate(tmp_path: Path) -> None:
    kroner = giving(tmp_path, {"Currency": "NOK"}).accepted.row(0, named=True)
    assert (kroner["granted_nok"], kroner["original_currency"]) == (Decimal("1500.5"), None)
    rated = giving(tmp_path, {}, rate=Decimal("12.3456"))
    assert rated.accepted["granted_nok"].to_list() == [Decimal("18524.57")]
    with pytest.raises(FileRefused, match="EUR, GBP"):
        giving(tmp_path, {}, {"Identifier": "2", "Currency": "EUR"}, rate=Decimal(12))


def test_a_recipient_without_an_organisation_identifier_is_not_named_anywhere(tmp_path: Path) -> None:
    change = {"Recipient Org:Identifier": "", "Recipient Org:Name": "Some Body", "Title": "Grant to Some Body (2015)"}
    taken = giving(
        tmp_path,
        change,
        change | {"Identifier": "2", "Title": "A play"},
        change | {"Identifier": "3", "Award Date": "x"},
    )
    assert taken.accepted["applicant_name"].to_list() == ["Mottaker uten organisasjonsnummer"] * 2
    assert taken.accepted["project_title"].to_list() == [None, "A play"]
    assert "Some Body" not in str(
        [*taken.accepted.iter_rows(), *taken.findings.iter_rows(), *taken.rejected.iter_rows()]
    )


def test_an_identifier_used_twice_gives_two_cases_and_a_warning(tmp_path: Path) -> None:
    taken = giving(tmp_path, {}, {"Amount Awarded": "7"})
    assert taken.accepted["case_id"].to_list() == ["360G-x-1", "360G-x-1-2"]
    assert messages(taken, "warning")[0].startswith("rad 3, Identifier: «360G-x-1» står også i rad 2.")


@pytest.mark.parametrize(
    ("name", "rows", "pounds", "repeated"),
    [("ACNI.csv", 755, "21048914.47", 63), ("Arts-Council-England.xlsx", 2162, "43057543.00", 0)],
)
def test_the_real_foreign_files_load_whole(name: str, rows: int, pounds: str, repeated: int, shared_data: Path) -> None:
    path = shared_data / "grants/360giving" / name
    assert recognise(path) == [("grant_application", "threesixtygiving")]
    taken = take(path, Options("grant_application"), REFERENCES)
    assert messages(taken) == []
    assert taken.rows_accepted == rows
    assert taken.accepted["original_granted_amount"].sum() == Decimal(pounds)
    assert taken.findings.filter(pl.col("rule") == "identifier_repeated").height == repeated
    assert taken.accepted["applicant_name"].unique().to_list() == ["Mottaker uten organisasjonsnummer"]
