"""What a reader saw last is remembered by the reader's own browser, and what is new since then is told."""

import asyncio
from pathlib import Path

import polars as pl
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from streamlit.runtime.context import ContextProxy

from dashboard import news, visits
from dashboard.asgi import Page
from etl.loading import LoadRequest, load
from etl.reading import Options
from etl.reference.table import write_table
from tests.conftest import copy_folder, grants
from tests.dashboard.conftest import RunPage
from warehouse.folder import DATA_VARIABLE, DataFolder
from warehouse.reader import Reader
from warehouse.words import LANGUAGES, Language

OLD, OLDER, NEW = "20260102T000000000000", "20260101T000000000000", "20260103T000000000000"


def test_the_first_visit_remembers_the_build_and_has_nothing_new():
    assert visits.remembered({}, NEW) == {visits.SEEN: NEW}
    assert visits.last_seen({visits.SEEN: NEW}, NEW, [OLD, NEW]) is None


def test_a_visit_after_a_new_build_knows_the_one_before_until_the_next():
    after = visits.remembered({visits.SEEN: OLD}, NEW)
    assert after == {visits.SEEN: NEW, visits.PREVIOUS: OLD}
    assert visits.remembered(after, NEW) == after
    assert visits.last_seen(after, NEW, [OLD, NEW]) == OLD


def test_a_page_that_stays_open_compares_with_the_build_it_came_with():
    cookies = {visits.SEEN: OLD, visits.PREVIOUS: OLDER}
    assert visits.last_seen(cookies, NEW, [OLDER, OLD, NEW]) == OLD


@pytest.mark.parametrize("cookie", ["../../etc/passwd", OLDER, "20990101T000000000000"])
def test_a_build_that_is_not_known_here_is_not_heard(cookie: str):
    assert visits.last_seen({visits.SEEN: cookie}, NEW, [OLD, NEW]) is None


def test_nothing_is_remembered_while_nothing_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    assert visits.current_build() == ""
    assert visits.remembered({visits.SEEN: OLD}, "") == {}


def test_the_cookies_are_for_the_server_alone_and_no_other_site(
    reference_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(DATA_VARIABLE, str(reference_folder.root))
    set_cookies = cookies_of_visit({"cookie": f"{visits.SEEN}={OLD}"})
    assert [one.split("=")[0] for one in set_cookies] == [visits.SEEN, visits.PREVIOUS]
    assert f"{visits.SEEN}={current(reference_folder)}" in set_cookies[0]
    for one in set_cookies:
        assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(one.split("; "))
        assert "Secure" not in one


def test_a_reader_who_comes_back_is_told_what_was_revised_and_which_files_came(
    real_folder: DataFolder, run_page: RunPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = copy_folder(real_folder, tmp_path / "data")
    before = current(folder)
    path = tmp_path / "more.csv"
    write_table(
        "grant_application",
        grants({"municipality_code": "5401", "year": 2021, "granted_nok": 5_000_000, "scheme_code": "NEW"}),
        path,
    )
    assert load(folder, [LoadRequest(path, Options(source="grant_application", layout="template"))]).build
    for language in LANGUAGES:
        remember(monkeypatch, {visits.SEEN: current(folder), visits.PREVIOUS: before})
        app = run_page(folder, lang=language)
        assert not app.exception
        assert titles(app, language) == 1
        text = "\n".join(one.value for one in app.markdown).replace("\\", "")
        assert "more.csv" in text
        assert ("1 leveranse er kommet." if language == "nb" else "1 delivery has come.") in text
        told = next(one.value for one in app.dataframe if len(one.value.columns) == len(news.COLUMNS))
        assert 0 < len(told) <= news.MOST
    remember(monkeypatch, {visits.SEEN: current(folder)})
    assert titles(run_page(folder), "nb") == 0


def test_a_figure_that_was_revised_and_put_back_is_not_news():
    key = {"relation": "r", "row_key": "k", "build_id": OLD}
    revised = pl.DataFrame(
        [
            {**key, "column_name": "a", "before": 1.0, "after": 2.0},
            {**key, "column_name": "b", "before": 1.0, "after": 2.0},
            {**key, "column_name": "a", "before": 2.0, "after": 1.0},
            {**key, "column_name": "b", "before": 2.0, "after": None},
        ]
    )
    assert news.net(revised).rows() == [("r", "k", "b", 1.0, None)]


def test_the_sentence_is_right_for_one_for_many_and_for_none():
    nothing = news.News((), pl.DataFrame(), 0)
    assert news.sentence(nothing, 0) == "Ingen tall er revidert siden da. Ingen leveranser er kommet."
    some = news.News((("Oversikt", 1),), pl.DataFrame(), 1)
    assert news.sentence(some, 2) == (
        "1 tall er revidert siden da. 2 leveranser er kommet. "
        "For 1 oppdatering er det ikke holdt liste over hvilke tall som ble revidert."
    )


def titles(app, language: Language) -> int:
    return [one.value for one in app.header].count({"nb": "Nytt siden sist", "en": "New since last time"}[language])


def remember(monkeypatch: pytest.MonkeyPatch, cookies: dict[str, str]) -> None:
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))


def current(folder: DataFolder) -> str:
    return str(Reader(folder.published).read("select build_id from meta.build where is_current").item())


def cookies_of_visit(headers: dict[str, str]) -> list[str]:
    app = Starlette(routes=[Route("/", lambda _: HTMLResponse("<html></html>"))], middleware=[Middleware(Page)])
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": raw, "scheme": "http"}
    scope |= {"server": ("localhost", 80)}
    sent: list[dict] = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]
