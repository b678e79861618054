"""Every page, in both languages, with figures and without: it shows, and all it says is in the language asked for."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.shell import page_modules
from dashboard.words import words
from tests.dashboard.conftest import RunPage
from tests.dashboard.seen import CHART, PLAIN, TABLE, is_table
from warehouse.folder import DataFolder
from warehouse.words import LANGUAGES, Language

PATHS = [words(f"page.{module.NAME}.path") for module in page_modules()]


def texts(app: AppTest) -> list[str]:
    """All that the page says: texts, labels, headings, options and chart descriptions."""
    said: list[str] = []
    for block in (app.main, app.sidebar):
        for element in _elements(block):
            if element.type == TABLE:
                said += list(element.value.columns)
            found = [getattr(element, name, None) for name in ("value", "label", "body")]
            said += [text for text in found if isinstance(text, str)]
            said += [str(option) for option in getattr(element, "options", [])]
            alt = getattr(getattr(element, "proto", None), "alt", "")
            said += [alt] if isinstance(alt, str) and alt else []
    return said


def _elements(block):
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _elements(child)
        else:
            yield child


def foreign(said: list[str], language: Language) -> list[str]:
    """Whole texts of the other language among those said."""
    other: Language = "en" if language == "nb" else "nb"
    keys = [key for key in words.keys() if not key.startswith("language")]  # noqa: SIM118
    theirs = {words(key, other) for key in keys} - {words(key, language) for key in keys}
    return [text for text in said if text in theirs]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_shows_the_figures_in_the_language_asked_for(
    mixed_folder: DataFolder, run_page: RunPage, path: str, language: Language
):
    app = run_page(mixed_folder, path, lang=language)
    assert not app.exception
    assert [title.value for title in app.title] == [words(f"page.{name(path)}.title", language)]
    assert foreign(texts(app), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_shows_without_any_grants(
    reference_folder: DataFolder, run_page: RunPage, path: str, language: Language
):
    app = run_page(reference_folder, path, lang=language)
    assert not app.exception
    assert foreign(texts(app), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_what_to_run_when_nothing_is_published(
    tmp_path: Path, run_page: RunPage, path: str, language: Language
):
    app = run_page(tmp_path / "nothing", path, lang=language)
    assert not app.exception
    assert "samhandling demo" in app.info[0].value


@pytest.mark.parametrize("path", PATHS)
def test_a_page_with_synthetic_rows_says_so_and_one_without_does_not(
    mixed_folder: DataFolder, real_folder: DataFolder, run_page: RunPage, path: str
):
    choices = {"tilskudd": {"year": "2020"}, "bemanning": {"series": "DEMO-24/8"}}.get(path, {})
    tagged = [any(words("tag.demo") in text for text in texts(run_page(mixed_folder, path, **choices)))]
    tagged += [any(words("tag.demo") in text for text in texts(run_page(real_folder, path, **choices)))]
    # The latest year has no synthetic row; the front page shows the years before it too.
    assert tagged == [True, False]


def test_the_real_total_leaves_synthetic_rows_out(mixed_folder: DataFolder, run_page: RunPage):
    app = run_page(mixed_folder, "tilskudd", year="2020", scheme="real")
    assert not any(words("tag.demo") in text for text in texts(app))


@pytest.mark.parametrize("path", PATHS)
def test_headings_go_down_one_step_at_a_time(mixed_folder: DataFolder, run_page: RunPage, path: str):
    app = run_page(mixed_folder, path)
    assert len(app.title) == 1
    assert len(app.header) > 0
    assert len(app.subheader) == 0


@pytest.mark.parametrize("path", PATHS)
def test_every_chart_and_table_has_words_for_those_who_do_not_see_it(
    mixed_folder: DataFolder, run_page: RunPage, path: str
):
    app = run_page(mixed_folder, path)
    drawn = [element for element in _elements(app.main) if element.type == CHART or is_table(element)]
    assert drawn
    assert all(
        re.search(r'<table aria-label="[^"]', element.proto.body) if element.type == PLAIN else element.proto.alt
        for element in drawn
    )


@pytest.mark.parametrize("path", PATHS)
def test_norwegian_numbers_have_no_english_marks(mixed_folder: DataFolder, run_page: RunPage, path: str):
    for text in texts(run_page(mixed_folder, path)):
        assert not re.search(r"\d,\d{3}\b", text), text
        assert not re.search(r"\d\.\d+ ?(%|kr|mill|mrd)", text.replace("\u00a0", " ")), text


def name(path: str) -> str:
    return next(module.NAME for module in page_modules() if words(f"page.{module.NAME}.path") == path)
