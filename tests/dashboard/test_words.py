"""Every word is there in both languages, every word is used, and no page has words of its own."""

import ast
import re
from pathlib import Path

import pytest

import dashboard
from dashboard.words import words
from etl.sources import sources
from warehouse.dictionary import dictionary
from warehouse.folder import DataFolder
from warehouse.reader import Reader
from warehouse.words import LANGUAGES, NO_BREAK_SPACE

FOLDER = Path(dashboard.__file__).parent
MODULES = [*sorted(FOLDER.rglob("*.py")), FOLDER.parent / "streamlit_app.py"]
KEYS = words.keys()
OWNER = "value.owner_name."
UNITS = ("value.figure_unit.", "value.measurement_unit.")
BREAKDOWN = "value.breakdown."


def patterns() -> list[re.Pattern[str]]:
    """Every string of the code that may be a key, with its holes as anything."""
    found = []
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z0-9_]+" for part in node.values
                ]
                found.append("".join(parts))
    return [re.compile(pattern) for pattern in found]


def test_every_text_is_asked_for_somewhere():
    asked = patterns()
    elsewhere = ("chrome.", OWNER, *UNITS, BREAKDOWN)
    unused = [key for key in KEYS if not key.startswith(elsewhere) and not any(one.fullmatch(key) for one in asked)]
    assert unused == []


def test_the_owners_that_the_contracts_name_are_there_and_no_others():
    owners = {contract.about.owner_name for contract in sources().values()}
    assert {key.removeprefix(OWNER) for key in KEYS if key.startswith(OWNER)} == owners
    assert all(words(OWNER + owner, "nb") == owner for owner in owners)


def test_a_unit_is_known_by_what_deliveries_call_it():
    for prefix in UNITS:
        assert prefix.split(".")[1] in dictionary()
        units = [key.removeprefix(prefix) for key in KEYS if key.startswith(prefix)]
        assert units
        assert [words(prefix + unit, "nb").replace(NO_BREAK_SPACE, " ") for unit in units] == units


def test_what_the_documents_divide_their_figures_by_is_there_and_nothing_else(real_folder: DataFolder):
    divided = Reader(real_folder.published).read("select distinct breakdown from mart.key_figure")["breakdown"]
    known = {key.removeprefix(BREAKDOWN) for key in KEYS if key.startswith(BREAKDOWN)}
    assert known == set(divided)
    assert all(words(BREAKDOWN + one, "nb") == one.replace("=", ": ") for one in known)


def test_every_key_that_is_asked_for_by_name_is_there():
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "t",
                "section",
                "message",
                "words",
            )
            if is_call and node.args and isinstance(node.args[0], ast.Constant):
                assert node.args[0].value in words, f"{module.name}: {node.args[0].value}"


def test_both_languages_have_the_same_holes():
    for key in KEYS:
        holes = [set(re.findall(r"{(\w+)}", words(key, language))) for language in LANGUAGES]
        assert holes[0] == holes[1], key


@pytest.mark.parametrize(
    "module", [path for path in MODULES if path.parent.name == "pages"], ids=lambda path: path.stem
)
def test_a_page_has_no_words_of_its_own(module: Path):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documented = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef)]
    docstrings = {ast.get_docstring(node, clean=False) for node in documented}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [text for text in texts if text not in docstrings and not re.fullmatch(r"[a-z0-9_.\-]*", text)] == []


@pytest.mark.parametrize(
    "module", [path for path in MODULES if path.parent.name == "pages"], ids=lambda path: path.stem
)
def test_a_page_is_thin_and_has_no_sql(module: Path):
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    assert not re.search(r"\bselect\b.*\bfrom\b", text, re.IGNORECASE)


def test_putting_norwegian_words_in_streamlits_place_ends():
    # The script translates «word» and «word: something» each time a text changes, its own changes included.
    english = {words(key, "en") for key in KEYS if key.startswith("chrome.")}
    for key in KEYS:
        if key.startswith("chrome."):
            norwegian = words(key, "nb")
            assert norwegian not in english
            assert norwegian.split(": ")[0] not in english
