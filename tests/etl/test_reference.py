"""The reference tables that the product carries, held to what etl/reference/README.md says of them."""

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from etl import reference
from etl.reading import Options, take
from etl.reference.table import write_table
from etl.slug import slug
from etl.sources import sources

REPOSITORY = Path(__file__).parents[2]
PUBLISHED = REPOSITORY.parent / "shared" / "data"
COUNTS = {2010: (430, 19), 2011: (430, 19), 2012: (429, 19), 2013: (428, 19), 2016: (428, 19), 2017: (426, 19)}
COUNTS |= {2018: (422, 18), 2019: (422, 18), 2020: (356, 11), 2023: (356, 11), 2024: (357, 15), 2026: (357, 15)}


def municipalities() -> pl.DataFrame:
    return reference.read("municipality").with_columns(pl.col("valid_from", "valid_to").str.to_date())


def valid_on(day: date) -> pl.DataFrame:
    return municipalities().filter(
        pl.col("valid_from") <= day, pl.col("valid_to").is_null() | (pl.col("valid_to") > day)
    )


def weights() -> pl.DataFrame:
    decimal = pl.col("weight").str.replace(",", ".").cast(pl.Decimal(8, 6))
    return reference.read("municipality_weight").with_columns(decimal)


def people() -> pl.DataFrame:
    counts = pl.col("year", "population", "population_0_17", "population_18_plus").cast(pl.Int64)
    return reference.read("population").with_columns(counts)


@pytest.mark.parametrize("source", reference.files())
def test_every_file_has_the_header_and_the_key_of_its_source(source: str) -> None:
    contract = sources()[source]
    with reference.files()[source].open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0] == [column.cell.header for column in contract.contract_columns().values()]
    assert {len(row) for row in rows} == {len(rows[0])}
    table = reference.read(source)
    assert table.height == len(rows) - 1
    assert table.select(contract.key_columns()).is_duplicated().sum() == 0
    required = [name for name, column in contract.contract_columns().items() if not column.is_nullable]
    assert sum(table.select(required).null_count().row(0)) == 0


@pytest.mark.parametrize("source", reference.files())
def test_every_file_names_its_owner_and_terms_and_is_described(source: str) -> None:
    owner_name, licence = reference.source_note(source)
    assert owner_name
    assert "Kilde" in licence
    described = (REPOSITORY / "etl" / "reference" / "README.md").read_text("utf-8")
    row_count = f"{reference.read(source).height:,}".replace(",", " ")
    assert f"| `{source}.csv` | {row_count} |" in described


def test_every_file_loads_in_the_given_order_without_a_finding() -> None:
    loaded: dict[str, pl.DataFrame] = {}
    for source, path in reference.files().items():
        taken = take(path, Options(source=source), loaded)
        assert taken.findings.is_empty()
        assert taken.rows_accepted == taken.rows_in == reference.read(source).height
        loaded[source] = taken.accepted


@pytest.mark.parametrize(("year", "expected"), COUNTS.items())
def test_a_year_has_the_municipalities_and_counties_it_had(year: int, expected: tuple[int, int]) -> None:
    rows = valid_on(date(year, 1, 1))
    assert (rows.height, rows["county_code"].n_unique()) == expected
    assert rows["municipality_code"].is_unique().all()
    assert rows["county_name"].n_unique() == expected[1]


def test_a_municipality_lies_in_the_county_of_its_first_two_digits() -> None:
    rows = municipalities()
    assert (rows["municipality_code"].str.head(2) == rows["county_code"]).all()
    assert rows.filter(pl.col("county_code").is_in(["16", "17"]))["county_name"].unique().sort().to_list() == [
        "Nord-Trøndelag",
        "Sør-Trøndelag",
    ]


def test_a_code_that_is_gone_keeps_the_name_it_had() -> None:
    names = dict(municipalities().select("municipality_code", "municipality_name").rows())
    assert [names[code] for code in ("1723", "1729", "1756", "1901", "1915", "1903")] == [
        "Mosvik",
        "Inderøy",
        "Inderøy",
        "Harstad",
        "Bjarkøy",
        "Harstad - Hárstták",
    ]
    assert "9999" not in names


def test_every_change_since_2011_leads_from_a_valid_code_to_a_valid_code() -> None:
    changes = reference.read("municipality_change").filter(pl.col("change_date") >= "2011-01-01")
    assert changes.height > 400
    for day, rows in changes.group_by("change_date"):
        before, after = date(int(str(day[0])[:4]) - 1, 12, 31), date.fromisoformat(str(day[0]))
        assert set(rows["from_code"]) <= set(valid_on(before)["municipality_code"])
        assert set(rows["to_code"]) <= set(valid_on(after)["municipality_code"])


def test_every_code_is_carried_whole_to_the_municipalities_of_2024() -> None:
    rows = weights()
    now = set(valid_on(date(2024, 1, 1))["municipality_code"])
    assert set(rows["municipality_code"]) == set(municipalities()["municipality_code"])
    assert set(rows["municipality_code_2024"]) == now
    assert (rows.group_by("municipality_code").agg(pl.col("weight").sum())["weight"] == 1).all()
    own = rows.filter(pl.col("municipality_code").is_in(now))
    assert (own["municipality_code"] == own["municipality_code_2024"]).all()


def test_a_code_is_carried_only_where_the_changes_lead() -> None:
    now = set(valid_on(date(2024, 1, 1))["municipality_code"])
    leads: dict[str, set[str]] = {}
    changes = reference.read("municipality_change").filter(pl.col("change_date") >= "2010-01-01")
    for old, new in changes.select("from_code", "to_code").sort("from_code").iter_rows():
        leads.setdefault(old, set()).add(new)

    def ends(code: str) -> set[str]:
        here = {code} & now
        return here.union(*(ends(new) for new in leads.get(code, set())))

    for old, new in weights().select("municipality_code", "municipality_code_2024").iter_rows():
        assert new in ends(old), (old, new)


def test_only_the_divided_municipalities_are_carried_by_a_share() -> None:
    rows = weights().filter(pl.col("weight") < 1)
    assert rows["municipality_code"].unique().sort().to_list() == ["1507", "1613", "1850", "5012"]
    assert rows.filter(pl.col("weight_basis") == "folketall").select(
        "municipality_code_2024", pl.col("weight").cast(pl.String)
    ).rows() == [("1508", "0.862125"), ("1580", "0.137875")]
    whole = dict(weights().filter(pl.col("weight") == 1).select("municipality_code", "municipality_code_2024").rows())
    assert [whole[code] for code in ("1534", "1504", "1523", "1529", "1546")] == ["1580"] + ["1508"] * 4


def test_every_municipality_has_inhabitants_every_year() -> None:
    rows = people()
    now = set(valid_on(date(2024, 1, 1))["municipality_code"])
    assert rows["year"].unique().sort().to_list() == list(range(2014, 2027))
    for _, of_year in rows.group_by("year"):
        assert set(of_year["municipality_code"]) == now
        assert of_year.height == 357
    assert (rows["population"] == rows["population_0_17"] + rows["population_18_plus"]).all()
    assert rows.filter(pl.col("year") == 2024)["population"].sum() == 5_550_203


def test_population_before_a_division_is_marked_as_estimated() -> None:
    rows = people().filter(pl.col("is_estimated") == "ja")
    by_code = (
        rows.group_by("municipality_code").agg(pl.col("year").max(), pl.len().alias("years")).sort("municipality_code")
    )
    assert by_code.rows() == [
        ("1508", 2023, 10),
        ("1580", 2023, 10),
        ("1806", 2019, 6),
        ("1875", 2019, 6),
        ("5055", 2019, 6),
        ("5056", 2019, 6),
        ("5059", 2019, 6),
    ]


def test_haram_is_not_half_of_aalesund_before_2024() -> None:
    rows = people().filter(pl.col("municipality_code").is_in(["1508", "1580"]), pl.col("year") == 2023)
    assert dict(rows.select("municipality_code", "population").rows()) == {"1508": 58_214, "1580": 9_310}


def test_every_municipality_has_one_health_area_or_one_per_city_district() -> None:
    rows = reference.read("health_area")
    assert set(rows["municipality_code"]) == set(valid_on(date(2024, 1, 1))["municipality_code"])
    divided = rows.filter(pl.col("municipality_code") != pl.col("part_code"))
    assert divided["municipality_code"].unique().sort().to_list() == ["0301", "1103", "4601", "5001"]
    assert rows.filter(pl.col("part_name").str.contains("Uoppgitt")).is_empty()
    levels = ("dps_code", "health_trust_code", "health_community_code", "health_region_code")
    assert [rows[level].n_unique() for level in levels] == [69, 21, 19, 4]
    assert rows["part_population"].null_count() == rows.height
    assert all(
        slug(name) == code for name, code in rows.select("health_community_name", "health_community_code").rows()
    )


@pytest.mark.parametrize(
    ("below", "above"),
    [
        ("dps_code", "health_trust_code"),
        ("health_trust_code", "health_community_code"),
        ("health_community_code", "health_region_code"),
        ("dps_code", "dps_name"),
        ("health_trust_code", "health_trust_name"),
    ],
)
def test_health_areas_nest(below: str, above: str) -> None:
    rows = reference.read("health_area").select(below, above).unique()
    assert rows[below].is_unique().all()


def test_troms_and_ofoten_has_its_24_municipalities_three_of_them_in_nordland() -> None:
    rows = reference.read("health_area").filter(pl.col("health_community_code") == "troms-og-ofoten")
    assert rows.height == 24
    assert rows.filter(pl.col("municipality_code").str.starts_with("18"))["part_name"].sort().to_list() == [
        "Evenes - Evenášši",
        "Lødingen",
        "Narvik",
    ]


def test_a_scheme_follows_a_scheme_that_is_there_and_none_is_invented() -> None:
    rows = reference.read("grant_scheme")
    assert set(rows["predecessor_code"].drop_nulls()) <= set(rows["scheme_code"])
    assert rows["data_class"].unique().to_list() == ["reell"]
    assert not rows["scheme_name"].str.contains("(?i)demo").any()


def test_a_table_with_an_unknown_column_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no column kommune"):
        write_table("municipality", pl.DataFrame({"kommune": ["0301"]}), tmp_path / "x.csv")
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published files are not on this machine")
def test_the_tables_are_made_again_byte_for_byte_with_the_published_totals(tmp_path: Path) -> None:
    from scripts.make_reference import tables

    made = tables(PUBLISHED)
    assert set(made) == set(reference.files()) - {"grant_scheme"}
    for source, table in made.items():
        write_table(source, table, tmp_path / source)
        assert (tmp_path / source).read_bytes() == reference.files()[source].read_bytes()
    published = pl.read_csv(PUBLISHED / "reference" / "folkemengde_kommune2024_2014-2026.csv", infer_schema=False)
    totals = published.group_by(year=pl.col("aar").cast(pl.Int64)).agg(
        population=pl.col("folkemengde").cast(pl.Int64).sum(),
        population_0_17=pl.col("f_0_17").cast(pl.Int64).sum(),
        population_18_plus=pl.col("f_18_pluss").cast(pl.Int64).sum(),
    )
    ours = people().group_by("year").agg(pl.col("population", "population_0_17", "population_18_plus").sum())
    assert ours.sort("year").equals(totals.sort("year"))
