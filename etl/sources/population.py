"""Inhabitants per municipality and year."""

import polars as pl

from etl.contract import About, Contract, Reference, boolean, code, error, integer, year


class Population(Contract):
    """One row per municipality (borders of 2024) and year: inhabitants on 1 January, children and adults.

    Owned by Statistics Norway.
    """

    about = About(
        title=("Folkemengde", "Population"),
        owner_name="Statistisk sentralbyrå",
        replaces=("year",),
        sample="""
            0301;2023;709037;134000;575037;nei
            1580;2023;9000;2000;7000;ja
            """,
    )

    municipality_code = code("Kommunenummer", 4, key=True, reference=Reference("municipality", ("municipality_code",)))
    year = year("År", key=True)
    population = integer("Folkemengde", minimum=0, unit="person")
    population_0_17 = integer("Folkemengde 0–17 år", minimum=0, unit="person")
    population_18_plus = integer("Folkemengde 18 år og over", minimum=0, unit="person")
    is_estimated = boolean("Beregnet")

    ages_sum_to_population = error(
        "population", pl.col("population") == pl.col("population_0_17") + pl.col("population_18_plus")
    )
