"""The sixteen things that real files do to a naive reader, each on a real file that does it, with the right answer."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from etl import documents, reference
from etl.messages import FileRefused
from etl.readers import open_sheets
from etl.reading import Options, Taken, recognise, take
from etl.sources import sources
from tests.etl.small import REFERENCES, messages, read_applications, read_bytes
from warehouse.folder import DataFolder
from warehouse.reader import Reader

SESSIONS = "2020_carpentryconhome_raw.csv"


@pytest.fixture(scope="module")
def facts() -> dict[str, pl.DataFrame]:
    """The carried reference rows, as files are checked against them."""
    found: dict[str, pl.DataFrame] = {}
    for name, path in reference.files().items():
        needed = {source: found[source] for source in sources()[name].referenced_sources()}
        found[name] = take(path, Options(name, layout="template"), needed).accepted
    return found


def taken(path: Path, source: str, facts: dict[str, pl.DataFrame], **options: object) -> Taken:
    result = take(path, Options(source, **options), facts)  # type: ignore[arg-type]
    assert result.rows_in == result.rows_accepted + result.rows_rejected + result.rows_skipped
    return result


def test_01_the_encoding_is_found_strictly_and_said(shared_data: Path, facts: dict[str, pl.DataFrame]) -> None:
    imdi = taken(shared_data / "grants/imdi/93-tilskudd-kommune-2011.csv", "grant_application", facts)
    assert imdi.encoding
    assert "Tromsø" in set(imdi.accepted["applicant_name"]) or any(
        name.startswith("Tromsø") for name in imdi.accepted["applicant_name"].unique()
    )
    capacity = taken(shared_data / "staffing/hf_capacity_ssb13942_13953.csv", "key_figure", facts)
    assert "utf-8" in (capacity.encoding or "").lower()


def test_02_the_delimiter_is_told_by_the_rows_and_not_by_the_ending(shared_data: Path) -> None:
    by_file = {
        "grants/imdi/93-tilskudd-kommune-2012.csv": ";",
        "grants/forskningsradet/soknader2_sample.csv": None,
        f"surveys/carpentries/{SESSIONS}": ",",
        "surveys/nettskjema/form_123823_csv-report.csv": ";",
    }
    for name, delimiter in by_file.items():
        (sheet,) = open_sheets(shared_data / name)
        assert sheet.delimiter in ((delimiter,) if delimiter else (",", ";", "\t")), name


def test_03_mixed_line_ends_and_a_line_feed_in_a_header_cost_no_row(
    shared_data: Path, facts: dict[str, pl.DataFrame]
) -> None:
    rows = [
        taken(shared_data / f"grants/imdi/93-tilskudd-kommune-{year}.csv", "grant_application", facts).rows_in
        for year in (2011, 2012, 2013)
    ]
    assert rows == [430, 429, 428] or all(428 <= count <= 431 for count in rows)


def test_04_text_that_was_encoded_twice_is_put_right_and_told(
    shared_data: Path, facts: dict[str, pl.DataFrame]
) -> None:
    path = shared_data / "surveys/carpentries" / SESSIONS
    assert "Â¡Traduciendo!" in path.read_text(encoding="utf-8")
    answers = taken(path, "survey_answer", facts, wave="S", year=2020)
    assert not any("Â" in area or "Ã" in area for area in answers.accepted["area_code"].unique())


def test_05_a_title_and_a_blank_line_above_the_header_are_no_data(
    shared_data: Path, facts: dict[str, pl.DataFrame]
) -> None:
    people = taken(shared_data / "formats/ssb_07459_Personer2023_en.csv", "key_figure", facts)
    assert people.header_rows == 3
    assert people.rows_accepted == 38_054


def test_06_the_year_is_found_in_the_name_of_the_file_or_the_column(
    shared_data: Path, facts: dict[str, pl.DataFrame]
) -> None:
    imdi = taken(shared_data / "grants/imdi/93-tilskudd-kommune-2013.csv", "grant_application", facts)
    assert set(imdi.accepted["year"]) == {2013}
    people = taken(shared_data / "formats/ssb_07459_Personer2023_en.csv", "key_figure", facts)
    assert set(people.accepted["year"]) == {2023}


def test_07_a_decimal_comma_in_a_few_cells_is_read_and_a_point_is_never_stripped(
    shared_data: Path, facts: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    imdi = taken(shared_data / "grants/imdi/93-tilskudd-kommune-2011.csv", "grant_application", facts)
    assert imdi.accepted["granted_nok"].sum() == Decimal("4517229795.15")
    written = ["1234.5", "1 250 000,-", "77.0", "1 234,50", "1 000 kr"]
    read = read_applications(tmp_path, *({"Søkt beløp": text, "Tildelt beløp": "1"} for text in written))
    amounts = [Decimal(amount) for amount in read.accepted["applied_nok"]]
    assert amounts == [Decimal("1234.50"), Decimal(1_250_000), Decimal(77), Decimal("1234.50"), Decimal(1000)]


def test_08_missing_is_many_things_and_none_of_them_is_zero(shared_data: Path, facts: dict[str, pl.DataFrame]) -> None:
    distance = taken(shared_data / "formats/ssb_05300_jsonstat2.json", "key_figure", facts)
    flags = dict(distance.accepted["value_flag"].drop_nulls().value_counts().iter_rows())
    assert flags == {".": 20, "..": 8}
    assert distance.accepted.filter(pl.col("value_flag").is_not_null())["figure_value"].null_count() == 28
    answers = taken(shared_data / "surveys/carpentries" / SESSIONS, "survey_answer", facts, wave="S", year=2020)
    six = answers.accepted.filter((pl.col("answer_code") == "6") & pl.col("statement_code").str.contains("presenters"))
    assert set(six["answer_kind"]) == {"not_applicable"}


def test_09_a_lost_zero_is_put_back_and_a_code_is_taken_from_beside_its_name(
    shared_data: Path, facts: dict[str, pl.DataFrame]
) -> None:
    imdi = taken(shared_data / "grants/imdi/93-tilskudd-kommune-2012.csv", "grant_application", facts)
    assert "0301" in set(imdi.accepted["municipality_code"])
    assert any("null foran" in note for note, _ in imdi.notes)
    people = taken(shared_data / "formats/ssb_07459_Personer2023_en.csv", "key_figure", facts)
    assert "3001" in set(people.accepted["area_code"])


def test_10_totals_and_other_geographies_are_not_municipalities(
    shared_data: Path, facts: dict[str, pl.DataFrame]
) -> None:
    people = taken(shared_data / "formats/ssb_07459_Personer2023_en.csv", "key_figure", facts)
    by_level = people.accepted.group_by("area_level").agg(pl.col("figure_value").sum())
    sums = dict(by_level.iter_rows())
    assert sums["municipality"] == 5_488_984
    assert sums.get("other", 0) == 0
    table = taken(shared_data / "staffing/helsedir_tabell16_sintef_2016-2020.txt", "staffing", facts)
    totals = table.accepted.filter(pl.col("year") == 2018)
    assert dict(totals.select("target_group_code", "fte").iter_rows())["adults"] == 12_563


def test_11_names_are_never_joined_on(facts: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    path = tmp_path / "navn.csv"
    path.write_text(
        "Saksnummer;Ordningskode;Ordningsnavn;År;Forvalter;Søker;Kommunenummer;Vedtak;Nivå;Dataklasse\n"
        "1;X;X;2024;F;S;Harstad;Innvilget;nasjonal;reell\n",
        encoding="utf-8",
    )
    named = taken(path, "grant_application", facts)
    assert named.rows_rejected == 1
    decided = {
        **facts,
        "alias": pl.DataFrame({"alias_domain": ["municipality"], "written_name": ["harstad"], "code": ["5503"]}),
    }
    again = taken(path, "grant_application", decided)
    assert again.accepted["municipality_code"].to_list() == ["5503"]
    assert any("navnefilen" in note for note, _ in again.notes)


def test_12_a_code_of_another_year_is_flagged_and_one_file_may_mix_them(
    shared_data: Path, facts: dict[str, pl.DataFrame]
) -> None:
    imdi = taken(shared_data / "grants/imdi/93-tilskudd-kommune-2012.csv", "grant_application", facts)
    assert any("«1729" in message and "var ikke gyldig i 2012" in message for message in messages(imdi, "warning"))


def test_13_a_city_with_several_areas_is_not_divided_by_guess(reference_folder: DataFolder) -> None:
    rows = Reader(reference_folder.published).read(
        "select region_code from core.bridge_municipality_region where municipality_code = '0301' and region_level = 'dps'"
    )
    assert rows["region_code"].to_list() == ["9999"]


def test_14_the_same_content_with_other_line_ends_has_the_same_fingerprint(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "grants/imdi/93-tilskudd-kommune-2012.csv"
    other = tmp_path / path.name
    content = path.read_bytes()
    other.write_bytes(content.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    (one,), (two,) = open_sheets(path), open_sheets(other)
    assert path.read_bytes() != other.read_bytes()
    assert one.content_sha256() == two.content_sha256()
    assert one.file_sha256 != two.file_sha256


@pytest.mark.parametrize("text", ["01.12.09", "9/8/18 15:29", "2005 ~ 2006", "31.02.2014", "01.01.0009"])
def test_15_a_date_that_can_be_read_in_two_ways_is_refused(text: str, tmp_path: Path) -> None:
    assert read_applications(tmp_path, {"Vedtaksdato": text}).rows_rejected == 1


@pytest.mark.parametrize("text", ["05.06.2014", "2014-06-05", "2014-06-05 13:00:00"])
def test_15_a_date_in_a_declared_form_is_read(text: str, tmp_path: Path) -> None:
    read = read_applications(tmp_path, {"Vedtaksdato": text})
    assert read.accepted["decision_date"].to_list() == [dt.date(2014, 6, 5)]


def test_16_a_text_and_its_table_that_disagree_are_both_kept_with_their_place() -> None:
    figures = pl.concat(
        take(path, Options("key_figure"), REFERENCES).accepted
        for source, path in documents.files()
        if source == "key_figure"
    )
    growth = figures.filter(pl.col("figure_value").is_in([17.2, 18.9, 0.172, 0.189]))
    assert growth.height >= 2
    assert growth["source_place"].null_count() == 0
    assert growth["source_place"].n_unique() >= 2


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("grants/imdi/93-tilskudd-kommune-2011.csv", "grant_application"),
        ("grants/forskningsradet/soknader2_sample.csv", "grant_application"),
        ("grants/360giving/ACNI.csv", "grant_application"),
        ("grants/360giving/Arts-Council-England.xlsx", "grant_application"),
        ("formats/ssb_05300_jsonstat2.json", "key_figure"),
        ("formats/ssb_07459_Personer2023_en.csv", "key_figure"),
        ("staffing/hf_capacity_ssb13942_13953.csv", "staffing"),
        ("staffing/helsedir_tabell16_sintef_2016-2020.txt", "staffing"),
        ("staffing/ssb_hjulet2005_tabell15-1_utdrag.txt", "staffing"),
        (f"surveys/carpentries/{SESSIONS}", "survey_answer"),
        ("surveys/nettskjema/form_123823_csv-report.csv", "survey_answer"),
        ("surveys/nettskjema/form_123823_excel-report.xlsx", "survey_answer"),
        ("geo/kommuner_2024_forenklet.topojson", "region_map"),
    ],
)
def test_a_real_file_is_recognised_without_being_told(name: str, source: str, shared_data: Path) -> None:
    assert source in {found for found, _ in recognise(shared_data / name)}


def test_a_file_of_no_known_kind_names_its_headers(shared_data: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        take(shared_data / "reference/OPPTAK_PHV_2020.xlsx", Options("health_area"), REFERENCES)
    assert "Ukjent i filen" in str(refused.value)


def test_bytes_that_are_no_text_in_any_encoding_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileRefused):
        read_bytes(tmp_path, b"\x00\x01\x02" * 50)
