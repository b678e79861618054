"""A part of a page that is drawn once: sent again as it was, and drawn anew when something in it is open or chosen."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

from dashboard import drawing
from dashboard.drawing import drawn, opened_by
from dashboard.keeping import remembered
from tests.dashboard.conftest import RunPage
from tests.dashboard.test_pages import PATHS
from warehouse.folder import DATA_VARIABLE, DataFolder
from warehouse.words import LANGUAGES, Language

Sent = list[tuple[tuple[int, ...], str]]

SCRIPT = """
import streamlit as st
from dashboard.words import speak
from tests.dashboard import test_drawing

speak(st.query_params.get("lang"))
if st.session_state.get("line above"):
    st.markdown("above")
getattr(test_drawing, st.session_state["part"])("fjord")
st.markdown("below")
"""

DRAWN: list[str] = []
"""The parts that were drawn and not sent again, in order."""


@drawn(remembered)
def looked_at(name: str) -> None:
    """Draw a part with something to open."""
    DRAWN.append(name)
    with st.container(border=True):
        st.markdown(name)
        opened = st.popover("more", key="more", on_change="rerun")
        if opened.open:
            opened.markdown("what is inside")
    st.markdown("last")


@drawn(remembered)
def chosen_in(name: str) -> None:
    """Draw a part with a choice, which belongs to one reader."""
    DRAWN.append(name)
    st.selectbox("choice", ["a", "b"], key="choice")


@drawn(remembered)
def broken(name: str) -> None:
    """Draw the half of a part."""
    DRAWN.append(name)
    st.markdown("half")
    raise ValueError(name)


@opened_by
def menu(what: str, key: str) -> None:
    """Draw a menu that says what is in it when it is open."""
    DRAWN.append(what)
    opened = st.popover("more", key=key, on_change="rerun")
    if opened.open:
        opened.markdown(what)


def menus(name: str) -> None:
    """Draw two menus, the first with what the session has."""
    menu(st.session_state.get("what", name), "first")
    menu("salmon", "second")


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A reader's session. Each test has a folder of its own, so that nothing is kept from another."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    DRAWN.clear()
    return new_session()


def new_session(part: str = "looked_at", **choices: str) -> AppTest:
    app = AppTest.from_string(SCRIPT, default_timeout=60)
    app.session_state["part"] = part
    for name, value in choices.items():
        app.query_params[name] = value
    return app


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What goes out, in order: where it stands, and a hash of what it says; not files, which have a new name each time."""
    found: Sent = []
    send = ScriptRunContext.enqueue

    def noted(context: ScriptRunContext, message: ForwardMsg) -> None:
        send(context, message)
        if message.delta.new_element.WhichOneof("type") != "download_button":
            found.append((tuple(message.metadata.delta_path), message.hash))

    monkeypatch.setattr(ScriptRunContext, "enqueue", noted)
    return found


def said(app: AppTest) -> list[str]:
    return [one.value for one in app.markdown]


def test_another_reader_is_sent_the_same_without_drawing(session: AppTest, sent: Sent):
    session.run()
    first = list(sent)
    sent.clear()
    other = new_session().run()
    assert sent == first
    assert said(other) == said(session) == ["fjord", "last", "below"]
    assert DRAWN == ["fjord"]


def test_it_may_stand_elsewhere_on_the_page(session: AppTest):
    session.run()
    session.session_state["line above"] = True
    session.run()
    assert said(session) == ["above", "fjord", "last", "below"]
    assert DRAWN == ["fjord"]


def test_what_is_open_is_drawn_for_the_reader_who_opened_it_alone(session: AppTest):
    session.run()
    session.session_state["more"] = True
    assert said(session.run()) == ["fjord", "what is inside", "last", "below"]
    assert said(new_session().run()) == ["fjord", "last", "below"]
    # It stays open until the reader closes it.
    assert said(session.run()) == ["fjord", "what is inside", "last", "below"]
    session.session_state["more"] = False
    assert said(session.run()) == ["fjord", "last", "below"]
    assert DRAWN == ["fjord"] * 3


def test_what_was_open_when_it_was_first_drawn_is_not_kept(session: AppTest):
    session.session_state["more"] = True
    session.run()
    assert said(new_session().run()) == ["fjord", "last", "below"]


def test_each_language_has_its_own(session: AppTest):
    session.run()
    new_session(lang="en").run()
    assert DRAWN == ["fjord"] * 2


def test_a_part_with_a_choice_is_drawn_for_every_reader(session: AppTest):
    for _ in range(2):
        app = new_session("chosen_in").run()
        assert app.selectbox(key="choice").select("b").run().selectbox(key="choice").value == "b"
    assert DRAWN == ["fjord"] * 4


def test_a_closed_menu_is_the_same_whatever_is_in_it_and_an_open_one_is_not(session: AppTest, sent: Sent):
    new_session("menus").run()
    first = list(sent)
    sent.clear()
    other = new_session("menus")
    other.session_state["what"] = "trout"
    other.run()
    assert sent == first
    assert DRAWN == ["fjord", "salmon"]
    other.session_state["first"] = True
    assert said(other.run()) == ["trout", "below"]
    assert said(new_session("menus").run()) == ["below"]
    assert DRAWN == ["fjord", "salmon", "trout"]


def test_half_a_part_is_not_kept(session: AppTest):
    for _ in range(2):
        assert new_session("broken").run().exception
    assert DRAWN == ["fjord"] * 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_the_same_when_it_is_sent_again(
    full_folder: DataFolder,
    run_page: RunPage,
    sent: Sent,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    language: Language,
):
    run_page(full_folder, path, lang=language)
    sent.clear()
    with monkeypatch.context() as live:
        live.setattr(drawing, "_is_any_open", lambda *_: True)
        run_page(full_folder, path, lang=language)
    anew = list(sent)
    sent.clear()
    monkeypatch.setattr(drawing, "_sent_by", lambda *_: pytest.fail("a part is drawn once more"))
    app = run_page(full_folder, path, lang=language)
    assert not app.exception
    assert sent == anew
