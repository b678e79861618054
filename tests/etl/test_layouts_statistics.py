"""Published statistics: the real files to the last cell where they are, and invented ones with the same quirks everywhere."""

import csv
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from etl.messages import FileRefused
from etl.reading import Options, Taken, recognise, take
from tests.etl.small import REFERENCES, as_csv, messages


def read(folder: Path, content: str | object, name: str, source: str = "key_figure", **options: object) -> Taken:
    """Take a file with this content: text as it is, anything else as JSON."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return take(path, Options(**{"source": source, **options}), REFERENCES)  # type: ignore[arg-type]


def take_real(path: Path, source: str) -> Taken:
    return take(path, Options(source), REFERENCES)


def counts(taken: Taken) -> tuple[int, int, int, int]:
    return taken.rows_in, taken.rows_accepted, taken.rows_rejected, taken.rows_skipped


def notes(taken: Taken) -> str:
    return "\n".join(nb for nb, _ in taken.notes)


def reasons(taken: Taken) -> dict[str, int]:
    return Counter(taken.rejected["reason_nb"])


# json-stat


def dimension(*codes: str, **labels: str) -> dict[str, Any]:
    return {"category": {"index": {code: place for place, code in enumerate(codes)}, "label": labels}}


def cube(**changes: object) -> dict[str, Any]:
    """Two regions by two years of one measure, in an invented table."""
    return {
        "class": "dataset",
        "label": "99999: Demoboliger, etter region, statistikkvariabel og år",
        "id": ["Region", "ContentsCode", "Tid"],
        "size": [2, 1, 2],
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "dimension": {
            "Region": dimension("K-0301", "0", **{"K-0301": "Oslo", "0": "Hele landet"}),
            "ContentsCode": {
                "category": {"label": {"Boliger": "Demoboliger"}, "unit": {"Boliger": {"base": "boliger"}}}
            },
            "Tid": dimension("2022", "2023"),
        },
        "value": [1, 2.5, 30, None],
        "status": {"3": ":"},
        "extension": {"px": {"tableid": "99999"}},
        **changes,
    }


def without(document: dict[str, Any], part: str) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != part}


def test_the_real_cube_has_every_cell_with_its_figure_or_its_symbol(shared_data: Path) -> None:
    path = shared_data / "formats/ssb_05300_jsonstat2.json"
    stated = json.loads(path.read_text(encoding="utf-8"))
    assert recognise(path) == [("key_figure", "json_stat")]
    taken = take_real(path, "key_figure")
    assert messages(taken) + messages(taken, "warning") == []
    assert counts(taken) == (432, 432, 0, 0)
    rows = taken.accepted
    assert rows["figure_value"].to_list() == stated["value"]
    assert rows["figure_value"].sum() == 6667
    symbols = {int(cell): symbol for cell, symbol in stated["status"].items()}
    assert rows["value_flag"].to_list() == [symbols.get(cell) for cell in range(432)]
    assert Counter(rows["value_flag"].drop_nulls()) == {".": 20, "..": 8}
    assert rows.select("figure_code", "figure_unit", "area_level", "area_code", "precision").unique().rows() == [
        ("05300/Avstand", "prosent", "country", "NO", "exact")
    ]
    assert rows["source_document"].unique().to_list() == [stated["label"]]


def test_the_row_number_is_the_number_of_the_cell(shared_data: Path) -> None:
    rows = take_real(shared_data / "formats/ssb_05300_jsonstat2.json", "key_figure").accepted
    # 8 kinds of place by 9 years under each distance: cell 71, the first that cannot occur, is row 72.
    assert rows.row(71, named=True) | {"source_document": ""} == rows.row(71, named=True) | {
        "source_row": 72,
        "year": 2021,
        "breakdown": "Avstand1=Under 1 km; Kulturtilbud=Bokhandel",
        "figure_value": None,
        "value_flag": ".",
        "source_document": "",
    }


def test_a_region_is_a_municipality_a_county_the_country_or_something_else_by_its_code(tmp_path: Path) -> None:
    codes = ["0301", "K-3001", "30", "F-30", "0", "K-21-22", "K-Rest", "2111", "9999", "99", "030101a", "EAK"]
    document = cube(
        size=[len(codes), 1, 1],
        dimension=cube()["dimension"] | {"Region": dimension(*codes), "Tid": dimension("2023")},
        value=list(range(len(codes))),
        status=None,
    )
    rows = read(tmp_path, document, "tabell.json").accepted
    # 30 and F-30 are the same county: two rows with one key, which are both refused.
    assert rows.select("area_level", "area_code").rows() == [
        ("municipality", "0301"),
        ("municipality", "3001"),
        ("country", "NO"),
        ("other", "K-21-22"),
        ("other", "K-Rest"),
        ("other", "2111"),
        ("other", "9999"),
        ("other", "99"),
        ("other", "030101a"),
        ("other", "EAK"),
    ]


def test_figures_unit_year_and_symbol_come_from_their_dimensions(tmp_path: Path) -> None:
    taken = read(tmp_path, cube(), "tabell.json")
    assert messages(taken) == []
    columns = ["figure_code", "figure_name", "area_code", "year", "breakdown", "figure_value", "value_flag"]
    assert taken.accepted.select(*columns, "figure_unit").rows() == [
        ("99999/Boliger", "Demoboliger", "0301", 2022, "alle", 1.0, None, "boliger"),
        ("99999/Boliger", "Demoboliger", "0301", 2023, "alle", 2.5, None, "boliger"),
        ("99999/Boliger", "Demoboliger", "NO", 2022, "alle", 30.0, None, "boliger"),
        ("99999/Boliger", "Demoboliger", "NO", 2023, "alle", None, ":", "boliger"),
    ]
    assert "Rad n er verdi nummer n" in notes(taken)


def test_figures_and_symbols_may_be_lists_or_objects_and_a_cell_with_neither_is_a_blank_row(tmp_path: Path) -> None:
    listed = read(tmp_path, cube(value=[1, None, 30, None], status=["*", None, None, ".."]), "liste.json")
    sparse = read(tmp_path, cube(value={"0": 1, "2": 30}, status={"0": "*", "3": ".."}), "objekt.json")
    assert listed.accepted.equals(sparse.accepted)
    assert listed.accepted["value_flag"].to_list() == ["*", None, ".."]
    assert listed.accepted["source_row"].to_list() == [1, 3, 4]
    assert counts(listed) == counts(sparse) == (4, 3, 0, 1)
    assert reasons(listed) == {"tom rad": 1}
    everywhere = read(tmp_path, cube(status="*"), "samme.json")
    assert everywhere.accepted["value_flag"].to_list() == ["*"] * 4


def test_a_number_with_three_decimals_has_no_thousands_mark(tmp_path: Path) -> None:
    taken = read(tmp_path, cube(value=[12.345, 1e16, 1e-7, 2]), "tabell.json")
    assert taken.accepted["figure_value"].to_list() == [12.345, 1e16, 1e-7, 2.0]


def test_a_period_that_is_not_a_year_and_a_symbol_nobody_knows_are_named_by_cell(tmp_path: Path) -> None:
    document = cube(status={"2": "?"})
    document["dimension"] |= {"Tid": dimension("2022", "2023K1")}
    taken = read(tmp_path, document, "tabell.json")
    assert [message.split(". ")[0] for message in messages(taken)] == [
        "rad 2, time:Tid: «2023K1» er ikke et helt tall",
        "rad 3, json-stat status: «?» er ikke et kjent svar",
    ]
    assert counts(taken) == (4, 1, 2, 1)


def test_a_table_without_time_needs_a_year_and_one_without_geography_is_the_country(tmp_path: Path) -> None:
    document = cube(
        id=["Alder", "ContentsCode"],
        size=[4, 1],
        role={"metric": ["ContentsCode"]},
        dimension=cube()["dimension"] | {"Alder": dimension("a", "b", "c", "d", a="Under 18 år")},
    )
    with pytest.raises(FileRefused, match="--year"):
        read(tmp_path, document, "tabell.json")
    rows = read(tmp_path, document, "tabell.json", year=2019).accepted
    assert rows.select("area_level", "year").unique().rows() == [("country", 2019)]
    # A category without a label is shown by its code.
    assert rows["breakdown"].to_list() == ["Alder=Under 18 år", "Alder=b", "Alder=c", "Alder=d"]


def test_a_table_without_a_number_is_known_by_its_name(tmp_path: Path) -> None:
    document = without(cube(label="Demoboliger på øya"), "extension")
    assert read(tmp_path, document, "tabell.json").accepted["figure_code"].unique().to_list() == [
        "demoboliger-pa-oya/Boliger"
    ]
    in_title = without(cube(), "extension")
    assert read(tmp_path, in_title, "tabell.json").accepted["figure_code"].unique().to_list() == ["99999/Boliger"]


@pytest.mark.parametrize(
    ("document", "key", "words"),
    [
        (cube(value=[1, 2, 3]), "json_stat_size", "3 verdier, men dimensjonene gir 4 celler"),
        (cube(status={"9": ":"}), "json_stat_size", "10 verdier"),
        (cube(value={"0": 1}, size=[2, 1, 3]), "json_stat_broken", "«dimension»"),
        (without(cube(), "value"), "json_stat_broken", "«value»"),
        (without(cube(), "label"), "json_stat_broken", "json-stat2"),
        (cube(dimension={}), "json_stat_broken", "«dimension»"),
        (cube(value={"første": 1}), "json_stat_broken", "«value»"),
        (cube(value={"-1": 1}), "json_stat_broken", "«value»"),
        ({"class": "collection"}, "unknown_json", "json-stat 2"),
        ([1, 2], "unknown_json", "360Giving"),
    ],
)
def test_json_that_cannot_be_read_is_refused_with_what_to_do(
    document: object, key: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(FileRefused, match=words) as refused:
        read(tmp_path, document, "tabell.json")
    assert refused.value.key == key
    assert "tabell.json" in refused.value.message_nb


def test_broken_json_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="linje 2"):
        read(tmp_path, '{"class":\n "dataset"', "tabell.json")
    with pytest.raises(FileRefused, match="linje 3"):
        read(tmp_path, '{"a": 1}\n\n{"a": \n', "svar.ndjson")


def test_the_same_cube_laid_out_otherwise_is_the_same_content(tmp_path: Path) -> None:
    first = read(tmp_path, json.dumps(cube()), "a.json")
    second = read(tmp_path, json.dumps(dict(reversed(cube().items())), indent=2), "b.json")
    assert first.content_sha256 == second.content_sha256
    assert first.file_sha256 != second.file_sha256


# PxWeb


TITLE = '"99998: Demopersoner, etter region, alder, statistikkvariabel og år"'


def pxweb(folder: Path, *lines: str, title: str = TITLE, blank: str = "", name: str = "tabell.csv") -> Taken:
    return read(folder, "\n".join([title, blank, *lines]), name)


def test_the_real_table_has_all_persons_of_2023_in_the_municipalities(shared_data: Path) -> None:
    path = shared_data / "formats/ssb_07459_Personer2023_en.csv"
    assert recognise(path) == [("key_figure", "pxweb")]
    taken = take_real(path, "key_figure")
    assert messages(taken) + messages(taken, "warning") == []
    assert counts(taken) == (38_054, 38_054, 0, 0)
    assert (taken.encoding, taken.header_rows) == ("Windows-1252", 3)
    levels = taken.accepted.group_by("area_level").agg(pl.col("area_code").n_unique(), pl.col("figure_value").sum())
    # Everybody lives in a municipality; Svalbard, the shelf and «K-Rest» are rows with 0.
    assert sorted(levels.rows()) == [("municipality", 356, 5_488_984.0), ("other", 3, 0.0)]
    assert set(taken.accepted.filter(pl.col("area_level") == "other")["area_code"]) == {"K-21-22", "K-23", "K-Rest"}
    assert taken.accepted.select("figure_code", "figure_name", "year").unique().rows() == [
        ("07459/Persons", "Persons", 2023)
    ]
    oslo = taken.accepted.filter(pl.col("area_code") == "0301")
    assert (oslo.height, oslo["figure_value"].sum()) == (106, 709_037.0)
    assert "356 kommuner, 0 fylker, 0 land" in notes(taken)


def test_every_column_with_a_year_becomes_rows_and_a_missing_figure_keeps_its_symbol(tmp_path: Path) -> None:
    taken = pxweb(
        tmp_path,
        '"region";"alder";"Personer 2022";"Personer 2023"',
        '"K-0301 Oslo";"0 år";10;".."',
        '"K-0301 Oslo";"1 år";":";-',
    )
    assert messages(taken) == []
    assert counts(taken) == (2, 2, 0, 0)
    columns = ["area_code", "year", "breakdown", "figure_value", "value_flag", "source_row"]
    assert taken.accepted.select(columns).rows() == [
        ("0301", 2022, "alder=0 år", 10.0, None, 4),
        ("0301", 2023, "alder=0 år", None, "..", 4),
        ("0301", 2022, "alder=1 år", None, ":", 5),
        ("0301", 2023, "alder=1 år", 0.0, None, 5),
    ]


def test_the_year_may_be_a_column_and_the_unit_may_stand_in_the_header(tmp_path: Path) -> None:
    taken = pxweb(tmp_path, '"kommune";"år";"Andel (prosent)"', '"0301 Oslo";"2022";12,5', '"0301 Oslo";"2023";13')
    columns = ["figure_code", "area_code", "year", "breakdown", "figure_value", "figure_unit"]
    assert taken.accepted.select(columns).rows() == [
        ("99998/Andel (prosent)", "0301", 2022, "alle", 12.5, "prosent"),
        ("99998/Andel (prosent)", "0301", 2023, "alle", 13.0, "prosent"),
    ]


def test_a_column_called_only_by_its_year_is_called_by_the_title(tmp_path: Path) -> None:
    taken = pxweb(tmp_path, '"alder";"2023"', '"0 år";7')
    assert taken.accepted.select("figure_name", "area_level", "figure_unit").rows() == [
        ("Demopersoner", "country", "ikke oppgitt")
    ]


def test_totals_and_other_places_are_not_municipalities_and_are_counted_in_a_note(tmp_path: Path) -> None:
    taken = pxweb(
        tmp_path,
        '"region";"Personer 2023"',
        '"0 Hele landet";9',
        '"30 Viken";4',
        '"3001 Halden";3',
        '"9999 Uoppgitt kommune";1',
    )
    assert taken.accepted["area_level"].to_list() == ["country", "county", "municipality", "other"]
    assert (
        "region: 1 kommuner, 1 fylker, 1 land. Andre områder, som ikke er regnet som kommuner: «9999 Uoppgitt kommune»"
        in notes(taken)
    )


def test_a_region_that_is_there_twice_is_named_in_both_rows(tmp_path: Path) -> None:
    taken = pxweb(tmp_path, '"region";"Personer 2023"', '"K-0301 Oslo";1', '"0301 Oslo";1', '"3001 Halden";2')
    assert counts(taken) == (3, 1, 2, 0)
    assert ["står også i rad 5" in message for message in messages(taken)] == [True, False]


def test_a_region_without_a_code_is_not_guessed(tmp_path: Path) -> None:
    taken = pxweb(tmp_path, '"region";"Personer 2023"', '"Halden";1', '"Hele landet";5')
    assert [message.split(", og")[0] for message in messages(taken)] == ["rad 4, region: «Halden» har ikke kode"]
    assert taken.accepted["area_code"].to_list() == ["NO"]
    assert counts(taken) == (2, 1, 1, 0)


def test_blank_rows_and_footnotes_under_the_table_are_skipped_with_reason(tmp_path: Path) -> None:
    taken = pxweb(tmp_path, '"region";"Personer 2023"', '"0301 Oslo";1', "", "Kilde: Demobyrået")
    assert counts(taken) == (3, 1, 0, 2)
    assert reasons(taken) == {"tom rad": 1, "fotnote under tabellen": 1}


def test_the_same_column_twice_is_an_error(tmp_path: Path) -> None:
    taken = pxweb(tmp_path, '"region";"Personer 2023";"Personer 2023"', '"0301 Oslo";1;2')
    assert not taken.is_landable
    assert "står mer enn én gang" in messages(taken)[0]


@pytest.mark.parametrize(
    "lines",
    [
        ['"region";"alder";"Personer"', '"0301 Oslo";"0 år";1'],  # no year anywhere
        ['"region";"Personer 2023";"alder"', '"0301 Oslo";1;"0 år"'],  # figures before a breakdown
        ['"region";"år";"alder";"Personer"', '"0301 Oslo";"2023";0;1'],  # is 0 an age or a figure?
        ['"region";"Snitt 2018-2020"', '"0301 Oslo";1'],  # a period is no year
        ['"region";"Personer 2023"', '"0301 Oslo";"mange"'],
    ],
)
def test_a_table_that_could_be_read_in_two_ways_is_refused(lines: list[str], tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="ligner ikke"):
        pxweb(tmp_path, *lines)


def test_a_table_without_its_title_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="ligner ikke"):
        read(tmp_path, '"region";"Personer 2023"\n"0301 Oslo";1\n"3001 Halden";2\n', "tabell.csv")


# Health trusts


CAPACITY = [
    "helseforetak",
    "helseregion",
    "metric",
    "metric_label",
    "period",
    "value",
    "unit",
    "source_id",
    "last_updated",
]


def capacity(folder: Path, *rows: list[str], source: str = "staffing") -> Taken:
    return read(folder, as_csv([CAPACITY, *rows], ","), "kapasitet.csv", source)


def trust(**changes: str) -> list[str]:
    row = dict(
        zip(
            CAPACITY,
            ["Helse Bergen HF", "", "arsverk_totalt", "Årsverk", "2023", "1", "årsverk", "ssb_13953", ""],
            strict=True,
        )
    )
    return [*(row | changes).values()]


def raw_capacity(shared_data: Path) -> pl.DataFrame:
    path = shared_data / "staffing/hf_capacity_ssb13942_13953.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return pl.DataFrame(list(csv.DictReader(file))).with_columns(pl.col("value").cast(pl.Float64))


def test_the_fte_of_the_trusts_become_staffing_and_the_rest_is_skipped_with_reason(shared_data: Path) -> None:
    path = shared_data / "staffing/hf_capacity_ssb13942_13953.csv"
    assert recognise(path) == [("key_figure", "hf_capacity"), ("staffing", "hf_capacity")]
    taken = take_real(path, "staffing")
    assert messages(taken) == []
    assert counts(taken) == (434, 152, 0, 282)
    assert reasons(taken) == {
        "raden gjelder noe annet enn årsverk": 274,
        "helseforetaket finnes ikke i «health_area»": 8,
    }
    sums = taken.accepted.filter(pl.col("education") == "all").group_by("year").agg(pl.col("fte").sum())
    assert sorted(sums.rows()) == [(2024, 119_780.0), (2025, 121_925.0)]
    raw = raw_capacity(shared_data).filter(pl.col("unit") == "årsverk", pl.col("helseforetak") != "Sunnaas sykehus HF")
    assert taken.accepted["fte"].sum() == raw["value"].sum()
    assert taken.accepted.select("series_code", "sector", "area_level", "service_field").unique().rows() == [
        ("SSB-13953", "specialist", "health_trust", "all")
    ]
    assert set(taken.accepted["education"]) == {"all", "doctor_specialist", "nurse", "nurse_specialist"}
    assert taken.accepted["area_code"].n_unique() == 19


def test_all_figures_of_the_trusts_become_key_figures(shared_data: Path) -> None:
    taken = take_real(shared_data / "staffing/hf_capacity_ssb13942_13953.csv", "key_figure")
    assert messages(taken) == []
    assert counts(taken) == (434, 418, 0, 16)
    raw = raw_capacity(shared_data).filter(pl.col("helseforetak") != "Sunnaas sykehus HF")
    for metric, value in raw.group_by("metric").agg(pl.col("value").sum()).iter_rows():
        of_metric = taken.accepted.filter(pl.col("figure_code").str.ends_with(f"/{metric}"))
        assert of_metric["figure_value"].sum() == value
    assert set(taken.accepted["figure_unit"]) == {"årsverk", "senger", "opphold", "prosent"}
    assert messages(taken, "warning") == [
        "rad 288, helseforetak: «Sunnaas sykehus HF» er ikke et helseforetak i «health_area». "
        "16 rader er hoppet over; rett navnet om det er skrevet feil."
    ]
    assert "helseforetak: 2 navn er kjent igjen" in notes(taken)


def test_a_misspelt_trust_is_not_joined_but_named_with_the_right_one(tmp_path: Path) -> None:
    taken = capacity(tmp_path, trust(helseforetak="Helse Bergn HF"), trust())
    assert "Mente de «Helse Bergen HF»? 1 rader er hoppet over" in messages(taken, "warning")[0]
    assert counts(taken) == (2, 1, 0, 1)
    assert taken.accepted["area_code"].to_list() == ["983974724"]


def test_a_group_of_personnel_nobody_knows_is_an_error_and_a_hidden_figure_keeps_its_symbol(tmp_path: Path) -> None:
    taken = capacity(
        tmp_path, trust(metric="arsverk_demonauter"), trust(value=":"), trust(unit="senger", value="mange")
    )
    assert [message.split(". ")[0] for message in messages(taken)] == [
        "rad 2, metric: «arsverk_demonauter» er ikke et kjent svar",
        "rad 4, value: «mange» er ikke et tall",
    ]
    assert taken.accepted.select("fte", "value_flag").rows() == [(None, ":")]


# Tables pasted from a page


def pasted(folder: Path, *groups: str, years: str = "2019 2020", changes: str = "2019-2020", source: str) -> Taken:
    """One value per line with a blank line between; a blank in a cell is written _."""
    lines = ["Tabell 9: Årsverk i psykisk helse- og rustjenester", *years.split()]
    lines += ["Endring i %", *changes.split()] if changes else []
    cells = [cell.replace("_", " ") for group in groups for cell in group.split()]
    return read(folder, "\n\n".join([*lines, *cells]), "limt.txt", source)


ADULTS, CHILDREN, BOTH = "Voksne 1_000 1100 10,0_%", "Barn_og_unge 20 30,5 52,5_%", "Totalt 1020 1130,5 10,8_%"


def test_the_pasted_table_of_the_directorate_becomes_national_fte(shared_data: Path) -> None:
    path = shared_data / "staffing/helsedir_tabell16_sintef_2016-2020.txt"
    assert recognise(path) == [("key_figure", "helsedir_fte"), ("staffing", "helsedir_fte")]
    taken = take_real(path, "staffing")
    assert messages(taken) + messages(taken, "warning") == []
    assert counts(taken) == (4, 2, 0, 2)
    sums = taken.accepted.group_by("year").agg(pl.col("fte").sum()).sort("year")
    # The total row of the table itself, which is not loaded.
    assert sums.rows() == [(2016, 13_936.0), (2017, 14_633.0), (2018, 15_894.0), (2019, 16_399.0), (2020, 16_569.0)]
    adults = taken.accepted.filter(pl.col("target_group_code") == "adults").sort("year")
    assert adults["fte"].to_list() == [11_063, 11_534, 12_563, 12_872, 12_966]
    assert reasons(taken) == {
        "sumrad: summen av gruppene, kontrollert mot dem": 1,
        "fotnote under tabellen": 1,
    }


def test_the_stated_changes_keep_their_group_and_period(shared_data: Path) -> None:
    taken = take_real(shared_data / "staffing/helsedir_tabell16_sintef_2016-2020.txt", "key_figure")
    assert counts(taken) == (4, 3, 0, 1)
    assert taken.accepted.select("year", "breakdown", "figure_value", "figure_unit").rows() == [
        (2020, "gruppe=Voksne; periode=2016-2020", 17.2, "prosent"),
        (2020, "gruppe=Voksne; periode=2019-2020", 0.7, "prosent"),
        (2020, "gruppe=Barn og unge; periode=2016-2020", 25.4, "prosent"),
        (2020, "gruppe=Barn og unge; periode=2019-2020", 2.2, "prosent"),
        (2020, "gruppe=Totalt; periode=2016-2020", 18.9, "prosent"),
        (2020, "gruppe=Totalt; periode=2019-2020", 1.0, "prosent"),
    ]


def test_a_group_is_its_name_and_its_figures_with_the_line_of_its_name(tmp_path: Path) -> None:
    taken = pasted(tmp_path, ADULTS, CHILDREN, BOTH, source="staffing")
    assert messages(taken) + messages(taken, "warning") == []
    assert taken.accepted.select("target_group_code", "year", "fte", "source_row").rows() == [
        ("adults", 2019, 1000.0, 11),
        ("adults", 2020, 1100.0, 11),
        ("children", 2019, 20.0, 19),
        ("children", 2020, 30.5, 19),
    ]
    assert "Kolonner som ikke er lest: «Endring i % 2019-2020»" in notes(taken)


def test_a_lost_figure_costs_its_group_and_a_total_that_differs_is_a_warning(tmp_path: Path) -> None:
    taken = pasted(tmp_path, ADULTS, "Barn_og_unge 20 52,5_%", BOTH, source="staffing")
    assert "rad 19: raden har 3 celler, men overskriften har 4" in messages(taken)[0]
    assert counts(taken) == (3, 1, 1, 1)
    wrong = pasted(tmp_path, ADULTS, CHILDREN, "Totalt 1020 1130 10,8_%", source="staffing")
    assert messages(wrong, "warning") == [
        "rad 27, 2020: 1130 er ikke summen av gruppene, 1130,5. "
        "Gruppene er lastet; se etter om et tall er limt inn feil."
    ]


def test_a_group_nobody_knows_is_an_error(tmp_path: Path) -> None:
    taken = pasted(tmp_path, ADULTS, "Eldre 1 2 3_%", source="staffing")
    assert [message.split(". ")[0] for message in messages(taken)] == ["rad 19, Gruppe: «Eldre» er ikke et kjent svar"]
    assert counts(taken) == (2, 1, 1, 0)


def test_a_pasted_table_without_changes_is_staffing_and_no_key_figure(tmp_path: Path) -> None:
    taken = pasted(tmp_path, "Voksne 1 2", changes="", source="staffing")
    assert taken.accepted["fte"].to_list() == [1.0, 2.0]
    with pytest.raises(FileRefused, match="ligner ikke"):
        pasted(tmp_path, "Voksne 1 2", changes="", source="key_figure")


@pytest.mark.parametrize(
    "text",
    [
        "Tabell 9: Årsverk i psykisk helse- og rustjenester\n2019\nVoksne\n1\n",  # one year is no series
        "Tabell 9: Årsverk i psykisk helse- og rustjenester\n2019\n2020\n1\n2\nVoksne\n",  # figures without a name
        "Årsverk i psykisk helse- og rustjenester\n2019\n2020\nVoksne\n1\n2\n",
        "Tabell 9: Senger\n2019\n2020\nVoksne\n1\n2\n",
    ],
)
def test_lines_that_are_only_like_a_table_are_not_guessed(text: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="ligner ikke"):
        read(tmp_path, text, "limt.txt", "staffing")


HEADERS_2004 = (
    "Kommune Bevilgning til organisasjoner. 1 000 kroner Årsverk til bolig Årsverk til aktivitetstilbud voksne "
    "Andre årsverk til voksne Årsverk til skole og helsestasjon mv. unge Andre årsverk unge "
    "Årsverk personell med videreutdanning"
)


def codes_and_figures(folder: Path, *lines: str, header: str = HEADERS_2004, source: str = "staffing") -> Taken:
    text = "\n".join(["Demobyrået", "", "15.1  Demomidler. Resultater 2004 1", header, *lines])
    return read(folder, text, "utdrag.txt", source)


def test_the_table_of_2004_becomes_a_series_per_column(shared_data: Path) -> None:
    path = shared_data / "staffing/ssb_hjulet2005_tabell15-1_utdrag.txt"
    assert recognise(path) == [("key_figure", "ssb_earmarked_2004"), ("staffing", "ssb_earmarked_2004")]
    taken = take_real(path, "staffing")
    assert messages(taken) + messages(taken, "warning") == []
    assert counts(taken) == (40, 40, 0, 0)
    assert taken.accepted.height == 240
    sums = taken.accepted.group_by("series_code").agg(pl.col("fte").sum().round(1))
    assert dict(sums.iter_rows()) == {
        "SSB-15.1-bolig": 187.5,
        "SSB-15.1-aktivitetstilbud-voksne": 94.3,
        "SSB-15.1-andre-voksne": 123.7,
        "SSB-15.1-skole-og-helsestasjon": 72.2,
        "SSB-15.1-andre-unge": 32.1,
        "SSB-15.1-videreutdanning": 204.5,
    }
    assert taken.accepted.select("year", "area_level", "service_field").unique().rows() == [
        (2004, "municipality", "mental_health")
    ]
    grants = take_real(path, "key_figure")
    assert counts(grants) == (40, 40, 0, 0)
    assert grants.accepted["figure_value"].sum() == 2241
    assert grants.accepted["figure_unit"].unique().to_list() == ["1 000 kroner"]


def test_a_name_of_several_words_and_symbols_are_parted_from_the_figures(tmp_path: Path) -> None:
    taken = codes_and_figures(
        tmp_path,
        "1739 Demo - Tåarstad  40 8,3 : .. - 0,0 3,5",
        "0101 Ny-Demo 86 13,6 0,6 2,6 1,3 2,5 7,0",
    )
    assert messages(taken) == []
    assert taken.accepted.filter(pl.col("source_row") == 5).select("fte", "value_flag").rows() == [
        (8.3, None),
        (None, ":"),
        (None, ".."),
        (0.0, None),
        (0.0, None),
        (3.5, None),
    ]


def test_a_line_with_a_figure_too_few_is_refused_and_text_under_the_table_is_skipped(tmp_path: Path) -> None:
    taken = codes_and_figures(
        tmp_path,
        "0101 Demovik 40 8,3 3,8 3,8 4,0 0,0 3,5",
        "0104 Demodal 86 13,6 0,6 2,6 1,3 2,5",
        "0105 Demoby 86 13,6 0,6 2,6 1,3 2,5 1",
        "",
        "1 Midlene er invitert",
        "Kilde: Demobyrået",
    )
    assert ["rad 6: raden har 8 celler, men overskriften har 9" in message for message in messages(taken)] == [True]
    assert counts(taken) == (6, 2, 1, 3)
    assert reasons(taken) | {"tom rad": 1, "tekst under tabellen": 1, "fotnote under tabellen": 1} == reasons(taken)


def test_another_line_of_headers_is_another_table(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="ligner ikke"):
        codes_and_figures(
            tmp_path,
            "0101 Demovik 40 8,3 3,8 3,8 4,0 0,0 3,5",
            "0104 Demodal 86 13,6 0,6 2,6 1,3 2,5 1",
            header=HEADERS_2004.replace("bolig", "båt"),
        )


# 360Giving as JSON


GRANT: dict[str, Any] = {
    "id": "360G-demo-1",
    "title": "Demo garden",
    "description": "Invented",
    "currency": "GBP",
    "amountAwarded": 1000.5,
    "awardDate": "2019-05-04T00:00:00Z",
    "recipientOrganization": [{"id": "GB-CHC-DEMO1", "name": "Demo Trust"}],
    "fundingOrganization": [{"id": "GB-CHC-DEMO2", "name": "Demo Foundation"}],
    "grantProgramme": [{"title": "Demo gardens", "code": "DG"}],
}


def as_titles(grants: list[Mapping[str, Any]]) -> str:
    """The grants as the standard's CSV with titles."""
    header = ["Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date"]
    names = ["id", "title", "description", "currency", "amountAwarded", "awardDate"]
    header += ["Recipient Org:0:Identifier", "Recipient Org:0:Name"]
    header += ["Funding Org:0:Identifier", "Funding Org:0:Name", "Grant Programme:0:Title"]
    rows = []
    for grant in grants:
        recipient, funder = grant.get("recipientOrganization", [{}])[0], grant["fundingOrganization"][0]
        programme = grant["grantProgramme"][0]["title"]
        nested = [recipient.get("id", ""), recipient.get("name", ""), funder["id"], funder["name"], programme]
        rows.append([*(str(grant[name]) for name in names), *nested])
    return as_csv([header, *rows], ",")


def test_grants_in_json_give_the_same_rows_as_in_csv(tmp_path: Path) -> None:
    grants: list[Mapping[str, Any]] = [
        GRANT,
        GRANT | {"id": "360G-demo-2", "amountAwarded": 20},
        {name: value for name, value in (GRANT | {"id": "360G-demo-3"}).items() if name != "recipientOrganization"},
    ]
    grants[2] = {**grants[2], "recipientIndividual": [{"id": "360G-demo-i", "name": "Demo Person"}]}
    nested = read(tmp_path, {"grants": grants}, "tilskudd.json", "grant_application")
    flat = read(tmp_path, as_titles(grants), "tilskudd.csv", "grant_application")
    assert messages(nested) == messages(flat) == []
    assert nested.layout == flat.layout == "threesixtygiving"
    assert nested.accepted.drop("source_row").equals(flat.accepted.drop("source_row"))
    assert nested.accepted["source_row"].to_list() == [1, 2, 3]
    assert nested.accepted["original_granted_amount"].cast(pl.String).to_list() == ["1000.50", "20.00", "1000.50"]
    assert recognise(tmp_path / "tilskudd.json") == [("grant_application", "threesixtygiving")]


def test_who_an_individual_is_is_not_read(tmp_path: Path) -> None:
    person = {"recipientIndividual": [{"id": "360G-demo-i", "name": "Demo Person"}], "currency": "pund"}
    taken = read(tmp_path, {"grants": [GRANT | person]}, "tilskudd.json", "grant_application")
    assert taken.rows_rejected == 1
    assert "Demo Person" not in str(taken.rejected.rows()) + str(taken.findings.rows()) + str(taken.notes)


def test_a_list_with_something_that_is_no_grant_is_refused_with_its_number(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="nummer 2"):
        read(tmp_path, {"grants": [GRANT, "slutt"]}, "tilskudd.json", "grant_application")
    with pytest.raises(FileRefused, match="ingen rader"):
        read(tmp_path, {"grants": []}, "tilskudd.json", "grant_application")


# Workbooks that are only a format


@pytest.mark.parametrize("name", ["OPPTAK_PHV_2016.xlsx", "OPPTAK_PHV_2020.xlsx"])
def test_a_workbook_without_a_layout_is_opened_and_refused_with_its_headers(name: str, shared_data: Path) -> None:
    path = shared_data / "reference" / name
    assert recognise(path) == []
    with pytest.raises(FileRefused) as refused:
        take_real(path, "health_area")
    assert refused.value.key == "no_layout"
    assert "«KOMMUNE», «ORGNR_HF», «NAVN_HF», «ORGNR_RHF», «NAVN_RHF»" in refused.value.message_nb
