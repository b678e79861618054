"""Board pages: the page's own finding and figures on A4, to be searched, read aloud and kept, in both languages."""

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pypdf
import pytest

from dashboard import region_finding, seminars_finding
from dashboard.data import read
from dashboard.overview import overview
from dashboard.project import project_view
from dashboard.projects import projects
from dashboard.projects_finding import project as project_finding
from dashboard.region import region_view
from dashboard.report import PAGES, Refused, report
from dashboard.report.request import understood
from dashboard.seminars import WaveView, waves
from dashboard.words import speaking, words
from warehouse.folder import DATA_VARIABLE, DataFolder
from warehouse.words import LANGUAGES, Language, kroner, short_kroner

TROMS = "county-55"
WAVE = "BEDRE-I-LAG-2023-T0"
CHOICES: dict[str, dict[str, str | int | None]] = {
    "overview": {},
    "region": {"region": TROMS, "year": 2020},
    "project": {"project": "DEMO-P"},
    "seminars": {"wave": WAVE},
}
A4 = (595.28, 841.89)


@pytest.fixture
def mixed(mixed_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(DATA_VARIABLE, str(mixed_folder.root))
    return mixed_folder.root


@cache
def _made(folder: Path, name: str, language: Language) -> bytes:
    return report(name, CHOICES[name], language)


def paper(folder: Path, name: str, language: Language = "nb") -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(_made(folder, name, language)))


def text_of(made: pypdf.PdfReader) -> str:
    return plain("".join(page.extract_text() for page in made.pages))


def plain(text: str) -> str:
    """Take away what differs by where a line is broken."""
    return re.sub(r"\s", "", text)


def finding(name: str, language: Language) -> str:
    if name == "overview":
        return overview().finding(language)
    if name == "region":
        return region_finding.lead(region_view(("county", "55"), "Troms", 2020, language))
    if name == "project":
        view = project_view("DEMO-P", language)
        return project_finding(view.row, view.lights, language)
    wave = waves().filter(waves()["wave_code"] == WAVE).row(0, named=True)
    return seminars_finding.wave(WaveView(wave, language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_board_page_says_what_its_page_says_on_numbered_sheets_of_a4(mixed: Path, name: str, language: Language):
    made = paper(mixed, name, language)
    text = text_of(made)
    with speaking(language):
        assert plain(finding(name, language)) in text
    count = len(made.pages)
    assert count <= 3
    for place, page in enumerate(made.pages, 1):
        assert (round(float(page.mediabox.width), 2), round(float(page.mediabox.height), 2)) == A4
        foot = f"{words('report.page', language)}{place}{words('report.of', language)}{count}"
        assert foot in plain(page.extract_text())
    assert read("meta.build", is_current=True)["build_id"][0] in text
    assert plain(words("tag.demo", language)) in text


@pytest.mark.parametrize("name", PAGES)
def test_a_board_page_can_be_read_aloud_and_has_its_fonts_with_it(mixed: Path, name: str):
    made = paper(mixed, name, "en")
    root = made.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert made.metadata is not None
    assert made.metadata.title
    assert "pdfuaid" in made.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]
    fonts = list(embedded(made))
    assert fonts
    assert all(is_there for _, is_there in fonts), fonts
    assert any("Inter" in font for font, _ in fonts)


def embedded(made: pypdf.PdfReader) -> Iterator[tuple[str, bool]]:
    """Give each font of a file, of its drawings too, with whether it goes along."""
    for one in made.xref_objStm.keys() | {number for kind in made.xref.values() for number in kind}:
        found = made.get_object(pypdf.generic.IndirectObject(one, 0, made))
        if isinstance(found, dict) and found.get("/Type") == "/FontDescriptor":
            yield str(found["/FontName"]), any(f"/FontFile{kind}" in found for kind in ("", "2", "3"))


def test_the_figures_are_those_of_the_marts(mixed: Path):
    key_number = read("mart.key_number", key_number="granted_nok", is_latest=True).row(0, named=True)
    assert plain(short_kroner(key_number["value"], "nb")) in text_of(paper(mixed, "overview"))
    funding = read(
        "mart.funding_by_region",
        border_basis="2024",
        region_level="county",
        region_code="55",
        year=2020,
        scheme_code="all",
        flow_level="national",
    ).row(0, named=True)
    profile = text_of(paper(mixed, "region"))
    assert plain(kroner(round(funding["granted_per_capita_nok"]), "nb")) in profile
    assert plain(kroner(funding["granted_nok"], "nb")) in profile
    assert "44av143" in text_of(paper(mixed, "seminars"))
    assert plain(kroner(1_000_000, "nb")) in text_of(paper(mixed, "project"))


def test_charts_are_drawings_with_letters_and_words_for_those_who_do_not_see(mixed: Path):
    made = paper(mixed, "seminars")
    assert not any(page.images for page in made.pages)
    statement = read("mart.survey_agree", wave_code=WAVE)["statement_text"][0]
    assert text_of(made).count(plain(statement)) >= 2, "in the chart and in the table"
    spoken = words("alt.seminars.dots", "nb", finding="").split(".")[0]
    alternatives = [
        str(one["/Alt"])
        for number in range(1, int(made.trailer["/Size"]))
        if isinstance(one := made.get_object(pypdf.generic.IndirectObject(number, 0, made)), dict) and "/Alt" in one
    ]
    assert any(spoken in one for one in alternatives)


def test_real_figures_have_no_demo_tag(real_folder: DataFolder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(DATA_VARIABLE, str(real_folder.root))
    made = pypdf.PdfReader(io.BytesIO(report("seminars", {"wave": WAVE}, "nb")))
    assert plain(words("tag.demo", "nb")) not in text_of(made)


def test_on_an_empty_warehouse_it_says_what_is_missing(reference_folder: DataFolder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(DATA_VARIABLE, str(reference_folder.root))
    made = pypdf.PdfReader(io.BytesIO(report("overview", {}, "nb")))
    assert plain(words("empty.no_kroner", "nb")) in text_of(made)
    for name in ("project", "seminars"):
        with pytest.raises(Refused) as refused:
            report(name, {}, "nb")
        assert "samhandling load" in refused.value.text("nb")


def test_a_page_and_its_choices_are_known_by_code_and_by_name(mixed: Path):
    assert understood("Regionprofil", {"region": "55"}) == ("region", {"region": TROMS})
    assert understood("region", {"region": "Tromsø", "year": "2020"})[1] == {
        "region": "municipality-5501",
        "year": 2020,
    }
    code = projects("nb").filter(projects("nb")["project_code"] == "DEMO-P")["name"][0]
    assert understood("prosjektark", {"project": code})[1] == {"project": "DEMO-P"}


@pytest.mark.parametrize(
    ("page", "asked", "said"),
    [
        ("regionprofl", {}, "regionprofil"),
        ("region", {"region": "Tromms"}, "county-55 (Troms)"),
        ("region", {"region": "Herøy"}, "municipality-1515"),
        ("region", {"year": "i fjor"}, "2024"),
        ("project", {"project": "DEMO-Q"}, "DEMO-P"),
        ("seminars", {"wave": "BEDRE-I-LAG-2023"}, WAVE),
        ("project", {"year": "2020"}, "--project"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is_near(mixed: Path, page: str, asked: dict[str, str], said: str):
    with pytest.raises(Refused) as refused:
        understood(page, asked)
    for language in LANGUAGES:
        assert said in refused.value.text(language)


def test_a_year_without_figures_names_those_that_have(mixed: Path):
    with pytest.raises(Refused) as refused:
        report("region", {"region": TROMS, "year": 1999}, "nb")
    assert "2020" in refused.value.text("nb")
