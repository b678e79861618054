"""The words on screen: one TOML file, and the language that the address asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import cast

import streamlit as st

from warehouse.words import LANGUAGES, Language, Words

words = Words(Path(__file__).with_name("words.toml"))

_STATE = "language"
_SPOKEN: ContextVar[Language | None] = ContextVar("spoken", default=None)


def language() -> Language:
    """Give the language of this run, ``nb`` unless the address or the session says otherwise."""
    return _SPOKEN.get() or cast(Language, st.session_state.get(_STATE, LANGUAGES[0]))


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Speak one language for a while where there is no session: in a command, or when a file is made after the run."""
    token = _SPOKEN.set(chosen)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def asked_language(asked: str | None) -> Language:
    """Give the language that the address asks for; anything else than a language the product has means bokmål."""
    return asked if asked in LANGUAGES else LANGUAGES[0]


def speak(asked: str | None) -> None:
    """Set the language of this run, and of the session for what runs before or beside it: callbacks and fragments."""
    chosen = asked_language(asked)
    st.session_state[_STATE] = chosen
    # A page asks for its language six hundred times, and the session takes its time to answer.
    _SPOKEN.set(chosen)


def t(key: str, **values: object) -> str:
    """Give the text of ``key`` in the language of this run; KeyError names the closest keys."""
    return words(key, language(), **values)
