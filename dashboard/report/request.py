"""What the command line asks for, understood: the page by any of its names, and its choices as codes."""

from collections.abc import Mapping

from dashboard.published import generation
from dashboard.report import PAGES, board_page
from dashboard.report.choices import Refused, pick
from dashboard.words import t, words
from warehouse.errors import NoWarehouse
from warehouse.folder import data_folder
from warehouse.words import LANGUAGES


def understood(page: str, asked: Mapping[str, str]) -> tuple[str, dict[str, str | int]]:
    """Give the page's name and its choices. Refused says what is not there and what is near; NoWarehouse when nothing is."""
    name = _page(page)
    if not generation():
        raise NoWarehouse("no_warehouse", folder=data_folder().resolve())
    choices = {choice.name: choice for choice in board_page(name).CHOICES}
    for given in asked:
        if given not in choices:
            found = ", ".join(f"--{one}" for one in choices)
            raise Refused("report.refused.choice", page=t(f"page.{name}.name"), name=given, found=found)
    return name, {given: choices[given].find(text) for given, text in asked.items()}


def _page(asked: str) -> str:
    """Give a page by its name in words.toml, its address, or its name in either language."""
    for name in PAGES:
        also = {name, words(f"page.{name}.path"), *(words(f"page.{name}.name", one) for one in LANGUAGES)}
        if asked.lower() in {one.lower() for one in also}:
            return name
    return pick("page", asked, {words(f"page.{name}.path"): t(f"page.{name}.name") for name in PAGES})
