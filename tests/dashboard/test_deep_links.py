"""The address of a page with choices opens the same in another session, and choices that are not there do no harm."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.address import CARRIED
from dashboard.words import words
from tests.dashboard.conftest import RunPage
from tests.dashboard.seen import nodes, plain, tables
from tests.dashboard.test_pages import PATHS
from warehouse.folder import DataFolder
from warehouse.words import LANGUAGES

# Where a reader begins, so that the choices that only some things have are on the page.
BEGINNINGS: Mapping[str, tuple[dict[str, str], ...]] = {
    "oversikt": ({},),
    "tilskudd": ({"year": "2020"}, {"year": "2020", "region": "county-55"}),
    "fra-soknad-til-rapport": ({},),
    "prosjekter": ({"state": "all"},),
    "prosjektark": ({},),
    "bemanning": ({"series": "DEMO-FULL"}, {"view": "team"}),
    "seminarer": ({"wave": "DEMO-SERIE-2024-T0"},),
    "regionprofil": ({},),
    "data": ({"view": "rows"}, {}),
}
OWN = ("compare", "show", "model", "state", "light", "by", "series", "per", "view", "wave", "chart", "statement")
NOT_THERE = dict.fromkeys((*(name for name in CARRIED if name != "lang"), *OWN), "finnes-ikke")
ODD = {
    "year": "99999999999999999999",
    "region": "county-",
    "source": "'; drop",
    "where": "year:x~y~:~case_id",
    "q": "(",
}


def said(app: AppTest) -> tuple[list[str], list[list[str]]]:
    """The finding on top of a page, and its first table."""
    assert not app.exception
    top = next(one for one in nodes(app.main) if "-lead" in getattr(getattr(one, "proto", None), "id", ""))
    finding = [plain(one.value) for one in nodes(top) if one.type == "markdown"]
    return finding, next(iter(tables(app)), [])


def choose_each_last(app: AppTest) -> list[str]:
    """Choose the last option of one list after another, as a reader would; give what was chosen."""
    chosen: list[str] = []
    while True:
        left = [
            one
            for one in (*app.selectbox, *app.button_group)
            if str(one.key).startswith("choice-") and one.key not in ("choice-lang", *chosen) and len(one.options) > 1
        ]
        if not left:
            return chosen
        one = left[0]
        chosen.append(str(one.key))
        if one in app.selectbox:
            one.select_index(len(one.options) - 1).run()
        else:
            one.set_value(one.options[-1]).run()
        assert not app.exception, one.key


@pytest.mark.parametrize(("path", "begin"), [(path, begin) for path in BEGINNINGS for begin in BEGINNINGS[path]])
def test_an_address_with_choices_opens_the_same_in_another_session(
    full_folder: DataFolder, run_page: RunPage, path: str, begin: dict[str, str]
):
    app = run_page(full_folder, path, **begin)
    assert choose_each_last(app)
    norwegian = said(app)
    address = dict(parse_qsl(urlencode(app.query_params, doseq=True)))
    assert address != begin
    assert said(run_page(full_folder, path, **address)) == norwegian
    app.button_group(key="choice-lang").set_value("English").run()
    english = said(app)
    assert english[0] != norwegian[0]
    assert said(run_page(full_folder, path, **address, lang="en")) == english


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_choices_that_are_not_in_this_build_fall_back(
    full_folder: DataFolder, run_page: RunPage, path: str, language: str
):
    usual = said(run_page(full_folder, path, lang=language))
    assert said(run_page(full_folder, path, lang=language, **NOT_THERE)) == usual
    odd = run_page(full_folder, path, lang=language, **ODD)
    assert not odd.exception
    if path != words("page.data.path"):
        assert said(odd) == usual
