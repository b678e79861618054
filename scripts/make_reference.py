"""Make the reference tables under ``etl/reference/`` again from the published files.

Usage: ``python -m scripts.make_reference ../shared/data``. The same files in give the same bytes out. What is derived,
and how, is told per table in ``etl/reference/README.md``; ``grant_scheme.csv`` is kept by hand and not touched here.
"""

import argparse
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polars as pl

from etl.reference import FOLDER
from etl.reference.table import write_table
from etl.slug import slug

FIRST_YEAR = 2010
LAST_VERSION = 2024
UNKNOWN_MUNICIPALITY = "9999"
UNKNOWN_DISTRICT = "Uoppgitt bydel"
# 1507 Ålesund was divided into 1508 and 1580 on 1 January 2024. Before 2020 its parts were municipalities of their own,
# and Haram of 2024 has the borders of Haram as it was then, so those five are known exactly.
AALESUND, HARAM = "1508", "1580"
DIVIDED_2024 = "1507"
WHOLE = {"1504": AALESUND, "1523": AALESUND, "1529": AALESUND, "1546": AALESUND, "1534": HARAM}

Part = tuple[str, float, str]


def read(path: Path) -> pl.DataFrame:
    """Read one published CSV with every cell as text."""
    return pl.read_csv(path, infer_schema=False)


def municipality(versions: pl.DataFrame, weights: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """One row per code and unbroken run of first-of-January days on which it existed, from 2010 on."""
    versions = versions.filter(pl.col("kommunenr") != UNKNOWN_MUNICIPALITY)
    first_version = int(versions["versjon"].cast(pl.Int32).min())  # type: ignore[arg-type]
    years: dict[str, set[int]] = {}
    for code, year in weights.select("gml", pl.col("aar").cast(pl.Int32)).iter_rows():
        if FIRST_YEAR <= year < first_version:
            years.setdefault(code, set()).add(year)
    names: dict[tuple[str, int], tuple[str, str]] = {}
    for code, name, county_name, valid_from, valid_to in versions.select(
        "kommunenr", "navn", "fylke", "gyldig_fra", "gyldig_til"
    ).iter_rows():
        until = int(valid_to[:4]) if valid_to else LAST_VERSION + 1
        for year in range(int(valid_from[:4]), until):
            years.setdefault(code, set()).add(year)
            names[code, year] = (name, county_name)
    county_names = {code[:2]: county for (code, year), (_, county) in names.items() if year == first_version}
    old_names = {
        (code, day[:4]): name for code, name, day in changes.select("gammel_kode", "gammelt_navn", "dato").rows()
    }
    rows = []
    for code in sorted(years):
        for first, last in runs(years[code]):
            name, county_name = names.get((code, last)) or (old_names[code, str(last + 1)], county_names[code[:2]])
            valid_to = None if last == LAST_VERSION else date(last + 1, 1, 1)
            rows.append((code, name, code[:2], county_name, date(first, 1, 1), valid_to))
    columns = {
        "municipality_code": pl.String,
        "municipality_name": pl.String,
        "county_code": pl.String,
        "county_name": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
    }
    return pl.DataFrame(rows, schema=columns, orient="row")


def runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """Give unbroken runs of years as (first, last), in order."""
    found: list[tuple[int, int]] = []
    for year in sorted(years):
        if found and found[-1][1] == year - 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


def municipality_change(changes: pl.DataFrame) -> pl.DataFrame:
    """One row per date, old code and new code; rows where the code stayed (a new name, or new borders) are left out."""
    return (
        changes.filter(pl.col("gammel_kode") != pl.col("ny_kode"))
        .select(
            change_date=pl.col("dato").str.to_date("%Y-%m-%d"),
            from_code="gammel_kode",
            from_name="gammelt_navn",
            to_code="ny_kode",
            to_name="nytt_navn",
        )
        .sort("change_date", "from_code", "to_code")
    )


def municipality_weight(municipalities: pl.DataFrame, weights: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """One row per code of 2010 or later and its 2024 code; the weights of a code sum to 1 at six decimals."""
    haram_share = share_of_haram(people, "population")
    given: dict[str, dict[str, float]] = {}
    for new, old, weight in weights.select("ny", "gml", pl.col("weighting").cast(pl.Float64)).iter_rows():
        given.setdefault(old, {})[new] = weight
    rows: list[tuple[str, str, float, str]] = []
    for code in sorted(set(municipalities["municipality_code"])):
        parts: list[Part]
        if code in WHOLE:
            parts = [(WHOLE[code], 1.0, "exact")]
        elif code == DIVIDED_2024:
            share = round(1 - haram_share, 6)
            parts = [(AALESUND, share, "population"), (HARAM, round(1 - share, 6), "population")]
        elif len(given[code]) == 1:
            parts = [(next(iter(given[code])), 1.0, "exact")]
        else:
            *first, last = sorted(given[code])
            parts = [(new, round(given[code][new], 6), "equal") for new in first]
            parts.append((last, round(1 - sum(weight for _, weight, _ in parts), 6), "equal"))
        rows.extend((code, *part) for part in parts)
    columns = {
        "municipality_code": pl.String,
        "municipality_code_2024": pl.String,
        "weight": pl.Float64,
        "weight_basis": pl.String,
    }
    return pl.DataFrame(rows, schema=columns, orient="row").sort("municipality_code", "municipality_code_2024")


def share_of_haram(people: pl.DataFrame, column: str) -> float:
    """Give Haram's share of Ålesund and Haram together on 1 January 2024."""
    counts = dict(people.filter(pl.col("year") == LAST_VERSION).select("municipality_code", column).rows())
    return float(counts[HARAM] / (counts[AALESUND] + counts[HARAM]))


def population(published: pl.DataFrame) -> pl.DataFrame:
    """One row per municipality of 2024 and year, inhabitants on 1 January; totals per year are those published.

    The published back-cast gives Ålesund and Haram half each before 2024. Here Haram gets its share of 2024 of all
    inhabitants and of those under 18, rounded, and Ålesund the rest.
    """
    whole = pl.Int32
    people = published.select(
        municipality_code="kommunenr",
        year=pl.col("aar").cast(pl.Int16),
        population=pl.col("folkemengde").cast(whole),
        population_0_17=pl.col("f_0_17").cast(whole),
        population_18_plus=pl.col("f_18_pluss").cast(whole),
        is_estimated=pl.col("delt_kommune") == "true",
    )
    is_haram = pl.col("municipality_code") == HARAM
    is_mended = pl.col("municipality_code").is_in([AALESUND, HARAM]) & (pl.col("year") < LAST_VERSION)

    def mended(column: str) -> pl.Expr:
        both = pl.col(column).sum().over("year", is_mended)
        haram = (both * share_of_haram(people, column)).round(0).cast(whole)
        return (
            pl.when(is_mended & is_haram).then(haram).when(is_mended).then(both - haram).otherwise(column).alias(column)
        )

    return (
        people.with_columns(mended("population"), mended("population_0_17"))
        .with_columns(population_18_plus=pl.col("population") - pl.col("population_0_17"))
        .sort("municipality_code", "year")
    )


def health_area(published: pl.DataFrame) -> pl.DataFrame:
    """One row per municipality, or per city district where districts belong to different health areas."""
    codes = {name: slug(name) for name in published["helsefellesskap"].unique()}
    return (
        published.filter(~pl.col("bydel").fill_null("").str.starts_with(UNKNOWN_DISTRICT))
        .select(
            municipality_code="kommunenr",
            part_code=pl.coalesce("bydelsnr", "kommunenr"),
            part_name=pl.coalesce("bydel", "kommune"),
            part_population=pl.lit(None, dtype=pl.Int32),
            dps_code="dps_kode",
            dps_name="dps",
            health_trust_code="hf_orgnr",
            health_trust_name="hf",
            health_community_code=pl.col("helsefellesskap").replace_strict(codes),
            health_community_name="helsefellesskap",
            health_region_code="rhf_orgnr",
            health_region_name="rhf",
        )
        .sort("municipality_code", "part_code")
    )


def tables(published: Path) -> dict[str, pl.DataFrame]:
    """Give every table made here by source name, from the folder of published files."""
    folder = published / "reference"
    changes = read(folder / "kommune_kodeendringer_1972-2024.csv")
    weights = read(folder / "kommune_omkoding_til_2024_vekter_2010-2026.csv")
    municipalities = municipality(read(folder / "kommuner_klass131_2017-2024.csv"), weights, changes)
    people = population(read(folder / "folkemengde_kommune2024_2014-2026.csv"))
    return {
        "municipality": municipalities,
        "municipality_change": municipality_change(changes),
        "municipality_weight": municipality_weight(municipalities, weights, people),
        "population": people,
        "health_area": health_area(read(folder / "kommune_dps_hf_rhf_2025.csv")),
    }


def main() -> None:
    """Write the tables and say how many rows each has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("published", type=Path, help="the folder of published files, with reference/ in it")
    for source, frame in tables(parser.parse_args().published).items():
        write_table(source, frame, FOLDER / f"{source}.csv")
        sys.stdout.write(f"{source}: {frame.height} rows\n")


if __name__ == "__main__":
    main()
