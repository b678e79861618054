"""The served dashboard and a real browser. Skipped, with a word, where there is no Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, WebSocket, sync_playwright

from tests.dashboard.conftest import GRANTS, filled, with_grants
from warehouse.folder import DATA_VARIABLE, DataFolder

ROOT = Path(__file__).resolve().parents[2]
_SETTINGS: dict[BrowserContext, dict[str, object]] = {}
READY = '.stApp[data-test-script-state="notRunning"]'
QUIET_MS = 400
PATIENCE_SECONDS = 60
LAID_OUT = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    const waiting = [...document.querySelectorAll('[data-testid=stSkeleton]')].some(one => one.checkVisibility());
    return [waiting, main && main.scrollHeight, main && main.clientWidth];
}"""
"""Whether a piece of the page is still on its way, and the room that the page takes."""


@dataclass
class Visit:
    """One page in the browser, with all that it asked for and complained of."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    unanswered: bool = False

    def open(self, path: str) -> Page:
        """Open a path and wait until the page is drawn."""
        self.page.goto(self.address + path)
        return self.wait()

    def wait(self) -> Page:
        """Wait until no rerun is under way and the page takes the same room from one look to the next.

        A chart that is drawn late moves what is below it: a menu opened before that would be left outside the window.
        """
        self.page.wait_for_timeout(250)
        until = time.monotonic() + PATIENCE_SECONDS
        before = None
        while time.monotonic() < until:
            self.page.wait_for_selector(READY, timeout=PATIENCE_SECONDS * 1000)
            now = self.page.evaluate(LAID_OUT)
            if now == before and not now[0] and not self.unanswered:
                break
            before = now
            self.page.wait_for_timeout(QUIET_MS)
        return self.page


@dataclass(frozen=True)
class Served:
    """A running dashboard, the folder it reads, and the process that serves it."""

    address: str
    folder: DataFolder
    process: int


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium from ``CHROMIUM``, the path, or Playwright's own.

    One for each file: while Playwright runs, its event loop does too, and the tests after it could not run one of their own.
    """
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        if not found and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("no Chromium: install the Debian package, or run «playwright install chromium»")
        started = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def served(reference_folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard on a warehouse that gives every page something to show."""
    yield from serve(filled(reference_folder, tmp_path_factory.mktemp("served")))


@pytest.fixture
def served_alone(reference_folder: DataFolder, tmp_path: Path) -> Iterator[Served]:
    """The dashboard on a warehouse that the test may load into."""
    yield from serve(with_grants(reference_folder, tmp_path, *GRANTS))


def serve(folder: DataFolder) -> Iterator[Served]:
    """Serve a folder on a free port until the test is done."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard.serve", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, DATA_VARIABLE: str(folder.root)},
    )
    address = f"http://localhost:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
                break
            except (urllib.error.URLError, OSError):
                assert process.poll() is None, "the dashboard stopped"
                time.sleep(0.5)
        yield Served(address, folder, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def visit(browser: Browser, served: Served, **options: object) -> Visit:
    """Open an empty page that notes what it asks for and complains of. The browser is English: the page must not be.

    Readers with the same options share a browser cache, as a reader who comes back does; every page is a session of its own.
    """
    settings = {"locale": "en-US", "viewport": {"width": 1440, "height": 1000}, **options}
    context = next((context for context in browser.contexts if _SETTINGS.get(context) == settings), None)
    if context is None:
        context = browser.new_context(**settings)
        _SETTINGS[context] = settings
    page = context.new_page()
    noted = Visit(page, served.address)

    def request(asked: Request) -> None:
        noted.requests.append(asked.url)

    def socket_opened(opened: WebSocket) -> None:
        opened.on("framesent", lambda _: setattr(noted, "unanswered", True))
        opened.on("framereceived", lambda _: setattr(noted, "unanswered", False))

    def response(answer: Response) -> None:
        if answer.status >= 400:
            noted.complaints.append(f"{answer.status} {answer.url}")

    page.on("request", request)
    page.on("response", response)
    page.on("websocket", socket_opened)
    page.on("console", lambda said: noted.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: noted.complaints.append(str(error)))
    return noted
