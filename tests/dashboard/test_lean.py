"""What is made once instead of by Streamlit for every rerun or reader: it is what Streamlit would make."""

import tomllib
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.commands import logo, page_config
from streamlit.elements.widgets import selectbox
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from dashboard import lean, shell
from dashboard.asgi import ROOT

SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_the_theme_that_is_kept_is_the_one_of_the_settings(monkeypatch: pytest.MonkeyPatch):
    read = app_session._populate_theme_msg
    monkeypatch.setattr(app_session, "_populate_theme_msg", read)
    lean.keep_theme()
    kept = app_session._populate_theme_msg
    assert kept is not read
    told, expected = CustomThemeConfig(), CustomThemeConfig()
    for populate, message in ((kept, told), (read, expected), (kept, again := CustomThemeConfig())):
        populate(message)
        populate(message.light, "theme.light")
        populate(message.sidebar, "theme.sidebar")
    assert told == again == expected
    # Settings of our own, and a section that has none.
    assert told.light.primary_color == SETTINGS["theme"]["light"]["primaryColor"]
    assert not told.HasField("sidebar")


def test_the_texts_of_a_list_are_made_as_streamlit_does_and_shared(monkeypatch: pytest.MonkeyPatch):
    make = selectbox.create_mappings
    monkeypatch.setattr(selectbox, "create_mappings", make)
    lean.share_options()
    options = [3, 1, 2, 1]
    mine, theirs = (selectbox.create_mappings(list(options), lambda one: f"nr. {one}") for _ in range(2))
    assert mine == make(options, lambda one: f"nr. {one}")
    assert all(one is other for one, other in zip(mine, theirs, strict=True))
    assert selectbox.create_mappings(options) == make(options)


def test_tab_and_logo_are_told_as_streamlit_tells_them(monkeypatch: pytest.MonkeyPatch):
    ours: list[ForwardMsg] = []
    theirs: list[ForwardMsg] = []
    monkeypatch.setattr(shell, "enqueue_message", ours.append)
    for module in (logo, page_config):
        monkeypatch.setattr(module, "get_script_run_ctx", lambda: SimpleNamespace(enqueue=theirs.append))
    shell.head("Oversikt")
    # Beneath the decorators, which ask for a session of their own.
    page_config.set_page_config.__wrapped__(
        page_title="Oversikt", page_icon=shell.picture("favicon.svg"), layout="wide"
    )
    st.logo.__wrapped__(shell.picture("logo.svg"), size="large")
    assert ours == theirs
