"""Classes for a map: round limits, about as many regions in each, and words for nothing and for missing."""

import math
from dataclasses import dataclass

import polars as pl

from dashboard.charts.region_map import MISSING, NOTHING
from dashboard.words import words
from warehouse.words import NO_BREAK_SPACE, Language, number

STEPS = 5


@dataclass(frozen=True)
class Classes:
    """``limits`` part the values above 0 into steps; a value equal to a limit belongs to the step above."""

    limits: tuple[float, ...]
    has_amounts: bool
    has_nothing: bool
    has_missing: bool
    language: Language

    def label(self, step: int) -> str:
        """Give the words of a step, such as ``50–75 kr``."""
        if step in (NOTHING, MISSING):
            return words("class.nothing" if step == NOTHING else "class.missing", self.language)
        if not self.limits:
            return words("class.all", self.language)
        if step == 0:
            return words("class.below", self.language, limit=_short(self.limits[0], self.language))
        if step == len(self.limits):
            return words("class.above", self.language, limit=_short(self.limits[-1], self.language))
        low, high = (_short(limit, self.language) for limit in self.limits[step - 1 : step + 1])
        return words("class.between", self.language, low=low, high=high)

    def legend(self) -> tuple[tuple[str, int], ...]:
        """Give each class with its step, in the order of the legend; steps are spread over the whole scale of colours."""
        count = len(self.limits) + 1 if self.has_amounts else 0
        legend = [(self.label(step), color) for step, color in enumerate(spread(count))]
        ends = ((NOTHING, self.has_nothing), (MISSING, self.has_missing))
        return (*legend, *((self.label(step), step) for step, is_used in ends if is_used))

    def put(self, marks: pl.DataFrame) -> pl.DataFrame:
        """Give rows with a column ``value`` their ``class_name``."""
        step = pl.lit(0)
        for limit in self.limits:
            step = step + (pl.col("value") >= limit).cast(pl.Int32)
        step = (
            pl.when(pl.col("value").is_null())
            .then(pl.lit(MISSING))
            .when(pl.col("value") == 0)
            .then(pl.lit(NOTHING))
            .otherwise(step)
        )
        names = {code: self.label(code) for code in (MISSING, NOTHING, *range(len(self.limits) + 1))}
        return marks.with_columns(step.replace_strict(names, return_dtype=pl.String).alias("class_name"))


def spread(count: int) -> list[int]:
    """Give the steps of the scale of colours that so many classes take: its ends and what is between, or the middle for one."""
    return [round(step * (STEPS - 1) / max(count - 1, 1)) if count > 1 else STEPS // 2 for step in range(count)]


def classes_of(values: pl.Series, has_shared: bool, language: Language) -> Classes:
    """Make classes of values in kroner; ``has_shared`` says that some areas on the map have no figure of their own."""
    amounts = values.drop_nulls().filter(values.drop_nulls() > 0)
    limits: list[float] = []
    steps = min(STEPS, amounts.n_unique())
    for part in range(1, steps):
        limit = amounts.quantile(part / steps, interpolation="linear")
        if limit is not None:
            rounded = _round(limit)
            if not limits or rounded > limits[-1]:
                limits.append(rounded)
    return Classes(
        tuple(limits), amounts.len() > 0, bool((values == 0).any()), has_shared or values.null_count() > 0, language
    )


def _round(value: float) -> float:
    """Round to two figures, as people state limits: 1 234 → 1 200."""
    return round(value, 1 - math.floor(math.log10(value))) if value > 0 else 0.0


def _short(value: float, language: Language) -> str:
    if value >= 1_000_000:
        amount = number(value / 1_000_000, 0 if value >= 10_000_000 else 1, language)
        return f"{amount}{NO_BREAK_SPACE}{words('class.million', language)}"
    return number(value, 0 if value >= 10 else 1, language)
