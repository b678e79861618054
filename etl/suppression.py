"""Small groups in survey counts: what nobody may see, and what it could be worked out from, becomes «:».

The rule is that of opinion surveys (domain E.5): a group in which fewer than ``MIN_BASE`` people answered a statement is hidden
whole; an answer that few gave in a large enough group is not. A hidden group must not come out as the total minus those that
are shown, so in every breakdown the people outside the shown groups are none, or at least ``MIN_BASE`` and in at least two
hidden groups (Statistics Norway's secondary suppression). A group by two things at once, such as role and area, is never
shown: with a few dozen answers it points at persons, and it can be worked out from the sums in both directions.

Each delivery is protected by itself: it holds whole waves, and the next delivery of a wave takes its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

MIN_BASE = 5
"""The fewest people whose answers may be shown as a group (usual in Norwegian health statistics; Statistics Norway's is 3)."""

HIDDEN = ":"
"""Statistics Norway's symbol for a figure that cannot be published."""

STATEMENT = ("wave_code", "statement_code")
DIMENSIONS = ("participant_role", "service_level", "area_code")
EVERYBODY = {"participant_role": "all", "service_level": "all", "area_code": "alle"}
"""What each dimension says where the group is not divided by it."""

WORDS_FOR_ALL = ("all", "alle")


@dataclass(frozen=True)
class _Group:
    """Some people's answers to one statement: how many answers are visible, and whether some were hidden before.

    divided_by has no dimension in the total, one in a breakdown, and more where a group is a crossing of breakdowns.
    """

    place: tuple[str, ...]
    divided_by: tuple[str, ...]
    base: int
    is_marked: bool

    @property
    def is_small(self) -> bool:
        """Whether the group is hidden whatever the others are. Nobody at all is nobody to protect."""
        if self.is_marked and (self.divided_by or self.base < MIN_BASE):
            return True
        return len(self.divided_by) > 1 or 0 < self.base < MIN_BASE


def suppressed(answers: pl.DataFrame) -> pl.DataFrame:
    """Give counts of answers with small groups hidden: the same rows, their answer_count null and value_flag «:».

    answers has ``STATEMENT``, ``DIMENSIONS``, answer_count and value_flag, one row per answer to a statement in a group.
    """
    is_marked = pl.col("answer_count").is_null() & (pl.col("value_flag") == HIDDEN)
    groups = answers.group_by(*STATEMENT, *DIMENSIONS).agg(base=pl.col("answer_count").sum(), is_marked=is_marked.any())
    hidden = [
        (*statement, *group.place)
        for statement, of_statement in groups.group_by(STATEMENT)
        for group in _hidden([_group(row) for row in of_statement.drop(STATEMENT).iter_rows(named=True)])
    ]
    if not hidden:
        return answers
    names = [*STATEMENT, *DIMENSIONS]
    marks = pl.DataFrame(hidden, schema=dict.fromkeys(names, pl.String), orient="row").with_columns(is_hidden=True)
    is_hidden = pl.col("is_hidden").fill_null(False)
    return (
        answers.join(marks, on=names, how="left", maintain_order="left")
        .with_columns(
            pl.when(~is_hidden).then("answer_count").alias("answer_count"),
            pl.when(is_hidden).then(pl.lit(HIDDEN)).otherwise("value_flag").alias("value_flag"),
        )
        .select(answers.columns)
    )


def _group(row: dict[str, object]) -> _Group:
    place = tuple(str(row[name]) for name in DIMENSIONS)
    # Only the area is free text, and may be written «Alle» or as the codes of the others are.
    divided_by = tuple(
        name for name, value in zip(DIMENSIONS, place, strict=True) if value.lower() not in WORDS_FOR_ALL
    )
    return _Group(place, divided_by, int(str(row["base"])), bool(row["is_marked"]))


def _hidden(groups: list[_Group]) -> set[_Group]:
    """Choose which groups of one statement are hidden: the small ones, and of each breakdown what they need as company."""
    hidden = {group for group in groups if group.is_small}
    whole = next((group for group in groups if not group.divided_by and group not in hidden), None)
    for dimension in DIMENSIONS:
        parts = [group for group in groups if group.divided_by == (dimension,)]
        # Without a total the sum of another breakdown is as good to a reader.
        known = whole.base if whole else max(_sums(groups, other_than=dimension), default=0)
        shown = sorted((part for part in parts if part not in hidden), key=lambda part: (part.base, part.place))
        while shown and known and not _is_safe(known, shown, len(parts) - len(shown)):
            hidden.add(shown.pop(0))
    return hidden


def _sums(groups: list[_Group], other_than: str) -> Iterable[int]:
    """Give how many answered, by each breakdown but one."""
    for dimension in DIMENSIONS:
        if dimension != other_than:
            yield sum(group.base for group in groups if group.divided_by == (dimension,))


def _is_safe(known: int, shown: list[_Group], hidden_count: int) -> bool:
    """Say whether the people outside the shown groups are nobody, or enough that none of them can be told apart."""
    outside = known - sum(group.base for group in shown)
    if hidden_count == 0:
        return outside <= 0 or outside >= MIN_BASE
    return hidden_count > 1 and outside >= MIN_BASE
