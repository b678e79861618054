"""What the profile of one region shows: money, projects, staff, seminars and the chain, beside its peers and the country."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from dashboard.data import labels, read
from dashboard.keeping import VIEWS, of_build
from dashboard.projects import ACTIVE, ALL, PortfolioChoice, PortfolioView, counts_row, portfolio
from dashboard.region_place import RegionPlace, Row, only
from dashboard.regions import COUNTRY, Region
from dashboard.table import Table, written
from dashboard.whole import having, picked
from dashboard.words import words
from warehouse.words import Language

FUNDING = "mart.funding_by_region"
FLOW = "mart.grant_flow"
TOTAL: dict[str, Any] = {"scheme_code": "all", "flow_level": "national"}
GROUP_ORDER = ("all", "adults", "children")
"""The target group that is shown, of those that a series has."""


@dataclass(frozen=True)
class RegionView(RegionPlace):
    """What the profile of one region and year shows."""

    @property
    def key(self) -> dict[str, Any]:
        """The columns that find the row of the region and year in mart.funding_by_region."""
        return {"border_basis": "2024", **self.where, "year": self.year, **TOTAL}

    @cached_property
    def fundings(self) -> pl.DataFrame:
        """mart.funding_by_region of the region over the years, oldest first."""
        return read(FUNDING, order_by=("year",), border_basis="2024", **self.where, **TOTAL)

    @cached_property
    def country_fundings(self) -> pl.DataFrame:
        """The same of the whole country."""
        return read(FUNDING, order_by=("year",), border_basis="2024", region_level=COUNTRY[0], **TOTAL)

    @cached_property
    def funding(self) -> Row | None:
        """The row of the chosen year; None where no grants are loaded."""
        return only(picked(self.fundings, year=self.year))

    @cached_property
    def flow(self) -> Row | None:
        """mart.grant_flow of the chosen year; None when nobody in the region applied."""
        return only(read(FLOW, **self.where, year=self.year, **TOTAL)) if self.year else None

    @cached_property
    def follow_up(self) -> Row | None:
        """What is open about money, all years together; None when no reports are delivered."""
        return only(read("mart.follow_up", **self.where, **TOTAL))

    @cached_property
    def money_band(self) -> pl.DataFrame:
        """What is usual among municipalities of the same size, over the years: rows of mart.peer_band, or none."""
        return self._band("granted_per_capita_nok", "", "all")

    @cached_property
    def money_table(self) -> Table:
        """The money of the region and its peers in the chosen year, most per inhabitant first, the country last."""
        rows = read(FUNDING, border_basis="2024", region_level=self.level, year=self.year, **TOTAL)
        rows = picked(rows, region_code=tuple(self.peers)).sort(
            "granted_per_capita_nok", "region_name", descending=[True, False], nulls_last=True
        )
        country = picked(self.country_fundings, year=self.year)
        columns = ("region_name", "granted_per_capita_nok", "granted_nok", "granted_change_share")
        return self._beside(rows, country, (*columns, "granted_per_capita_rank", "population"))

    @cached_property
    def projects(self) -> PortfolioView:
        """The projects of the region that run or are on hold."""
        return portfolio(PortfolioChoice(self.region, self.place, ALL, ACTIVE, ALL), self.language)

    @cached_property
    def active(self) -> pl.DataFrame:
        """The row of mart.project_portfolio with the projects that run; none when none does."""
        return counts_row(self.projects.choice, ACTIVE)

    @property
    def has_projects(self) -> bool:
        """Say whether any project runs in the region."""
        return not (self.projects.rows.is_empty() or self.active.is_empty())

    @cached_property
    def project_table(self) -> Table:
        """The projects that run, with reported and computed light."""
        known = labels(self.language)
        heads = {"name": known["project_title"], "overall": known["overall_light"], "computed": known["computed_light"]}
        columns = (
            "name",
            "project_model",
            "overall",
            "computed",
            "worst_slip_days",
            "next_milestone_date",
            "spent_share",
        )
        return Table(self.projects.rows, columns, known | heads, self.language)

    @cached_property
    def staff_key(self) -> dict[str, Any] | None:
        """The one series and group that is shown: the newest and longest, all before adults; None when none is delivered."""
        rows = having(read("mart.staffing", **self.where, education="all"), "fte_per_10k")
        names = ("series_code", "target_group_code", "service_field")
        years: dict[tuple[str, ...], list[int]] = {}
        for year, *key in zip(*(rows[name].to_list() for name in ("year", *names)), strict=True):
            years.setdefault(tuple(key), []).append(year)
        if not years:
            return None
        first = min(years, key=lambda one: (-max(years[one]), -len(years[one]), _GROUPS.get(one[1], 9), one))
        return dict(zip(names, first, strict=True)) | {"education": "all"}

    @cached_property
    def staff(self) -> pl.DataFrame:
        """mart.staffing of the region in that series, oldest first."""
        return self._staff(self.where)

    @cached_property
    def staff_country(self) -> pl.DataFrame:
        """The same of the whole country."""
        return self._staff({"region_level": COUNTRY[0]})

    @cached_property
    def staff_row(self) -> Row | None:
        """The latest year with a figure, not after the chosen year where there is one."""
        known = having(self.staff, "fte_per_10k")
        before = sum(year <= (self.year or 9999) for year in known["year"].to_list())
        return known.row(before - 1, named=True) if known.height else None

    @cached_property
    def staff_band(self) -> pl.DataFrame:
        """What is usual among municipalities of the same size, each part of the series by itself."""
        if not self.staff_key:
            return self._band("", "", "")
        parts = self.staff.select("year", "series_part")
        found = self._band("fte_per_10k", self.staff_key["series_code"], self.staff_key["target_group_code"])
        return found.drop("part").join(parts.rename({"series_part": "part"}), on="year").sort("year")

    @cached_property
    def staff_table(self) -> Table:
        """The staff of the region and its peers in the year of ``staff_row``, most per inhabitant first, the country last."""
        year = self.staff_row["year"] if self.staff_row else None
        rows = self._staff({"region_level": self.level, "year": year})
        rows = picked(rows, region_code=tuple(self.peers)).sort(
            "fte_per_10k", "region_name", descending=[True, False], nulls_last=True
        )
        country = picked(self.staff_country, year=year)
        columns = ("region_name", "fte_per_10k", "fte", "change_share", "reporting_count", "imputed_count")
        return self._beside(rows, country, columns)

    @cached_property
    def seminars(self) -> pl.DataFrame:
        """mart.seminar_coverage of the DPS areas of the region, the newest year first."""
        rows = read("mart.seminar_coverage", dps_code=tuple(self.dps_codes)) if self.dps_codes else None
        if rows is None:
            return read("mart.seminar_coverage", dps_code="")
        return rows.sort("year", "dps_name", "series_code", descending=[True, False, False])

    @cached_property
    def seminar_table(self) -> Table:
        """The seminars planned and held per area and series, with the years that the series has there."""
        counts = pl.col("planned_count", "held_count").sum()
        years = pl.when(pl.col("first") == pl.col("last")).then(pl.format("{}", "first"))
        rows = (
            self.seminars.group_by("dps_name", "series_code")
            .agg(pl.col("year").min().alias("first"), pl.col("year").max().alias("last"), counts)
            .with_columns(years.otherwise(pl.format("{}–{}", "first", "last")).alias("years"))
            .sort("dps_name", "first", "series_code")
        )
        columns = ("dps_name", "series_code", "years", "planned_count", "held_count")
        return Table(rows, columns, labels(self.language) | {"years": labels(self.language)["year"]}, self.language)

    @cached_property
    def chain(self) -> pl.DataFrame:
        """mart.effect_chain of the region and year, in order."""
        rows = read("mart.effect_chain", order_by=("step_order",), **self.where, scheme_code="all")
        return picked(rows, year=self.year)

    @cached_property
    def chain_table(self) -> Table:
        """The chain from kroner to effect, one step a row."""
        columns = ("step", "amount_nok", "step_count", "step_share", "step_base_count", "fte")
        return Table(self.chain, columns, labels(self.language), self.language)

    @property
    def frames(self) -> tuple[pl.DataFrame, ...]:
        """All rows that the page shows, to tell whether any is synthetic."""
        own = (self.fundings, self.country_fundings, self.projects.rows, self.staff, self.staff_country)
        return (*own, self.seminars, self.chain)

    def lines(self, kind: str) -> pl.DataFrame:
        """Give the lines of ``money`` or ``staff`` as a chart draws them: year, series, part, value, amount, spoken."""
        country = self.word("place.country_name")
        if kind == "staff":
            both = [(self.place, self.staff), (country, self.staff_country)]
            found = [_line(rows, name, "fte_per_10k", "series_part") for name, rows in both]
        else:
            measure = "granted_per_capita_nok"
            found = [_line(self.fundings, self.place, measure), _line(self.fundings, country, f"country_{measure}")]
            if not self.is_municipality:
                many = self.word(f"level.{self.level}.many")
                found.append(_line(self.fundings, self.word("chart.median_of", many=many), f"median_{measure}"))
        frame = pl.concat(found)
        amounts = written(frame["value"], "nok" if kind == "money" else "decimal", self.language)
        return frame.with_columns(pl.Series("amount", amounts, dtype=pl.String)).with_columns(
            pl.format("{} {}: {}", "series", "year", "amount").alias("spoken")
        )

    def _staff(self, where: dict[str, Any]) -> pl.DataFrame:
        key = self.staff_key or {"series_code": ""}
        return read("mart.staffing", order_by=("year",), **where, **key)

    def _band(self, measure: str, series: str, group: str) -> pl.DataFrame:
        return _usual(self.size_group or "", measure, series, group, self.language)

    def _beside(self, rows: pl.DataFrame, country: pl.DataFrame, columns: tuple[str, ...]) -> Table:
        """Put the country under the rows. A rank cannot occur for it, which is not the same as missing."""
        changed = [pl.lit(self.word("place.country_name")).alias("region_name")]
        if "granted_per_capita_rank" in columns:
            changed.append(pl.lit(None, pl.Int64).alias("granted_per_capita_rank"))
        both = pl.concat([rows, country.with_columns(changed)], how="vertical_relaxed")
        if "value_flag" not in both.columns:
            flags = ["." if level == COUNTRY[0] else None for level in both["region_level"].to_list()]
            both = both.hstack([pl.Series("value_flag", flags, pl.String)])
        return Table(both, columns, labels(self.language), self.language)


_GROUPS = {group: place for place, group in enumerate(GROUP_ORDER)}


def profile_years() -> list[int]:
    """Give the years that a profile can show, the latest first."""
    chain = read("mart.effect_chain", region_level=COUNTRY[0], region_code=COUNTRY[1], scheme_code="all")
    return sorted({*_country_years()["year"], *chain["year"]}, reverse=True)


def usual_year(years: list[int]) -> int:
    """Give the year to begin with: the latest with kroner."""
    # A year with nothing but awards in a foreign currency can be chosen, but is not where a reader should begin.
    with_kroner = _country_years().filter(pl.col("granted_nok") > 0)["year"].sort()
    return years[0] if with_kroner.is_empty() else int(with_kroner[-1])


def _country_years() -> pl.DataFrame:
    return read(FUNDING, border_basis="2024", region_level=COUNTRY[0], scheme_code="all")


@of_build()
def _usual(size_group: str, measure: str, series: str, group: str, language: Language) -> pl.DataFrame:
    """Give what is usual among municipalities of a size: year, lower, median_value, upper, municipality_count, name, part."""
    name = words("region.band", language)
    found = read("mart.peer_band", order_by=("year",), measure=measure, series_code=series, target_group_code=group)
    columns = ("year", "lower_quartile", "median_value", "upper_quartile", "municipality_count")
    rows = picked(found, size_group=size_group).select(columns)
    named = {"lower_quartile": "lower", "upper_quartile": "upper"}
    return rows.rename(named).with_columns(pl.lit(name).alias("name"), pl.lit(0, pl.Int64).alias("part"))


@of_build(most=VIEWS)
def region_view(region: Region, place: str, year: int | None, language: Language) -> RegionView:
    """Give the profile of one region, made once for all readers of a build."""
    return RegionView(region, place, year, language)


def _line(rows: pl.DataFrame, name: str, column: str, part: str | None = None) -> pl.DataFrame:
    parts = pl.col(part).cast(pl.Int64) if part else pl.lit(0, pl.Int64)
    value = pl.col(column).cast(pl.Float64)
    return rows.select("year", pl.lit(name).alias("series"), parts.alias("part"), value.alias("value"))
