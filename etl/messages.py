"""What is wrong, where, and what to write instead: findings, notes and refusals in Norwegian and English."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from typing import Literal

import polars as pl

from warehouse.model import FINDINGS_SCHEMA
from warehouse.words import LANGUAGES, Language, Words

WORDS = Words(Path(__file__).with_name("words.toml"))

Level = Literal["error", "warning"]
Note = tuple[str, str]

_LONGEST_VALUE = 160


def in_both(key: str, **values: object) -> Note:
    """Give the text of ``key`` in Norwegian and English. A value that is a pair is a Norwegian and an English one."""

    def written(place: int, language: Language) -> str:
        own = {name: value[place] if isinstance(value, tuple) else value for name, value in values.items()}
        return WORDS(key, language, **own)

    return written(0, "nb"), written(1, "en")


class FileRefused(Exception):
    """The file cannot be read at all. ``message_nb`` and ``message_en`` say why and what to do; str() is Norwegian."""

    def __init__(self, key: str, **values: object) -> None:
        """Take the text ``refused.<key>`` with ``values`` filled in."""
        self.key = key
        self.message_nb, self.message_en = in_both(f"refused.{key}", **values)
        super().__init__(self.message_nb)


@dataclass
class Findings:
    """The findings of one file, collected frame by frame so that a million faults cost no loop over rows."""

    frames: list[pl.DataFrame] = field(default_factory=list)

    def add(self, level: Level, rule: str, rows: pl.DataFrame) -> None:
        """Add one finding per row of ``rows``.

        rows has ``source_row`` (null: the whole file), ``header`` and ``value`` (both may be null) and a column for every
        other ``{placeholder}`` in the text ``rule.<rule>``, or two, ``placeholder_nb`` and ``placeholder_en``, where the
        languages differ. A rule name like ``year|min`` has the text ``rule.min``.
        """
        if rows.is_empty():
            return
        key = f"rule.{rule.rpartition('|')[2].removeprefix('check__')}"
        rows = rows.with_columns(pl.col("source_row").cast(pl.Int32), pl.col("header", "value").cast(pl.String))
        messages = [_messages(rows, key, language).alias(f"message_{language}") for language in LANGUAGES]
        self.frames.append(
            rows.with_columns(level=pl.lit(level), rule=pl.lit(rule))
            .with_columns(messages)
            .select(FINDINGS_SCHEMA.names())
        )

    def add_one(
        self, level: Level, rule: str, *, row: int | None, header: str | None, value: str | None, **values: object
    ) -> None:
        """Add a single finding. A value that is a pair is a Norwegian and an English one."""
        facts = {
            name if language is None else f"{name}_{language}": str(one)
            for name, fact in values.items()
            for language, one in (zip(LANGUAGES, fact, strict=True) if isinstance(fact, tuple) else [(None, fact)])
        }
        one = {"source_row": row, "header": header, "value": value, **facts}
        schema = {"source_row": pl.Int32, "header": pl.String, "value": pl.String, **dict.fromkeys(facts, pl.String)}
        self.add(level, rule, pl.DataFrame([one], schema=schema))

    def frame(self) -> pl.DataFrame:
        """All findings by row; findings about the whole file come first."""
        if not self.frames:
            return pl.DataFrame(schema=FINDINGS_SCHEMA)
        return pl.concat(self.frames).sort("source_row", "header", "rule", nulls_last=False, maintain_order=True)

    def error_rows(self, header: str | None = None) -> pl.Series:
        """The rows with at least one error, or one in the column ``header``, each once."""
        is_error = (pl.col("level") == "error") & (pl.lit(True) if header is None else pl.col("header") == header)
        rows = [frame.filter(is_error)["source_row"] for frame in self.frames]
        return pl.concat(rows).drop_nulls().unique().sort() if rows else pl.Series("source_row", [], pl.Int32)


def _messages(rows: pl.DataFrame, key: str, language: Language) -> pl.Series:
    """Write ``rad 107, Tildelt beløp: …`` for each row; the text is put together once per distinct set of values."""
    # The text of both languages decides what is distinct, so that each is written from the same facts.
    wanted = sorted({name for _, name, _, _ in Formatter().parse(WORDS(key, language)) if name})
    if wanted:
        own = {f"{name}_{language}": name for name in wanted if f"{name}_{language}" in rows.columns}
        rows = rows.drop(own.values(), strict=False).rename(own)
        distinct = rows.select(wanted).unique(maintain_order=True)
        texts = [
            WORDS(key, language, **{name: _shown(fact) for name, fact in zip(wanted, facts, strict=True)})
            for facts in distinct.iter_rows()
        ]
        tail = rows.select(wanted).join(
            distinct.with_columns(pl.Series("text", texts)),
            on=wanted,
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )["text"]
    else:
        tail = pl.Series("text", [WORDS(key, language)]).new_from_index(0, rows.height)
    row_word = WORDS("place.row", language)
    places = rows.select(
        pl.concat_str(
            pl.when(pl.col("source_row").is_not_null()).then(pl.format("{} {}", pl.lit(row_word), "source_row")),
            pl.col("header"),
            separator=", ",
            ignore_nulls=True,
        )
    ).to_series()
    return pl.select(pl.when(places == "").then(tail).otherwise(places + ": " + tail)).to_series()


def _shown(fact: object) -> str:
    text = "" if fact is None else str(fact).replace("\n", " ")
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def listed(words: Iterable[str]) -> str:
    """Write names as «a», «b»; an empty list is a dash."""
    return ", ".join(f"«{' '.join(word.split())}»" for word in words) or "–"
