"""The dashboard as it is served: Streamlit's app with the page's language, safe headers, local icon, and a warm start.

``uvicorn dashboard.asgi:app`` serves it; ``streamlit run streamlit_app.py`` shows the same pages without what stands here.
"""

import gc
import json
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import desk, lean, visits, warm
from dashboard.words import asked_language, t, words
from warehouse.words import LANGUAGES, Language, moment

ROOT = Path(__file__).parents[1]
STATIC = Path(__file__).with_name("static")
CHROME = "app/chrome"

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            # Streamlit styles its elements with style attributes and style elements.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "media-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_LOG = logging.getLogger(__name__)


class Page:
    """Middleware: every answer gets the safe headers, and Streamlit's page gets our language, title, icon and script."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; hold back an HTML answer until it is whole, and mend it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        asked = asked_language(request.query_params.get("lang"))
        if _may_be_html(scope):
            # The page must come whole and unpacked to be mended; it is 2 kB.
            unwanted = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
            scope = {**scope, "headers": [header for header in scope["headers"] if header[0] not in unwanted]}
        start: Message = {}
        held: list[bytes] = []

        async def answer(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if headers.get("content-type", "").startswith("text/html"):
                    start = message
                    return
            elif start and message["type"] == "http.response.body":
                held.append(message.get("body", b""))
                if message.get("more_body"):
                    return
                body = mended(b"".join(held).decode("utf-8"), asked).encode("utf-8")
                headers = MutableHeaders(scope=start)
                headers["content-length"] = str(len(body))
                headers["content-language"] = asked
                headers["cache-control"] = "no-cache"
                if "etag" in headers:
                    del headers["etag"]
                # Reading which build is published may open a file: not in the loop that serves everybody.
                current = await run_in_threadpool(visits.current_build)
                for name, value in visits.remembered(request.cookies, current).items():
                    headers.append("set-cookie", visits.header(name, value, is_secure=request.url.scheme == "https"))
                await send(start)
                message = {"type": "http.response.body", "body": body}
            await send(message)

        await self.app(scope, receive, answer)


def mended(html: str, language: Language) -> str:
    """Give Streamlit's index page our language, title and icon, without what is not ours or not needed."""
    html = html.replace('<html lang="en">', f'<html lang="{language}">')
    html = html.replace("<title>Streamlit</title>", f"<title>{words('app.name', language)}</title>")
    html = html.replace('href="./favicon.png"', 'href="./app/static/favicon.svg" type="image/svg+xml"')
    html = re.sub(r"<noscript>.*?</noscript>", f"<noscript>{words('app.no_script', language)}</noscript>", html)
    # The font of Streamlit's own theme, the address of its agent API, and a script in the page that the CSP would stop.
    html = re.sub(r"<link\s+rel=\"preload\"[^>]*as=\"font\"[^>]*>", "", html)
    html = re.sub(r"<link rel=\"service-desc\"[^>]*>", "", html)
    html = re.sub(r"<script>\s*window\.prerenderReady = false\s*</script>", "", html)
    return html.replace("<title>", f'<script src="./{CHROME}.js"></script><title>', 1)


def chrome_script() -> str:
    """Give the script that tells Streamlit where it is served from, and puts its own few words in the page's language."""
    dictionary = {words(key, "en"): words(key, "nb") for key in words.keys() if key.startswith("chrome.")}  # noqa: SIM118 Words is no dict
    code = STATIC.with_name("chrome.js").read_text(encoding="utf-8")
    return code.replace("DICTIONARY", json.dumps(dictionary, ensure_ascii=False)).replace(
        "LANGUAGES", json.dumps(LANGUAGES)
    )


def tell_error(error: Exception) -> bool:
    """Log what went wrong and tell the reader so in words; True keeps Streamlit's own message away."""
    _LOG.exception("a page failed", exc_info=error)
    st.error(t("app.failed", moment=moment(datetime.now())))
    return True


def _may_be_html(scope: Scope) -> bool:
    last: str = scope["path"].rsplit("/", 1)[-1]
    return scope["method"] in ("GET", "HEAD") and ("." not in last or last.endswith(".html"))


def _routes() -> list[BaseRoute]:
    script = chrome_script()

    async def chrome(_request: Request) -> Response:
        return Response(script, media_type="text/javascript", headers={"cache-control": "max-age=300"})

    return [Route(f"/{CHROME}.js", chrome), Mount("/app/static", StaticFiles(directory=STATIC))]


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    """Be warm before the first reader comes, then leave all that lives for ever out of collections.

    When the dashboard stops, the files that people were about to load go too: a signal ends it without Python's own farewell.
    """
    lean.keep_theme()
    lean.share_options()
    warm.up()
    gc.collect()
    gc.freeze()
    yield
    desk.close_all()


app = st.App(
    ROOT / "streamlit_app.py",
    lifespan=_lifespan,
    routes=_routes(),
    middleware=[Middleware(Page)],
    on_script_error=tell_error,
)
