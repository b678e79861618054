"""Choices live in the address, in codes that both languages share, so that a link shows the same to another reader.

The address is the truth: each run sets the widgets from it, and a widget that is changed writes to it before the run. What
is chosen on one page is carried to the next. Streamlit's own ``bind="query-params"`` writes the label of the choice, which
changes with the language and is not unique (there are two municipalities called Våler).
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

import streamlit as st

Option = TypeVar("Option", str, int)

CARRIED = ("lang", "hierarchy", "borders", "level", "region", "year", "scheme", "measure", "flow")
"""The choices that follow the reader from page to page."""

_PAGE = "page shown"
_CARRIED = "choices carried"


def arrive(page: str) -> None:
    """Begin a run on ``page``: bring the choices from the page before, except those that the link itself gives."""
    carried: dict[str, str] = st.session_state.get(_CARRIED, {})
    if st.session_state.get(_PAGE) not in (None, page):
        _write(carried | st.query_params.to_dict())
    st.session_state[_PAGE] = page
    st.session_state[_CARRIED] = {name: st.query_params[name] for name in CARRIED if name in st.query_params}


def carried(name: str) -> str | None:
    """Give what the address says for ``name``, or else what the last run carried."""
    value: str | None = st.query_params.get(name) or st.session_state.get(_CARRIED, {}).get(name)
    return value


def put(**choices: str | int | None) -> None:
    """Write choices to the address; None takes a choice out, so that its default holds."""
    changes = {name: str(value) for name, value in choices.items() if value is not None}
    others = {name: value for name, value in st.query_params.to_dict().items() if name not in choices}
    _write(others | changes)
    kept = st.session_state.get(_CARRIED, {})
    carried = {name: value for name, value in changes.items() if name in CARRIED}
    st.session_state[_CARRIED] = {name: value for name, value in kept.items() if name not in choices} | carried


def _write(choices: dict[str, str]) -> None:
    """Write the whole address at once: each write is a step that the reader's back button goes through."""
    if choices != st.query_params.to_dict():
        st.query_params.from_dict(choices)


def get(name: str, options: Sequence[Option], default: Option) -> Option:
    """Give the option that the address names; ``default`` when it names none, or one that is not there."""
    by_text = {str(option): option for option in options}
    return by_text.get(st.query_params.get(name, ""), default)


def choose(
    name: str,
    label: str,
    options: Sequence[Option],
    default: Option,
    written: Callable[[Any], str],
    width: int | None = None,
    is_label_hidden: bool = False,
) -> Option:
    """Show a choice and keep it in the address under ``name``: as a list with ``width`` in pixels, as buttons without."""
    value = get(name, options, default)
    key = f"choice-{name}"
    visibility: Literal["collapsed", "visible"] = "collapsed" if is_label_hidden else "visible"
    if st.session_state.get(key) != value:
        st.session_state[key] = value

    def changed() -> None:
        chosen = st.session_state[key]
        put(**{name: None if chosen == default else chosen})

    if width is None:
        st.segmented_control(
            label,
            options,
            required=True,
            default=None,
            format_func=written,
            key=key,
            on_change=changed,
            label_visibility=visibility,
        )
    else:
        st.selectbox(
            label, options, format_func=written, key=key, on_change=changed, label_visibility=visibility, width=width
        )
    return value


def search(name: str, label: str, width: int) -> str:
    """Show a text field and keep what is written in the address under ``name``."""
    key = f"choice-{name}"
    value: str = st.query_params.get(name, "")
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    st.text_input(label, key=key, on_change=lambda: put(**{name: st.session_state[key] or None}), width=width)
    return value
