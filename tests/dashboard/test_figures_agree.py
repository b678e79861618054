"""The figures on the pages are those of the marts, each can be followed home in two clicks, and the pages agree."""

import re
from collections.abc import Iterator

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.data import deliveries_of
from dashboard.data_views import asked
from dashboard.figure import Figure
from dashboard.words import words
from tests.dashboard.conftest import RunPage
from tests.dashboard.seen import See, Seen, beside_cards, open_cards, plain, table_before, tables
from warehouse.folder import DATA_VARIABLE, DataFolder
from warehouse.query import query
from warehouse.reader import Reader
from warehouse.words import MISSING, Language, kroner, number, percent, short_kroner

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
    if value is None:
        return {MISSING, ":", "."}
    amount = float(str(value))
    written = {number(amount, decimals, language) for decimals in (0, 1, 2)}
    written |= {percent(amount, 0, language), percent(amount, 1, language), percent(amount / 100, 0, language)}
    written |= {kroner(round(amount), language), short_kroner(amount, language)}
    return {text.replace("\u00a0", " ") for text in written}


def stands_in(text: str, value: object, language: Language) -> bool:
    """Say whether the number is written in a text, whole and not as a part of another number."""
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
    columns = ask(full_folder, "select relation_name, column_name, data_type from meta.column where schema_name = 'source'")
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
    ["oversikt", "tilskudd?year=2020&region=municipality-5501&measure=granted_nok", "prosjektark?project=DEMO-1"]
    + ["bemanning?series=DEMO-FULL&region=municipality-5503&year=2021", "seminarer?wave=BEDRE-I-LAG-2023-T0"],
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
            ask(full_folder, "select delivery_id, file_name from meta.delivery").join(counted, on="delivery_id")["file_name"]
        )


# The figures and tables of the pages against the marts, in SQL of their own ------------------------------------------


def metrics(app: AppTest) -> dict[str, str]:
    """The key numbers of a page by their label."""
    return {plain(metric.label): plain(metric.value) for metric in app.metric}


def test_the_front_page_has_the_key_numbers_and_the_chain_of_the_marts(see: See, full_folder: DataFolder):
    app = see("oversikt").app
    rows = ask(full_folder, "select key_number, unit, value from mart.key_number where is_latest")
    shown = metrics(app)
    for name, unit, value in rows.iter_rows():
        label = words(f"key_number.{name}.label")
        assert stands_in(shown[label], value, "nb"), (name, unit)
    [year] = {metric.value for metric in app.selectbox if metric.key == "choice-year"}
    steps = ask(
        full_folder,
        "select step_order, amount_nok, step_count, step_share, fte from mart.effect_chain "
        f"where region_level = 'country' and scheme_code = 'all' and year = {year} order by step_order",
    )
    head, *table = table_before(app, "chain")
    assert len(table) == steps.height
    for row, (_, amount, count, share, fte) in zip(table, steps.iter_rows(), strict=True):
        cells = dict(zip(head, row, strict=True))
        for heading, value in (("Beløp", amount), ("Antall", count), ("Andel", share), ("Årsverk", fte)):
            [place] = [name for name in head if name.startswith(heading)][:1] or [None]
            assert place, head
            assert stands_in(plain(cells[place]), value, "nb"), (row, heading, value)
