"""A small table as plain HTML: its texts wrap on a narrow screen, a screen reader reads it, and it is printed whole."""

from collections.abc import Collection
from html import escape

import streamlit as st

from dashboard.arrow import figures
from dashboard.table import NUMERIC, Table
from warehouse.words import unbroken

MOST_ROWS = 30
"""A table of more rows than this scrolls."""

LONG = 170
"""Texts that would take more pixels than this wrap."""


def static_table(table: Table, caption: str, marked: int | None = None, has_caption: bool = True) -> None:
    """Show all rows of a table under its caption; the row ``marked`` is set in bold. Made for at most some thirty rows.

    Without ``has_caption`` only a screen reader says it: where the heading of the part is all that is needed.
    """
    st.html(table_html(table, caption, marked, has_caption))


def whole_or_scrolled(table: Table, title: str, pinned: Collection[str] = ()) -> None:
    """Show a table of texts and figures: whole, its texts wrapped, or one that scrolls when it has too many rows for that.

    On one line each the texts would fill a phone and hide the figures. ``title`` is what a screen reader says, ``pinned`` are
    the columns that stay in view when the rest is scrolled.
    """
    if table.rows.height <= MOST_ROWS:
        static_table(table, title, has_caption=False)
    else:
        figures(table, title, pinned)


def table_html(table: Table, caption: str, marked: int | None = None, has_caption: bool = True) -> str:
    """Give the table as HTML; every text is escaped. The first column names the row."""
    classes = [
        "number" if table.kind(column) in NUMERIC else "long" if table.width(column) > LONG else "short"
        for column in table.columns
    ]
    heads = "".join(
        f'<th scope="col"{_class(name)}>{escape(unbroken(table.heading(column)))}</th>'
        for column, name in zip(table.columns, classes, strict=True)
    )
    body = "".join(
        f"<tr{_class('marked' if place == marked else '')}>{_cells(texts, classes)}</tr>"
        for place, texts in enumerate(zip(*(table.texts(column) for column in table.columns), strict=True))
    )
    about = escape(caption)
    head = f"<figcaption>{about}</figcaption>" if has_caption else ""
    return (
        f'<figure class="static-table">{head}<div role="region" aria-label="{about}" tabindex="0">'
        f'<table aria-label="{about}"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div></figure>'
    )


def _cells(texts: tuple[str, ...], classes: list[str]) -> str:
    first = f'<th scope="row"{_class(classes[0])}>{escape(texts[0])}</th>'
    rest = zip(texts[1:], classes[1:], strict=True)
    return first + "".join(f"<td{_class(name)}>{escape(text)}</td>" for text, name in rest)


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""
