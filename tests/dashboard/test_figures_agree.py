"""The figures on the pages are those of the marts, each can be followed home in two clicks, and the pages agree."""

import re
from collections.abc import Iterator

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.data import deliveries_of
from dashboard.data_views import asked
from dashboard.figure import Figure
from dashboard.table import MARKS
from dashboard.words import words
from tests.dashboard.conftest import RunPage
from tests.dashboard.seen import See, Seen, beside_cards, open_cards, plain, table_before, tables
from warehouse.folder import DATA_VARIABLE, DataFolder
from warehouse.query import query
from warehouse.reader import Reader
from warehouse.words import Language, kroner, number, percent, short_kroner

# Every page that has figures with a card, as it opens and with choices that show other parts of it.
WITH_CARDS = [
    "oversikt",
    "oversikt?year=2020&region=county-55",
    "tilskudd?year=2020",
    "tilskudd?year=2020&region=municipality-5501&measure=granted_nok",
    "tilskudd?hierarchy=health&year=2020&scheme=real&lang=en",
    "tilskudd?borders=historical&year=2019&scheme=DEMO",
    "fra-soknad-til-rapport?year=2020",
    "fra-soknad-til-rapport?year=2019&region=county-55&scheme=DEMO&lang=en",
    "prosjekter?state=all",
    "prosjekter?region=county-33&state=all",
    "prosjektark?project=DEMO-1",
    "prosjektark?project=EKTE-TEAM&lang=en",
    "bemanning",
    "bemanning?series=DEMO-FULL&region=county-55&per=1000",
    "bemanning?series=DEMO-FULL&region=municipality-5503&year=2021",
    "bemanning?view=team",
    "seminarer?wave=BEDRE-I-LAG-2023-T0",
    "seminarer?wave=DEMO-SERIE-2024-T0&lang=en",
    "regionprofil?region=county-55&year=2020",
    "regionprofil?region=municipality-5501&year=2021",
]


def ask(folder: DataFolder, sql: str) -> pl.DataFrame:
    """Ask the published file, past all that the dashboard reads with."""
    return Reader(folder.published).read(sql)


def one(folder: DataFolder, sql: str) -> float:
    """Ask for one number."""
    value = ask(folder, sql).item()
    return float(value) if value is not None else float("nan")


def ways_to_write(value: object, language: Language) -> set[str]:
    """Every way in which the pages write this number; only one number in a thousand is written like another."""
    amount = float(str(value))
    written = {number(amount, decimals, language) for decimals in (0, 1, 2)}
    written |= {percent(amount, 0, language), percent(amount, 1, language), percent(amount / 100, 0, language)}
    written |= {kroner(round(amount), language), short_kroner(amount, language)}
    return {text.replace("\u00a0", " ") for text in written}


def stands_in(text: str, value: object, language: Language) -> bool:
    """Say whether the number is written in a text, whole and not as a part of another number."""
    if value is None:
        return text.splitlines()[0] in MARKS
    return any(
        re.search(rf"(?<![\d,.]){re.escape(way)}(?![\d]|[,.]\d)", text) for way in ways_to_write(value, language)
    )


@pytest.mark.parametrize("address", WITH_CARDS)
def test_the_sql_of_every_card_gives_the_number_on_the_screen(see: See, full_folder: DataFolder, address: str):
    seen = see(address)
    assert not seen.app.exception
    language: Language = "en" if "lang=en" in address else "nb"
    beside, cards = beside_cards(seen.app), open_cards(seen.app)
    assert seen.figures
    assert set(beside) == set(cards) == set(seen.figures)
    for key, figure in seen.figures.items():
        found = query(full_folder.published, cards[key].sql)
        assert found.shape == (1, 1), (key, cards[key].sql)
        assert stands_in(beside[key], found.item(), language), (key, beside[key], found.item())
        told = words("card.value", language, value="").strip(" .")
        assert told in cards[key].said, key
        stated = cards[key].said.split(told)[1].splitlines()[0].strip(" .")
        assert stated in beside[key] or stands_in(stated, found.item(), language), (key, stated, found.item())
        assert figure.sql() == cards[key].sql


@pytest.mark.parametrize("address", WITH_CARDS)
def test_every_card_finds_deliveries_with_rows_or_says_that_there_are_none(
    see: See, full_folder: DataFolder, address: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(DATA_VARIABLE, str(full_folder.root))
    seen = see(address)
    language: Language = "en" if "lang=en" in address else "nb"
    columns = ask(
        full_folder, "select relation_name, column_name, data_type from meta.column where schema_name = 'source'"
    )
    for key, card in open_cards(seen.app).items():
        figure = seen.figures[key]
        known = dict(columns.filter(relation_name=figure.source).select("column_name", "data_type").iter_rows())
        # The address of the rows says what the card says, in the types of the source.
        assert card.link["source"] == figure.source
        rows = {name: value for name, value in figure.rows.items() if value is not None}
        assert asked(card.link.get("where", ""), known) == rows
        counted = deliveries_of(f"source.{figure.source}", **rows)
        if counted.is_empty():
            assert words("card.no_rows", language) in card.said, key
            continue
        files = ask(full_folder, "select delivery_id, file_name from meta.delivery where status = 'standing'")
        named = files.join(counted, on="delivery_id", how="semi")["file_name"].to_list()
        assert sum(name in card.said for name in named) >= min(len(named), 8), (key, named)


def links(seen: Seen) -> Iterator[tuple[str, Figure, dict[str, str]]]:
    """Give the figures of a page that lead to rows by different columns."""
    met = set()
    for key, card in open_cards(seen.app).items():
        figure = seen.figures[key]
        if (how := (figure.source, *figure.rows)) not in met:
            met.add(how)
            yield key, figure, card.link


@pytest.mark.parametrize(
    "address",
    [
        "oversikt",
        "tilskudd?year=2020&region=municipality-5501&measure=granted_nok",
        "prosjektark?project=DEMO-1",
        "bemanning?series=DEMO-FULL&region=municipality-5503&year=2021",
        "seminarer?wave=BEDRE-I-LAG-2023-T0",
    ],
)
def test_the_second_click_shows_the_rows_with_their_file(
    see: See, full_folder: DataFolder, run_page: RunPage, address: str
):
    for key, figure, link in links(see(address)):
        app = run_page(full_folder, words("page.data.path"), **link)
        assert not app.exception
        rows = {name: value for name, value in figure.rows.items() if value is not None}
        counted = deliveries_of(f"source.{figure.source}", **rows)
        [[head, *shown]] = tables(app)
        assert len(shown) == min(int(counted["row_count"].sum()), 5000), key
        assert {row[head.index("Fil")] for row in shown} == set(
            ask(full_folder, "select delivery_id, file_name from meta.delivery").join(counted, on="delivery_id")[
                "file_name"
            ]
        )


# The figures and tables of the pages against the marts, in SQL of their own ------------------------------------------


def metrics(app: AppTest) -> dict[str, str]:
    """The key numbers of a page by their label."""
    return {plain(metric.label): plain(metric.value) for metric in app.metric}


def chosen_year(app: AppTest) -> int:
    """The year that the page shows."""
    return int(next(one.value for one in app.selectbox if one.key == "choice-year"))


def same_rows(table: list[list[str]], rows: pl.DataFrame, columns: dict[str, str]) -> None:
    """Hold a table on screen against rows, column by column; ``columns``: heading → column."""
    head, *shown = table
    assert len(shown) == rows.height
    for heading, column in columns.items():
        for cells, value in zip(shown, rows[column], strict=True):
            text = plain(cells[head.index(heading)])
            assert text == value if isinstance(value, str) else stands_in(text, value, "nb"), (heading, text, value)


def test_the_front_page_has_the_key_numbers_and_the_chain_of_the_marts(see: See, full_folder: DataFolder):
    app = see("oversikt").app
    shown = metrics(app)
    rows = ask(full_folder, "select key_number, value from mart.key_number where is_latest")
    assert len(shown) == rows.height
    for name, value in rows.iter_rows():
        assert stands_in(shown[words(f"key_number.{name}.label")], value, "nb"), name
    steps = ask(
        full_folder,
        "select * from mart.effect_chain where region_level = 'country' and scheme_code = 'all' "
        f"and year = {chosen_year(app)} order by step_order",
    )
    same_rows(
        table_before(app, "chain"),
        steps,
        {"Beløp": "amount_nok", "Antall i leddet": "step_count", "Andel i leddet": "step_share", "Årsverk": "fte"},
    )
    fresh = ask(full_folder, "select source, row_count, rejected_row_count from mart.freshness")
    in_source = {name: one(full_folder, f"select count(*) from source.{name}") for name in fresh["source"]}
    assert {name: float(count) for name, count, _ in fresh.iter_rows()} == in_source
    head, *listed = tables(app)[-1]
    assert sorted(float(plain(row[head.index("Rader")]).replace(" ", "")) for row in listed) == sorted(
        in_source.values()
    )


@pytest.mark.parametrize(("level", "code"), [("county", "NO"), ("municipality", "55")])
def test_the_table_of_grants_is_the_mart_row_by_row(see: See, full_folder: DataFolder, level: str, code: str):
    app = see("tilskudd?year=2020" + (f"&region=county-{code}" if code != "NO" else "")).app
    of_county = f"select municipality_code from source.municipality where county_code = '{code}' and valid_to is null"
    inside = "" if code == "NO" else f"and region_code in ({of_county})"
    rows = ask(
        full_folder,
        f"select * from mart.funding_by_region where border_basis = '2024' and region_level = '{level}' and year = 2020 "
        f"and scheme_code = 'all' and flow_level = 'national' {inside}",
    )
    head, *shown = table_before(app, "funding")
    order = pl.DataFrame({"region_code": [row[head.index("Regionkode")] for row in shown]})
    assert sorted(order["region_code"]) == sorted(rows["region_code"])
    same_rows(
        [head, *shown],
        order.join(rows, on="region_code", how="left", maintain_order="left"),
        {
            "Region": "region_name",
            "Tildelt per innbygger": "granted_per_capita_nok",
            "Tildelt beløp": "granted_nok",
            "Andel av landet": "granted_share",
            "Endring i prosent": "granted_change_share",
            "Søkt beløp": "applied_nok",
            "Antall søknader": "application_count",
            "Antall tildelinger": "award_count",
            "Folkemengde": "population",
        },
    )


@pytest.mark.parametrize("wave", ["BEDRE-I-LAG-2023-T0", "DEMO-SERIE-2024-T0"])
def test_the_seminar_page_has_the_shares_of_the_mart(see: See, full_folder: DataFolder, wave: str):
    app = see(f"seminarer?wave={wave}&lang=en" if wave.startswith("DEMO") else f"seminarer?wave={wave}").app
    language: Language = "en" if wave.startswith("DEMO") else "nb"
    row = ask(full_folder, f"select * from mart.survey_wave where wave_code = '{wave}'").row(0, named=True)
    assert stands_in(metrics(app)[words("seminars.key.response", language)], row["response_rate"], language)
    agree = ask(
        full_folder,
        f"select * from mart.survey_agree where wave_code = '{wave}' and participant_role = 'all' "
        "and service_level = 'all' and area_code = 'alle' and agree_share is not null",
    )
    _, *shown = table_before(app, "table-agreement")
    assert len(shown) == agree.height
    by_text = {plain(cells[0]): plain(cells[1]) for cells in shown}
    for statement in agree.iter_rows(named=True):
        text = by_text[statement["statement_text"]]
        assert stands_in(text, statement["agree_count"], language)
        assert stands_in(text, statement["base_count"], language)
        assert percent(statement["agree_share"], 0, language).replace("\u00a0", " ") in text


def test_the_sheet_of_a_project_lists_the_rows_of_the_marts(see: See, full_folder: DataFolder):
    app = see("prosjektark?project=DEMO-1").app
    of = "where project_code = 'DEMO-1' order by"
    goals = {"Målkode": "goal_code", "Mål": "goal_text", "Nullpunkt": "baseline_value", "Måltall": "target_value"}
    goals |= {"Målt verdi": "measured_value", "Andel av veien": "progress_share"}
    same_rows(table_before(app, "goals"), ask(full_folder, f"select * from mart.project_goal {of} goal_code"), goals)
    same_rows(
        table_before(app, "milestones"),
        ask(full_folder, f"select * from mart.project_milestone {of} milestone_number"),
        {"Milepæl": "milestone_title", "Forskyvning": "slip_days"},
    )
    same_rows(
        table_before(app, "risks"),
        ask(full_folder, f"select * from mart.project_risk_benefit {of} item_code").filter(item_type="risk"),
        {"Kode i prosjektet": "item_code", "Sannsynlighet": "probability", "Konsekvens": "consequence"},
    )


# The same total on every page ------------------------------------------------------------------------------------


def of_table(table: list[list[str]], name: str, column: str) -> float:
    """The number in the row that begins with a name, or has it second."""
    head, *rows = table
    [row] = [cells for cells in rows if name in (cells[0], cells[1])]
    return amount(row[head.index(column)])


def amount(text: str) -> float:
    """A number on screen, without its unit."""
    return float(re.sub(r"[^\d,-]", "", text).replace(",", "."))


def test_kroner_granted_are_the_same_on_every_page(see: See, full_folder: DataFolder):
    total = one(
        full_folder,
        "select sum(granted_nok) from source.grant_application where year = 2020 and flow_level = 'national'",
    )
    chain = table_before(see("oversikt?year=2020").app, "chain")
    assert of_table(chain, "tildelt", "Beløp") == total
    funding = see("tilskudd?year=2020").app
    assert metrics(funding)["Tildelt i 2020"] == short_kroner(total).replace("\u00a0", " ")
    head, *rows = table_before(funding, "funding")
    assert sum(amount(row[head.index("Tildelt beløp")]) for row in rows) == total
    assert "Ikke fordelt" in [row[head.index("Region")] for row in rows]
    grants = see("fra-soknad-til-rapport?year=2020").app
    applied = one(
        full_folder,
        "select sum(applied_nok) from source.grant_application where year = 2020 and flow_level = 'national'",
    )
    written = [short_kroner(value).replace("\u00a0", " ") for value in (total, applied)]
    assert any(all(part in plain(text.value) for part in written) for text in grants.markdown)
    latest = ask(
        full_folder, "select year, value from mart.key_number where is_latest and key_number = 'granted_nok'"
    ).row(0)
    assert of_table(table_before(see(f"oversikt?year={latest[0]}").app, "chain"), "tildelt", "Beløp") == latest[1]


def test_kroner_of_a_region_are_the_same_on_its_pages(see: See):
    troms = of_table(table_before(see("tilskudd?year=2020").app, "funding"), "Troms", "Tildelt beløp")
    here = "year=2020&region=county-55"
    assert of_table(table_before(see(f"oversikt?{here}").app, "chain"), "tildelt", "Beløp") == troms
    written = short_kroner(troms).replace("\u00a0", " ")
    assert metrics(see(f"tilskudd?{here}").app)["Tildelt i 2020"] == written
    profile = see(f"regionprofil?{here}").app
    assert metrics(profile)["Tildelt beløp"] == written
    assert metrics(profile)["Tildelt"] == written
    head, *inside = table_before(see(f"tilskudd?{here}").app, "funding")
    assert sum(amount(row[head.index("Tildelt beløp")]) for row in inside) == troms


def test_projects_are_as_many_on_every_page(see: See, full_folder: DataFolder):
    active = one(full_folder, "select count(*) from source.project where project_state in ('running', 'paused')")
    assert amount(metrics(see("prosjekter").app)["Prosjekter"]) == active
    everywhere = "model_group = 'all' and state_group = 'active' and region_level = 'county'"
    counties = ask(full_folder, f"select region_code, project_count from mart.project_portfolio where {everywhere}")
    assert counties["project_count"].sum() == active
    in_troms = counties.filter(region_code="55")["project_count"].item()
    profile = metrics(see("regionprofil?region=county-55&year=2020").app)
    assert amount(profile[words("projects.figure.project_count")]) == in_troms
    assert amount(metrics(see("prosjekter?region=county-55").app)[words("projects.figure.project_count")]) == in_troms
    # The chain counts what ran some time in the year, by days; the counties of a year add up to the country.
    steps = ask(
        full_folder,
        "select region_level, region_code, year, step_count from mart.effect_chain "
        "where step = 'projects' and scheme_code = 'all' and region_level in ('country', 'county')",
    )
    per_year = (
        steps.group_by("year", "region_level").agg(pl.col("step_count").sum()).pivot("region_level", index="year")
    )
    assert (per_year["country"] == per_year["county"]).all()
    chain = table_before(see("oversikt?year=2020").app, "chain")
    running = steps.filter(region_level="country", year=2020)["step_count"].item()
    assert of_table(chain, "prosjekter som pågår", "Antall i leddet") == running


def test_the_response_rate_is_the_same_where_it_needs_attention(see: See):
    rate = metrics(see("seminarer?wave=BEDRE-I-LAG-2023-T0").app)["Svarprosent"]
    assert rate == "30,8 %"
    said = [plain(text.value) for text in see("oversikt").app.markdown]
    assert any(rate in text and "44 svar" in text for text in said)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("start_date:2020-01-01", "01.01.2020"),
        ("budget_nok:1000000", "1 000 000 kr"),
        ("start_date:2020-01-01~budget_nok:1000000.0", "01.01.2020"),
    ],
)
def test_a_day_or_an_amount_in_an_address_finds_its_rows(
    full_folder: DataFolder, run_page: RunPage, where: str, said: str
):
    app = run_page(full_folder, "data", view="rows", source="project", where=where)
    assert not app.exception
    assert any(plain(text.value).endswith(said) for text in app.caption)
    assert "Demoprosjekt 01" in str(tables(app)[-1])


@pytest.mark.parametrize("where", ["start_date:yesterday", "budget_nok:nan", "start_year:x~start_date:2020-13-01"])
def test_what_is_no_value_of_its_column_is_left_out(full_folder: DataFolder, run_page: RunPage, where: str):
    app = run_page(full_folder, "data", view="rows", source="project", where=where)
    assert not app.exception
    assert tables(app)[-1] == tables(run_page(full_folder, "data", view="rows", source="project"))[-1]


def test_a_day_without_rows_is_no_fault(full_folder: DataFolder, run_page: RunPage):
    app = run_page(full_folder, "data", view="rows", source="grant_application", where="received_date:1924-01-01")
    assert not app.exception
    assert not app.error
