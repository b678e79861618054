"""What stands around every page: the page list, the language, when the figures were built, and the watch for new ones."""

import base64
import importlib
import pkgutil
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Protocol, cast

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Logo_pb2 import Logo
from streamlit.proto.PageConfig_pb2 import PageConfig
from streamlit.runtime.scriptrunner_utils.script_run_context import enqueue_message

from dashboard import address, pages
from dashboard.components import message
from dashboard.data import read
from dashboard.published import generation, one_build
from dashboard.table import local
from dashboard.words import language, t, words
from warehouse.errors import NoWarehouse
from warehouse.words import LANGUAGES, moment

WATCH_SECONDS = 20.0
"""So often an open page looks whether a new build is published; the look is one ``stat`` of a file."""

STATIC = Path(__file__).with_name("static")

_TURNS = threading.BoundedSemaphore(2)
"""So many pages are drawn at a time. More would take Python's lock from each other, and all of them be late."""

_ANNOUNCE = "announce new figures"
_PAGES = "pages by name"


class PageModule(Protocol):
    """What a file in ``dashboard/pages`` has: its place in the menu, its name in words.toml and the address, its content.

    A page that also works while nothing is published has ``NEEDS_FIGURES = False``; one that is not always in the menu has a
    function ``is_offered``.
    """

    ORDER: int
    NAME: str
    show: Callable[[], None]


@cache
def page_modules() -> tuple[PageModule, ...]:
    """Find the pages in their folder, in the order of the menu."""
    found = [
        importlib.import_module(f"{pages.__name__}.{module.name}") for module in pkgutil.iter_modules(pages.__path__)
    ]
    return tuple(sorted((cast(PageModule, module) for module in found), key=lambda module: module.ORDER))


@cache
def style(name: str) -> str:
    """Give a style sheet that lies beside this file, as HTML; it is sent with every rerun, and read once."""
    return f"<style>{Path(__file__).with_name(name).read_text(encoding='utf-8')}</style>"


@cache
def picture(name: str) -> str:
    """Give an SVG of the static folder as an address that holds it; Streamlit would make one of the file at every rerun."""
    return f"data:image/svg+xml;base64,{base64.b64encode((STATIC / name).read_bytes()).decode()}"


def head(title: str) -> None:
    """Name the browser's tab and show icon and logo, with the messages that ``set_page_config`` and ``logo`` send.

    These two bring in numpy and Pillow to look for a picture, 10 MB, though ours is written in its address.
    """
    tab = ForwardMsg()
    tab.page_config_changed.title = title
    tab.page_config_changed.favicon = picture("favicon.svg")
    tab.page_config_changed.layout = PageConfig.WIDE
    tab.page_config_changed.initial_sidebar_state = PageConfig.SIDEBAR_UNSET
    enqueue_message(tab)
    sign = ForwardMsg()
    sign.logo.image = picture("logo.svg")
    sign.logo.image_type = Logo.ImageType.IMAGE
    sign.logo.size = "large"
    enqueue_message(sign)


def menu() -> list[st.Page]:
    """Give every page for the menu, and remember them so that pages can link to each other."""
    made = {
        module.NAME: st.Page(
            _runner(module), title=t(f"page.{module.NAME}.name"), url_path=t_path(module.NAME), default=place == 0
        )
        for place, module in enumerate(filter(_is_offered, page_modules()))
    }
    st.session_state[_PAGES] = made
    return list(made.values())


def _is_offered(module: PageModule) -> bool:
    return bool(getattr(module, "is_offered", lambda: True)())


def t_path(name: str) -> str:
    """Give the address of a page, the same in both languages."""
    return words(f"page.{name}.path")


def link(name: str, label: str, **choices: str | int) -> None:
    """Show a link to a page, with choices that the page is to open with; nothing when there is no such page."""
    page = st.session_state.get(_PAGES, {}).get(name)
    if page is not None:
        carried = {"lang": language()} if language() != LANGUAGES[0] else {}
        st.page_link(page, label=label, query_params={**carried, **{key: str(value) for key, value in choices.items()}})


def _runner(module: PageModule) -> Callable[[], None]:
    def run() -> None:
        with one_build() as build:
            _top(build)
            st.title(t(f"page.{module.NAME}.title"), anchor=False)
            if build or not getattr(module, "NEEDS_FIGURES", True):
                try:
                    with _TURNS:
                        module.show()
                except NoWarehouse:
                    message("empty.no_warehouse")
            else:
                message("empty.no_warehouse")
        _watch(build)

    return run


def _top(build: str) -> None:
    """Say when the figures were built, and let the reader choose the language."""
    st.html(style("style.css"))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="top"):
        st.caption(_built(build))
        address.choose(
            "lang",
            t("choice.language"),
            LANGUAGES,
            LANGUAGES[0],
            lambda one: words("language.name", one),
            is_label_hidden=True,
        )


def _built(build: str) -> str:
    if not build:
        return t("app.no_figures")
    current = read("meta.build", is_current=True)
    if current.is_empty():
        return t("app.no_figures")
    return t("app.built", moment=moment(local(current["built_at"][0]), language()))


@st.fragment(run_every=WATCH_SECONDS)
def _watch(shown: str) -> None:
    """Draw the page again when a build is published that it does not show yet, and say so."""
    if st.session_state.pop(_ANNOUNCE, False):
        st.toast(t("app.updated"))
    if generation() != shown:
        st.session_state[_ANNOUNCE] = True
        st.rerun()
