"""What every layout is: a publisher's headers, how they are recognised, and how its rows become a contract's rows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import Literal

import polars as pl

from etl.contract import Cell, Contract
from etl.messages import FileRefused, Findings, Note, in_both

Keeps = Literal["all", "read", "none"]
Presence = Literal["required", "expected", "control", "optional"]

_UNIT = re.compile(
    r"[\s,(\[]*\b(?:i\s+|in\s+)?"
    r"(?:(?P<thousand>1[\s.\u00a0]?000\s*(?:kr|nok|kroner)|tusen\s*kr(?:oner)?|tkr)"
    r"|(?P<million>mill(?:\.|ioner)?\s*(?:kr|nok|kroner)|mnok)"
    r"|(?P<plain>kr|nok|kroner)|(?P<percent>prosent|percent))\.?[\s)\]]*$"
    r"|[\s,(\[]*(?P<sign>%)[\s)\]]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Field:
    """A column of the publisher's file.

    name is the contract's column name, or the layout's own word for a column it works on. headers are the accepted ways of
    writing the header. presence: without a ``required`` column nothing can land; a missing ``expected`` one is an error, but
    the rest can land; a missing ``control`` one is a warning. blanks are the publisher's own marks for «nothing».
    """

    name: str
    headers: tuple[str, ...]
    cell: Cell
    dtype: pl.DataType
    presence: Presence = "required"
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """What a header says about its figures."""

    scale: Decimal = Decimal(1)
    is_percent: bool = False


@dataclass(frozen=True)
class Match:
    """A layout laid over a header. ``row`` is the first header row's number; positions are 0-based."""

    layout: "Layout"
    row: int
    positions: Mapping[str, int]
    headers: Mapping[str, str]
    units: Mapping[str, Unit]
    unknown: tuple[str, ...]
    repeated: tuple[str, ...]

    @property
    def last_row(self) -> int:
        """The number of the last header row."""
        return self.row + self.layout.header_rows - 1

    @property
    def missing(self) -> list[Field]:
        """The fields whose header is not there."""
        return [one for one in self.layout.fields if one.name not in self.positions]

    @property
    def is_recognised(self) -> bool:
        """Whether the file is in this layout, perhaps with faults."""
        wanted = [one for one in self.layout.fields if one.presence in ("required", "expected")]
        found = [one for one in wanted if one.name in self.positions]
        if 2 * len(found) < len(wanted):
            return False
        if self.layout.must_have:
            return self.layout.must_have <= self.positions.keys()
        return len(self.positions) >= max(2, len(self.unknown))

    @property
    def fit(self) -> float:
        """How well the headers fit, 0 to 1: those of the layout that are there, of all there are on either side."""
        return len(self.positions) / (len(self.layout.fields) + len(self.unknown))

    def nearest_unknown(self, wanted: Field) -> str:
        """The unknown header most like the one that is missing; '' when none is."""
        plain = {plain_header(header): header for header in self.unknown}
        for header in wanted.headers:
            if near := get_close_matches(plain_header(header), plain, n=1, cutoff=0.75):
                return plain[near[0]]
        return ""


@dataclass
class Facts:
    """What is known about a file beside its cells.

    The layout fills the rest as it works: ``notes``; ``skipped``, the rows that are not of this source's kind, by reason (the
    text is ``skipped.<reason>``); ``used_rows``, the file rows whose content is in the rows it gives, where those are sums of
    many file rows and each names only one of them.
    """

    file_name: str
    year_given: int | None
    rate: Decimal | None
    headers: Mapping[str, str]
    licence: str | None = None
    wave: str | None = None
    time_point: str | None = None
    notes: list[Note] = field(default_factory=list)
    skipped: dict[str, pl.Series] = field(default_factory=dict)
    used_rows: pl.Series | None = None

    def year(self) -> int:
        """The year given by the person, else the only year in the file name; FileRefused when there is none."""
        named = {int(found) for found in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", self.file_name)}
        if self.year_given is not None:
            if named and named != {self.year_given}:
                years = ", ".join(map(str, sorted(named)))
                self.notes.append(in_both("note.year_differs", given=self.year_given, named=years))
            return self.year_given
        if len(named) != 1:
            raise FileRefused("no_year", file=self.file_name)
        return named.pop()


@dataclass(frozen=True)
class Layout:
    """A publisher's way of writing one source. Subclasses give ``rows``; the rest is data.

    must_have: the fields whose headers together tell the layout from others; empty for the template, which is told by most of
    its headers. header_rows: the header and the rows of units under it. withheld: fields and headers whose cells are never
    kept, not in accepted rows, messages or rejected rows. tolerated: contract errors that are this publisher's honest way of
    writing, and so only warnings. origins: which field a contract column comes from, where the names differ.
    total_rows: (field, pattern); rows that match are sums of other rows, and skipped. keeps: what is kept of the file as it
    came: ``all`` of it, only the cells that were ``read`` from it, or ``none`` of it (then only its hash is). replaces_also:
    columns that, with those of the contract, say what a file replaces, where it holds less than the contract's slices.
    """

    name: str
    contract: type[Contract]
    fields: tuple[Field, ...]
    title: Note
    must_have: frozenset[str] = frozenset()
    header_rows: int = 1
    withheld: frozenset[str] = frozenset()
    tolerated: frozenset[str] = frozenset()
    origins: Mapping[str, str] = field(default_factory=dict)
    total_rows: tuple[str, str] | None = None
    keeps: Keeps = "all"
    replaces_also: tuple[str, ...] = ()

    @property
    def slice_columns(self) -> tuple[str, ...]:
        """The columns of the slices that a file replaces; none when it replaces the whole source."""
        return (*self.contract.about.replaces, *self.replaces_also)

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give the contract's rows.

        typed has one column per field and source_row, one row per row of the file. Cells that could not be read are null and
        have their findings already; so is a whole column that is not in ``facts.headers``. The result has source_row and
        contract columns (those it lacks become null), several rows per file row if need be. A column
        ``header:<contract column>`` says which header a value came from, row by row.
        """
        raise NotImplementedError

    def match(self, head: list[list[str]], first_row: int = 1) -> Match:
        """Lay this layout over the row of ``head``, which begins at ``first_row``, that has most of its headers."""
        return max((self._match_row(number, cells) for number, cells in enumerate(head, first_row)), key=_found)

    def _match_row(self, number: int, cells: list[str]) -> Match:
        known = {plain_header(header): one for one in self.fields for header in one.headers}
        positions: dict[str, int] = {}
        headers: dict[str, str] = {}
        units: dict[str, Unit] = {}
        unknown: list[str] = []
        repeated: list[str] = []
        for position, cell in enumerate(cells):
            if not cell:
                continue
            one, unit = known.get(plain_header(cell)), Unit()
            if one is None and (said := _UNIT.search(cell)):
                bare = known.get(plain_header(cell[: said.start()]))
                if bare is not None and bare.cell.kind in ("amount", "number", "integer"):
                    one, unit = bare, _unit(said)
            if one is None:
                unknown.append(cell)
            elif one.name in positions:
                repeated.append(cell)
            else:
                positions[one.name] = position
                headers[one.name] = " ".join(cell.split())
                units[one.name] = unit
        return Match(self, number, positions, headers, units, tuple(unknown), tuple(repeated))


def _found(match: Match) -> int:
    return len(match.positions)


def _unit(said: re.Match[str]) -> Unit:
    if said["thousand"]:
        return Unit(Decimal(1_000))
    if said["million"]:
        return Unit(Decimal(1_000_000))
    return Unit(is_percent=bool(said["percent"] or said["sign"]))


def plain_header(header: str) -> str:
    """Give what two spellings of a header share: small letters, one blank for any run of blanks, points and hyphens."""
    return re.sub(r"[\s._:/–—-]+", " ", header.casefold()).strip()


def contract_field(
    contract: type[Contract],
    name: str,
    headers: Iterable[str],
    presence: Presence = "required",
    blanks: tuple[str, ...] = (),
) -> Field:
    """A field that is read as the contract's column ``name`` is."""
    column = contract.contract_columns()[name]
    return Field(name, tuple(headers), column.cell, column.dtype, presence, blanks)
