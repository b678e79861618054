"""Rows on their way from DuckDB to polars, in Arrow's form and without pyarrow, which takes 30 MB of a server's memory.

Nothing is imported here: polars remembers the class of all it has read from for as long as Python runs. A class that knows
DuckDB would keep it from ending in order, and DuckDB says so at length in the terminal.
"""


class Rows:
    """What polars makes a frame of: ``source`` gives an Arrow stream, as a DuckDB relation does."""

    def __init__(self, source: object) -> None:
        """Hold the source until it is read."""
        self._source = source

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Give the stream (the Arrow PyCapsule interface)."""
        return self._source.__arrow_c_stream__(requested_schema)  # type: ignore[attr-defined]
