"""A reader without a browser: Streamlit's own protocol (protobuf over a WebSocket), as Streamlit 1.67's page speaks it.

A ``Viewer`` does what a tab does: it opens a page, follows links, changes choices, keeps what the server may refer back to,
adopts the address that the page writes, and asks for fragments again when their time has come.
"""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

KEPT_RUNS = 2
"""So many runs a page keeps a message to be referred to: Streamlit's ``global.maxCachedMessageAge``."""

PATIENCE = 120.0
"""Seconds after which a run that has not ended has failed."""


@dataclass
class Run:
    """One rerun: seconds from the click to the end of the script, bytes received, and the kinds of elements that came."""

    seconds: float
    size: int = 0
    elements: list[str] = field(default_factory=list)
    error: str = ""


@dataclass(frozen=True)
class Choice:
    """A list or a row of buttons on the page: ``field`` is how its value is sent, ``options`` as they are written."""

    identity: str
    field: str
    options: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key that the page gave it."""
        return self.identity.split("-", 2)[-1]


class Viewer:
    """One open tab. One click at a time; close it when done."""

    def __init__(self, connection: ClientConnection) -> None:
        """Take over a connection; ``arrive`` makes it."""
        self._connection = connection
        self._reading = asyncio.create_task(self._read())
        self._fragments: dict[str, asyncio.Task[None]] = {}
        self._kept: dict[str, int] = {}
        self._values: dict[str, tuple[str, list[str]]] = {}
        self._runs = 0
        self._query = ""
        self._page = ""
        self._run = Run(0.0)
        self._ended: asyncio.Future[None] | None = None
        self.pages: dict[str, str] = {}
        self.choices: dict[str, Choice] = {}
        self.fragment_errors: list[str] = []

    @classmethod
    async def arrive(cls, port: int) -> "Viewer":
        """Connect to the server on this machine."""
        connection = await connect(
            f"ws://localhost:{port}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            compression=None,
            origin=Origin(f"http://localhost:{port}"),
            # A browser waits too, and asks for no sign of life: a slow server is to be measured, not left.
            open_timeout=PATIENCE,
            ping_interval=None,
        )
        return cls(connection)

    async def open(self, path: str, query: str = "") -> Run:
        """Open the page at ``path`` (empty: the front page), by its address or by a link."""
        before = self._page
        self._query = query
        # A page that is not known yet is asked for by name, as at the first visit.
        self._page = self.pages.get(path, "")
        name = "" if self._page else path
        if self._page != before:
            self._values.clear()
        self.choices.clear()
        return await self._rerun(ClientState(page_script_hash=self._page, page_name=name))

    async def choose(self, key: str, option: str) -> Run:
        """Pick an option of the choice that the page calls ``key``."""
        choice = self.choices[key]
        self._values[choice.identity] = (choice.field, [option])
        return await self._rerun(ClientState(page_script_hash=self._page))

    def chosen(self, key: str) -> str:
        """Give the option that a choice stands on; empty when it has none."""
        _, values = self._values.get(self.choices[key].identity, ("", []))
        return values[0] if values else ""

    async def close(self) -> None:
        """Shut the tab."""
        for task in (*self._fragments.values(), self._reading):
            task.cancel()
        await self._connection.close()

    async def _rerun(self, state: ClientState) -> Run:
        loop = asyncio.get_running_loop()
        self._runs += 1
        self._kept = {hashed: run for hashed, run in self._kept.items() if self._runs - run <= KEPT_RUNS}
        self._run = run = Run(0.0)
        self._ended = loop.create_future()
        started = time.perf_counter()
        await self._send(state)
        try:
            await asyncio.wait_for(self._ended, PATIENCE)
        except TimeoutError:
            run.error = "no answer"
        run.seconds = time.perf_counter() - started
        self._ended = None
        return run

    async def _send(self, state: ClientState) -> None:
        state.query_string = self._query
        state.cached_message_hashes.extend(self._kept)
        state.context_info.timezone = "Europe/Oslo"
        state.context_info.locale = "nb-NO"
        state.context_info.color_scheme = "light"
        for identity, (kind, values) in self._values.items():
            widget = state.widget_states.widgets.add(id=identity)
            if kind == "string_value":
                widget.string_value = values[0]
            else:
                widget.string_array_value.data.extend(values)
        await self._connection.send(BackMsg(rerun_script=state).SerializeToString())

    async def _read(self) -> None:
        """Take in what the server sends until the tab is shut; a broken connection fails the run that waits."""
        try:
            async for data in self._connection:
                self._take(data)
        finally:
            if self._ended is not None and not self._ended.done():
                self._run.error = "the connection broke"
                self._ended.set_result(None)

    def _take(self, data: Any) -> None:
        message = ForwardMsg.FromString(data)
        self._run.size += len(data)
        kind = message.WhichOneof("type")
        if kind == "delta":
            if message.metadata.cacheable:
                self._kept[message.hash] = self._runs
            if message.delta.WhichOneof("type") == "new_element":
                self._see(message.delta.new_element)
        elif kind == "ref_hash":
            self._kept[message.ref_hash] = self._runs
            self._run.elements.append("as before")
        elif kind == "new_session":
            self._page = message.new_session.page_script_hash or self._page
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self._repeat(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "script_finished":
            self._finish(message.script_finished)

    def _finish(self, how: int) -> None:
        if how == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self._run.error = "the script cannot be compiled"
        if how not in (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR):
            # A fragment, or a run that another follows at once.
            return
        if self._ended is not None and not self._ended.done():
            self._ended.set_result(None)

    def _see(self, element: Element) -> None:
        kind = element.WhichOneof("type") or ""
        self._run.elements.append(kind)
        if kind == "exception" and not element.exception.is_warning:
            self._fail(element.exception.message or element.exception.type)
        elif kind == "alert" and element.alert.format == element.alert.ERROR:
            self._fail(element.alert.body)
        elif kind == "selectbox":
            box = element.selectbox
            self._offer(Choice(box.id, "string_value", tuple(box.options)))
            default = [box.default] if box.HasField("default") else []
            given = [box.raw_value] if box.set_value else None
            self._set(box.id, "string_value", given, list(box.options), default)
        elif kind == "button_group":
            group = element.button_group
            options = [option.content for option in group.options]
            self._offer(Choice(group.id, "string_array_value", tuple(options)))
            given = list(group.raw_values) if group.set_value else None
            self._set(group.id, "string_array_value", given, options, list(group.default))

    def _offer(self, choice: Choice) -> None:
        self.choices[choice.key] = choice

    def _set(self, identity: str, kind: str, given: list[str] | None, options: list[str], default: list[int]) -> None:
        """Adopt the value that the server gives, else keep the reader's, else the default."""
        if given is not None:
            self._values[identity] = (kind, given)
        elif identity not in self._values:
            self._values[identity] = (kind, [options[place] for place in default if place < len(options)])
        if not self._values[identity][1]:
            del self._values[identity]

    def _fail(self, why: str) -> None:
        if self._ended is None:
            self.fragment_errors.append(why)
        else:
            self._run.error = why

    def _repeat(self, fragment: str, seconds: float) -> None:
        """Ask for a fragment again and again, as the page does, until the next run sets a new clock."""

        async def clock() -> None:
            while True:
                await asyncio.sleep(seconds)
                await self._send(ClientState(page_script_hash=self._page, fragment_id=fragment, is_auto_rerun=True))

        for task in self._fragments.values():
            task.cancel()
        self._fragments = {fragment: asyncio.create_task(clock())}
