"""What the page from application to report shows for one choice: rows of the marts, chart frames and tables."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import polars as pl

from dashboard.data import generation, labels, read
from dashboard.regions import COUNTRY, Region
from dashboard.table import Table, code_label, written
from dashboard.words import words
from warehouse.folder import data_folder
from warehouse.words import Language, number, percent, short_kroner

REAL = "real"
TOTALS = ("all", REAL)
FEW = 20
"""Under so many applications the page says how much one of them moves the share."""

RATES = ("award_share", "granted_of_applied_share")


@dataclass(frozen=True)
class GrantsChoice:
    """What the reader looks at: an area of 2024, a year, a scheme (or ``all``, ``real``) and a flow level."""

    region: Region
    area: str
    year: int
    scheme: str
    flow: str

    @property
    def is_whole_country(self) -> bool:
        """Say whether no area is chosen."""
        return self.region == COUNTRY

    @property
    def where(self) -> dict[str, Any]:
        """The columns that find this choice in the marts that have all regions."""
        level, code = self.region
        return {"region_level": level, "region_code": code, "scheme_code": self.scheme, "flow_level": self.flow}


@dataclass(frozen=True)
class GrantsView:
    """One choice, seen in one language."""

    choice: GrantsChoice
    language: Language
    _tables: dict[str, Table] = field(default_factory=dict, repr=False)

    def word(self, key: str, **values: object) -> str:
        """Give a text in the language of the view."""
        return words(key, self.language, **values)

    @cached_property
    def flows(self) -> pl.DataFrame:
        """mart.grant_flow of the area over the years, oldest first."""
        return read("mart.grant_flow", order_by=("year",), **self.choice.where)

    @cached_property
    def flow(self) -> dict[str, Any] | None:
        """The row of the chosen year; None when nobody in the area applied."""
        return _only(self.flows.filter(pl.col("year") == self.choice.year))

    @cached_property
    def follow_up(self) -> dict[str, Any] | None:
        """What somebody must do something about, all years together; None when no reports are delivered."""
        return _only(read("mart.follow_up", **self.choice.where))

    @cached_property
    def steps(self) -> pl.DataFrame:
        """mart.grant_step of the chosen year, in order."""
        return read("mart.grant_step", order_by=("step_order",), year=self.choice.year, **self.choice.where)

    @cached_property
    def times(self) -> pl.DataFrame:
        """mart.case_time of the area over the years, oldest first."""
        return read("mart.case_time", order_by=("year",), **self.choice.where)

    @cached_property
    def time(self) -> dict[str, Any] | None:
        """The case time of the chosen year; None when no case has both dates."""
        return _only(self.times.filter(pl.col("year") == self.choice.year))

    @cached_property
    def overdue(self) -> pl.DataFrame:
        """The late reports of the area, the latest first."""
        return self._here("mart.overdue_report").sort(
            "days_late", "granted_nok", "case_id", "report_type", descending=[True, True, False, False], nulls_last=True
        )

    @cached_property
    def unused(self) -> pl.DataFrame:
        """mart.unused_by_status of the chosen year, most kroner first."""
        rows = read("mart.unused_by_status", year=self.choice.year, **self.choice.where)
        return rows.sort("unused_nok", "unused_status", descending=[True, False])

    @cached_property
    def unsettled(self) -> pl.DataFrame:
        """The reports of all years with money that somebody must decide about or pay back."""
        rows = self._here("mart.unused_money").filter(pl.col("follow_up_role").is_not_null())
        return rows.sort("unused_nok", "case_id", "report_type", descending=[True, False, False])

    @cached_property
    def findings(self) -> pl.DataFrame:
        """The amounts that do not agree, the largest difference first."""
        rows = self._here("mart.amount_finding")
        return rows.sort(pl.col("difference_nok").abs(), "case_id", "finding_kind", descending=[True, False, False])

    def _here(self, relation: str) -> pl.DataFrame:
        """The rows of a mart of cases that are of the chosen area, scheme and flow level, of all years.

        A case that is not in the lists of applications has no area and no flow level: it is shown with the whole country.
        """
        choice = self.choice
        rows = read(relation) if choice.scheme in TOTALS else read(relation, scheme_code=choice.scheme)
        if choice.scheme == REAL:
            rows = rows.filter(pl.col("data_class") != "synthetic")
        if choice.is_whole_country:
            return rows.filter((pl.col("flow_level") == choice.flow) | pl.col("flow_level").is_null())
        level, code = choice.region
        places = read("core.place_region", region_level=level, region_code=code)
        rows = rows.filter(pl.col("flow_level") == choice.flow)
        return rows.join(places, on=("municipality_code", "health_area_code"), how="semi")

    @property
    def frames(self) -> tuple[pl.DataFrame, ...]:
        """All rows the page shows, for the demo tag."""
        return self.flows, self.times, self.overdue, self.unused, self.unsettled, self.findings

    def step_bars(self, measure: str) -> pl.DataFrame:
        """Give the bars of ``count`` or ``amount`` as named_bars draws them."""
        value, base, share, unknown, known = _STEP_COLUMNS[measure]
        rows = []
        for row in self.steps.iter_rows(named=True):
            name = code_label("flow_step", row["flow_step"], self.language)
            figure = self._figure(measure, row[value])
            words_of = {"name": name.capitalize(), "value": figure, "of": self._figure(measure, row[base])}
            if row[value] is None:
                key = f"unknown_{row['flow_step']}"
            elif row["flow_step"] == "granted" and self.is_undecided:
                key = "undecided"
            else:
                key = "plain" if row[share] is None else "share"
            label = self.word(f"grants.bar.{key}", share=percent(row[share], 1, self.language), **words_of)
            is_partly_known = row[unknown] > 0
            start = float(row[known] or 0)
            rows.append(
                {
                    "name": name.capitalize(),
                    "value": None if row[value] is None else float(row[value]),
                    "known": start if is_partly_known else None,
                    "whole": start + float(row[unknown]) if is_partly_known else None,
                    "label": label,
                    "amount": figure,
                    "spoken": label,
                }
            )
        return pl.DataFrame(rows, schema=_BARS)

    def _figure(self, measure: str, value: float | None) -> str:
        return number(value, 0, self.language) if measure == "count" else short_kroner(value, self.language)

    @property
    def is_undecided(self) -> bool:
        """Say whether none of the applications of the year is decided yet."""
        return self.flow is not None and self.flow["application_count"] == self.flow["pending_count"] > 0

    @property
    def has_unknown(self) -> bool:
        """Say whether there are awards that nothing is delivered about."""
        return bool((self.steps["unknown_case_count"] > 0).any())

    @cached_property
    def unused_bars(self) -> pl.DataFrame:
        """Give one bar per status of the unused money."""
        rows = self.unused
        names = [code_label("unused_status", one, self.language).capitalize() for one in rows["unused_status"]]
        amounts = [short_kroner(value, self.language) for value in rows["unused_nok"]]
        counts = [number(value, 0, self.language) for value in rows["report_count"]]
        texts = [
            self.word("grants.bar.unused", name=name, value=amount, count=count)
            for name, amount, count in zip(names, amounts, counts, strict=True)
        ]
        empty = pl.Series([None] * rows.height, dtype=pl.Float64)
        columns = {"name": names, "value": rows["unused_nok"], "known": empty, "whole": empty, "label": texts}
        return pl.DataFrame(columns | {"amount": amounts, "spoken": texts}, schema=_BARS)

    @cached_property
    def rates(self) -> pl.DataFrame:
        """Give the award rate and the granted share over the years as share_lines draws them."""
        names = {column: labels(self.language)[column] for column in RATES}
        lines = [
            self.flows.select("year", pl.lit(name).alias("series"), pl.col(column).alias("value"))
            for column, name in names.items()
        ]
        frame = pl.concat(lines)
        amounts = pl.Series("amount", written(frame["value"], "share", self.language), dtype=pl.String)
        return frame.with_columns(amounts).with_columns(_spoken("series"))

    @cached_property
    def day_points(self) -> pl.DataFrame:
        """Give the middle case and the one nine of ten were faster than, one row each, as day_spans draws them."""
        lines = [
            self.times.select("year", pl.lit(name).alias("name"), pl.col(column).alias("value"))
            for column, name in zip(("median_days", "p90_days"), self.day_names, strict=True)
        ]
        frame = pl.concat(lines)
        days = [self.word("grants.days", days=number(value, 0, self.language)) for value in frame["value"]]
        return frame.with_columns(pl.Series("amount", days, dtype=pl.String)).with_columns(_spoken("name"))

    @property
    def day_names(self) -> tuple[str, str]:
        """What the two figures of case time are called."""
        return self.word("grants.time.median"), self.word("grants.time.p90")

    @property
    def spans(self) -> pl.DataFrame:
        """Give the spans between them."""
        return self.times.select("year", median=pl.col("median_days"), p90=pl.col("p90_days"))

    def table(
        self,
        name: str,
        rows: Callable[["GrantsView"], pl.DataFrame],
        columns: tuple[str, ...],
        headings: dict[str, str],
    ) -> Table:
        """Give a table, made once; ``headings`` for columns called something else here than in the dictionary."""
        if name not in self._tables:
            self._tables[name] = Table(rows(self), columns, labels(self.language) | headings, self.language)
        return self._tables[name]


_BARS = {
    "name": pl.String,
    "value": pl.Float64,
    "known": pl.Float64,
    "whole": pl.Float64,
    "label": pl.String,
    "amount": pl.String,
    "spoken": pl.String,
}
_STEP_COLUMNS = {
    "count": ("step_count", "of_count", "count_share", "unknown_case_count", "known_case_count"),
    "amount": ("amount_nok", "of_nok", "amount_share", "unknown_case_nok", "known_case_nok"),
}


def grants_view(choice: GrantsChoice, language: Language) -> GrantsView:
    """Give what one choice shows, made once for all readers of a build."""
    return _view(str(data_folder()), generation(), choice, language)


@lru_cache(maxsize=64)
def _view(folder: str, build: str, choice: GrantsChoice, language: Language) -> GrantsView:
    return GrantsView(choice, language)


def _only(rows: pl.DataFrame) -> dict[str, Any] | None:
    return rows.row(0, named=True) if rows.height else None


def _spoken(series: str) -> pl.Expr:
    return pl.format("{} {}: {}", series, "year", "amount").alias("spoken")
