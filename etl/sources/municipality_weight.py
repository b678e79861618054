"""Weights that carry old municipality codes to the borders of 2024."""

import polars as pl

from etl.contract import About, Contract, Reference, choice, code, error, number


class MunicipalityWeight(Contract):
    """One row per municipality code and the 2024 code it, or a part of it, became: the part's share of the inhabitants.

    Owned by this project, computed from Statistics Norway's code changes and population figures.
    """

    about = About(
        title=("Vekter til kommunene i 2024", "Weights to the municipalities of 2024"),
        owner_name="Samhandlingsinnsikt (etter SSB)",
        sample="""
            0301;0301;1;eksakt
            1507;1508;0,83;folketall
            1507;1580;0,17;folketall
            """,
    )

    municipality_code = code("Kommunenummer", 4, key=True, reference=Reference("municipality", ("municipality_code",)))
    municipality_code_2024 = code(
        "Kommunenummer 2024", 4, key=True, reference=Reference("municipality", ("municipality_code",))
    )
    weight = number("Vekt", above=0, maximum=1, unit="share")
    weight_basis = choice("Vektgrunnlag", "weight_basis")

    # All of an old municipality goes somewhere, and no more than all of it.
    weights_sum_to_one = error("weight", (pl.col("weight").sum().over("municipality_code") - 1).abs() < 1e-6)
