"""The profile of a region: its sentences and tables say what the marts say, and a default is told."""

import io
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from dashboard import region_finding
from dashboard.charts.profile_lines import profile_lines
from dashboard.data import read
from dashboard.export import excel_of_many
from dashboard.region import TOTAL, RegionView, region_view
from dashboard.region_book import notes, tables
from dashboard.static_table import table_html
from dashboard.table import Table
from dashboard.words import words
from tests.dashboard.conftest import RunPage
from warehouse.folder import DATA_VARIABLE, DataFolder
from warehouse.words import kroner

TROMS, TROMSO = ("county", "55"), ("municipality", "5501")


@pytest.fixture
def troms(real_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> RegionView:
    """Troms in 2020."""
    monkeypatch.setenv(DATA_VARIABLE, str(real_folder.root))
    return region_view(TROMS, "Troms", 2020, "nb")


def test_the_figures_on_the_page_are_those_of_the_mart(real_folder: DataFolder, run_page: RunPage, troms: RegionView):
    app = run_page(real_folder, "regionprofil", region="county-55", year="2020")
    assert not app.exception
    row = read("mart.funding_by_region", border_basis="2024", region_code="55", year=2020, **TOTAL).row(0, named=True)
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Tildelt per innbygger"] == kroner(round(row["granted_per_capita_nok"]))
    assert shown["Rang, per innbygger"] == f"{row['granted_per_capita_rank']} av {row['region_count']}"
    about = read("mart.region", border_basis="2024", region_level="county", region_code="55").row(0, named=True)
    assert shown[f"Folkemengde {about['population_year']}"] == f"{about['population']:,}".replace(",", "\u00a0")


def test_without_a_choice_the_page_shows_the_first_region_that_something_is_known_about_and_says_so(
    real_folder: DataFolder, run_page: RunPage
):
    app = run_page(real_folder, "regionprofil")
    said = " ".join(caption.value for caption in app.caption)
    assert "Siden viser Oslo, det første i listen med tilskudd, prosjekter eller seminarer" in said


def test_an_empty_warehouse_shows_the_first_region_of_the_list(reference_folder: DataFolder, run_page: RunPage):
    app = run_page(reference_folder, "regionprofil")
    assert "Siden viser Agder, det første i listen, når" in " ".join(caption.value for caption in app.caption)


def test_the_sentence_puts_the_region_beside_the_country_and_the_median(troms: RegionView):
    said = region_finding.lead(troms).replace("\u00a0", " ")
    assert said.startswith("Troms fikk ")
    assert "Hele landet fikk " in said
    assert "medianen av alle fylker" in said


def test_a_region_without_the_year_says_that_grants_are_missing(
    real_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(DATA_VARIABLE, str(real_folder.root))
    view = region_view(TROMS, "Troms", 1999, "nb")
    assert region_finding.lead(view) == "Det er ikke lastet tilskudd fra staten for Troms i 1999."
    assert "det er ikke 0" in region_finding.paid(view)


def test_a_region_lies_in_both_hierarchies(troms: RegionView):
    levels = set(troms.shares["region_level"])
    assert {"health_region", "health_trust", "dps"} <= levels
    assert "ligger i Helse Nord RHF (helseregion)" in region_finding.who(troms)


def test_a_municipality_is_held_against_those_of_its_size(real_folder: DataFolder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(DATA_VARIABLE, str(real_folder.root))
    view = region_view(TROMSO, "Tromsø", 2020, "nb")
    assert len(view.peers) == 6
    assert "50 000 innbyggere og flere" in region_finding.who(view).replace("\u00a0", " ")
    assert view.money_band["name"].n_unique() == 1


def test_the_country_is_last_in_the_table_and_has_no_rank(troms: RegionView):
    table = troms.money_table
    assert table.texts("region_name")[-1] == "Norge"
    assert table.texts("granted_per_capita_rank")[-1] == "."
    assert table.rows.height == 16


def test_what_the_median_line_draws_is_the_median_of_the_mart(troms: RegionView):
    lines = troms.lines("money")
    drawn = lines.filter((pl.col("series") == "Median: Fylker") & (pl.col("year") == 2020))["value"][0]
    assert drawn == troms.funding["median_granted_per_capita_nok"]


def test_a_line_stops_at_a_break_and_the_chart_is_valid():
    spec = profile_lines("Tall", ("År", "Hvem", "Tall"), ("Troms", "Norge"), "Vanlig", "light", "nb")
    assert [layer["encoding"].get("detail", {}).get("field") for layer in spec["layer"]] == ["part", "part"]


def test_the_workbook_has_a_sheet_per_part_with_the_rows_of_the_page(troms: RegionView):
    made = excel_of_many("Troms", notes(troms), tables(troms), "Om tallene")
    book = load_workbook(io.BytesIO(made))
    assert book.sheetnames == [*tables(troms), "Om tallene"]
    names = [row[0] for row in book["Penger"].iter_rows(values_only=True)]
    assert names[1:] == troms.money_table.texts("region_name")


def test_a_table_for_paper_escapes_what_comes_from_a_file():
    frame = pl.DataFrame({"name": ["<b>Nord</b>"], "count": [1]})
    html = table_html(Table(frame, ("name", "count"), {"name": "Navn", "count": "Antall"}, "nb"), "Under & over", 0)
    assert "&lt;b&gt;Nord" in html
    assert "Under &amp; over" in html
    assert '<tr class="marked"><th scope="row" class="short">' in html


def test_a_table_of_texts_is_whole_while_it_is_short_and_its_long_texts_wrap():
    def drawn(count: int) -> AppTest:
        def page(count: int) -> None:
            import polars as pl

            from dashboard.static_table import whole_or_scrolled
            from dashboard.table import Table

            rows = pl.DataFrame({"statement": ["Jeg fikk nye kontakter på tvers av tjenestene"] * count, "code": "A"})
            whole_or_scrolled(
                Table(rows, ("statement", "code"), {"statement": "Påstand", "code": "Kode"}, "nb"), "Enige"
            )

        return AppTest.from_function(page, kwargs={"count": count}).run()

    assert drawn(30).get("html")[0].proto.body.count('<th scope="row" class="long">') == 30
    assert not drawn(31).get("html")
    assert drawn(31).dataframe[0].proto.alt == "Enige"


def test_the_menu_and_the_choices_are_not_printed():
    css = (Path(region_finding.__file__).with_name("style.css")).read_text(encoding="utf-8")
    printed = css.split("@media print")[1]
    assert '[class*="st-key-choices-"]' in printed
    assert "size: A4" in printed


def test_projects_that_have_not_reported_are_not_told_as_lights_that_are_missing():
    counts = pl.DataFrame({"project_count": [3], "red": [None], "yellow": [None], "green": [None], "grey": [3]}).rename(
        {name: f"{name}_project_count" for name in ("red", "yellow", "green", "grey")}
    )

    def word(key: str, **values: object) -> str:
        return words(key, "nb", **values)

    view = SimpleNamespace(has_projects=True, active=counts, place="Troms", language="nb", word=word)
    assert region_finding.projects(view) == (
        "Prosjekter som pågår eller er på vent i Troms: 3. Ingen av dem har rapportert lys de siste 120 dagene; "
        "det er ikke det samme som grønt."
    )
