"""A part of a page that looks the same to all who see it: drawn once, then sent anew as it was.

Streamlit draws a page anew at every click, and each element costs 0.1 to 0.3 ms though nothing about it has changed. A part
holds no choice, only what can be opened: cards, downloads, tables behind charts. While all of these are closed, what it sends
is the same for every reader of the same figures, in one language and theme, wherever on the page it stands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext, ThreadState, enqueue_message
from streamlit.runtime.state.common import user_key_from_element_id

from dashboard.keeping import of_language

Keep = Callable[[Callable[..., list["Part"]]], Callable[..., list["Part"]]]
Show = TypeVar("Show", bound=Callable[..., None])
Given = TypeVar("Given")

LOOKED_AT = frozenset(
    {"alert", "dataframe", "heading", "html", "markdown", "metric", "page_link", "table", "vega_lite_chart"}
)
"""Elements that nothing is chosen with. What a reader chooses with is known to one session only, and drawn for it."""

BUTTONS = 400
"""So many closed menus of one kind are remembered: some fifteen of a page, in a language and a theme."""

PLACES = frozenset({"flex_container", "grid_container"})
OPENED = frozenset({"popover", "expandable"})
"""What holds other elements: always, or when it is opened."""


@dataclass(frozen=True)
class Part:
    """What a part sent with all closed, each message as bytes, which take a tenth of the room of the message itself.

    ``place``: where its first element stood; ``height``: how many stood there; ``opened``: the ids of what can be opened.
    """

    messages: tuple[bytes, ...]
    place: tuple[int, ...]
    height: int
    opened: tuple[str, ...]

    def send(self, place: Sequence[int]) -> None:
        """Send the messages again, for elements that stand at ``place``."""
        depth = len(self.place)
        for sent in self.messages:
            message = ForwardMsg.FromString(sent)
            path = message.metadata.delta_path
            path[:] = [*place[:-1], place[-1] + path[depth - 1] - self.place[-1], *path[depth:]]
            enqueue_message(message)


def drawn(keep: Keep, by: Callable[..., object] | None = None) -> Callable[[Show], Show]:
    """Draw a part once for the same arguments, as long as ``keep`` (kept or remembered) keeps what is made of them.

    The function only draws, and of its arguments only what ``keep`` knows them by. ``by`` gives of the arguments what decides
    how the part looks while all of it is closed; without, all of them do. A part where something is open, or with an element
    that is not ``LOOKED_AT``, is drawn as if it were not decorated.
    """

    def decorate(show: Show) -> Show:
        @keep
        def known(*_given: object, **_named: object) -> list[Part]:
            return []

        @wraps(show)
        def shown(*given: object, **named: object) -> None:
            context = get_script_run_ctx(suppress_warning=True)
            cursor = st._main._active_dg._cursor
            if context is None or cursor is None or cursor.is_locked:
                return show(*given, **named)
            # Ids and links are those of one page, charts those of one theme.
            place = ThreadState.get()
            drawn_on = (place.active_script_hash, place.fragment_id, st.context.theme.type)
            decides, also = (given, named) if by is None else ((by(*given, **named),), {})
            parts = known(*decides, **also, drawn_on=drawn_on)
            if parts and not _is_any_open(context, parts[0].opened):
                parts[0].send(cursor.delta_path)
                for _ in range(parts[0].height):
                    cursor.lock_element()
                return None
            before = tuple(cursor.delta_path)
            messages = _sent_by(context, lambda: show(*given, **named))
            opened = _openable(messages)
            if opened is not None and not _is_any_open(context, opened):
                kept = tuple(message.SerializeToString() for message in messages)
                parts[:] = [Part(kept, before, cursor.index - before[-1], opened)]
            return None

        return shown  # type: ignore[return-value]

    return decorate


def opened_by(show: Callable[[Given, str], None]) -> Callable[[Given, str], None]:
    """Draw a menu or a card, ``show(what, key)``: closed it is but a button, which looks the same whatever is in it."""
    return drawn(of_language(BUTTONS), by=lambda _, key: key)(show)


def _sent_by(context: ScriptRunContext, show: Callable[[], None]) -> tuple[ForwardMsg, ...]:
    """Draw, and give the messages that went out, as they are before one the browser has already is shortened."""
    taken: list[ForwardMsg] = []
    send = context.enqueue

    def take(message: ForwardMsg) -> None:
        send(message)
        taken.append(message)

    context.enqueue = take  # type: ignore[method-assign, assignment]
    try:
        show()
    finally:
        context.enqueue = send  # type: ignore[method-assign]
    return tuple(taken)


def _openable(messages: Sequence[ForwardMsg]) -> tuple[str, ...] | None:
    """Give the ids of what can be opened; None when something in the messages is of one session."""
    fragment = ThreadState.get().fragment_id or ""
    found = []
    for message in messages:
        what = message.delta.WhichOneof("type")
        if what not in ("new_element", "add_block") or message.delta.fragment_id != fragment:
            return None
        made = getattr(message.delta, what)
        name = made.WhichOneof("type")
        if name in OPENED:
            found.append(getattr(made, name).id)
        elif name not in PLACES and (name not in LOOKED_AT or _is_chosen_with(getattr(made, name))):
            return None
    return tuple(found)


def _is_chosen_with(element: Any) -> bool:  # noqa: ANN401 each kind of element has a type of its own
    # A chart or table that is only looked at has no id.
    return bool(getattr(element, "id", ""))


def _is_any_open(context: ScriptRunContext, ids: Sequence[str]) -> bool:
    """Say whether the reader has opened any, or the program has for him."""
    told = context.session_state._state._new_widget_state

    def is_open(one: str) -> bool:
        known = st.session_state.get(user_key_from_element_id(one) or one)
        if known is None and (fresh := told.get_serialized(one)) is not None:
            # Told by the browser, of something that this session has not drawn itself.
            known = fresh.bool_value
        return bool(known)

    return any(map(is_open, ids))
