"""What a reader meets in a real browser, on the dashboard as it is served."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from dashboard.shell import page_modules
from dashboard.words import words
from etl.loading import LoadRequest, load
from etl.reading import Options
from etl.reference.table import write_table
from tests.conftest import grants
from tests.e2e.conftest import Served, Visit, visit

# What each page is opened with, so that there is much to see on it; without, it opens as it does for a new reader.
FULL = {
    "/": "?year=2020&region=county-55",
    "/tilskudd": "?year=2020&region=municipality-5501",
    "/fra-soknad-til-rapport": "?year=2020",
    "/prosjekter": "?state=all",
    "/prosjektark": "?project=DEMO-1",
    "/bemanning": "?series=DEMO-FULL&region=county-55",
    "/seminarer": "?wave=DEMO-SERIE-2024-T0",
    "/regionprofil": "?region=county-55&year=2020",
}
MORE = (
    "/tilskudd?hierarchy=health&level=dps&year=2020",
    "/bemanning?view=team",
    "/seminarer?wave=BEDRE-I-LAG-2023-T0",
    "/data?view=dictionary",
    "/data?view=rows",
)
PATHS = ["/"] + [f"/{words(f'page.{module.NAME}.path')}" for module in page_modules()[1:]]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


OF_STREAMLIT = {words(key, "en") for key in words.keys() if key.startswith("chrome.")}  # noqa: SIM118 Words is no dict
"""The words that Streamlit has for its controls, in English."""


@pytest.fixture
def reader(browser: Browser, served: Served) -> Iterator[Visit]:
    """A reader with a light screen."""
    noted = visit(browser, served)
    yield noted
    noted.page.close()


@pytest.mark.parametrize("path", [*PATHS, *MORE])
def test_a_page_keeps_to_itself_and_is_open_to_all(reader: Visit, path: str):
    page = reader.open(path + FULL.get(path, ""))
    outside = [url for url in reader.requests if not url.startswith((reader.address, "data:", "blob:"))]
    assert outside == []
    assert reader.complaints == []
    assert page.get_by_test_id("stException").count() == 0
    assert wcag_faults(page) == []
    names = page.eval_on_selector_all(
        "[aria-label]", "all => all.filter(one => one.checkVisibility()).map(one => one.getAttribute('aria-label'))"
    )
    english = re.compile(r"\b(Fullscreen|Search|Download|Help for|Sidebar|Open|App pages|Show|Navigate|Copy)\b")
    assert [name for name in names if english.search(name)] == []


def test_pages_bring_in_no_numpy_and_the_server_stays_on_one_core(browser: Browser, served_alone: Served):
    noted = visit(browser, served_alone)
    for path in PATHS:
        noted.open(path)
    noted.page.close()
    process = Path("/proc") / str(served_alone.process)
    if not process.exists():
        pytest.skip("only Linux tells what a process has in memory, and where it runs")
    assert "/numpy/" not in (process / "maps").read_text(encoding="utf-8")
    allowed = {
        line.split()[1]
        for task in (process / "task").iterdir()
        for line in (task / "status").read_text(encoding="utf-8").splitlines()
        if line.startswith("Cpus_allowed_list")
    }
    assert len(allowed) == 1
    assert allowed.pop().isdigit()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_readable_on_a_dark_and_narrow_screen(browser: Browser, served: Served, path: str):
    noted = visit(browser, served, color_scheme="dark", viewport={"width": 390, "height": 844})
    page = noted.open(path + FULL.get(path, ""))
    assert wcag_faults(page) == []
    assert beside_the_screen(page) == []
    # 320 px is a page of 1280 px at a zoom of 400 per cent (WCAG 1.4.10).
    page.set_viewport_size({"width": 320, "height": 256})
    noted.wait()
    assert beside_the_screen(page) == []
    noted.page.close()


def test_at_four_hundred_per_cent_the_menu_and_the_choices_can_be_reached(browser: Browser, served: Served):
    noted = visit(browser, served, viewport={"width": 320, "height": 256})
    page = noted.open("/")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Tilskudd per region").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tilskudd per region")
    noted.wait()
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    # The menu slides away, and a list that is opened meanwhile closes as the page moves.
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
    noted.wait()
    choose(page, "År", "2020")
    noted.wait()
    assert "year=2020" in page.url
    assert "2020" in finding(page)
    noted.page.close()


def test_an_open_card_is_open_to_all_and_leads_to_the_rows(reader: Visit):
    page = reader.open("/tilskudd?year=2020&region=municipality-5501")
    page.get_by_role("button", name="Om tallet").first.click()
    reader.wait()
    expect(page.get_by_text("from mart.funding_by_region")).to_be_visible()
    assert wcag_faults(page) == []
    page.get_by_role("link", name="Vis radene tallet bygger på").click()
    reader.wait()
    expect(page.get_by_role("heading", level=2, name="Rader slik de er lastet")).to_be_visible()
    assert "where=" in page.url
    assert reader.complaints == []


@pytest.mark.parametrize("path", PATHS)
def test_the_page_is_served_in_the_language_of_the_address(reader: Visit, path: str):
    for asked, language in (("", "nb"), ("?lang=en", "en")):
        answer = reader.page.request.get(f"{reader.address}{path}{asked}")
        assert f'<html lang="{language}">' in answer.text()
        page = reader.open(path + asked)
        assert page.evaluate("document.documentElement.lang") == language
        assert clipped(page) == []
        if language == "nb":
            assert names_of_controls(page) & OF_STREAMLIT == set()


def test_the_menu_of_a_narrow_screen_counts_its_other_pages_and_is_marked_when_one_of_them_is_open(
    browser: Browser, served: Served
):
    noted = visit(browser, served, viewport={"width": 768, "height": 1000})
    for path, said, is_marked in (("/om", "til", True), ("/om?lang=en", "more", True), ("/tilskudd", "til", False)):
        rest = noted.open(path).locator("header").get_by_role("button", name=re.compile(rf"^\d {said}$"))
        expect(rest).to_be_visible()
        mark = re.compile("inset") if is_marked else "none"
        expect(rest).to_have_css("box-shadow", mark)
    noted.page.close()


def test_an_address_without_a_page_is_told_in_the_language_of_the_address(reader: Visit):
    for path, language in (("/ingen-slik", "nb"), ("/ingen-slik?lang=en", "en")):
        dialog = reader.open(path).get_by_role("dialog")
        expect(dialog).to_contain_text(words("chrome.not_found", language))
        expect(dialog).to_contain_text(words("chrome.not_found_help", language))


def test_the_language_of_the_page_follows_the_choice(reader: Visit):
    page = reader.open("/tilskudd?year=2020")
    page.get_by_text("English", exact=True).click()
    reader.wait()
    expect(page.get_by_role("heading", level=1)).to_have_text("Grants by region")
    expect(page).to_have_title("Grants by region – Samhandlingsinnsikt")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert parse_qs(urlparse(page.url).query) == {"year": ["2020"], "lang": ["en"]}
    page.get_by_text("Norsk", exact=True).click()
    reader.wait()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tilskudd per region")


def test_a_link_with_choices_shows_the_same_to_another_reader(browser: Browser, served: Served, reader: Visit):
    page = reader.open("/tilskudd")
    page.get_by_text("Helseregion og foretak").click()
    reader.wait()
    choose(page, "Nivå", "Helseforetak")
    reader.wait()
    choose(page, "År", "2020")
    reader.wait()
    page.get_by_text("Tildelt", exact=True).first.click()
    reader.wait()
    other = visit(browser, served)
    opened = other.open(page.url.removeprefix(served.address))
    assert finding(opened) == finding(page)
    assert "2020" in finding(opened)
    for label in ("Nivå", "År"):
        assert chosen(opened, label) == chosen(page, label)
    other.page.close()


def test_choices_follow_from_page_to_page_and_back(reader: Visit):
    page = reader.open("/tilskudd?year=2020&level=municipality")
    page.get_by_test_id("stTopNavLink").filter(has_text="Oversikt").click()
    reader.wait()
    assert "year=2020" in page.url
    page.get_by_test_id("stTopNavLink").filter(has_text="Tilskudd").click()
    reader.wait()
    assert chosen(page, "År") == "2020"
    assert chosen(page, "Nivå") == "Kommuner"


def test_a_click_on_the_map_opens_the_region_and_the_list_does_the_same(reader: Visit):
    page = reader.open("/tilskudd?year=2020")
    page.locator('[aria-roledescription="område"][aria-label^="Troms:"]').click(force=True)
    reader.wait()
    assert "region=county-55" in page.url
    by_click = finding(page)
    assert by_click.startswith("Troms fikk")
    page = reader.open("/tilskudd?year=2020")
    choose(page, "Åpne et fylke", "Troms")
    reader.wait()
    assert finding(page) == by_click
    page.get_by_role("button", name="Tilbake til Norge").click()
    reader.wait()
    assert "region" not in page.url


def test_a_click_on_a_bar_opens_the_region(reader: Visit):
    page = reader.open("/tilskudd?year=2020&region=county-55")
    page.locator('[aria-roledescription="søyle"][aria-label^="Tromsø:"]').click(force=True)
    reader.wait()
    assert "region=municipality-5501" in page.url
    assert finding(page).startswith("Tromsø fikk")


def test_the_downloads_equal_the_screen_row_by_row(reader: Visit, tmp_path: Path):
    page = reader.open("/tilskudd?year=2020")
    page.get_by_role("button", name="Last ned tabellen").first.click()
    with page.expect_download() as excel:
        page.get_by_role("button", name="Last ned Excel").click()
    with page.expect_download() as comma:
        page.get_by_role("button", name="Last ned CSV").click()
    assert "demodata" in excel.value.suggested_filename
    excel.value.save_as(tmp_path / "table.xlsx")
    comma.value.save_as(tmp_path / "table.csv")
    book = load_workbook(tmp_path / "table.xlsx")
    in_excel = list(book.worksheets[0].iter_rows(values_only=True))
    raw = (tmp_path / "table.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    in_csv = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert len(in_excel) == len(in_csv) == 1 + 15 + 1
    assert [row[1] for row in in_excel] == [row[1] for row in in_csv]
    assert in_csv[-1][1] == "Ikke fordelt"
    page.get_by_test_id("stDataFrame").scroll_into_view_if_needed()
    page.wait_for_selector("[data-testid=stDataFrame] canvas [role=gridcell]", state="attached")
    on_screen = page.eval_on_selector_all(
        "[data-testid=stDataFrame] canvas tbody [role=row]",
        "rows => rows.map(row => [...row.querySelectorAll('[role=gridcell]')].map(cell => cell.textContent))",
    )
    assert len(on_screen) > 5
    for shown, row in zip(on_screen, in_csv[1:], strict=False):
        assert shown[1] == row[1]
        assert plain(shown[3]) == plain(row[3])
    assert "Demodata – ikke reelle tall" in [row[1] for row in book.worksheets[1].iter_rows(values_only=True)]


def test_an_open_page_shows_the_new_total_after_a_load(browser: Browser, served_alone: Served, tmp_path: Path):
    noted = visit(browser, served_alone)
    page = noted.open("/tilskudd?year=2020&measure=granted_nok&scheme=real")
    before = finding(page)
    path = tmp_path / "more.csv"
    write_table(
        "grant_application", grants({"municipality_code": "5401", "year": 2020, "granted_nok": 99_000_000}), path
    )
    load(served_alone.folder, [LoadRequest(path, Options(source="grant_application", layout="template"))])
    expect(page.get_by_test_id("stToast")).to_contain_text("Tallene er oppdatert", timeout=30_000)
    noted.wait()
    assert before != finding(page)
    assert "99 000 000 kr" in finding(page)
    assert noted.complaints == []
    noted.page.close()


def beside_the_screen(page: Page) -> list[str]:
    """What reaches past the right edge of the screen and cannot be scrolled to within itself."""
    found: list[str] = page.evaluate(
        """() => {
            const main = document.querySelector('[data-testid=stMain]');
            const wide = Math.max(main.scrollWidth, document.documentElement.scrollWidth);
            const scrolls = one => one && one !== main &&
                (['auto', 'scroll'].includes(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
            const past = [...main.querySelectorAll('h1, h2, p, li, button, a, input, td, th, label, svg text')].filter(
                one => one.checkVisibility() && one.getBoundingClientRect().width > 0
                    && one.getBoundingClientRect().right > innerWidth + 1 && !scrolls(one.parentElement));
            return [...(wide > innerWidth ? [`the page is ${wide} px wide`] : []),
                ...past.slice(0, 5).map(one => `${one.tagName}: ${one.textContent.slice(0, 60)}`)];
        }"""
    )
    return found


def names_of_controls(page: Page) -> set[str]:
    """What a reader who listens hears of controls, and what stands in fields while nothing is chosen."""
    found: list[str] = page.evaluate(
        """() => ['aria-label', 'title', 'placeholder', 'alt'].flatMap(name =>
            [...document.querySelectorAll(`[${name}]`)].map(one => one.getAttribute(name)))"""
    )
    return set(found)


def clipped(page: Page) -> list[str]:
    """Labels that are cut with an ellipsis, or names of figures that are wider than their room."""
    found: list[str] = page.evaluate(
        """() => {
            const is_held = one => getComputedStyle(one).textOverflow === 'ellipsis' ||
                one.closest('[data-testid=stMetricLabel]');
            return [...document.querySelectorAll('[data-testid=stMain] *')].filter(one => is_held(one) &&
                one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1 && one.checkVisibility()
            ).map(one => one.textContent.slice(0, 60));
        }"""
    )
    return found


def wcag_faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.1 A and AA, with the place and what to do."""
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary'][:300]}" for one in found for node in one["nodes"]
    ]


def finding(page: Page) -> str:
    """The sentence on top of the page."""
    return page.locator(".st-key-lead p").last.inner_text().replace("\u00a0", " ")


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a list by its words."""
    field, wanted = page.get_by_label(label, exact=True).first, page.get_by_role("option", name=option, exact=True)
    field.click()
    with suppress(PlaywrightTimeoutError):
        wanted.click(timeout=5_000)
        return
    # A list closes when the page moves under it. A reader opens it again.
    field.click()
    wanted.click()


def chosen(page: Page, label: str) -> str:
    """What a list shows as chosen."""
    return page.get_by_label(label, exact=True).first.input_value()


def plain(text: str) -> str:
    """A figure on screen as it stands in the CSV."""
    return re.sub(r"[^\d,.-]", "", text)
