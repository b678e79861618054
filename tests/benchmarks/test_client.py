"""The reader without a browser: what it sends and how it takes what a server answers."""

import asyncio

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.server import ServerConnection, serve

from tests.benchmarks.client import Run, Viewer

ASKED: list[BackMsg] = []


def answers(asked: BackMsg) -> list[ForwardMsg]:
    """A page with one list, an error when the list says so, and a large text that may be referred to."""
    boxes = [box.string_value for box in asked.rerun_script.widget_states.widgets]
    element = ForwardMsg(hash="list")
    element.delta.new_element.selectbox.id = "$$ID-1-choice-year"
    element.delta.new_element.selectbox.options.extend(["2023", "2024"])
    element.delta.new_element.selectbox.default = 0
    large = ForwardMsg(hash="large")
    large.metadata.cacheable = True
    large.delta.new_element.markdown.body = "Stor"
    if "large" in asked.rerun_script.cached_message_hashes:
        large = ForwardMsg(ref_hash="large")
    failed = ForwardMsg(hash="failed")
    failed.delta.new_element.alert.format = failed.delta.new_element.alert.ERROR
    failed.delta.new_element.alert.body = "Siden kunne ikke vises."
    address = ForwardMsg()
    address.page_info_changed.query_string = "year=2024"
    end = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
    return [element, large, *([failed, address] if "2024" in boxes else []), end]


async def server(connection: ServerConnection) -> None:
    async for data in connection:
        ASKED.append(BackMsg.FromString(bytes(data)))
        for answer in answers(ASKED[-1]):
            await connection.send(answer.SerializeToString())


async def visit() -> list[Run]:
    async with serve(server, "localhost", 0, subprotocols=["streamlit"]) as listening:  # type: ignore[list-item]
        port = next(iter(listening.sockets)).getsockname()[1]
        viewer = await Viewer.arrive(port)
        first = await viewer.open("tilskudd", "lang=en")
        assert viewer.chosen("choice-year") == "2023"
        runs = [first, await viewer.choose("choice-year", "2024"), await viewer.open("tilskudd", "year=2024")]
        await viewer.close()
        return runs


def test_a_reader_opens_a_page_changes_a_choice_and_meets_an_error():
    ASKED.clear()
    first, changed, again = asyncio.run(visit())
    assert (first.error, changed.error) == ("", "Siden kunne ikke vises.")
    assert first.elements == ["selectbox", "markdown"]
    # What the server has sent before, it refers to.
    assert again.elements[:2] == ["selectbox", "as before"]
    asked = [one.rerun_script for one in ASKED]
    assert [one.page_name for one in asked] == ["tilskudd", "", "tilskudd"]
    assert [one.query_string for one in asked] == ["lang=en", "lang=en", "year=2024"]
    assert asked[1].widget_states.widgets[0].string_value == "2024"
