"""What can go wrong in the warehouse, told in words a person can act on."""

from pathlib import Path

from warehouse.words import Language, Words

_WORDS = Words(Path(__file__).with_name("words.toml"))


class WarehouseError(Exception):
    """A failure with a text in both languages; ``key`` names it in ``warehouse/words.toml``."""

    def __init__(self, key: str, **values: object) -> None:
        """Keep the key and its values, so that the text can be given in the reader's language."""
        self.key = key
        self.values = values
        super().__init__(self.text("en"))

    def text(self, language: Language = "nb") -> str:
        """Say what went wrong and what to do."""
        return _WORDS(f"error.{self.key}", language, **self.values)


class NoWarehouse(WarehouseError):
    """There is no published file yet."""


class WarehouseBusy(WarehouseError):
    """Another load or build holds the lock."""


class ChecksFailed(WarehouseError):
    """The new file was built, but what it says does not hold; it is not published."""


class QueryRefused(WarehouseError):
    """A statement that is not one reading SELECT, took too long or is wrong."""
