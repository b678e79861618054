"""One file per source; the file's name is the source's name and its only ``Contract`` subclass is the contract."""

import importlib
import pkgutil
from functools import cache

from etl.contract import Contract


@cache
def sources() -> dict[str, type[Contract]]:
    """Every contract in this folder, by source name; a file without exactly one contract is a TypeError."""
    found: dict[str, type[Contract]] = {}
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        contracts = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Contract) and value.__module__ == module.__name__
        ]
        if len(contracts) != 1:
            raise TypeError(f"etl/sources/{module_info.name}.py must define exactly one Contract, not {len(contracts)}")
        found[module_info.name] = contracts[0]
    return found
