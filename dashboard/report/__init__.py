"""Board pages: what a page says, on a few sheets of A4, for those who read it away from the dashboard."""

import importlib
from collections.abc import Mapping
from typing import Protocol

from dashboard.report.choices import Choice, Refused
from dashboard.report.paper import Paper, pdf
from dashboard.words import speaking
from warehouse.words import Language

PAGES = ("overview", "region", "project", "seminars")
"""The pages that have a board page, by their names in words.toml; each is a module here."""

Chosen = Mapping[str, str | int | None]


class BoardPage(Protocol):
    """What a module here has: the choices it understands, and its paper."""

    CHOICES: tuple[Choice, ...]

    @staticmethod
    def paper(**chosen: str | int | None) -> Paper:
        """Put the paper together for the choices given; what is not chosen is as on the page. Refused says why not."""


def board_page(name: str) -> BoardPage:
    """Give the module of a page of ``PAGES``."""
    module: BoardPage = importlib.import_module(f"{__name__}.{name}")  # type: ignore[assignment]
    return module


def report(name: str, chosen: Chosen, language: Language) -> bytes:
    """Make the board page of a page of ``PAGES`` as PDF. Refused when there is nothing to make it from."""
    with speaking(language):
        return pdf(board_page(name).paper(**chosen), language)


__all__ = ["PAGES", "Choice", "Chosen", "Paper", "Refused", "board_page", "report"]
