"""From text cells to typed columns. Form is repaired and counted; what could mean two things is refused.

Every kind has a vectorised way for the plain spellings. Only what that leaves over is looked at value by distinct value.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches

import polars as pl

from etl.contract import Cell, Kind
from etl.readers.sheet import DAMAGED_FIRST, DAMAGED_LAST

MISSING_MARKS = ("..", ".", ":", "-", "–", "NA", "N/A")
"""Statistics Norway's symbols (Standardtegn i tabeller) and the R and Excel ones. None of them is 0, but see ``NIL_MARKS``."""

SYMBOLS = (":", "..", "...", ".")
"""Those that say why a figure is missing; a column with a symbol column beside it keeps which one."""

NIL_MARKS = ("-", "–")
"""In a figure «-» is nil by Statistics Norway's definition: the value is 0."""

_BLANKS = " \u00a0\u2007\u2009\u202f\t"
_STRIPPED = _BLANKS + "\n\r\ufeff\u200b"
_ERROR_CELL = re.compile(r"#(?:N/A|I/T|DIV/0!|REF!|VALUE!|VERDI!|NAME\?|NAVN\?|NUM!|NULL!|GETTING_DATA)")
_DAMAGE = f"[{chr(DAMAGED_FIRST)}-{chr(DAMAGED_LAST)}]"
_TWICE_ENCODED = re.compile("[ÂÃÄÅâ][^\x00-\x7f]{1,2}")
_CURRENCY = re.compile(r"^(?:kr\.?|nok)\s*|\s*(?:kr\.?|nok|,-|,–|\.-|,—)$", re.IGNORECASE)

_SAMPLE = 10_000
FAULT_SCHEMA = pl.Schema({"rule": pl.String(), "value": pl.String(), "advice": pl.String()})


@dataclass(frozen=True)
class Reading:
    """How a column of a file is written.

    scale multiplies figures (a header saying 1 000 kr), blanks are the publisher's own missing marks, has_damage says that some
    bytes of the file could not be decoded.
    """

    is_excel: bool = False
    has_damage: bool = False
    scale: Decimal = Decimal(1)
    is_percent: bool = False
    blanks: tuple[str, ...] = ()


@dataclass
class Parsed:
    """A typed column.

    symbols: the missing symbol of Statistics Norway written in each cell, else null; None when the column keeps no symbols.
    faults: one row per cell that could not be read: ``position`` (0-based), ``rule``, ``value`` (as written), ``advice`` (what
    it probably should be, or ''). The cell is null in ``values``. repairs: how often each repair of form was made.
    """

    values: pl.Series
    faults: pl.DataFrame
    repairs: Counter[str] = field(default_factory=Counter)
    symbols: pl.Series | None = None


@dataclass(frozen=True)
class _Value:
    """What one distinct text means: a value, or a rule it breaks with advice; ``repair`` names what was done to its form."""

    value: object = None
    rule: str | None = None
    advice: str = ""
    repair: str | None = None


def parse(texts: pl.Series, cell: Cell, dtype: pl.DataType, reading: Reading) -> Parsed:
    """Give the texts of one column their type by the ``cell``'s kind; null and blank texts become null."""
    if cell.flag:
        bare = texts.str.strip_chars(_STRIPPED)
        symbols = pl.select(pl.when(bare.is_in(SYMBOLS)).then(bare)).to_series()
        figures = pl.select(pl.when(symbols.is_null()).then(texts)).to_series()
        parsed = _parse(figures, cell, dtype, reading)
        return Parsed(parsed.values, parsed.faults, parsed.repairs, symbols)
    if len(texts) > _SAMPLE and texts.head(_SAMPLE).n_unique() < 0.6 * _SAMPLE:
        # The same few texts over and over: read each once. Repairs and faults are counted per cell, so those go the long way.
        distinct = texts.unique()
        parsed = _parse(distinct, cell, dtype, reading)
        if parsed.faults.is_empty() and not parsed.repairs:
            return Parsed(texts.replace_strict(distinct, parsed.values, return_dtype=dtype), parsed.faults)
    return _parse(texts, cell, dtype, reading)


def _parse(texts: pl.Series, cell: Cell, dtype: pl.DataType, reading: Reading) -> Parsed:
    plain, repairs = _PLAIN[cell.kind](texts, cell, dtype, reading)
    is_left = plain.is_null() & texts.is_not_null()
    if not is_left.any():
        return Parsed(plain, _no_faults(), +repairs)
    left = texts.filter(is_left)
    counted = left.value_counts(name="count")
    distinct = counted[left.name].to_list()
    read_one = _CAREFUL[cell.kind](cell, reading, distinct, texts)
    meanings = [_read(text, cell, reading, read_one) for text in distinct]
    for meaning, count in zip(meanings, counted["count"], strict=True):
        if meaning.repair:
            repairs[meaning.repair] += count
    typed = _typed([meaning.value for meaning in meanings], dtype)
    lost = [
        _Value(rule="too_large") if value is not None and is_null else meaning
        for meaning, value, is_null in zip(meanings, (m.value for m in meanings), typed.is_null(), strict=True)
    ]
    table = pl.DataFrame(
        {
            "text": pl.Series(distinct, dtype=pl.String),
            "typed": typed,
            "rule": pl.Series([meaning.rule for meaning in lost], dtype=pl.String),
            "advice": pl.Series([meaning.advice for meaning in lost], dtype=pl.String),
        }
    )
    positions = is_left.arg_true()
    found = pl.DataFrame({"position": positions, "text": left}).join(
        table, on="text", how="left", maintain_order="left"
    )
    values = plain.scatter(positions, found["typed"])
    faults = found.filter(pl.col("rule").is_not_null()).select(
        "position", "rule", pl.col("text").alias("value"), "advice"
    )
    return Parsed(values, faults, +repairs)


def _no_faults() -> pl.DataFrame:
    return pl.DataFrame(schema={"position": pl.get_index_type(), **FAULT_SCHEMA})


def _typed(values: list[object], dtype: pl.DataType) -> pl.Series:
    """Make a column of ``dtype``; a value too large for it becomes null."""
    if isinstance(dtype, pl.Decimal):
        return pl.Series([None if value is None else format(value, "f") for value in values], dtype=pl.String).cast(
            dtype, strict=False
        )
    if dtype.is_integer():
        return pl.Series([None if value is None else str(value) for value in values], dtype=pl.String).cast(
            dtype, strict=False
        )
    if dtype.is_float():
        return pl.Series([None if value is None else float(str(value)) for value in values], dtype=dtype)
    if isinstance(dtype, pl.Date):
        return pl.Series(values, dtype=pl.String).str.to_date("%Y-%m-%d", strict=False)
    return pl.Series(values, dtype=dtype)


def _read(text: str, cell: Cell, reading: Reading, read_one: "Callable[[str], _Value]") -> _Value:
    """Read one distinct text: what is common to all kinds first, then by kind."""
    stripped = text.strip(_STRIPPED)
    if not stripped:
        return _Value()
    if re.search(_DAMAGE, stripped):
        return _Value(rule="undefined_byte", advice=without_damage(stripped))
    right = once_encoded(stripped)
    if right != stripped:
        return _Value(rule="double_encoded", advice=right)
    if _ERROR_CELL.fullmatch(stripped):
        return _Value(rule="excel_error")
    if cell.kind in ("amount", "number", "integer") and stripped in NIL_MARKS:
        return _Value(Decimal(0), repair="nil")
    if (stripped in MISSING_MARKS and stripped not in (cell.spellings or {})) or stripped in reading.blanks:
        return _Value(repair="missing_mark")
    return read_one(stripped)


def once_encoded(text: str) -> str:
    """Give «Tromsø» for «TromsÃ¸»: UTF-8 that was once read as Windows-1252. Other text comes back as it was."""

    def undo(run: re.Match[str]) -> str:
        try:
            return b"".join(_cp1252_byte(character) for character in run[0]).decode("utf-8")
        except (UnicodeError, ValueError):
            return run[0]

    return re.sub("[^\x00-\x7f]{2,}", undo, text) if _TWICE_ENCODED.search(text) else text


def _cp1252_byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return bytes([ord(character)])


def without_damage(text: str) -> str:
    """Give the likely text where bytes could not be decoded: what the byte is in Windows-1252, or ``?``."""

    def likely(found: re.Match[str]) -> str:
        return bytes([ord(found[0]) - DAMAGED_FIRST]).decode("cp1252", "replace").replace("\ufffd", "?")

    return re.sub(_DAMAGE, likely, text)


def shown(texts: pl.Expr) -> pl.Expr:
    """Give text as it can be printed: undecodable bytes as U+FFFD."""
    return texts.str.replace_all(_DAMAGE, "\ufffd")


# Figures

_GROUP = f"[{_BLANKS}]"
_SPACED = rf"^-?\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:[.,]\d{{1,2}})?$"


def _plain_figure(pattern: str) -> "_PlainWay":
    """One or two decimals, or none, and blanks as thousands marks: cannot mean two things."""

    def plain(texts: pl.Series, cell: Cell, dtype: pl.DataType, reading: Reading) -> tuple[pl.Series, Counter[str]]:
        repairs = Counter[str]()
        is_plain = texts.str.contains(pattern)
        if not is_plain.all():
            is_spaced = texts.str.contains(_SPACED) & (pattern != _WHOLE)
            repairs["blank_thousands"] = int(is_spaced.sum())
            compact = pl.when(is_spaced).then(texts.str.replace_all(_GROUP, ""))
            texts = pl.select(pl.when(is_plain).then(texts).otherwise(compact)).to_series()
        values = texts.str.replace(",", ".", literal=True).cast(dtype, strict=False)
        if reading.is_percent or reading.scale != 1:
            factor = reading.scale / 100 if reading.is_percent else reading.scale
            values = (values * (float(factor) if dtype.is_float() else factor)).cast(dtype)
        return values, repairs

    return plain


_WHOLE = r"^-?\d+$"
_DECIMAL = r"^-?\d+(?:[.,]\d{1,2})?$"
_POINT_OR_COMMA = {".": ",", ",": "."}
_MAY_BE_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}([.,])\d{3}")


@dataclass(frozen=True)
class _Marks:
    """Which of point and comma the column is seen to use, from the values that can only be read one way."""

    decimal: frozenset[str]
    thousands: frozenset[str]

    @classmethod
    def seen(cls, distinct: list[str], texts: pl.Series) -> "_Marks":
        decimal, thousands = set(), set()
        for mark, other in _POINT_OR_COMMA.items():
            m, o = re.escape(mark), re.escape(other)
            # 12,5 and 1234,567 and 1.234,5: the comma can only be a decimal mark.
            # 1.234.567 and 1.234,50: the point can only part thousands.
            is_decimal = re.compile(
                rf"-?(?:\d+{m}\d{{1,2}}|\d{{4,}}{m}\d+|0{m}\d+|\d{{1,3}}(?:{o}\d{{3}})+{m}\d{{1,2}})"
            )
            is_thousands = re.compile(rf"-?\d{{1,3}}(?:(?:{m}\d{{3}}){{2,}}|(?:{m}\d{{3}})+{o}\d{{1,2}})(?:{o}\d+)?")
            bare = [_CURRENCY.sub("", text.strip(_STRIPPED)) for text in distinct]
            if texts.str.contains(rf"^-?\d+{m}\d{{1,2}}$").any() or any(map(is_decimal.fullmatch, bare)):
                decimal.add(mark)
            if any(map(is_thousands.fullmatch, bare)):
                thousands.add(mark)
        return cls(frozenset(decimal), frozenset(thousands))

    def parts_thousands(self, mark: str) -> bool | None:
        """Say whether ``mark`` before three digits parts thousands in this column; None when the column does not tell."""
        for_thousands = mark in self.thousands or _POINT_OR_COMMA[mark] in self.decimal
        for_decimals = mark in self.decimal
        return for_thousands if for_thousands != for_decimals else None


def _careful_figure(cell: Cell, reading: Reading, distinct: list[str], texts: pl.Series) -> "_ReadOne":
    marks = _Marks.seen(distinct, texts)

    def read_one(text: str) -> _Value:
        bare = _CURRENCY.sub("", _CURRENCY.sub("", text.replace("\u2212", "-")))
        repair = "currency_text" if bare != text else None
        factor = reading.scale
        if cell.kind == "number" and (reading.is_percent or bare.endswith("%")):
            bare, factor = bare.removesuffix("%").rstrip(_BLANKS), factor / 100
            repair = "percent"
        if re.fullmatch(rf"-?\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:[.,]\d+)?", bare):
            bare, repair = re.sub(_GROUP, "", bare), "blank_thousands"
        elif ambiguous := _MAY_BE_THOUSANDS.fullmatch(bare):
            parts_thousands = marks.parts_thousands(ambiguous[1])
            if parts_thousands is None:
                return _Value(rule="ambiguous_figure", advice=bare.replace(ambiguous[1], ""))
            if parts_thousands:
                bare, repair = bare.replace(ambiguous[1], ""), "marked_thousands"
        else:
            for mark, other in _POINT_OR_COMMA.items():
                m, o = re.escape(mark), re.escape(other)
                if re.fullmatch(rf"-?\d{{1,3}}(?:(?:{m}\d{{3}})+{o}\d+|(?:{m}\d{{3}}){{2,}})", bare):
                    bare, repair = bare.replace(mark, ""), "marked_thousands"
        if not re.fullmatch(r"-?\d+(?:[.,]\d+)?", bare):
            return _Value(rule=cell.kind)
        exact = Decimal(bare.replace(",", "."))
        if cell.kind == "integer":
            if exact != exact.to_integral_value():
                return _Value(rule="integer")
            return _Value(int(exact * factor), repair="whole_decimals" if "." in bare or "," in bare else repair)
        exact *= factor
        if cell.kind == "amount" and exact != (rounded := exact.quantize(Decimal("0.01"), ROUND_HALF_UP)):
            # A formula in a spreadsheet leaves 333,3333…; in a text file somebody wrote the decimals.
            return _Value(rounded, repair="rounded") if reading.is_excel else _Value(rule="too_many_decimals")
        return _Value(exact, repair=repair)

    return read_one


# Codes, dates, words


def _plain_code(texts: pl.Series, cell: Cell, dtype: pl.DataType, reading: Reading) -> tuple[pl.Series, Counter[str]]:
    is_plain = texts.str.contains(f"^[0-9]{{{cell.width or 9}}}$")
    return texts if is_plain.all() else pl.select(pl.when(is_plain).then(texts)).to_series(), Counter()


def _careful_code(cell: Cell, reading: Reading, distinct: list[str], texts: pl.Series) -> "_ReadOne":
    width = cell.width or 0

    def read_one(text: str) -> _Value:
        digits = re.fullmatch(r"([0-9]+)(\.0)?", text)
        # One zero is what a spreadsheet takes from a code; two would be another code.
        if digits and len(digits[1]) == width - 1:
            return _Value(digits[1].zfill(width), repair="leading_zero")
        if digits and len(digits[1]) == width:
            return _Value(digits[1], repair="whole_decimals" if digits[2] else "trimmed")
        inside = re.search(rf"(?<![0-9])[0-9]{{{width}}}(?![0-9])", text)
        return _Value(rule="code", advice=inside[0] if inside else "")

    return read_one


def _careful_organisation_number(cell: Cell, reading: Reading, distinct: list[str], texts: pl.Series) -> "_ReadOne":
    def read_one(text: str) -> _Value:
        found = re.fullmatch(r"(?:NO)?([0-9]{9})(?:MVA|\.0)?", re.sub(_GROUP, "", text).upper())
        return _Value(found[1], repair="organisation_number") if found else _Value(rule="organisation_number")

    return read_one


_NORWEGIAN_DATE = r"^\d{1,2}\.\d{1,2}\.\d{4}$"
_ISO_DATE = r"^\d{4}-\d{2}-\d{2}(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:Z|[+-]\d{2}:?\d{2})?)?$"


def _plain_date(texts: pl.Series, cell: Cell, dtype: pl.DataType, reading: Reading) -> tuple[pl.Series, Counter[str]]:
    """Day.month.year and ISO, each distinct text once; everything else is left over. No form is ever guessed."""
    distinct = pl.DataFrame({"text": texts.unique()})
    text = pl.col("text")
    norwegian = pl.when(text.str.contains(_NORWEGIAN_DATE)).then(text).str.to_date("%d.%m.%Y", strict=False)
    iso = pl.when(text.str.contains(_ISO_DATE)).then(text.str.head(10)).str.to_date("%Y-%m-%d", strict=False)
    time = text.str.extract(_ISO_DATE)
    table = distinct.select(text, date=pl.coalesce(norwegian, iso), has_time=time.str.contains("[1-9]"))
    repairs = Counter[str]()
    if timed := table.filter("has_time")["text"].to_list():
        repairs["time_of_day"] = int(texts.is_in(timed).sum())
    return texts.replace_strict(table["text"], table["date"], return_dtype=pl.Date), repairs


def _careful_date(cell: Cell, reading: Reading, distinct: list[str], texts: pl.Series) -> "_ReadOne":
    def read_one(text: str) -> _Value:
        if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
            return _date(int(found[3]), int(found[2]), int(found[1]))
        if found := re.match(r"(\d{4})-(\d{2})-(\d{2})", text):
            is_declared = re.fullmatch(_ISO_DATE, text) is not None
            return _date(*map(int, found.groups())) if is_declared else _Value(rule="date")
        if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{2})", text):
            century = "20" if int(found[3]) < 50 else "19"
            return _Value(rule="two_digit_year", advice=f"{found[1]}.{found[2]}.{century}{found[3]}")
        if re.match(r"\d{1,4}/\d{1,2}/\d{1,4}", text):
            return _Value(rule="date_with_slashes")
        if re.fullmatch(r"[2-6]\d{4}(?:\.\d+)?", text):
            # Day 1 is 1 January 1900 and 1900 has a 29 February that never was (Excel's calendar).
            day = dt.date(1899, 12, 30) + dt.timedelta(days=int(float(text)))
            return _Value(rule="date_serial", advice=day.strftime("%d.%m.%Y"))
        return _Value(rule="date")

    return read_one


def _date(year: int, month: int, day: int) -> _Value:
    try:
        return _Value(dt.date(year, month, day).isoformat(), repair="trimmed")
    except ValueError:
        return _Value(rule="impossible_date")


def _plain_nothing(
    texts: pl.Series, cell: Cell, dtype: pl.DataType, reading: Reading
) -> tuple[pl.Series, Counter[str]]:
    """Leave everything to the careful way: words are few, so distinct texts are cheap."""
    return pl.Series(texts.name, [None], dtype).new_from_index(0, len(texts)), Counter()


_BOOLEANS = {"ja": True, "true": True, "yes": True, "nei": False, "false": False, "no": False}


def _careful_boolean(cell: Cell, reading: Reading, distinct: list[str], texts: pl.Series) -> "_ReadOne":
    def read_one(text: str) -> _Value:
        value = _BOOLEANS.get(text.casefold())
        return _Value(rule="boolean") if value is None else _Value(value)

    return read_one


def _careful_choice(cell: Cell, reading: Reading, distinct: list[str], texts: pl.Series) -> "_ReadOne":
    spellings = cell.spellings or {}
    meanings = {name.replace("_", " "): name for name in spellings}
    meanings |= {spelling: name for name, accepted in spellings.items() for spelling in accepted}

    def read_one(text: str) -> _Value:
        word = " ".join(text.casefold().replace("_", " ").split())
        if word in meanings:
            return _Value(meanings[word])
        return _Value(rule="choice", advice=next(iter(get_close_matches(word, meanings, n=1)), ""))

    return read_one


def _plain_text(texts: pl.Series, cell: Cell, dtype: pl.DataType, reading: Reading) -> tuple[pl.Series, Counter[str]]:
    """Trimmed text; what may be a missing mark, an error cell or wrongly encoded is left over."""
    trimmed = texts.str.strip_chars(_STRIPPED)
    is_odd = (
        (trimmed.str.len_bytes() <= 3) & trimmed.is_in(["", *MISSING_MARKS, *reading.blanks])
        | trimmed.str.starts_with("#")
        | trimmed.str.contains_any(["Ã", "Â", "â€"])
    )
    if reading.has_damage:
        is_odd |= trimmed.str.contains(_DAMAGE)
    repairs = Counter[str]()
    if trimmed.str.len_bytes().sum() != texts.str.len_bytes().sum():
        repairs["trimmed"] = int((trimmed != texts).sum())
    return pl.select(pl.when(~is_odd).then(trimmed)).to_series() if is_odd.any() else trimmed, repairs


def _careful_text(cell: Cell, reading: Reading, distinct: list[str], texts: pl.Series) -> "_ReadOne":
    return lambda text: _Value(text)


_ReadOne = Callable[[str], _Value]
_PlainWay = Callable[[pl.Series, Cell, pl.DataType, Reading], tuple[pl.Series, Counter[str]]]
_CarefulWay = Callable[[Cell, Reading, list[str], pl.Series], _ReadOne]
_PLAIN: Mapping[Kind, _PlainWay] = {
    "text": _plain_text,
    "code": _plain_code,
    "organisation_number": _plain_code,
    "integer": _plain_figure(_WHOLE),
    "amount": _plain_figure(_DECIMAL),
    "number": _plain_figure(_DECIMAL),
    "date": _plain_date,
    "boolean": _plain_nothing,
    "choice": _plain_nothing,
}
_CAREFUL: Mapping[Kind, _CarefulWay] = {
    "text": _careful_text,
    "code": _careful_code,
    "organisation_number": _careful_organisation_number,
    "integer": _careful_figure,
    "amount": _careful_figure,
    "number": _careful_figure,
    "date": _careful_date,
    "boolean": _careful_boolean,
    "choice": _careful_choice,
}
