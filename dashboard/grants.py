"""What the page from application to report shows for one choice: rows of the marts, and what is made of them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from dashboard.data import read
from dashboard.keeping import VIEWS, of_build
from dashboard.regions import COUNTRY, Region
from dashboard.words import words
from warehouse.words import Language

REAL = "real"
TOTALS = ("all", REAL)
FEW = 20
"""Under so many applications the page says how much one of them moves the share."""


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

    @property
    def is_undecided(self) -> bool:
        """Say whether none of the applications of the year is decided yet."""
        return self.flow is not None and self.flow["application_count"] == self.flow["pending_count"] > 0

    @property
    def has_unknown(self) -> bool:
        """Say whether there are awards that nothing is delivered about."""
        return bool((self.steps["unknown_case_count"] > 0).any())


@of_build(most=VIEWS)
def grants_view(choice: GrantsChoice, language: Language) -> GrantsView:
    """Give what one choice shows, made once for all readers of a build."""
    return GrantsView(choice, language)


def _only(rows: pl.DataFrame) -> dict[str, Any] | None:
    return rows.row(0, named=True) if rows.height else None
