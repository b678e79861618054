"""What is ready before anybody asks: the charts' specifications lie prepared, and need neither Altair nor a session."""

import os
import subprocess
import sys

import pytest

from dashboard import serve
from dashboard.author import patterns
from dashboard.charts.prepared import FILE
from dashboard.charts.theme import PALETTES, Mode
from warehouse.words import LANGUAGES, Language

# Each mode and each language once: the colours do not hang on the words. In a process of its own, where nothing is kept yet.
ANEW = """
from dashboard.author import authored
from dashboard.charts.prepared import content
print(content(authored([("light", "nb"), ("dark", "en")])), end="")
"""
WITHOUT_ALTAIR = """
import sys
import dashboard.asgi
from dashboard import author, shell
shell.page_modules()
made = [chart(*given, "light", "nb") for chart, given in author.patterns("light", "nb")]
print(len(made) > 50, "altair" in sys.modules)
"""


def test_what_lies_prepared_is_what_the_charts_author():
    anew = specifications(told(ANEW))
    prepared = specifications(FILE.read_text(encoding="ascii"))
    assert len(prepared) == 2 * len(anew)
    assert {key[0] for key, spec in anew.items() if prepared.get(key) != spec} == set(), "run «make charts»"


def test_the_server_starts_and_draws_without_altair():
    assert told(WITHOUT_ALTAIR).split() == ["True", "False"]


@pytest.mark.parametrize("mode", PALETTES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_lies_prepared(mode: Mode, language: Language):
    charts = {chart.__name__ for chart, _ in patterns(mode, language)}
    assert charts == {name for name, _ in specifications(FILE.read_text(encoding="ascii"))}


def told(code: str) -> str:
    """What a process of its own prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def specifications(text: str) -> dict[tuple[str, str], str]:
    """The specifications of a file, by chart and mark."""
    lines = (line.split("\t") for line in text.splitlines())
    return {(name, mark): spec for name, marks, spec in lines for mark in marks.split()}


@pytest.mark.parametrize(("asked", "threads"), [({}, 1), ({"POLARS_MAX_THREADS": "2"}, 2)])
def test_only_the_server_itself_has_polars_set_polars(asked: dict[str, str], threads: int):
    # In a process of its own: polars reads its settings once.
    made = (
        "import os\n"
        "from dashboard import serve\n"
        "serve._set_polars()\n"
        "import polars\n"
        f"assert polars.thread_pool_size() == {threads}\n"
        "print({name: os.environ[name] for name in serve._POLARS if name in os.environ})\n"
    )
    environment = {name: value for name, value in os.environ.items() if name not in serve._POLARS} | asked
    told = subprocess.run([sys.executable, "-c", made], check=True, env=environment, capture_output=True, text=True)
    assert told.stdout.strip() == str(asked)
