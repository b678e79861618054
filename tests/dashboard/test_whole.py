"""A relation held whole gives the rows that a filter gives, in the order it has them, whatever it is asked by."""

from typing import Any
from unittest import mock

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dashboard import whole
from dashboard.whole import Equal, Whole

LEVELS, CODES, YEARS = ("county", "dps", None), ("55", "03", "9999"), (2020, 2021, None)

rows_of = st.lists(st.tuples(*map(st.sampled_from, (LEVELS, CODES, YEARS))), max_size=30).map(
    lambda rows: pl.DataFrame(
        [(*row, place) for place, row in enumerate(rows)],
        schema={"region_level": pl.String, "region_code": pl.String, "year": pl.Int64, "place": pl.Int64},
        orient="row",
    )
)
asked_by = st.fixed_dictionaries(
    {},
    optional={
        "region_level": st.sampled_from((*LEVELS, ("county", "dps"))),
        "region_code": st.sampled_from((*CODES, ("55", "03"), ())),
        "year": st.sampled_from((*YEARS, (2020, 2021))),
    },
)


@pytest.mark.parametrize("few", [whole.FEW, 0], ids=["looked through", "asked of polars"])
@given(rows=rows_of, equal=asked_by)
def test_the_rows_are_those_of_a_filter(few: int, rows: pl.DataFrame, equal: dict[str, Any]):
    asked: Equal = tuple(equal.items())
    held = Whole.of(rows)
    assert held.fits(asked)
    expected = [row for row in rows.iter_rows(named=True) if all(_is(row[name], value) for name, value in asked)]
    with mock.patch.object(whole, "FEW", few):
        found = held.where(asked)
    assert_frame_equal(found.sort("place"), pl.DataFrame(expected, schema=rows.schema))
    within = found.filter(pl.col("region_level") == "dps", pl.col("region_code") == "55")
    assert within["place"].is_sorted()


@given(rows=rows_of, column=st.sampled_from(("region_level", "region_code", "year")))
def test_rows_with_a_value_are_those_that_are_not_null(rows: pl.DataFrame, column: str):
    assert_frame_equal(whole.having(rows, column), rows.filter(pl.col(column).is_not_null()))


@given(rows=rows_of, by=st.permutations(("year", "region_level", "region_code")))
def test_the_order_is_that_of_polars(rows: pl.DataFrame, by: list[str]):
    expected = rows.sort(by, nulls_last=True, maintain_order=True)
    assert_frame_equal(whole.in_order(rows, by), expected)
    assert whole.in_order(expected, by) is expected


def _is(value: object, wanted: object) -> bool:
    return value in wanted if isinstance(wanted, tuple) else value == wanted


@pytest.mark.parametrize("equal", [(("year", "2020"),), (("year", True),), (("unknown", 1),), (("share", 0.5),)])
def test_a_value_of_another_type_is_left_to_duckdb(equal: Equal):
    rows = pl.DataFrame({"region_level": ["county"], "year": [2020], "share": [0.5]})
    assert not Whole.of(rows).fits(equal)
