"""Layouts: how one publisher's file meets a contract, one small file per layout.

A file here with a function ``layout_for(contract) -> Layout | None`` is a layout; ``base`` holds what they share.
"""

import importlib
import pkgutil
from functools import cache

from etl.contract import Contract
from etl.layouts.base import Layout


@cache
def layouts(contract: type[Contract]) -> dict[str, Layout]:
    """Every layout that gives rows of ``contract``, by name; the project's own template first."""
    found: dict[str, Layout] = {}
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        layout_for = getattr(module, "layout_for", None)
        layout = layout_for(contract) if layout_for else None
        if layout is not None:
            found[module_info.name] = layout
    return {"template": found.pop("template"), **found}
