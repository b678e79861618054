"""A small table as plain HTML: it is read by a screen reader as a table, and printed whole on paper."""

from html import escape

import streamlit as st

from dashboard.table import NUMERIC, Table


def static_table(table: Table, caption: str, marked: int | None = None) -> None:
    """Show all rows of a table under its caption; the row ``marked`` is set in bold. Made for at most some twenty rows."""
    st.html(table_html(table, caption, marked))


def table_html(table: Table, caption: str, marked: int | None = None) -> str:
    """Give the table as HTML; every text is escaped. The first column names the row."""
    numeric = [table.kind(column) in NUMERIC for column in table.columns]
    heads = "".join(
        f'<th scope="col"{_number(is_number)}>{escape(table.heading(column))}</th>'
        for column, is_number in zip(table.columns, numeric, strict=True)
    )
    body = "".join(
        f"<tr{_marked(place == marked)}>{_cells(texts, numeric)}</tr>"
        for place, texts in enumerate(zip(*(table.texts(column) for column in table.columns), strict=True))
    )
    about = escape(caption)
    return (
        f'<figure class="static-table"><figcaption>{about}</figcaption><div role="region" aria-label="{about}" tabindex="0">'
        f'<table aria-label="{about}"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div></figure>'
    )


def _cells(texts: tuple[str, ...], numeric: list[bool]) -> str:
    first = f'<th scope="row">{escape(texts[0])}</th>'
    rest = zip(texts[1:], numeric[1:], strict=True)
    return first + "".join(f"<td{_number(is_number)}>{escape(text)}</td>" for text, is_number in rest)


def _number(is_number: bool) -> str:
    return ' class="number"' if is_number else ""


def _marked(is_marked: bool) -> str:
    return ' class="marked"' if is_marked else ""
