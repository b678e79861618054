"""The words on screen: one TOML file, and the language that the address asks for."""

from pathlib import Path
from typing import cast

import streamlit as st

from warehouse.words import LANGUAGES, Language, Words

words = Words(Path(__file__).with_name("words.toml"))

_STATE = "language"


def language() -> Language:
    """Give the language of this run, ``nb`` unless the address or the session says otherwise."""
    return cast(Language, st.session_state.get(_STATE, LANGUAGES[0]))


def asked_language(asked: str | None) -> Language:
    """Give the language that the address asks for; anything else than a language the product has means bokmål."""
    return asked if asked in LANGUAGES else LANGUAGES[0]


def speak(asked: str | None) -> None:
    """Set the language of this run."""
    st.session_state[_STATE] = asked_language(asked)


def t(key: str, **values: object) -> str:
    """Give the text of ``key`` in the language of this run; KeyError names the closest keys."""
    return words(key, language(), **values)
