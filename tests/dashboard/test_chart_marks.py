"""No chart on a full page has marks that are pictures without words: axe would say so, for the few choices it is run with."""

import json
import re

import polars as pl
import pytest
import vl_convert

from tests.dashboard.seen import CHART, See, nodes

ADDRESSES = [
    "tilskudd?year=2020&region=municipality-5501",
    "tilskudd?year=2013",
    "fra-soknad-til-rapport?year=2020",
    "fra-soknad-til-rapport?year=2019&region=county-55&scheme=DEMO&lang=en",
    "prosjekter?state=all",
    "prosjekter?region=county-33&state=all",
    "prosjektark?project=DEMO-1",
    "bemanning",
    "bemanning?series=DEMO-24/8",
    "bemanning?series=DEMO-FULL&region=municipality-5503&year=2021",
    "bemanning?series=DEMO-FULL&region=county-55&per=1000",
    "bemanning?view=team",
    "seminarer?wave=BEDRE-I-LAG-2023-T0",
    "seminarer?wave=DEMO-SERIE-2024-T0&lang=en",
    "regionprofil?region=county-55&year=2020",
    "regionprofil?region=municipality-5501&year=2021",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_mark_of_a_chart_speaks_or_is_silent(see: See, address: str):
    charts = [one for one in nodes(see(address).app.main) if getattr(one, "type", "") == CHART]
    assert charts
    for chart in charts:
        spec = json.loads(chart.proto.spec)
        if "url" in spec.get("data", {}):
            # The map: its regions are in a file, and axe has looked at it in the browser.
            continue
        spec["datasets"] = {one.name: pl.read_ipc_stream(one.data.data).to_dicts() for one in chart.proto.datasets}
        spec["width"] = 600
        drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
        pictures = re.findall(r'<[^>]*role="(?:graphics-symbol|img)"[^>]*>', drawn)
        assert [one[:200] for one in pictures if not re.search(r'aria-label="[^"]', one)] == []
