"""A file goes the whole way in a real browser: chosen, tried, published, found among the deliveries, and undone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from etl.reference.table import write_table
from tests.conftest import grants
from tests.e2e.conftest import Served, Visit, serve, visit
from tests.e2e.test_pages import wcag_faults
from warehouse.folder import DataFolder

SOON = 120_000


@pytest.fixture
def person(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    """A person at a dashboard of their own, where nothing is published yet."""
    serving = serve(DataFolder(tmp_path / "data"))
    served: Served = next(serving)
    noted = visit(browser, served)
    yield noted
    noted.page.close()
    serving.close()


def test_a_file_is_tried_published_and_undone(person: Visit, tmp_path: Path):
    file = tmp_path / "demo-tilskudd.csv"
    rows = [{"municipality_code": "5401", "granted_nok": 400, "applied_nok": 400}, {"municipality_code": "9998"}]
    write_table("grant_application", grants(*({"data_class": "synthetic", "year": 2020, **row} for row in rows)), file)
    page = person.open("/last-inn")
    page.locator("input[type=file]").set_input_files(file)
    press(page, "Prøv filen")
    press(page, "Publiser de godtatte radene", only_look=True)
    person.wait()
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("2 rader i filen = 1 godtatt + 1 avvist + 0 hoppet over.")
    expect(main).to_contain_text(re.compile("rad 3, Kommunenummer: «9998»"))
    expect(main).to_contain_text("Ingenting er publisert ennå, så alle tall blir nye.")
    assert wcag_faults(page) == []
    press(page, "Publiser de godtatte radene")
    expect(main).to_contain_text("demo-tilskudd.csv er publisert som «Søknader og tilskudd».", timeout=SOON)
    expect(page.get_by_role("link", name="Se tallene: Tilskudd per region")).to_be_visible(timeout=SOON)
    person.wait()
    press(page, "Last en fil til")
    person.wait()
    page.get_by_label("Leveranse som skal sees, angres eller tas tilbake").click()
    page.get_by_role("option", name="demo-tilskudd.csv").click()
    press(page, "Angre leveransen …")
    press(page, "Ja, angre")
    expect(main).to_contain_text("«demo-tilskudd.csv» er angret", timeout=SOON)
    press(page, "Ta leveransen tilbake …", only_look=True)
    assert person.complaints == []


def press(page: Page, name: str, only_look: bool = False) -> None:
    """Press a button when it is there and can be pressed."""
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_be_enabled(timeout=SOON)
    if not only_look:
        button.click()
