"""How the receipt's workbook looks. No state is told by colour alone: borders and weight differ too, and words stand beside."""

from dataclasses import dataclass
from typing import Any

from etl.workbooks import HEAD_COLOUR

HEAD, FIGURE = 0, 1
OF_LEVEL = {"error": 2, "warning": 3}
"""Places in the palette of the sender's sheet."""


@dataclass(frozen=True)
class Looks:
    """The formats of one workbook; palette are those of the sender's sheet, by ``HEAD``, ``FIGURE`` and ``OF_LEVEL``."""

    head: Any
    title: Any
    bold: Any
    wrapped: Any
    count: Any
    palette: tuple[Any, ...]

    @classmethod
    def of(cls, book: Any) -> "Looks":  # noqa: ANN401 (xlsxwriter has no types)
        """Make the formats in ``book``."""
        head = book.add_format({"bold": True, "bg_color": HEAD_COLOUR, "bottom": 1, "valign": "top"})
        right = book.add_format({"align": "right"})
        error = {"bg_color": "#F8D7DA", "border": 5, "border_color": "#9B1C31", "bold": True}
        warning = {"bg_color": "#FFF1C2", "border": 3, "border_color": "#7A5C00", "italic": True}
        return cls(
            head=head,
            title=book.add_format({"bold": True, "font_size": 16}),
            bold=book.add_format({"bold": True, "valign": "top"}),
            wrapped=book.add_format({"text_wrap": True, "valign": "top", "align": "left"}),
            count=book.add_format({"num_format": "#,##0", "valign": "top", "align": "left"}),
            palette=(head, right, book.add_format(error), book.add_format(warning)),
        )
