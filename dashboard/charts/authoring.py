"""Authoring in Altair, brought in when a chart is first authored: most specifications lie prepared (charts.prepared)."""

import importlib
from functools import partial
from typing import TYPE_CHECKING, Any

from dashboard.charts.theme import Mode, Spec, config
from warehouse.words import Language

if TYPE_CHECKING:
    import altair as alt
else:

    class _WhenUsed:
        """Python's own lazy modules are imported by the next import statement that names them."""

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 whatever Altair has by that name
            return getattr(importlib.import_module("altair"), name)

    alt = _WhenUsed()

__all__ = ["alt", "authored"]


def authored(chart: "alt.TopLevelMixin", mode: Mode, language: Language) -> Spec:
    """Give the finished, validated specification of a chart in our theme."""
    name = f"samhandling_{mode}_{language}"
    if name not in alt.theme.names():
        alt.theme.register(name, enable=False)(partial(config, mode, language))  # type: ignore[arg-type]
    with alt.theme.enable(name):
        spec: Spec = chart.to_dict()
    # Streamlit has a padding of its own, with nothing to the left, and the ring of an «Å» in a title is cut.
    spec.setdefault("padding", {"left": 6, "top": 6, "right": 8, "bottom": 20})
    return spec
