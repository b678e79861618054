"""The rows that pages read: the same whether a relation is held, a slice of it is, or DuckDB is asked."""

from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dashboard import data
from dashboard.whole import Equal, Whole
from warehouse.folder import DATA_VARIABLE, DataFolder
from warehouse.reader import Reader

MART = "mart.funding_by_region"
ORDER = ("year", "region_level", "region_code", "flow_level", "scheme_code")
CHOICE: dict[str, Any] = {"border_basis": "2024", "region_level": "county", "scheme_code": "all"}

LEVELS = ["county", "health_region"]


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
    held = data.Slices(1.0)
    monkeypatch.setattr(data, "_slices", lambda: held)
    assert_frame_equal(make(MART, asked, ORDER, None), expected)
    assert expected.height > 0 or "region_code" in more


def test_slices_are_held_as_long_as_there_is_room(full_folder: DataFolder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(DATA_VARIABLE, str(full_folder.root))
    read: list[str] = []
    held = data._held

    def noted(reader: Reader, relation: str, by: Equal, most_mb: float) -> Whole | None:
        read.append(str(dict(by)["region_level"]))
        return held(reader, relation, by, most_mb)

    monkeypatch.setattr(data, "_held", noted)

    def of(slices: data.Slices, level: str) -> Whole | None:
        return slices.of(MART, (("region_level", level), ("scheme_code", "all")))

    roomy = data.Slices(100.0)
    sizes = [found.megabytes for level in LEVELS * 2 if (found := of(roomy, level)) is not None]
    assert read == LEVELS
    room_for_one = data.Slices(max(sizes) + 0.015)
    read.clear()
    for level in ("county", "county", "health_region", "health_region", "county"):
        assert of(room_for_one, level) is not None
    assert read == ["county", "health_region", "county"]


def test_what_every_large_relation_is_asked_for_is_not_read_whole(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(data, "_slices", lambda: pytest.fail("a slice is read"))
    assert data._slice_for(MART, (("region_level", "county"),)) is None
    assert data._slice_for("source.grant_application", (("year", 2020),)) is None


def test_what_is_picked_from_a_slice_does_not_hold_on_to_the_slice(
    full_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(DATA_VARIABLE, str(full_folder.root))
    slices = data.Slices(100.0)
    monkeypatch.setattr(data, "_slices", lambda: slices)
    monkeypatch.setattr(data, "_whole", lambda _: None)
    every = data._from_held(MART, tuple(CHOICE.items()))
    some = data._from_held(MART, (*CHOICE.items(), ("region_code", "55")))
    assert every is not None
    assert some is not None
    assert 0 < some.height < every.height

    def place(rows: pl.DataFrame) -> int:
        found: int = rows["year"].to_numpy(allow_copy=False).__array_interface__["data"][0]
        return found

    of_all = range(place(every), place(every) + int(every["year"].estimated_size()))
    assert place(every.slice(1)) in of_all
    assert place(some) not in of_all
