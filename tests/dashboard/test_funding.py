"""Money per region beside its like: who the peers are and why, what is usual among them, and when schemes begin and end."""

import polars as pl
import pytest

from dashboard.charts.development import MARKS
from dashboard.data import read
from dashboard.filters import Choice
from dashboard.funding import RELATION, funding_view
from dashboard.funding_context import figures_of, marks, scheme_events
from dashboard.funding_peers import against_peers, compare_code, comparison
from dashboard.regions import COUNTRY
from tests.dashboard.conftest import RunPage
from tests.dashboard.test_pages import CHART, _elements, foreign, texts
from warehouse.folder import DATA_VARIABLE, DataFolder
from warehouse.query import query

TROMSO = ("municipality", "5501")
BAND = {"lower_quartile": 10.0, "upper_quartile": 20.0, "municipality_count": 21, "year": 2020}


@pytest.fixture
def view(mixed_folder: DataFolder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(DATA_VARIABLE, str(mixed_folder.root))

    def of(region=TROMSO, measure="granted_per_capita_nok", scheme="all", borders="2024", level=None):
        level = level or (region[0] if region != COUNTRY else "county")
        return funding_view(Choice("administrative", borders, region, level, 2020, scheme, measure, "national"), "nb")

    return of


def test_the_peers_are_the_nearest_of_the_size_group_and_the_reason_is_said(view):
    one = comparison(view(), "")
    assert one.peers["peer_code"][0] == "5501"
    assert one.peers.height == 6
    population = one.peers["population"]
    assert (population > 50_000).all()
    assert one.reason.startswith("Tromsø har ")
    assert "50 000 innbyggere og flere" in one.reason
    assert all(name in one.reason for name in one.peers["peer_name"][1:])


def test_the_table_has_the_peers_in_order_and_the_one_chosen_last(view):
    one = comparison(view(), "4601")
    rows = one.table.rows
    assert rows["region_code"].to_list() == [*one.peers["peer_code"], "4601"]
    tromso = read(RELATION, border_basis="2024", region_level="municipality", region_code="5501", year=2020)
    assert rows["granted_nok"][0] == tromso.filter(pl.col("scheme_code") == "all")["granted_nok"][0]


def test_the_lines_are_the_region_the_one_chosen_and_the_middle_of_the_size_group(view):
    one = comparison(view(), "4601")
    assert one.lines["series"].unique(maintain_order=True).to_list() == [
        "Tromsø",
        "Bergen",
        "Median: 50 000 innbyggere og flere",
    ]
    assert one.band_rows.columns == ["year", "part", "name", "lower", "upper"]


@pytest.mark.parametrize(
    ("per_capita", "words"),
    [(9.0, "mindre enn den midterste"), (15.0, "innenfor den midterste"), (20.4, "mer enn den midterste")],
)
def test_the_finding_says_below_within_or_above_the_middle_half(per_capita, words):
    row = {"region_name": "Tromsø", "granted_per_capita_nok": per_capita}
    said = against_peers(row, BAND, "50 000 innbyggere og flere", "nb").replace("\u00a0", " ")
    assert words in said
    assert said.endswith("av de 21 kommunene med 50 000 innbyggere og flere (10 kr til 20 kr).")


def test_a_county_has_no_size_group_but_can_be_compared_with_another(view):
    one = comparison(view(("county", "55"), level="municipality"), "46")
    assert one.peers.is_empty()
    assert one.band.is_empty()
    assert one.finding == ""
    assert one.lines["series"].unique(maintain_order=True).to_list() == ["Troms", "Vestland", "Median: Fylker"]
    assert "peer_rank" not in one.table.columns


def test_only_another_region_of_the_same_level_can_be_compared_with():
    assert compare_code(TROMSO, "municipality-4601") == "4601"
    assert compare_code(TROMSO, "municipality-5501") == ""
    assert compare_code(TROMSO, "county-46") == ""


def test_sums_have_no_band_since_size_decides_them(view):
    assert comparison(view(measure="granted_nok"), "").band.is_empty()


def test_the_figures_of_a_region_are_found_again_with_their_sql(view, mixed_folder: DataFolder):
    for region in (COUNTRY, TROMSO):
        one = view(region)
        level, code = region
        row = read(
            RELATION, border_basis="2024", region_level=level, region_code=code, year=2020, scheme_code="all"
        ).row(0, named=True)
        for figure in figures_of(one):
            assert float(query(mixed_folder.published, figure.sql()).item()) == pytest.approx(row[figure.column])


def test_the_marks_of_the_time_line_name_what_began_took_over_and_ended():
    events = pl.DataFrame(
        {
            "year": [2015, 2015, 2019, 2020, 2030],
            "scheme_event": ["begins", "begins", "ends", "succeeds", "begins"],
            "scheme_name": ["A", "B", "A", "C", "D"],
            "predecessor_name": [None, None, None, "A", None],
            "predecessor_code": [None, None, None, "X", None],
        }
    )
    found = marks(events, pl.Series([2015, 2016, 2019, 2020]))
    assert set(found["kind"]) == set(MARKS)
    assert found["spoken"].to_list() == ["2015: begynner: A, B", "2019: siste år for A", "2020: C tar over etter A"]


def test_only_schemes_with_money_are_on_the_time_line_of_all_schemes(view):
    assert scheme_events(view(COUNTRY)).is_empty()
    assert scheme_events(view(COUNTRY, scheme="HDIR-PSYKOLOG"))["scheme_event"].to_list() == ["begins", "ends"]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_page_compares_an_opened_region_with_the_one_in_the_address(
    mixed_folder: DataFolder, run_page: RunPage, language
):
    choices = {"year": "2020", "region": "municipality-5501", "compare": "municipality-4601"}
    app = run_page(mixed_folder, "tilskudd", lang=language, **choices)
    assert not app.exception
    assert foreign(texts(app), language) == []
    assert app.session_state["choice-compare"] == "municipality-4601"
    alts = [element.proto.alt for element in _elements(app.main) if element.type == CHART]
    assert sum("Tromsø" in alt for alt in alts) >= 2
    [together] = [text for text in texts(app) if text.startswith(("Hver krone er talt", "Each krone is counted"))][:1]
    assert "fra staten" in together or "from the state" in together


def test_the_borders_of_then_have_no_peers_and_the_page_says_why(mixed_folder: DataFolder, run_page: RunPage):
    app = run_page(mixed_folder, "tilskudd", year="2020", borders="historical", region="municipality-5401")
    assert not app.exception
    assert any("2024-grenser" in info.value for info in app.info)
