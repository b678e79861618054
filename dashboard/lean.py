"""What Streamlit makes anew for every rerun or every reader though it is the same for all: made once while we serve."""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

from streamlit.elements.widgets import selectbox
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

MOST_LISTS = 64
"""So many lists to choose from are shared."""


def keep_theme() -> None:
    """Make what each run tells the browser of the theme once: Streamlit reads all settings anew for every rerun of a page.

    It took a quarter of what the event loop does for a rerun. The settings do not change while the dashboard is served.
    """
    fill = app_session._populate_theme_msg

    @cache
    def made(section: str) -> CustomThemeConfig:
        message = CustomThemeConfig()
        fill(message, section)
        return message

    def filled(msg: CustomThemeConfig, section: str = "theme") -> None:
        # A section without settings is not mentioned: to merge nothing into it would mention it.
        if made(section).ByteSize():
            msg.MergeFrom(made(section))

    app_session._populate_theme_msg = filled


def share_options() -> None:
    """Let readers share the texts of a list to choose from, which Streamlit keeps for each reader and page.

    A list of all municipalities on five pages took 110 kB of the 280 that a reader takes.
    """

    @lru_cache(maxsize=MOST_LISTS)
    def made(texts: tuple[str, ...]) -> tuple[list[str], dict[str, int]]:
        return list(texts), {text: place for place, text in enumerate(texts)}

    def shared(options: Iterable[Any], format_func: Callable[[Any], str] = str) -> tuple[list[str], dict[str, int]]:
        return made(tuple(map(format_func, options)))

    selectbox.create_mappings = shared  # type: ignore[attr-defined]
