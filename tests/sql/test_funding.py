"""The funding figures: both hierarchies, borders of 2024 and as they were, zero and missing kept apart."""

import time
from decimal import Decimal

import polars as pl
import pytest

from etl.loading import LoadRequest, load, rebuild
from etl.reading import Options
from etl.reference import read as read_reference
from etl.reference.table import write_table
from warehouse.reader import Reader


@pytest.fixture
def read(data_folder):
    reader = Reader(data_folder.published)

    def rows(level, year, scheme="all", borders="2024"):
        return reader.read(
            "select * from mart.funding_by_region where region_level = ? and year = ? and scheme_code = ? "
            "and border_basis = ?",
            [level, year, scheme, borders],
        )

    rows.sql = reader.read
    return rows


def one(frame: pl.DataFrame, code: str) -> dict:
    return frame.row(by_predicate=pl.col("region_code") == code, named=True)


def test_a_region_without_grants_is_shown_with_zero(load_grants, read):
    load_grants({"municipality_code": "0301"})
    rows = read("county", 2020)
    assert rows.filter(~pl.col("is_unallocated")).height == 15
    assert one(rows, "31")["granted_nok"] == 0
    assert one(rows, "31")["granted_per_capita_nok"] == 0
    assert one(rows, "03")["granted_nok"] == 500


def test_before_any_application_is_decided_nobody_has_a_sum_and_nobody_a_place(load_grants, read):
    pending = {"decision": "pending", "granted_nok": None}
    load_grants({"year": 2020}, pending | {"year": 2021, "municipality_code": "0301"})
    for code in ("03", "31"):
        row = one(read("county", 2021), code)
        assert (row["granted_nok"], row["granted_per_capita_nok"], row["granted_rank"]) == (None, None, None)
        assert row["population"] is not None
    assert one(read("county", 2021), "03")["application_count"] == 1
    assert one(read("county", 2020), "31")["granted_nok"] == 0


def test_a_year_with_a_refusal_has_zero_and_is_not_unknown(load_grants, read):
    load_grants(
        {"municipality_code": "0301", "decision": "rejected", "granted_nok": 0},
        {"municipality_code": "0301", "decision": "pending", "granted_nok": None},
    )
    assert one(read("county", 2020), "03")["granted_nok"] == 0


def test_per_inhabitant_uses_the_population_of_the_same_year(load_grants, read):
    load_grants({"municipality_code": "0301", "granted_nok": 693_494})
    population = read.sql(
        "select population from source.population where municipality_code='0301' and year=2020"
    ).item()
    assert one(read("municipality", 2020), "0301")["granted_per_capita_nok"] == pytest.approx(693_494 / population)


def test_before_2014_the_population_is_missing_and_not_zero(load_grants, read):
    load_grants({"year": 2012, "municipality_code": "0301"})
    row = one(read("municipality", 2012), "0301")
    assert row["population"] is None
    assert row["granted_per_capita_nok"] is None
    assert row["granted_per_capita_rank"] is None


def test_an_old_code_is_carried_to_2024_and_stays_itself_in_the_borders_of_then(load_grants, read):
    load_grants({"year": 2011, "municipality_code": "1901"})  # Harstad before 2013
    assert one(read("municipality", 2011), "5503")["granted_nok"] == 500
    then = one(read("municipality", 2011, borders="historical"), "1901")
    assert then["granted_nok"] == 500
    assert not then["is_estimated"]
    assert one(read("county", 2011, borders="historical"), "19")["region_name"].startswith("Troms")


def test_a_split_municipality_is_divided_by_weight_marked_and_adds_up_to_the_ore(load_grants, read):
    load_grants({"year": 2021, "municipality_code": "1507", "granted_nok": 1000.01})
    rows = read("municipality", 2021)
    parts = [one(rows, code) for code in ("1508", "1580")]
    assert sum(part["granted_nok"] for part in parts) == Decimal("1000.01")
    assert parts[0]["granted_nok"] > 5 * parts[1]["granted_nok"]
    assert all(part["is_estimated"] for part in parts)
    assert not one(rows, "0301")["is_estimated"]


def test_a_county_is_exact_when_both_parts_of_a_split_lie_in_it(load_grants, read):
    load_grants({"year": 2021, "municipality_code": "1507"})
    assert not one(read("county", 2021), "15")["is_estimated"]


def test_a_city_with_several_dps_is_not_allocated_below_the_level_that_is_certain(load_grants, read):
    load_grants({"municipality_code": "0301"}, {"municipality_code": "4601"})
    assert one(read("health_region", 2020), "991324968")["granted_nok"] == 500
    assert one(read("health_trust", 2020), "983974724")["granted_nok"] == 500  # Bergen has one trust, four DPSs
    assert one(read("health_trust", 2020), "9999")["granted_nok"] == 500  # Oslo has four trusts
    dps = read("dps", 2020)
    assert one(dps, "9999")["granted_nok"] == 1000
    assert one(dps, "D47")["has_unallocated_part"]
    assert one(dps, "D47")["granted_per_capita_nok"] is None


def test_a_grant_to_a_dps_counts_there_though_the_city_is_shared(load_grants, read):
    load_grants({"municipality_code": "0301", "health_area_code": "D47"})
    assert one(read("dps", 2020), "D47")["granted_nok"] == 500
    assert one(read("health_trust", 2020), "965985166")["granted_nok"] == 500
    assert one(read("municipality", 2020), "0301")["granted_nok"] == 500


def test_a_grant_without_municipality_is_not_allocated_and_not_ranked(load_grants, read):
    load_grants({"municipality_code": None}, {"municipality_code": "0301"})
    row = one(read("county", 2020), "9999")
    assert row["granted_nok"] == 500
    assert row["is_unallocated"]
    assert row["granted_rank"] is None
    assert row["region_count"] == 15


def test_levels_of_both_hierarchies_add_up_to_the_same(load_grants, read):
    load_grants(
        {"municipality_code": None, "granted_nok": 1.11},
        {"municipality_code": "1507", "granted_nok": 3.33},
        {"municipality_code": "0301", "granted_nok": 7.77},
        {"municipality_code": None, "health_area_code": "D47", "granted_nok": 0.01},
        {"municipality_code": "5001", "granted_nok": 100},
    )
    sums = read.sql(
        "select distinct sum(granted_nok) as s from mart.funding_by_region where scheme_code = 'all' "
        "group by border_basis, region_level"
    )
    assert [float(value) for value in sums["s"]] == [112.22]


def test_flow_levels_are_never_added_together(load_grants, read):
    load_grants({"flow_level": "national"}, {"flow_level": "municipal", "granted_nok": 40, "scheme_code": "TEST2"})
    rows = read("country", 2020).sort("flow_level")
    assert [(row["flow_level"], float(row["granted_nok"])) for row in rows.to_dicts()] == [
        ("municipal", 40),
        ("national", 500),
    ]


def test_synthetic_rows_are_left_out_of_the_real_total_and_mark_the_rest(load_grants, read):
    load_grants({}, {"data_class": "synthetic", "scheme_code": "DEMO", "granted_nok": 7})
    assert one(read("country", 2020, "all"), "NO")["data_class"] == "synthetic"
    assert float(one(read("country", 2020, "all"), "NO")["granted_nok"]) == 507
    assert one(read("country", 2020, "real"), "NO")["data_class"] == "real"
    assert float(one(read("country", 2020, "real"), "NO")["granted_nok"]) == 500


def test_change_is_measured_against_the_year_before_and_missing_without_one(load_grants, read):
    load_grants({"year": 2018, "granted_nok": 100}, {"year": 2019, "granted_nok": 150}, {"year": 2021})
    assert one(read("country", 2019), "NO")["granted_change_share"] == pytest.approx(0.5)
    assert one(read("country", 2018), "NO")["granted_change_share"] is None
    assert one(read("country", 2021), "NO")["previous_granted_nok"] is None


def test_rank_share_and_median_stand_beside_the_country(load_grants, read):
    load_grants({"municipality_code": "0301", "granted_nok": 300}, {"municipality_code": "3101", "granted_nok": 100})
    rows = read("county", 2020)
    oslo = one(rows, "03")
    assert (oslo["granted_rank"], oslo["granted_share"], float(oslo["country_granted_nok"])) == (1, 0.75, 400)
    assert one(rows, "31")["granted_rank"] == 2
    assert oslo["median_granted_nok"] == 0


def test_a_code_of_today_on_an_old_year_is_placed_in_the_borders_of_then_where_that_is_one_place(load_grants, read):
    load_grants({"year": 2012, "municipality_code": "3909"})  # Larvik since 2024: Larvik and Lardal in Vestfold then
    assert one(read("municipality", 2012), "3909")["granted_nok"] == 500
    assert one(read("county", 2012, borders="historical"), "07")["granted_nok"] == 500
    assert one(read("municipality", 2012, borders="historical"), "9999")["granted_nok"] == 500


def test_an_old_code_used_a_year_too_long_is_its_successor(load_grants, read):
    load_grants({"year": 2012, "municipality_code": "1729"})  # Inderøy became 1756 on 1 January 2012
    assert one(read("municipality", 2012, borders="historical"), "1756")["granted_nok"] == 500
    assert one(read("county", 2012, borders="historical"), "17")["granted_nok"] == 500


def test_a_row_with_zero_kroner_is_neither_application_nor_award(load_grants, read):
    load_grants({"granted_nok": 0, "applied_nok": None}, {"decision": "rejected", "granted_nok": 0}, {})
    row = one(read("country", 2020), "NO")
    assert (row["application_count"], row["award_count"]) == (2, 1)


def test_a_list_that_only_says_what_was_granted_has_no_applied_amount_and_no_award_share(load_grants, read):
    load_grants({"applied_nok": None})
    assert one(read("county", 2020), "03")["applied_nok"] is None
    assert one(read("county", 2020), "31")["applied_nok"] is None
    known = read.sql("select key_number, value from mart.key_number where year = 2020")
    values = dict(known.iter_rows())
    assert values["award_share"] is None
    assert values["application_count"] is None
    assert values["granted_nok"] == 500


def test_population_of_an_old_county_is_known_only_where_whole_municipalities_make_it_up(load_grants, read):
    load_grants({"year": 2016, "municipality_code": "1902"})
    counties = read("county", 2016, borders="historical")
    assert one(counties, "11")["population"] > 460_000
    # Skånland in Troms and Tjeldsund in Nordland became one municipality: neither county can be told apart.
    assert one(counties, "19")["population"] is None
    assert one(read("municipality", 2016, borders="historical"), "1902")["population"] > 70_000


def test_part_population_divides_a_city_between_its_areas(load_grants, data_folder, read, tmp_path):
    areas = read_reference("health_area")
    known = areas.with_columns(
        pl.when(pl.col("municipality_code") == "5001")
        .then(pl.lit("100"))
        .otherwise("part_population")
        .alias("part_population")
    )
    path = tmp_path / "areas.csv"
    write_table("health_area", known, path)
    load(data_folder, [LoadRequest(path, Options(source="health_area", layout="template"))])
    load_grants({"municipality_code": "5001", "granted_nok": 1000})
    dps = read("dps", 2020)
    assert float(one(dps, "D33")["granted_nok"]) + float(one(dps, "D34")["granted_nok"]) == 1000
    assert one(dps, "D33")["is_estimated"]
    assert "9999" not in dps["region_code"]


def test_a_refused_file_needs_attention_until_a_later_version_of_it_lands(load_grants, data_folder, read):
    def waiting():
        rebuild(data_folder)
        rows = read.sql("select subject_name from mart.attention where attention_kind = 'delivery_rejected_rows'")
        return rows["subject_name"].to_list()

    load_grants({"municipality_code": "9876"}, name="list.csv")
    assert waiting() == ["list.csv"]
    time.sleep(1.1)  # deliveries are told apart by the second
    load_grants({"municipality_code": "0301"}, name="list.csv")
    assert waiting() == []
