"""The rows that pages read: the same whether a relation is held, a slice of it is, or DuckDB is asked."""

from typing import Any

import pytest
from polars.testing import assert_frame_equal

from dashboard import data
from warehouse.folder import DATA_VARIABLE, DataFolder

MART = "mart.funding_by_region"
ORDER = ("year", "region_level", "region_code", "flow_level", "scheme_code")
CHOICE: dict[str, Any] = {"border_basis": "2024", "region_level": "county", "scheme_code": "all"}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"region_code": "55"},
        {"year": 2020},
        {"year": "2020"},
        {"region_code": ("55", "03"), "flow_level": "national"},
        {"region_code": "none such"},
        {"scheme_code": ("all", "real")},
    ],
    ids=str,
)
@pytest.mark.parametrize("slice_mb", [data.SLICE_MB, 0.0], ids=["held", "too large to hold"])
def test_rows_of_a_large_relation(
    full_folder: DataFolder, monkeypatch: pytest.MonkeyPatch, more: dict[str, Any], slice_mb: float
):
    monkeypatch.setenv(DATA_VARIABLE, str(full_folder.root))
    asked = tuple(sorted((CHOICE | more).items()))
    make = data._rows.__wrapped__  # type: ignore[attr-defined]
    with monkeypatch.context() as direct:
        direct.setattr(data, "_whole", lambda _: None)
        direct.setattr(data, "_slice_for", lambda *_: None)
        expected = make(MART, asked, ORDER, None)
    monkeypatch.setattr(data, "_whole", lambda _: None)
    monkeypatch.setattr(data, "SLICE_MB", slice_mb)
    monkeypatch.setattr(data, "_slice", data._slice.__wrapped__)  # type: ignore[attr-defined]
    assert_frame_equal(make(MART, asked, ORDER, None), expected)
    assert expected.height > 0 or "region_code" in more


def test_what_every_large_relation_is_asked_for_is_not_read_whole(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(data, "_slice", lambda *_: pytest.fail("a slice is read"))
    assert data._slice_for(MART, (("region_level", "county"),)) is None
    assert data._slice_for("source.grant_application", (("year", 2020),)) is None
