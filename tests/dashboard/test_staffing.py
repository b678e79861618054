"""The page about staff and teams: one series at a time, gaps at breaks, missing is not 0, and figures equal to the marts."""

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.data import read
from dashboard.staffing import StaffingChoice, StaffingView
from dashboard.staffing_finding import staffing as finding
from dashboard.staffing_finding import team
from dashboard.staffing_published import written
from dashboard.team import TeamView, stacked_fte
from etl.loading import LoadRequest, load
from etl.reading import Options
from etl.reference.table import write_table
from etl.sources import sources
from tests.conftest import copy_folder
from tests.dashboard.conftest import RunPage
from warehouse.folder import DATA_VARIABLE, DataFolder

LINE = {"sector": "municipal", "target_group_code": "adults", "service_field": "both", "education": "all"}
REAL = {"series_code": "REAL", "area_level": "country", "area_code": "NO", "data_class": "real", **LINE}
DEMO = {"series_code": "DEMO", "area_level": "municipality", "data_class": "synthetic", "is_imputed": False, **LINE}
STAFF = [
    {**REAL, "year": 2018, "fte": 12_000.0},
    {**REAL, "year": 2019, "fte": 12_600.0},
    {**REAL, "year": 2020, "fte": 13_000.0, "is_break": True},
    {**REAL, "year": 2022, "fte": 13_500.0},
    {**REAL, "year": 2023, "fte": None, "value_flag": "..", "is_break": True},
    {**DEMO, "area_code": "5501", "year": 2020, "fte": 190.0},
    {**DEMO, "area_code": "5501", "year": 2021, "fte": 190.0, "is_imputed": True},
    {**DEMO, "area_code": "5501", "year": 2021, "fte": 60.0, "education": "higher"},
    {**DEMO, "area_code": "5501", "year": 2021, "fte": 50.0, "education": "higher_further"},
    {**DEMO, "area_code": "5530", "year": 2021, "fte": 40.0},
    {**DEMO, "area_code": "5503", "year": 2021, "fte": None, "value_flag": ":"},
]
POSITION = {"project_code": "P", "employer_name": "A", "employer_sector": "specialist", "funding_source": "own"}
TEAM = [
    {**POSITION, "line_number": 1, "position_title": "Psykolog", "team_role": "psychologist", "position_share": 0.5},
    {**POSITION, "line_number": 2, "position_title": "Merkantil", "team_role": "administration"},
    {**POSITION, "line_number": 3, "position_title": "Leder", "team_role": "project_lead", "position_share": 1.0},
]
SURE = {"attribution_confidence": "high", "is_in_team": True, "data_class": "real"}
POSITIONS = [{**SURE, **row} for row in TEAM[:2]] + [{**SURE, **TEAM[2], "is_in_team": False}]
PROJECT = [
    {
        "project_code": "P",
        "project_title": "Teamet",
        "project_model": "fact",
        "project_state": "running",
        "data_class": "real",
    }
]


@pytest.fixture(scope="module")
def staffed(reference_folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A warehouse with two series and one team. Not to be changed."""
    place = tmp_path_factory.mktemp("staffed")
    folder = copy_folder(reference_folder, place / "data")
    requests = []
    for source, rows in (("staffing", STAFF), ("project", PROJECT), ("team_position", POSITIONS)):
        columns = sources()[source].contract_columns()
        names = list(dict.fromkeys(name for row in rows for name in row))
        schema = {name: pl.Float64 if columns[name].dtype.is_decimal() else columns[name].dtype for name in names}
        path = place / f"{source}.csv"
        write_table(source, pl.DataFrame([{n: row.get(n) for n in names} for row in rows], schema=schema), path)
        requests.append(LoadRequest(path, Options(source=source, layout="template")))
    outcome = load(folder, requests)
    assert outcome.build is not None
    return folder


@pytest.fixture
def in_folder(staffed: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(staffed.root))


def view(region=("country", "NO"), series="REAL", year=2022, education="all", level="county", place="Norge"):
    codes = ("adults", "both", education, "10000", year, level)
    return StaffingView(StaffingChoice("administrative", region, place, series, *codes), "nb")


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


@pytest.mark.usefixtures("in_folder")
def test_the_line_is_cut_at_breaks_and_at_years_without_a_figure():
    lines = view().lines
    assert lines["year"].to_list() == [2018, 2019, 2020, 2021, 2022, 2023]
    assert [value is None for value in lines["value"]] == [False, False, False, True, False, True]
    assert lines["part"].n_unique() == 3
    assert view().breaks["year"].to_list() == [2020, 2023]
    assert view().missing.select("year", "sign").rows() == [(2021, ".."), (2023, "..")]


@pytest.mark.usefixtures("in_folder")
def test_the_table_has_the_years_without_a_figure_as_the_chart_has_them():
    one = view()
    table = one.table(one.noted(one.each_year), ("year",))
    missing = one.missing["year"].to_list()
    assert table.texts("year") == [str(year) for year in range(2018, 2024)]
    assert [year for year, fte in zip(table.texts("year"), table.texts("fte"), strict=True) if fte == ".."] == list(
        map(str, missing)
    )
    assert table.texts("note")[3] == "Ikke levert for dette året"


@pytest.mark.usefixtures("in_folder")
def test_the_sentence_does_not_compare_over_a_break():
    assert "5,0\u00a0%" in finding(view(year=2019))
    at_break = finding(view(year=2020))
    assert "kan ikke sammenlignes" in at_break
    assert "%" not in at_break
    assert "det er ikke 0" in finding(view(year=2022))
    assert finding(view(year=2023)).startswith("REAL har ikke noe tall")


@pytest.mark.usefixtures("in_folder")
def test_a_hidden_figure_is_in_the_table_with_its_symbol_and_is_not_drawn():
    below = view(("county", "55"), "DEMO", 2021, level="municipality", place="Troms")
    assert below.below["region_code"].to_list()[-1] == "5503"
    assert below.table(below.below, ("region_name",)).texts("fte")[-1] == ":"
    assert "5503" not in below.bars["region_code"].to_list()


@pytest.mark.usefixtures("in_folder")
def test_a_sum_that_lacks_a_municipality_says_so_and_figures_carried_forward_are_marked():
    troms = view(("county", "55"), "DEMO", 2021, level="municipality", place="Troms")
    assert "2 av 3 kommuner har tall" in finding(troms)
    tromso = view(("municipality", "5501"), "DEMO", 2021, level="municipality", place="Tromsø")
    assert "fjorårets" in finding(tromso)
    own = tromso.lines.filter(pl.col("series") == "Tromsø")
    assert own["is_carried"].to_list() == [False, True]


@pytest.mark.usefixtures("in_folder")
def test_higher_education_is_between_the_largest_group_and_all_of_them():
    tromso = view(("municipality", "5501"), "DEMO", 2021, level="municipality", place="Tromsø")
    row = tromso.higher.row(0, named=True)
    assert row["higher_low_share"] == pytest.approx(60 / 190)
    assert row["higher_high_share"] == pytest.approx(110 / 190)


@pytest.mark.usefixtures("in_folder")
def test_a_position_without_a_share_and_one_outside_the_team_are_not_in_the_sum():
    one = TeamView("P", "nb")
    assert one.row["fte"] == 0.5
    assert one.by_employer == {"A": {"Arbeidsgiver kjent": 0.5}}
    assert one.positions["note"].to_list() == ["", "Andel ikke oppgitt", "Utenfor teamet"]
    said = team(one.row, "Teamet", one.missing_roles, "nb")
    assert "0,5 årsverk i 2 stillinger" in said
    assert "Én stilling har ikke oppgitt andel" in said
    assert "6 av de sju rollene" in said


def test_stacked_parts_have_their_middle_on_the_axis():
    rows, totals = stacked_fte({"A": {"x": 1.0, "y": 0.5}}, ["x", "y"], "nb")
    assert rows["middle"].to_list() == [0.5, 1.25]
    assert totals.rows() == [("A", "A: 1,5")]


@pytest.mark.parametrize(
    ("row", "norwegian", "english"),
    [
        (("about", 12_000.0, "årsverk"), "ca. 12 000 årsverk", "about 12,000 FTE"),
        (("exact", 3.0, "sosionomer"), "3 sosionomer", "3 sosionomer"),
        (("exact", 64.0, "prosent"), "64 %", "64%"),
        (("half", None, "prosent"), "halvparten", "half"),
    ],
)
def test_a_published_figure_is_as_precise_as_it_was_given(
    row: tuple[str, float | None, str], norwegian: str, english: str
):
    figure = dict(zip(("precision", "figure_value", "figure_unit"), row, strict=True))
    assert written(figure, "nb").replace("\u00a0", " ") == norwegian
    assert written(figure, "en") == english


def test_the_real_series_is_shown_first_and_its_figures_equal_the_mart(staffed: DataFolder, run_page: RunPage):
    app = run_page(staffed, "bemanning")
    assert not app.exception
    row = read("mart.staffing", series_code="REAL", year=2022).row(0, named=True)
    shown = metrics(app)
    assert shown["Årsverk"].replace("\u00a0", " ") == "13 500"
    assert shown["Årsverk per 10\u00a0000"] == f"{row['fte_per_10k']:.1f}".replace(".", ",")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_municipality_and_the_teams_show_in_both_languages(staffed: DataFolder, run_page: RunPage, language: str):
    one = run_page(staffed, "bemanning", region="municipality-5501", per="1000", lang=language)
    assert not one.exception
    teams = run_page(staffed, "bemanning", view="team", lang=language)
    assert not teams.exception
    assert len(teams.metric) == 10


def test_an_area_that_no_series_has_says_so(staffed: DataFolder, run_page: RunPage):
    app = run_page(staffed, "bemanning", region="county-03")
    assert not app.exception
    assert "Ingen serie" in app.info[0].value


def test_without_staff_the_page_says_what_to_load(reference_folder: DataFolder, run_page: RunPage):
    app = run_page(reference_folder, "bemanning")
    assert not app.exception
    assert "samhandling load staffing" in app.info[0].value


def test_every_chart_and_table_has_words_for_those_who_do_not_see_it(staffed: DataFolder, run_page: RunPage):
    for choices in ({"region": "county-55"}, {"view": "team"}):
        app = run_page(staffed, "bemanning", **choices)
        drawn = [*app.get("vega_lite_chart"), *app.get("arrow_data_frame"), *app.dataframe]
        assert drawn
        assert all(element.proto.alt for element in drawn)
