"""The button that takes the page along as a board page: the same figures on A4, made when it is asked for."""

from functools import partial

from streamlit.delta_generator import DeltaGenerator

from dashboard.export import file_name
from dashboard.words import language, t
from warehouse.words import Language

PDF_TYPE = "application/pdf"


def board_page(place: DeltaGenerator, name: str, **chosen: str | int | None) -> None:
    """Offer the board page of a page, with the page's choices."""
    title = " ".join([t(f"page.{name}.name"), *(str(one) for one in chosen.values() if one is not None)])
    place.download_button(
        t("report.download"),
        partial(_made, name, dict(chosen), language()),
        file_name(title, "pdf"),
        PDF_TYPE,
        key=f"board-{name}",
        on_click="ignore",
    )


def _made(name: str, chosen: dict[str, str | int | None], chosen_language: Language) -> bytes:
    # Brought in when a board page is asked for: it is set by programs that the pages do without.
    from dashboard.report import report

    return report(name, chosen, chosen_language)
