"""The page as it is served: language, title, safe headers, and nothing from elsewhere."""

import asyncio
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from dashboard.asgi import HEADERS, ROOT, STATIC, Page, chrome_script, mended

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Answer:
    """What came back from one request."""

    headers: dict[str, str]
    text: str


def ask(address: str) -> Answer:
    """Ask for an address of an app with Streamlit's index at any path, and a text file, behind the middleware."""
    routes = [
        Route("/file.txt", lambda _: PlainTextResponse("text")),
        Route("/{path:path}", lambda _: HTMLResponse(INDEX)),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Page)])
    path, _, query = address.partition("?")
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
    sent: list[dict] = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    headers = {name.decode().title(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(headers, b"".join(message.get("body", b"") for message in sent[1:]).decode())


@pytest.mark.parametrize(("query", "language"), [("", "nb"), ("?lang=en", "en"), ("?lang=xx", "nb")])
def test_the_page_says_its_language(query: str, language: str):
    answer = ask(f"/tilskudd{query}")
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["Content-Language"] == language


def test_the_page_has_our_title_icon_and_script_and_no_inline_script():
    text = ask("/").text
    assert "<title>Samhandlingsinnsikt</title>" in text
    assert 'href="./app/static/favicon.svg"' in text
    assert '<script src="./app/chrome.js"></script>' in text
    assert re.findall(r"<script>[^<]*</script>", text) == []
    assert "SourceSans" not in text


def test_all_that_is_mended_is_still_in_streamlits_page():
    # A new version of Streamlit may write its page otherwise; then this says which mend no longer takes.
    for part in (
        '<html lang="en">',
        "<title>Streamlit</title>",
        'href="./favicon.png"',
        "<noscript>",
        "window.prerenderReady",
    ):
        assert part in INDEX
    assert len(mended(INDEX, "nb")) != len(INDEX)


def test_every_answer_has_the_safe_headers():
    for path in ("/", "/file.txt"):
        headers = ask(path).headers
        assert {name: headers[name.title()] for name in HEADERS} == HEADERS
    assert "unsafe-eval" not in HEADERS["Content-Security-Policy"]
    assert "http" not in HEADERS["Content-Security-Policy"]


def test_the_script_carries_the_dictionary_and_is_whole():
    script = chrome_script()
    assert json.dumps({"Fullscreen": "Hele skjermen"}, ensure_ascii=False)[1:-1] in script
    assert "DICTIONARY" not in script
    assert "LANGUAGES" not in script


def test_nothing_the_dashboard_ships_names_an_outside_host():
    for path in [*STATIC.rglob("*.svg"), *STATIC.parent.glob("*.js"), *STATIC.parent.glob("*.css")]:
        addresses = re.findall(r"https?://[^\s\"']+", path.read_text(encoding="utf-8"))
        assert [address for address in addresses if "www.w3.org" not in address] == []


def test_fonts_are_served_from_here_with_their_licence():
    faces = CONFIG["theme"]["fontFaces"]
    assert faces
    for face in faces:
        assert (STATIC / face["url"].removeprefix("app/static/")).is_file()
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text(encoding="utf-8")


def test_the_static_folder_is_the_same_with_and_without_our_server():
    assert (ROOT / "static").resolve() == STATIC.resolve()


def test_settings_that_decide_speed_and_safety_are_on():
    assert CONFIG["runner"]["postScriptGC"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["server"]["fileWatcherType"] == "none"
    from streamlit import config

    # postScriptGC is a hidden option: a version without it would silently be slow.
    assert "runner.postScriptGC" in config._config_options_template
