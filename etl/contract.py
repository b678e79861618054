"""What a source promises: its columns, key, references and rules. One class per source, in ``etl/sources``.

A contract is a dataframely schema, so ``filter`` validates typed rows. What dataframely does not know (how a cell may
be written, which column of another source it points to) rides along as a ``Cell`` in each column's metadata.
"""

import csv
import datetime as dt
import inspect
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal

import dataframely as dy
import polars as pl

from warehouse.codes import spellings

Kind = Literal["text", "code", "organisation_number", "integer", "amount", "number", "date", "boolean", "choice"]

FIRST_YEAR, LAST_YEAR = 1990, 2100
FIRST_DATE, LAST_DATE = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)
SOURCE_ROW = "source_row"


@dataclass(frozen=True)
class Reference:
    """A column must hold a value that ``source`` has in one of ``columns``.

    valid_in names a year column of this row: a value that is known but was not valid that year is a warning.
    unless names a column of this row that, when filled, excuses an unknown value.
    is_loose: an unknown value is a warning, because the row means something without what it points to.
    """

    source: str
    columns: tuple[str, ...]
    valid_in: str | None = None
    unless: str | None = None
    is_loose: bool = False


@dataclass(frozen=True)
class Cell:
    """How a cell of one column is written in a file.

    header is the Norwegian template header, width the digits of a code (leading zeros are put back), spellings the
    accepted ways of writing each allowed value, default what an absent column means. flag names the column that keeps a
    missing symbol (Statistics Norway's «:», «..», «.») written where the figure should be.
    """

    kind: Kind
    header: str
    unit: str | None = None
    width: int | None = None
    spellings: Mapping[str, tuple[str, ...]] | None = None
    reference: Reference | None = None
    default: str | None = None
    flag: str | None = None


@dataclass(frozen=True)
class ContractColumn:
    """One column of a contract as others need it: name, polars type, nullability, and how its cells are written."""

    name: str
    dtype: pl.DataType
    is_nullable: bool
    is_key: bool
    cell: Cell


def _options(cell: Cell, nullable: bool, key: bool) -> dict[str, Any]:
    return {"nullable": nullable, "primary_key": key, "metadata": {"cell": cell}}


def text(
    header: str,
    *,
    key: bool = False,
    nullable: bool = False,
    reference: Reference | None = None,
    unit: str | None = None,
) -> dy.String:
    """Free text; leading and trailing blanks are not part of it."""
    return dy.String(**_options(Cell("text", header, unit=unit, reference=reference), nullable, key))


def code(
    header: str, width: int, *, key: bool = False, nullable: bool = False, reference: Reference | None = None
) -> dy.String:
    """A code of exactly ``width`` digits, kept as text."""
    cell = Cell("code", header, width=width, reference=reference)
    return dy.String(regex=f"^[0-9]{{{width}}}$", **_options(cell, nullable, key))


def organisation_number(
    header: str, *, key: bool = False, nullable: bool = False, reference: Reference | None = None
) -> dy.String:
    """A Norwegian organisation number: nine digits, the last a modulus 11 check digit (Brønnøysundregistrene)."""
    return dy.String(
        regex="^[0-9]{9}$",
        check={"mod11": has_check_digit},
        **_options(Cell("organisation_number", header, reference=reference), nullable, key),
    )


def integer(
    header: str,
    *,
    key: bool = False,
    nullable: bool = False,
    minimum: int | None = None,
    maximum: int | None = None,
    unit: str | None = None,
    flag: str | None = None,
) -> dy.Int32:
    """A whole number."""
    return dy.Int32(min=minimum, max=maximum, **_options(Cell("integer", header, unit=unit, flag=flag), nullable, key))


def small_integer(
    header: str,
    *,
    key: bool = False,
    nullable: bool = False,
    minimum: int | None = None,
    maximum: int | None = None,
) -> dy.Int16:
    """A whole number below 32 768, such as a rank."""
    return dy.Int16(min=minimum, max=maximum, **_options(Cell("integer", header), nullable, key))


def year(header: str, *, key: bool = False, nullable: bool = False) -> dy.Int16:
    """A calendar year, 1990 to 2100."""
    cell = Cell("integer", header, unit="year")
    return dy.Int16(min=FIRST_YEAR, max=LAST_YEAR, **_options(cell, nullable, key))


def amount(header: str, *, nullable: bool = True, unit: str = "nok") -> dy.Decimal:
    """Money with two decimals, never negative."""
    return dy.Decimal(18, 2, min=Decimal(0), **_options(Cell("amount", header, unit=unit), nullable, False))


def signed_amount(header: str, *, nullable: bool = True) -> dy.Decimal:
    """Money with two decimals that may go either way, such as a payment and its repayment."""
    return dy.Decimal(18, 2, **_options(Cell("amount", header, unit="nok"), nullable, False))


def number(
    header: str,
    *,
    nullable: bool = False,
    above: float | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    unit: str | None = None,
    flag: str | None = None,
) -> dy.Float64:
    """A number with decimals: greater than ``above``, at least ``minimum``, at most ``maximum``."""
    cell = Cell("number", header, unit=unit, flag=flag)
    return dy.Float64(min=minimum, min_exclusive=above, max=maximum, **_options(cell, nullable, False))


def date(header: str, *, key: bool = False, nullable: bool = False, first: dt.date = FIRST_DATE) -> dy.Date:
    """A date from ``first`` to 2100."""
    return dy.Date(min=first, max=LAST_DATE, **_options(Cell("date", header), nullable, key))


def boolean(header: str, *, nullable: bool = False) -> dy.Bool:
    """Yes or no."""
    return dy.Bool(**_options(Cell("boolean", header), nullable, False))


def choice(
    header: str,
    code_list: str,
    *,
    key: bool = False,
    nullable: bool = False,
    default: str | None = None,
) -> dy.String:
    """One of the codes of ``code_list`` in ``warehouse/codes.toml``."""
    meanings = spellings(code_list)
    allowed = list(meanings)
    cell = Cell("choice", header, spellings=meanings, default=default)
    return dy.String(check={"allowed": lambda value: value.is_in(allowed)}, **_options(cell, nullable, key))


def has_check_digit(value: pl.Expr) -> pl.Expr:
    """Say whether the ninth digit is right by modulus 11, weights 3 2 7 6 5 4 3 2; null where it is not a number."""
    weights = (3, 2, 7, 6, 5, 4, 3, 2)
    whole = value.cast(pl.Int64, strict=False)
    weighted = pl.sum_horizontal(
        (whole // 10 ** (8 - position) % 10) * weight for position, weight in enumerate(weights)
    )
    # sum_horizontal counts null as 0, so an empty cell must be kept apart.
    return pl.when(whole.is_not_null()).then((weighted + whole % 10) % 11 == 0)


@dataclass(frozen=True)
class WarningRule:
    """A rule whose failing rows are loaded and flagged; the finding points at the column ``subject``."""

    subject: str
    expression: pl.Expr


_SUBJECTS: dict[object, str] = {}


def error(subject: str, expression: pl.Expr) -> object:
    """Declare a rule: ``expression`` is true where a row is good; a failing row is rejected, blamed on ``subject``.

    Null counts as good, so a rule over cells that may be empty needs no guard.
    """
    rule = dy.rule()(lambda _: expression)
    _SUBJECTS[rule] = subject
    return rule


def warning(subject: str, expression: pl.Expr) -> WarningRule:
    """Declare a rule: ``expression`` is true where nothing is odd; a failing row is loaded, flagged at ``subject``."""
    return WarningRule(subject, expression)


@dataclass(frozen=True)
class About:
    """What people must know about a source beside its columns.

    title: what people call it, Norwegian and English. owner_name: who answers for the figures.
    replaces: the columns that name the slices a delivery replaces; empty when a delivery replaces the whole source.
    sample: two or three valid, invented rows as ``;``-separated text in column order, without the header.
    """

    title: tuple[str, str]
    owner_name: str
    sample: str
    replaces: tuple[str, ...] = ()


class Contract(dy.Schema):
    """The base of every source. A subclass has ``about``, and a docstring saying what a row is and who owns it."""

    about: ClassVar[About]

    source_row = dy.Int32(min=1)

    @classmethod
    def source_name(cls) -> str:
        """The name of the source, which is the name of its file."""
        return cls.__module__.rpartition(".")[2]

    @classmethod
    def purpose(cls) -> str:
        """The first paragraph of the docstring, on one line."""
        return " ".join(inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].split())

    @classmethod
    def contract_columns(cls) -> dict[str, ContractColumn]:
        """The columns a delivery fills, in order. ``source_row``, which accepted rows also have, is not among them."""
        return {
            name: ContractColumn(name, column.dtype, column.nullable, column.primary_key, column.metadata["cell"])
            for name, column in cls.columns().items()
            if column.metadata
        }

    @classmethod
    def key_columns(cls) -> tuple[str, ...]:
        """The columns that are unique together."""
        return tuple(cls.primary_key())

    @classmethod
    def frame_schema(cls) -> pl.Schema:
        """Names and polars types of an accepted frame: the contract's columns, then ``source_row``."""
        types = {name: column.dtype for name, column in cls.contract_columns().items()}
        return pl.Schema({**types, SOURCE_ROW: pl.Int32()})

    @classmethod
    def referenced_sources(cls) -> tuple[str, ...]:
        """The other sources whose rows are needed to check this one, each once."""
        references = (column.cell.reference for column in cls.contract_columns().values())
        return tuple(dict.fromkeys(reference.source for reference in references if reference))

    @classmethod
    def rule_subject(cls, rule: str) -> str:
        """The column a failing rule points at: ``year|min`` at ``year``, a duplicate key at the first key column."""
        if rule == "primary_key":
            return cls.key_columns()[0]
        column, is_column_rule, _ = rule.partition("|")
        return column if is_column_rule else _SUBJECTS[getattr(cls, rule)]

    @classmethod
    def warning_rules(cls) -> dict[str, WarningRule]:
        """The rules that flag rows without rejecting them, by name."""
        return {name: value for name, value in vars(cls).items() if isinstance(value, WarningRule)}

    @classmethod
    def protect(cls, accepted: pl.DataFrame) -> pl.DataFrame:
        """Hide in accepted rows what nobody may see, with the same rows and columns; most sources have nothing to hide."""
        return accepted

    @classmethod
    def template_rows(cls) -> list[list[str]]:
        """The template header and the sample rows, as text cells."""
        header = [column.cell.header for column in cls.contract_columns().values()]
        return [header, *csv.reader(io.StringIO(inspect.cleandoc(cls.about.sample)), delimiter=";")]
