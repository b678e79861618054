"""The sentence on top says what the rows say, and no more."""

import polars as pl

from dashboard import findings

PER_CAPITA = "granted_per_capita_nok"


def row(name: str, granted: float, per_capita: float | None, **more: object) -> dict[str, object]:
    return {
        "region_name": name,
        "region_level": "county",
        "year": 2024,
        "granted_nok": float(granted),
        PER_CAPITA: per_capita,
        "median_granted_nok": 200.0,
        f"median_{PER_CAPITA}": 500.0,
        "unconverted_award_count": 0,
        "is_unallocated": False,
        **more,
    }


def said(
    rows: list[dict[str, object]], measure: str = PER_CAPITA, language: str = "nb", within: str | None = None
) -> str:
    frame = pl.DataFrame(rows, schema_overrides={"granted_nok": pl.Float64, PER_CAPITA: pl.Float64})
    return findings.funding(frame, measure, 2024, "county", language, within).replace("\u00a0", " ")


def test_it_names_who_got_most_against_the_median_and_who_got_nothing():
    rows = [row("Troms", 900_000, 1234.4), row("Oslo", 700_000, 500.0), row("Agder", 0, 0.0)]
    assert said(rows) == (
        "Troms fikk mest per innbygger i 2024: 1 234 kr, 2,5 ganger medianen for alle fylker. "
        "I alt ble det gitt 1,6 mill. kr. 1 av 3 fylker fikk ingenting."
    )


def test_it_says_the_same_in_english():
    assert said([row("Troms", 900_000, 1234.4)], language="en") == (
        "Troms got most per inhabitant in 2024: NOK 1,234, 2.5 times the median of all counties. "
        "NOK 900.0 thousand was granted in all."
    )


def test_what_cannot_be_placed_is_in_the_total_and_never_the_one_that_got_most():
    rows = [row("Troms", 100, 50.0), row("Ikke fordelt", 999_900, None, is_unallocated=True)]
    text = said(rows, "granted_nok")
    assert text.startswith("Troms fikk mest i 2024: 100 kr")
    assert "I alt ble det gitt 1,0 mill. kr." in text


def test_missing_population_is_counted_openly():
    rows = [row("Troms", 100, 50.0), row("Oslo", 900, None)]
    assert "Folketall mangler for 1 av 2 fylker, som ikke er med i rangeringen." in said(rows)


def test_without_any_population_it_gives_the_total_and_says_why():
    assert said([row("Oslo", 900_000_000, None)]) == (
        "Det ble gitt 900,0 mill. kr i landet i 2024. "
        "Folketall mangler for dette året, så kroner per innbygger kan ikke vises."
    )


def test_when_nobody_got_anything_it_says_so():
    assert said([row("Oslo", 0, 0.0)], within="Oslo") == ("Ingen fylker i Oslo har tilskudd i 2024 i dette utvalget.")


def test_what_is_not_decided_or_not_in_kroner_is_unknown_and_not_nothing():
    unknown = {"granted_nok": None, PER_CAPITA: None}
    assert said([row("Oslo", 0, None, **unknown)]) == (
        "Ingen søknader i landet for 2024 er avgjort ennå, så det er ikke kjent hva som blir tildelt."
    )
    assert said([row("Oslo", 0, None, unconverted_award_count=2, **unknown)]) == (
        "Tilskuddene i landet i 2024 er gitt i fremmed valuta uten kurs, så beløpet i kroner er ukjent."
    )
    one = findings.one_region(row("Oslo", 0, None, **unknown), PER_CAPITA, "nb")
    assert one.startswith("Det er ikke kjent hva Oslo får i 2024")


def test_a_median_of_nothing_is_not_divided_by():
    rows = [{**row("Oslo", 900, 9.0), f"median_{PER_CAPITA}": 0.0}]
    assert said(rows).startswith("Oslo fikk mest per innbygger i 2024: 9 kr. ")


def test_one_region_has_its_place_among_its_peers_and_its_change():
    one = row("Troms", 94_200_000, 555.2, granted_rank=10, granted_per_capita_rank=15, region_count=15)
    text = findings.one_region({**one, "granted_change_share": -0.112}, PER_CAPITA, "nb").replace("\u00a0", " ")
    assert text == (
        "Troms fikk 555 kr per innbygger i 2024 (94,2 mill. kr i alt), nummer 15 av 15 fylker. "
        "Beløpet gikk ned med 11,2 % fra året før."
    )


def test_the_front_page_says_total_change_and_reach():
    figures = pl.DataFrame(
        {
            "key_number": ["granted_nok", "municipality_with_grant_share"],
            "year": [2024, 2024],
            "value": [4.8e9, 0.916],
            "change_share": [-0.021, None],
        }
    )
    assert findings.overview(figures, "nb").replace("\u00a0", " ") == (
        "Staten ga 4,8 mrd. kr i tilskudd i 2024, 2,1 % mindre enn året før. 92 % av kommunene fikk noe."
    )
    assert findings.overview(figures.clear(), "nb") == "Det er ikke lastet noen tilskudd ennå."


def test_the_data_page_says_when_checks_fail_and_rows_are_rejected():
    sources = pl.DataFrame({"row_count": [5, 7], "rejected_row_count": [0, 2], "delivery_count": [1, 1]})
    checks = pl.DataFrame({"is_ok": [True, False]})
    text = findings.warehouse(sources, checks, "nå", "nb")
    assert text == (
        "12 rader fra 2 leveranser er i varehuset, bygget nå. 2 rader er avvist, med grunn. 1 av 2 kontroller holder ikke."
    )
