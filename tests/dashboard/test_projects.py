"""The portfolio and the project sheet: what they say, that they say what the marts have, and that grey is never green."""

import re

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import projects_finding
from dashboard.figure import Figure
from dashboard.project import project_view
from dashboard.projects import ACTIVE, ALL, PortfolioChoice, portfolio
from dashboard.projects_frames import lights_by, lights_by_dimension, money_frames, parties_by_kind, stacked
from dashboard.projects_time import period_text, timeline_frames
from dashboard.published import generation
from dashboard.regions import COUNTRY
from dashboard.words import words
from tests.conftest import copy_folder
from tests.dashboard.conftest import RunPage
from tests.dashboard.project_rows import ENDED, REAL, RED, SILENT, with_projects
from tests.dashboard.test_pages import CHART, TABLE, _elements, foreign, texts
from warehouse.folder import DATA_VARIABLE, DataFolder
from warehouse.query import query
from warehouse.words import LANGUAGES, Language

PORTFOLIO, SHEET = "prosjekter", "prosjektark"
EVERYWHERE = PortfolioChoice(COUNTRY, "landet", ALL, ALL, ALL)


@pytest.fixture(scope="module")
def folder(reference_folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A warehouse with four projects: one real, three invented. Not to be changed."""
    place = tmp_path_factory.mktemp("projects")
    return with_projects(copy_folder(reference_folder, place / "data"), place)


@pytest.fixture
def reading(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """The same, as the pages read it."""
    monkeypatch.setenv(DATA_VARIABLE, str(folder.root))
    return folder


def lead(app: AppTest) -> str:
    """The sentence on top, without the marks that Markdown needs and with plain spaces."""
    said = [element.value for element in app.main if element.type == "markdown" and "badge" not in element.value]
    return plain(said[0])


def plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text).replace("\u00a0", " ")


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


# The pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [PORTFOLIO, SHEET])
def test_the_pages_show_in_the_language_asked_for(folder: DataFolder, run_page: RunPage, path: str, language: Language):
    app = run_page(folder, path, lang=language)
    assert not app.exception
    assert foreign(texts(app), language) == []
    for text in texts(app) if language == "nb" else []:
        assert not re.search(r"\d,\d{3}\b|\d\.\d+ ?(%|kr|mill|mrd)", text), text


@pytest.mark.parametrize("path", [PORTFOLIO, SHEET])
def test_everything_drawn_has_words_for_those_who_do_not_see_it(folder: DataFolder, run_page: RunPage, path: str):
    choices = {"project": RED} if path == SHEET else {"state": ALL}
    app = run_page(folder, path, **choices)
    drawn = [element for element in _elements(app.main) if element.type in (CHART, TABLE, "table")]
    assert len(drawn) > 4
    assert all(element.proto.alt for element in drawn)
    assert len(app.title) == 1
    assert len(app.subheader) == 0


def test_the_time_line_can_be_picked_from_where_no_milestone_has_a_day(folder: DataFolder, run_page: RunPage):
    app = run_page(folder, PORTFOLIO, state="completed")
    assert not app.exception
    drawn = [element.proto for element in _elements(app.main) if element.type == CHART]
    assert "region" in drawn[2].selection_mode


@pytest.mark.parametrize("path", [PORTFOLIO, SHEET])
def test_a_warehouse_without_projects_says_what_to_do(reference_folder: DataFolder, run_page: RunPage, path: str):
    app = run_page(reference_folder, path)
    assert not app.exception
    assert "samhandling demo" in app.info[0].value


def test_the_portfolio_opens_with_what_runs_and_the_numbers_are_those_of_the_mart(
    folder: DataFolder, run_page: RunPage
):
    app = run_page(folder, PORTFOLIO)
    assert lead(app) == (
        "2 av 4 prosjekter i landet pågår eller er på vent. 1 har rapportert de siste 120 dagene: verste lys er rødt i 1, gult "
        "i 0 og grønt i 0. 1 har ikke rapportert, og det er ikke grønt. I 1 gir tallene et verre lys enn det prosjektet selv "
        "har rapportert. 1 har en milepæl mer enn 60 dager etter planen. Av 1 som oppgir parter, mangler 0 NAV og 1 "
        "brukerorganisasjon."
    )
    row = query(
        folder.published,
        "select * from mart.project_portfolio where region_level = 'country' and model_group = 'all' "
        "and state_group = 'active'",
    )
    shown = metrics(app)
    for name in ("project_count", "red_project_count", "grey_project_count", "missing_nav_count"):
        assert shown[words(f"projects.figure.{name}")] == str(row[name][0])


def test_the_published_count_stands_beside_the_rows_and_claims_no_more(folder: DataFolder, run_page: RunPage):
    said = [plain(caption.value) for caption in run_page(folder, PORTFOLIO).caption]
    assert (
        "Oppgitt antall prosjekter i ordningen: 57 i 2014 (året er antatt) («Prosjekter i ordningen»). Kilden sier ikke "
        "hvilke. Her er det 4 prosjektrader: 1 reelle og 3 laget for demonstrasjon. Om antallene er like, er det ikke de "
        "samme prosjektene."
    ) in said


def test_the_choices_in_the_address_decide_what_is_listed(folder: DataFolder, run_page: RunPage):
    app = run_page(folder, PORTFOLIO, state=ALL, light="grey", region="county-33")
    assert list(app.dataframe[-1].value["Prosjekt"]) == [f"Uten navn ({REAL})"]
    nothing = run_page(folder, PORTFOLIO, light="green")
    assert words("projects.none_chosen") in [plain(info.value) for info in nothing.info]


def test_a_project_that_is_picked_gives_the_way_to_its_sheet(folder: DataFolder, run_page: RunPage):
    links = [
        element.proto.label
        for element in _elements(run_page(folder, PORTFOLIO, project=RED).main)
        if element.type == "page_link"
    ]
    assert "Åpne prosjektarket: Demoprosjekt 1" in links


def test_the_sheet_of_a_project_without_name_days_or_measures_says_so(folder: DataFolder, run_page: RunPage):
    app = run_page(folder, SHEET, project=REAL)
    assert lead(app) == (
        "Uten navn (EKTE-TEAM): planlagt. Prosjektet har ikke rapportert status. 0 av 2 milepæler har dato, så "
        "forskyvning kan ikke regnes ut. 0 av 1 mål kan måles ennå: de mangler indikator, nullpunkt og måltall."
    )
    shown = metrics(app)
    assert shown["Sene milepæler"] == shown["Tid gått"] == shown["Budsjett brukt"] == ".."
    assert shown["Målte mål"] == "0 av 1"
    assert not any(words("tag.demo") in text for text in texts(app))
    said = " ".join(plain(element.value) for element in app.markdown)
    assert "NAV er nevnt eller forespurt, men har ikke bekreftet." in said
    assert "Ingen brukerorganisasjon er med." in said
    assert "Stillinger uten oppgitt andel: 1." in said


def test_the_figures_of_the_sheet_are_those_of_the_mart(folder: DataFolder, run_page: RunPage):
    app = run_page(folder, SHEET, project=RED)
    row = query(folder.published, f"select * from mart.project where project_code = '{RED}'").row(0, named=True)
    shown = metrics(app)
    assert shown["Sene milepæler"] == f"{row['late_count']} av {row['milestone_count']}" == "1 av 2"
    assert shown["Målte mål"] == f"{row['measured_goal_count']} av {row['goal_count']}" == "1 av 3"
    assert shown["Budsjett brukt"].replace("\u00a0", " ") == f"{row['spent_share'] * 100:.1f} %".replace(".", ",")
    assert any(words("tag.demo") in text for text in texts(app))


def test_a_project_that_is_not_there_is_not_swapped_for_another(folder: DataFolder, run_page: RunPage):
    app = run_page(folder, SHEET, project="BORTE")
    assert "BORTE" in app.info[0].value
    assert len(app.metric) == 0


def test_the_sql_of_a_card_gives_the_figure_on_the_page(folder: DataFolder, run_page: RunPage):
    shown = metrics(run_page(folder, SHEET, project=RED))
    sql = Figure("mart.project", "late_count", {"project_code": RED}, "project_milestone").sql()
    assert str(query(folder.published, sql).item()) == shown["Sene milepæler"].split(" ")[0]


# The sentences and the frames ---------------------------------------------------------------------------------


def test_without_a_project_that_runs_the_sentence_does_not_speak_of_lights():
    counts = pl.DataFrame({"project_count": [3]})
    assert projects_finding.portfolio(counts, counts.clear(), "landet", 0, "nb") == (
        "0 av 3 prosjekter i landet pågår eller er på vent, så ingen rapporterer status."
    )
    assert projects_finding.portfolio(counts.clear(), counts.clear(), "Oslo", 2, "nb") == (
        "Ingen prosjekter i dette utvalget hører til Oslo. Prosjekter som ikke kan plasseres på dette nivået, og "
        "derfor ikke er med: 2."
    )


def test_projects_come_in_the_order_of_urgency(reading: DataFolder):
    view = portfolio(EVERYWHERE, "nb")
    assert view.codes == (RED, SILENT, ENDED, REAL)
    assert dict(zip(view.rows["project_code"], view.rows["overall"], strict=True)) == {
        RED: "■ Rød",
        SILENT: "○ Ikke rapportert",
        ENDED: "○ Ikke rapportert",
        REAL: "○ Ikke rapportert",
    }


def test_a_difference_from_the_facts_is_marked_beside_the_reported_light(reading: DataFolder):
    cells = portfolio(EVERYWHERE, "nb").reported.filter(project_code=RED).row(0, named=True)
    assert cells["progress"] == "● Grønn ≠ ■ Rød"
    assert cells["economy"] == "■ Rød"
    assert cells["benefit"] == "○ Ikke rapportert"


def test_lights_are_counted_by_state_and_by_dimension(reading: DataFolder):
    view = portfolio(EVERYWHERE, "nb")
    by_state = lights_by(view, "project_state")
    assert list(by_state) == ["Planlagt", "Pågår", "Avsluttet"]
    assert by_state["Pågår"] == {"■ Rød": 1, "▲ Gul": 0, "● Grønn": 0, "○ Ikke rapportert": 1}
    by_phase = lights_by(view, "project_phase")
    assert list(by_phase) == ["ikke oppgitt"]
    by_dimension = lights_by_dimension(view)
    assert "Fremdrift: beregnet" in by_dimension
    assert "Forankring: beregnet" not in by_dimension
    assert sum(by_dimension["Fremdrift: rapportert"].values()) == 4


def test_a_part_too_narrow_for_its_figure_has_none_and_nothing_is_lost():
    rows = stacked({"A": {"x": 1, "y": 99}, "B": {"x": 0, "y": 3}}, ["x", "y"], "nb")
    assert rows["count"].sum() == 103
    assert rows["label"].to_list() == ["", "99", ""]
    assert rows.filter(part="y")["middle"].to_list() == [50.5, 1.5]


def test_a_party_that_has_not_confirmed_is_not_counted_as_taking_part(reading: DataFolder):
    nav = parties_by_kind(portfolio(EVERYWHERE, "nb"))["NAV"]
    assert nav == {"Bekreftet": 1, "Nevnt, ikke bekreftet": 1, "Ikke med": 0, "Parter ikke oppgitt": 2}


def test_only_projects_with_money_and_time_are_held_against_each_other(reading: DataFolder):
    marks = money_frames(portfolio(EVERYWHERE, "nb"))["rows"]
    assert set(marks["code"]) == {RED, SILENT, ENDED}
    assert marks.filter(code=RED)["money"].item() == pytest.approx(0.6)
    assert marks.filter(code=RED)["time"].item() == pytest.approx(365 / 730, abs=0.01)


def test_the_time_line_is_keyed_by_code_and_shows_planned_and_reached(reading: DataFolder):
    frames = timeline_frames(portfolio(EVERYWHERE, "nb"), most=30)
    assert set(frames["periods"]["code"]) == {RED, SILENT, ENDED}
    assert frames["periods"]["row"][0] == f"0000{RED}\u001fDemoprosjekt 1"
    kinds = frames["rows"].filter(title="Oppstart").select("kind", "date").rows()
    assert kinds == [("Planlagt", "2024-02-01"), ("Nådd", "2024-02-11")]
    assert frames["slips"]["is_late"].to_list() == [False, True]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (("2025-01-01", "year"), ("2028-12-31", "year"), "2025–2028"),
        (("2009-12-01", "day"), ("2013-12-31", "day"), "01.12.2009–31.12.2013"),
        (("2020-08-01", "month"), None, "01.08.2020 (kjent til måned)–ikke oppgitt"),
        (None, None, "ikke oppgitt"),
    ],
)
def test_a_period_is_no_more_precise_than_it_is_known(start, end, said: str):
    row: dict[str, object] = {}
    for name, known in (("start", start), ("end", end)):
        row[f"{name}_date"] = pl.Series([known[0]]).str.to_date()[0] if known else None
        row[f"{name}_precision"] = known[1] if known else "not_stated"
    assert period_text(row, "nb") == said


def test_a_goal_is_drawn_on_its_own_way_and_one_that_is_not_measured_says_so(reading: DataFolder):
    view = project_view(RED, "nb")
    rows = view.goal_rows
    assert rows.select("title", "way", "shown").rows() == [
        ("↓ Kortere ventetid", 0.5, "30 dager"),
        ("↓ Færre avbrudd", None, "ikke målt (dager)"),
    ]
    assert project_view(REAL, "nb").goal_rows.is_empty()


def test_the_risks_stand_in_their_cell_with_their_light(reading: DataFolder):
    matrix = project_view(RED, "nb").risk_matrix
    assert matrix.row(0) == ("S 5", "·", "·", "·", ":red[■] R1", "·")
    assert matrix.row(3) == ("S 2", "·", ":green[●] R2", "·", "·", "·")


def test_a_missing_day_or_answer_is_told_in_the_tables(reading: DataFolder):
    view = project_view(REAL, "nb")
    table = view.table(view.milestones, ("milestone_title", "planned_date", "slip_days"))
    assert table.texts("planned_date") == table.texts("slip_days") == ["..", ".."]
    positions = view.table(view.noted_positions, ("note", "fte", "is_filled"))
    assert positions.texts("note") == ["Usikker arbeidsgiver; Andel ikke oppgitt", ""]
    assert positions.texts("fte") == ["..", "0,5"]
    assert positions.texts("is_filled") == ["ikke oppgitt", "ikke oppgitt"]


def test_the_portfolio_is_read_once_per_choice(reading: DataFolder):
    choice = PortfolioChoice(COUNTRY, "landet", ALL, ACTIVE, ALL)
    assert portfolio(choice, "nb") is portfolio(choice, "nb")
    assert generation()
