"""Tables and charts as Streamlit sends them to the browser, made once for all who see the same.

``st.dataframe`` and ``st.table`` go through pandas and pyarrow: 70 MB of memory, and 5 ms for each table. And only a pandas
Styler gives a cell another text than its value, which Norwegian numbers that sort by value need: Streamlit's own formats are
English, or follow the browser. What is sent is the same as for a Styler. A chart's specification is long, and Streamlit writes
it and its rows anew at every rerun.
"""

import json
from collections.abc import Collection

import polars as pl
import streamlit as st
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.elements.vega_charts import _prepare_vega_lite_spec
from streamlit.proto.ArrowData_pb2 import ArrowData
from streamlit.proto.Dataframe_pb2 import Dataframe
from streamlit.proto.Table_pb2 import Table as PlainTable
from streamlit.proto.VegaLiteChart_pb2 import VegaLiteChart

from dashboard.charts.theme import Spec
from dashboard.keeping import VIEWS, kept, of_build
from dashboard.table import MISSING, Table

ROW = 35
MOST_ROWS = 16


def figures(table: Table, title: str, pinned: Collection[str] = ()) -> None:
    """Show a table that is sorted by a click, as high as its rows, at most ``MOST_ROWS`` and a half before it scrolls.

    The half row says that there is more below. ``pinned`` columns stay in view; ``title`` is what a screen reader says.
    """
    shown = table.rows.height if table.rows.height <= MOST_ROWS else MOST_ROWS + 0.5
    layout = LayoutConfig(width="stretch", height=int(ROW * (shown + 1)) + 3)
    st._main._enqueue("dataframe", _sent(table, title, tuple(pinned)), layout_config=layout)


def grid(rows: pl.DataFrame, title: str) -> None:
    """Show texts, in Markdown, as a table with lines around every cell; ``title`` is what a screen reader says."""
    st._main._enqueue("table", _texts(rows, title, True, True), layout_config=LayoutConfig("content", "content"))


def lines(rows: pl.DataFrame, title: str, has_heads: bool = True) -> None:
    """Show texts, in Markdown, as a table with lines between its rows; ``title`` is what a screen reader says."""
    st._main._enqueue("table", _texts(rows, title, has_heads, False), layout_config=LayoutConfig("stretch", "content"))


def chart(spec: Spec, alt: str, **frames: pl.DataFrame) -> None:
    """Draw a chart that is only looked at, from its specification and the frames it names."""
    st._main._enqueue("vega_lite_chart", _chart(spec, alt, **frames), layout_config=LayoutConfig("stretch", "content"))


@of_build(most=VIEWS)
def _chart(spec: Spec, alt: str, **frames: pl.DataFrame) -> VegaLiteChart:
    made = VegaLiteChart(spec=json.dumps(_prepare_vega_lite_spec(spec, True)), alt=alt)
    for name, rows in frames.items():
        made.datasets.add(name=name, has_name=True, data=ArrowData(data=_arrow(rows)))
    return made


@kept
def _sent(table: Table, title: str, pinned: tuple[str, ...]) -> Dataframe:
    sorted_by, read = table.on_screen
    looks: dict[str, dict[str, object]] = {
        table.heading(column): {"width": table.width(column), **({"pinned": True} if column in pinned else {})}
        for column in table.columns
    }
    texts = _arrow(read)
    return Dataframe(
        arrow_data=ArrowData(
            data=texts if sorted_by is read else _arrow(sorted_by),
            styler=ArrowData.PandasStyler(uuid="texts", display_values=texts),
        ),
        columns=json.dumps(looks | {"_index": {"hidden": True}}),
        alt=title,
        placeholder=MISSING,
        editing_mode=Dataframe.EditingMode.READ_ONLY,
    )


@of_build(most=VIEWS)
def _texts(rows: pl.DataFrame, title: str, has_heads: bool, has_borders: bool) -> PlainTable:
    borders = PlainTable.BorderMode.ALL if has_borders else PlainTable.BorderMode.HORIZONTAL
    return PlainTable(
        arrow_data=ArrowData(data=_arrow(rows)),
        border_mode=borders,
        hide_index=True,
        hide_header=not has_heads,
        alt=title,
    )


@of_build(most=VIEWS)
def sent(rows: pl.DataFrame) -> bytes:
    """Give rows as they are sent to the browser; a chart takes them so for its data."""
    return _arrow(rows)


def _arrow(rows: pl.DataFrame) -> bytes:
    # A clone: polars locks the frame it writes and then waits for Python's lock, while another reader's page that asks the
    # same frame anything waits the other way round. The server would stand still for ever, as in polars' issue 27396.
    # In the oldest types that polars writes: what reads them in the browser does not know the newest.
    return rows.clone().write_ipc_stream(None, compat_level=pl.CompatLevel.oldest()).getvalue()
