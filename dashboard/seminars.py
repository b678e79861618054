"""What the page about seminars shows for one survey wave: its rows, and how a share with its uncertainty is written."""

import textwrap
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from dashboard.data import labels, read
from dashboard.figure import Figure
from dashboard.keeping import VIEWS, of_build, remembered
from dashboard.table import Table, code_label
from dashboard.words import words
from warehouse.words import MISSING, Language, number, percent

ALL = {"participant_role": "all", "service_level": "all", "area_code": "alle"}
"""The group of everybody."""

DIVISIONS = {"role": "participant_role", "level": "service_level", "area": "area_code"}
"""One division of the answers at a time: two at once would point at people (domain.md E.5)."""

SMALL_BASE = 100
"""Under so many answers a share is written in whole per cent: a decimal would promise more than they can tell."""

WIDTH = 46
"""Letters on a line of a statement above its mark."""

Row = dict[str, Any]


@remembered
def waves() -> pl.DataFrame:
    """Give the waves in the order a reader wants them: newest first, right after before follow-up; those without year last."""
    rows = read("mart.survey_wave")
    return rows.sort("year", "time_point", "wave_code", descending=[True, False, False], nulls_last=True)


def wave_name(row: Row, language: Language) -> str:
    """Name a wave: its code, year and time point."""
    when = code_label("time_point", row["time_point"], language)
    return f"{row['wave_code']} ({when})" if row["year"] is None else f"{row['wave_code']} ({row['year']}, {when})"


@dataclass(frozen=True)
class WaveView:
    """One wave, seen in one language. ``wave``: its row of mart.survey_wave."""

    wave: Row
    language: Language

    @property
    def code(self) -> str:
        """The code of the wave."""
        return str(self.wave["wave_code"])

    @property
    def is_counted(self) -> bool:
        """Say whether its answers are known as counts, and not only as published shares."""
        return bool(self.wave["share_basis"] == "counts")

    def word(self, key: str, **values: object) -> str:
        """Give a text in the language of the view."""
        return words(key, self.language, **values)

    @cached_property
    def every(self) -> pl.DataFrame:
        """mart.survey_agree of the wave, every group. A statement with both counts and a published share has its counts."""
        rows = read("mart.survey_agree", wave_code=self.code)
        basis = self.wave["share_basis"]
        return rows.filter(pl.col("share_basis") == basis) if basis else rows.clear()

    @cached_property
    def agree(self) -> pl.DataFrame:
        """Everybody's agreement, most first; statements without a figure last."""
        rows = self.every.filter(pl.col(column) == value for column, value in ALL.items())
        return rows.sort(
            "agree_share", "source_row", "statement_code", descending=[True, False, False], nulls_last=True
        )

    @cached_property
    def known(self) -> pl.DataFrame:
        """The statements with a share."""
        return self.agree.filter(pl.col("agree_share").is_not_null())

    @cached_property
    def impossible(self) -> pl.DataFrame:
        """The published shares that cannot come from their base."""
        return self.known.filter(~pl.col("is_share_possible").fill_null(value=True))

    @cached_property
    def sure(self) -> pl.DataFrame:
        """The statements with a share that can be right, most agreement first."""
        return self.known.filter(pl.col("is_share_possible").fill_null(value=True))

    @cached_property
    def unquantified(self) -> pl.DataFrame:
        """Findings without figures: a word («halvparten») or nothing but a direction."""
        found = self.agree.filter(pl.col("agree_share").is_null() & pl.col("value_flag").is_null())
        directions = self.differences.filter(pl.col("finding_direction").is_not_null())
        return found.join(directions.select("statement_code", "finding_direction"), on="statement_code", how="left")

    @cached_property
    def differences(self) -> pl.DataFrame:
        """Leaders against staff, the largest difference first."""
        rows = read("mart.survey_role_difference", wave_code=self.code)
        return rows.sort(pl.col("difference_share").abs(), "statement_code", descending=[True, False], nulls_last=True)

    @cached_property
    def known_differences(self) -> pl.DataFrame:
        """The differences that have a figure."""
        return self.differences.filter(pl.col("difference_share").is_not_null())

    @cached_property
    def seminars(self) -> pl.DataFrame:
        """The seminars of the series in the year of the wave, in order of time; none where the wave has no year."""
        rows = read("mart.seminar", order_by=("seminar_date", "seminar_code"), series_code=self.wave["series_code"])
        year = self.wave["year"]
        return rows.filter(pl.col("year") == year) if year else rows.clear()

    @cached_property
    def follow_up(self) -> "WaveView | None":
        """The follow-up of the same seminars: the wave itself when it is one, else that of the same series and year."""
        if self.wave["time_point"] == "t1":
            return self
        rows = read("mart.survey_wave", series_code=self.wave["series_code"], time_point="t1", year=self.wave["year"])
        return WaveView(rows.row(0, named=True), self.language) if rows.height else None

    @cached_property
    def series(self) -> pl.DataFrame:
        """mart.survey_agree of everybody in all waves of the series, oldest first."""
        rows = read("mart.survey_agree", series_code=self.wave["series_code"], **ALL)
        return rows.filter(pl.col("agree_share").is_not_null()).sort("year", "time_point", "wave_code")

    @cached_property
    def repeated(self) -> list[str]:
        """The statements asked in more than one wave of the series, in the order of this wave."""
        counted = self.series.group_by("statement_text").agg(pl.col("wave_code").n_unique())
        several = set(counted.filter(pl.col("wave_code") > 1)["statement_text"])
        return [text for text in self.agree.sort("statement_code")["statement_text"] if text in several]

    def agreement(self, row: Row) -> str:
        """Write a share with its counts: «29 av 44 (66 %)»; the symbol of a hidden group; «..» when nothing is known."""
        if row["value_flag"]:
            return str(row["value_flag"])
        if row["agree_share"] is None:
            return MISSING
        counts = {name: number(row[f"{name}_count"], 0, self.language) for name in ("agree", "base")}
        key = "seminars.nearest" if row["is_share_possible"] is False else "seminars.of"
        return self.word(key, **counts, share=self.share(row["agree_share"], row["base_count"]))

    def share(self, value: float, base: int) -> str:
        """Write a share with no more decimals than its base can bear."""
        return percent(value, 0 if base < SMALL_BASE else 1, self.language)

    def interval(self, low: float | None, high: float | None) -> str:
        """Write an interval in whole per cent: «51–78 %»."""
        if low is None or high is None:
            return MISSING
        return f"{number(100 * low, 0, self.language)}–{percent(high, 0, self.language)}"

    def reason(self, row: Row) -> str:
        """Say why a published percentage cannot be right; empty when it can."""
        if row["is_share_possible"] is not False:
            return ""
        return self.word(
            "seminars.impossible",
            stated=row["stated_text"],
            base=number(row["base_count"], 0, self.language),
            count=number(row["agree_count"], 0, self.language),
            exact=percent(row["agree_share"], row["percent_decimals"] + 1, self.language),
            rounded=percent(row["agree_share"], row["percent_decimals"], self.language),
        )

    def figure(self, row: Row) -> Figure:
        """Give the card of the agreement with one statement."""
        statement = {"wave_code": row["wave_code"], "statement_code": row["statement_code"]}
        return Figure(
            "mart.survey_agree",
            "agree_share",
            {"share_basis": row["share_basis"], **statement, **ALL},
            "survey_answer" if row["share_basis"] == "counts" else "survey_reported_share",
            statement,
            base=row["base_count"],
            population=row["population_size"],
            interval=(row["low_share"], row["high_share"]),
        )

    def table(self, rows: pl.DataFrame, texts: dict[str, list[str]], columns: tuple[str, ...]) -> Table:
        """Give a table of columns of the rows and of texts made here, whose headings are in words.toml (seminars.column)."""
        headings = {name: self.word(f"seminars.column.{name}") for name in texts}
        made = rows.with_columns(pl.Series(name, values, dtype=pl.String) for name, values in texts.items())
        return Table(made, columns, {**labels(self.language), **headings}, self.language)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the answers of the wave come from."""
        if self.wave["share_basis"] is None:
            return ("measure_status",)
        return ("survey_answer", "seminar_participation") if self.is_counted else ("survey_reported_share",)


@of_build(most=VIEWS)
def wave_view(code: str, language: Language) -> WaveView:
    """Give one wave, made once for all readers of a build. ``code``: a code in mart.survey_wave."""
    return WaveView(waves().row(by_predicate=pl.col("wave_code") == code, named=True), language)


def blocks(texts: list[str]) -> tuple[list[str], int]:
    """Break statements over as many lines each, empty ones first; give also the lines of a row, with one for its figures."""
    broken = [textwrap.wrap(text, WIDTH) or [text] for text in texts]
    most = max(map(len, broken), default=1)
    return ["\n".join([""] * (most - len(lines)) + lines) for lines in broken], most + 1
