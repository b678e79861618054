"""From application to report: what the page says is what the marts say, and what is not known is never 0."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import grants_finding
from dashboard.components import plain
from dashboard.grants import GrantsChoice, grants_view
from dashboard.grants_frames import day_points, rate_lines, step_bars, unused_bars
from dashboard.grants_numbers import numbers
from dashboard.grants_tables import TABLES, table_named
from dashboard.regions import COUNTRY
from etl.loading import LoadRequest, load
from etl.reading import Options
from etl.reference.table import write_table
from etl.sources import sources
from tests.conftest import GRANT, copy_folder
from tests.dashboard.conftest import RunPage
from tests.dashboard.test_pages import foreign, texts
from warehouse.folder import DATA_VARIABLE, DataFolder
from warehouse.query import query

PATH = "fra-soknad-til-rapport"
RECEIVED = dt.date(2023, 3, 1)
KEY = {"manager_name": "Testforvalter", "scheme_code": "TEST", "year": 2023}
REPORT = {**KEY, "report_type": "financial", "due_date": dt.date(2024, 3, 1), "report_status": "overdue"}
CAME = {"report_status": "approved", "submitted_date": dt.date(2024, 2, 1), "approved_date": dt.date(2024, 4, 1)}

# Tromsø got money twice, Oslo once, Bergen was refused and waits for another; the scheme OTHER has no payments or reports.
CASES = (
    {"case_id": "1", "municipality_code": "5401", "applied_nok": 1000, "granted_nok": 800},
    {"case_id": "2", "municipality_code": "5401", "applied_nok": 500, "granted_nok": 500},
    {"case_id": "3", "municipality_code": "0301", "applied_nok": 2000, "granted_nok": 2000},
    {"case_id": "4", "municipality_code": "4601", "applied_nok": 700, "granted_nok": 0, "decision": "rejected"},
    {"case_id": "5", "municipality_code": "4601", "applied_nok": 300, "granted_nok": None, "decision": "pending"},
    {"case_id": "6", "municipality_code": "0301", "applied_nok": 900, "granted_nok": 900, "scheme_code": "OTHER"},
)
PAYMENTS = (
    {"payment_id": "a", "case_id": "1", "payment_nok": 800},
    {"payment_id": "b", "case_id": "2", "payment_nok": 500},
    {"payment_id": "c", "case_id": "2", "payment_nok": -100, "payment_type": "repayment"},
    {"payment_id": "d", "case_id": "4", "payment_nok": 50},
)
REPORTS = (
    {"case_id": "1", **CAME, "reported_granted_nok": 800, "spent_nok": 800},
    {
        **CAME,
        "case_id": "2",
        "reported_granted_nok": 500,
        "spent_nok": 400,
        "unused_nok": 100,
        "repaid_nok": 100,
        "unused_status": "repaid",
    },
    {"case_id": "3"},
    {"case_id": "3", "report_type": "professional"},
)


@pytest.fixture(scope="module")
def folder(reference_folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """Cases of 2023 with what became of them, told as of 1 June 2024. Not to be changed."""
    place = tmp_path_factory.mktemp("grants")
    folder = copy_folder(reference_folder, place / "data")
    decided = {"received_date": RECEIVED, "decision_date": RECEIVED + dt.timedelta(days=90)}
    waiting = {"received_date": RECEIVED, "decision_date": None}
    paid = {**KEY, "payment_type": "payment", "payment_date": dt.date(2024, 6, 1)}
    given = {
        "grant_application": [
            {**GRANT, "year": 2023, **(waiting if case.get("decision") == "pending" else decided), **case}
            for case in CASES
        ],
        "grant_payment": [{**paid, **one} for one in PAYMENTS],
        "grant_report": [{**REPORT, **one} for one in REPORTS],
    }
    outcome = load(folder, [request(place, source, rows) for source, rows in given.items()])
    assert outcome.build is not None
    return folder


def request(place: Path, source: str, rows: list[dict[str, object]]) -> LoadRequest:
    columns = sources()[source].contract_columns()
    names = dict.fromkeys(["data_class", *(name for row in rows for name in row)])
    schema = {name: pl.Float64 if columns[name].dtype.is_decimal() else columns[name].dtype for name in names}
    filled = {name: [row.get(name, "real" if name == "data_class" else None) for row in rows] for name in names}
    path = place / f"{source}.csv"
    write_table(source, pl.DataFrame(filled, schema=schema), path)
    return LoadRequest(path, Options(source=source, layout="template"))


@pytest.fixture
def view(folder: DataFolder, monkeypatch: pytest.MonkeyPatch):
    """What the page shows for a choice, read from the warehouse."""
    monkeypatch.setenv(DATA_VARIABLE, str(folder.root))

    def of(scheme="all", region=COUNTRY, area="Norge", language="nb", year=2023):
        return grants_view(GrantsChoice(region, area, year, scheme, "national"), language)

    return of


def finding(one) -> str:
    choice = one.choice
    return grants_finding.grants(
        one.flow, one.follow_up, choice.area, choice.year, 20, one.language, choice.is_whole_country
    ).replace("\u00a0", " ")


def test_the_finding_says_shares_what_waits_what_is_paid_and_what_is_late(view):
    assert finding(view()) == (
        "I 2023 fikk 4 av 6 søknader penger (66,7 %). Det ble gitt 4,2 tusen kr av 5,4 tusen kr søkt (77,8 %). "
        "Én søknad er ikke avgjort ennå, så andelene kan stige. "
        "Få søknader (6): én til eller fra flytter andelen 17 prosentpoeng. "
        "37,9 % av det tildelte er utbetalt der utbetalinger er levert (3 av 4 tildelinger). "
        "2 rapporter er over fristen per 01.06.2024, i saker med 2,0 tusen kr tildelt."
    )


def test_the_finding_of_a_place_names_it_in_english_too(view):
    said = finding(view(region=("municipality", "5501"), area="Tromsø", language="en"))
    assert said.startswith("In 2023, 2 of 2 applications from Tromsø got money (100.0%).")
    assert said.endswith("No reports are overdue as of 1 Jun 2024.")


def test_what_was_not_delivered_is_said_to_be_unknown(view):
    said = finding(view("OTHER"))
    assert "Ingen utbetalinger er levert, så vi vet ikke hva som er utbetalt." in said
    assert "Ingen rapporter er levert, så vi vet ikke om noen er over fristen." in said


def test_where_nothing_is_decided_no_share_is_given(view):
    only_waiting = {"application_count": 1, "pending_count": 1, "award_count": 0, "award_share": None}
    amounts = {"granted_nok": 0.0, "applied_nok": None, "granted_of_applied_share": None, "net_paid_nok": None}
    said = grants_finding.grants({**only_waiting, **amounts}, None, "Norge", 2025, 20, "nb")
    assert said.startswith("Søknader i 2025: 1. Ingen av dem er avgjort ennå.")
    assert "%" not in said


def test_a_year_and_place_without_applications_says_so(view):
    one = view(region=("municipality", "1103"), area="Stavanger")
    assert finding(one).startswith("Det er ingen søknader fra Stavanger i 2023 i dette utvalget.")
    assert [number.value for number in numbers(one)] == [".."] * 5


def test_the_bars_tell_what_is_known_apart_from_what_is_not(view):
    bars = step_bars(view(), "count")
    assert bars["value"].to_list() == [6, 4, 2, 2, 2]
    # Three awards have payments and reports delivered, the fourth has not: it is framed from three to four.
    assert bars["known"].to_list() == [None, None, 3, 3, 3]
    assert bars["whole"].to_list() == [None, None, 4, 4, 4]
    assert bars["label"].to_list() == [
        "Søkt: 6",
        "Tildelt: 4 (66,7\u00a0% av 6)",
        "Utbetalt: 2 (66,7\u00a0% av 3)",
        "Rapportert: 2 (66,7\u00a0% av 3)",
        "Godkjent: 2 (100,0\u00a0% av 2)",
    ]


def test_a_step_that_nothing_is_delivered_about_has_no_bar_and_says_why(view):
    bars = step_bars(view("OTHER"), "amount")
    assert bars["value"].to_list() == [900, 900, None, None, None]
    assert bars["label"][2] == "Utbetalt: ukjent, ingen utbetalinger levert"
    assert bars["label"][3] == "Rapportert: ukjent, ingen rapporter levert"


def test_a_year_without_a_decision_says_so_where_the_case_time_would_stand(view):
    one = view(year=2022)
    assert (one.flow, one.time) == (None, None)
    one.__dict__["flow"] = view().flow
    time = next(number for number in numbers(one) if number.column == "median_days")
    assert (time.value, time.note) == ("..", "ingen har både mottatt dato og vedtaksdato")


def test_steps_without_a_figure_are_told_in_words_and_not_in_an_empty_chart():
    def page() -> None:
        import polars as pl

        from dashboard.grants_parts import _bars
        from dashboard.pictures import Picture

        labels = ["Søkt: ikke oppgitt", "Tildelt: 0 kr, ingen er avgjort ennå"]
        none = pl.Series([None, 0], dtype=pl.Float64)
        rows = pl.DataFrame({"name": ["Søkt", "Tildelt"], "value": none, "whole": none.clear(2), "label": labels})
        _bars(rows, "Kroner i 2025", ("Trinn", "Tall"), "steps-amount", Picture("Steg", ()), True)

    app = AppTest.from_function(page).run()
    assert [text.value for text in app.markdown] == [
        "**Kroner i 2025**\n\n- Søkt\\: ikke oppgitt\n- Tildelt\\: 0 kr, ingen er avgjort ennå"
    ]
    assert not app.get("vega_lite_chart")


def test_kroner_reported_are_those_granted_in_the_cases_reported_on(view):
    assert step_bars(view(), "amount")["value"].to_list() == [5400, 4200, 1250, 1300, 1300]


def test_the_late_reports_are_listed_with_who_must_act_and_their_kroner_count_once(view):
    one = view()
    late = one.overdue
    assert late.select("case_id", "report_type", "days_late", "granted_nok", "follow_up_role").rows() == [
        ("3", "financial", 92, 2000, "recipient"),
        ("3", "professional", 92, 2000, "recipient"),
    ]
    assert one.follow_up["overdue_granted_nok"] == 2000
    assert view(region=("municipality", "5501")).overdue.is_empty()


def test_unused_money_has_its_status_and_the_sum_of_the_year(view):
    one = view()
    assert unused_bars(one)["label"].to_list() == ["Tilbakebetalt: 100\u00a0kr (rapporter: 1)"]
    assert one.unused["unused_nok"].sum() == one.flow["unused_nok"]
    assert one.unsettled.is_empty()


def test_amounts_that_do_not_agree_are_listed_where_their_case_is(view):
    assert view().findings["finding_kind"].to_list() == ["payment_without_award"]
    assert view(region=("county", "46")).findings.height == 1
    assert view(region=("county", "03")).findings.is_empty()
    assert view("OTHER").findings.is_empty()


def test_case_time_and_rates_over_the_years(view):
    one = view()
    assert day_points(one)["amount"].to_list() == ["90 dager", "90 dager"]
    assert rate_lines(one)["value"].to_list() == pytest.approx([4 / 6, 4200 / 5400])


def test_every_key_figure_is_found_again_with_its_sql(view, folder: DataFolder):
    one = view("TEST")
    for number in numbers(one):
        found = query(folder.published, number.figure(one).sql())
        assert found.shape == (1, 1)
        assert found.item() == (one.flow | one.time | one.follow_up)[number.column]


def test_the_tables_have_the_columns_of_the_dictionary(view):
    for name in TABLES:
        table = table_named(view(), name)
        assert all(table.heading(column) for column in table.columns), name


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_page_shows_it_all(folder: DataFolder, run_page: RunPage, language):
    app = run_page(folder, PATH, year="2023", lang=language)
    assert not app.exception
    said = texts(app)
    assert foreign(said, language) == []
    lead = {"nb": "I 2023 fikk 4 av 6 søknader penger", "en": "In 2023, 4 of 6 applications got money"}[language]
    assert any(lead in text.replace("\u00a0", " ") for text in said)
    assert [metric.value.replace("\u00a0", " ") for metric in app.metric] == {
        "nb": ["66,7 %", "77,8 %", "90 dager", "2", "0 kr"],
        "en": ["66.7%", "77.8%", "90 days", "2", "NOK 0"],
    }[language]


def test_each_finding_says_what_it_means_and_what_to_do(folder: DataFolder, run_page: RunPage):
    said = " ".join(texts(run_page(folder, PATH, year="2023")))
    assert plain("Det er betalt på en søknad som ikke fikk penger.") in said
    assert "Krev ellers pengene tilbake" in said


def test_the_page_keeps_to_the_choices_in_the_address(folder: DataFolder, run_page: RunPage):
    app = run_page(folder, PATH, year="2023", region="municipality-5501", scheme="TEST")
    said = " ".join(texts(app)).replace("\u00a0", " ")
    assert "I 2023 fikk 2 av 2 søknader fra Tromsø penger (100,0 %)" in said
