"""What the page about staff shows for one choice: the rows of one series, and the frames of its charts and tables.

Series count in different ways: everything here is read for one series at a time, and nothing is added up.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from dashboard.data import labels, read
from dashboard.keeping import VIEWS, kept, of_build, remembered
from dashboard.regions import COUNTRY, Region, region_tree
from dashboard.table import Table, code_label, written
from dashboard.words import words
from warehouse.words import MISSING, Language, number

RELATION = "mart.staffing"
MEASURES = {"10000": "fte_per_10k", "1000": "fte_per_1000"}
ALL = "all"
ORDERS = ("high", "low")
MOST_BARS = 20
LARGE = 1_000
SPECIFIC = ("series_code", "target_group_code", "service_field", "education")


@dataclass(frozen=True)
class StaffingChoice:
    """What the reader looks at. ``level`` is that of the areas listed within the chosen one, or beside it."""

    hierarchy: str
    region: Region
    place: str
    series_code: str
    target_group_code: str
    service_field: str
    education: str
    per: str
    year: int
    level: str

    @property
    def measure(self) -> str:
        """The column that is drawn and ranked."""
        return MEASURES[self.per]

    @property
    def line(self) -> dict[str, Any]:
        """The choices that make one line over the years, whatever the area."""
        return {name: getattr(self, name) for name in SPECIFIC}


@remembered
def series_of(rows: pl.DataFrame) -> list[str]:
    """Order the series of an area: real before synthetic, and then the one with the newest figure."""
    ordered = (
        rows.group_by("series_code")
        .agg((pl.col("data_class") == "synthetic").any().alias("is_demo"), pl.col("year").max())
        .sort("is_demo", "year", "series_code", descending=[False, True, False])
    )
    return ordered["series_code"].to_list()


@dataclass(frozen=True)
class StaffingView:
    """One choice in one language."""

    choice: StaffingChoice
    language: Language

    def word(self, key: str, **values: object) -> str:
        """Give a text in the language of the view."""
        return words(key, self.language, **values)

    def decimal(self, value: float | None) -> str:
        """Write a figure with one decimal."""
        return number(value, 1, self.language)

    def rate(self, value: float | None) -> str:
        """Write a figure per inhabitants: below one with two decimals, where one would hide the differences."""
        return number(value, 2 if value is not None and 0 < abs(value) < 1 else 1, self.language)

    def fte(self, value: float | None) -> str:
        """Write full-time equivalents: a large whole number without a decimal that says nothing."""
        is_large = value is not None and value >= LARGE and value == int(value)
        return number(value, 0 if is_large else 1, self.language)

    def at(self, region: Region, **other: object) -> pl.DataFrame:
        """Read the line of an area, oldest year first."""
        level, code = region
        chosen: dict[str, Any] = self.choice.line | other
        return read(RELATION, order_by=("year",), region_level=level, region_code=code, **chosen)

    @cached_property
    def own(self) -> pl.DataFrame:
        """The line of the chosen area."""
        return self.at(self.choice.region)

    @cached_property
    def row(self) -> dict[str, Any] | None:
        """The row of the chosen area and year."""
        found = self.own.filter(pl.col("year") == self.choice.year)
        return found.row(0, named=True) if found.height else None

    @cached_property
    def country(self) -> pl.DataFrame:
        """The line of the country in the same series; none when the chosen area is the country."""
        return self.own.clear() if self.choice.region == COUNTRY else self.at(COUNTRY)

    @cached_property
    def break_years(self) -> list[int]:
        """The years that cannot be compared with the one before."""
        return self.own.filter("is_break")["year"].to_list()

    @cached_property
    def missing(self) -> pl.DataFrame:
        """The years from the first to the last without a figure: year, sign and spoken."""
        rows = []
        for row in self.each_year.iter_rows(named=True):
            if row[self.choice.measure] is None:
                year, sign = row["year"], row["value_flag"] or MISSING
                rows.append(
                    {"year": year, "sign": sign, "spoken": self.word("staffing.no_figure", year=year, sign=sign)}
                )
        return pl.DataFrame(rows, schema={"year": pl.Int64, "sign": pl.String, "spoken": pl.String})

    @property
    def _years(self) -> list[int]:
        years = self.own["year"]
        return list(range(int(years.min()), int(years.max()) + 1)) if years.len() else []  # type: ignore[arg-type]

    @cached_property
    def each_year(self) -> pl.DataFrame:
        """The line of the chosen area with every year from the first to the last; all is null where nothing is delivered."""
        return self._each_year(self.own)

    def _each_year(self, rows: pl.DataFrame) -> pl.DataFrame:
        years = pl.DataFrame({"year": self._years}, schema={"year": self.own.schema["year"]})
        return years.join(rows, on="year", how="left")

    @cached_property
    def lines(self) -> pl.DataFrame:
        """The rows of the line chart: every year of each line, those without a figure as null."""
        found = [self._line(self.own, self.choice.place)]
        if self.country.height:
            found.append(self._line(self.country, self.word("place.country_name")))
        return pl.concat(found)

    def _line(self, rows: pl.DataFrame, name: str) -> pl.DataFrame:
        amounts = pl.Series("amount", [self.rate(one) for one in rows[self.choice.measure]], dtype=pl.String)
        notes = pl.Series("note", [self.note(row) for row in rows.iter_rows(named=True)], dtype=pl.String)
        return (
            self._each_year(rows.with_columns(amounts, notes))
            .with_columns(pl.col("series_part").forward_fill())
            .select(
                "year",
                pl.lit(name).alias("series"),
                pl.format("{} {}", pl.lit(name), "series_part").alias("part"),
                pl.col(self.choice.measure).cast(pl.Float64).alias("value"),
                ((pl.col("imputed_count") > 0) & (pl.col("imputed_count") == pl.col("area_count")))
                .fill_null(False)
                .alias("is_carried"),
                pl.col("amount").fill_null(MISSING),
                pl.concat_str(
                    pl.format("{} {}: {}", pl.lit(name), "year", pl.col("amount").fill_null(MISSING)),
                    pl.col("note").replace("", None),
                    separator="; ",
                    ignore_nulls=True,
                ).alias("spoken"),
            )
        )

    @cached_property
    def breaks(self) -> pl.DataFrame:
        """The breaks of the line: year and spoken."""
        spoken = [self.word("staffing.break_at", year=year) for year in self.break_years]
        return pl.DataFrame(
            {"year": self.break_years, "spoken": spoken}, schema={"year": pl.Int64, "spoken": pl.String}
        )

    @cached_property
    def size_group(self) -> str | None:
        """The size group of the chosen municipality."""
        level, code = self.choice.region
        if level != "municipality":
            return None
        found = read("mart.peer", municipality_code=code)
        return str(found["size_group"][0]) if found.height else None

    @cached_property
    def size_name(self) -> str:
        """The size group in words."""
        return code_label("size_group", self.size_group or "", self.language)

    @cached_property
    def band(self) -> pl.DataFrame:
        """What is usual among municipalities of the same size, per year; only per 10 000 and for all education."""
        if not self.size_group or self.choice.education != ALL or self.choice.measure != "fte_per_10k":
            return pl.DataFrame(schema={"year": pl.Int64, "lower": pl.Float64, "upper": pl.Float64, "name": pl.String})
        line = {name: value for name, value in self.choice.line.items() if name != "education"}
        found = read(
            "mart.peer_band", order_by=("year",), measure="fte_per_10k", size_group=self.size_group, **line
        ).filter(pl.col("year").is_in(self._years))
        spoken = [
            self.word(
                "staffing.band_spoken",
                year=row["year"],
                lower=self.decimal(row["lower_quartile"]),
                upper=self.decimal(row["upper_quartile"]),
            )
            for row in found.iter_rows(named=True)
        ]
        return found.select(
            "year",
            pl.col("lower_quartile").alias("lower"),
            pl.col("upper_quartile").alias("upper"),
            pl.lit(self.word("staffing.usual", size=self.size_name)).alias("name"),
            pl.Series("spoken", spoken, dtype=pl.String),
        )

    @cached_property
    def below(self) -> pl.DataFrame:
        """The rows of the areas within the chosen one that year (beside it at the lowest level), highest first."""
        choice = self.choice
        tree = region_tree(choice.hierarchy, "2024")
        within = choice.region
        if choice.level == choice.region[0]:
            within = tree.path(choice.region)[-2]
        codes = tree.within(within, choice.level)
        rows = read(RELATION, region_level=choice.level, year=choice.year, **choice.line)
        rows = rows.filter(pl.col("region_code").is_in(codes)).sort(
            choice.measure, "region_name", descending=[True, False], nulls_last=True
        )
        rank = pl.col(choice.measure).rank("min", descending=True).cast(pl.Int64)
        return self.noted(rows).with_columns(rank.alias("rank"))

    @cached_property
    def bars(self) -> pl.DataFrame:
        """The areas that have a figure, as charts.rate_bars draws them."""
        rows = self.below.filter(pl.col(self.choice.measure).is_not_null())
        amounts = pl.Series("amount", [self.rate(one) for one in rows[self.choice.measure]], dtype=pl.String)
        twice = pl.col("region_name").is_duplicated()
        return rows.select(
            "region_code",
            pl.when(twice)
            .then(pl.format("{} ({})", "region_name", "region_code"))
            .otherwise("region_name")
            .alias("name"),
            pl.col(self.choice.measure).cast(pl.Float64).alias("value"),
            amounts,
            pl.format("{}: {}", "region_name", amounts).alias("label"),
            pl.Series("total", written(rows["fte"], "decimal", self.language), dtype=pl.String),
            "note",
            (pl.col("region_code") == self.choice.region[1]).alias("is_opened"),
            pl.format("{}: {}", "region_name", amounts).alias("spoken"),
        )

    @cached_property
    def reference(self) -> pl.DataFrame:
        """The figure of the country in the same series and year, to hold the bars against."""
        found = self.at(COUNTRY).filter(pl.col("year") == self.choice.year)
        return found.select(pl.col(self.choice.measure).cast(pl.Float64).alias("value")).drop_nulls()

    @cached_property
    def peers(self) -> pl.DataFrame:
        """The municipality itself and the five nearest in size, with their rows that year; peer_rank 0 is itself."""
        level, code = self.choice.region
        if level != "municipality":
            return pl.DataFrame()
        near = read("mart.peer", order_by=("peer_rank",), municipality_code=code)
        rows = read(
            RELATION,
            region_level="municipality",
            region_code=tuple(near["peer_code"]),
            year=self.choice.year,
            **self.choice.line,
        )
        # The whole population, which the peers are chosen by, in place of that of the age group.
        placed = near.select(
            pl.col("peer_code").alias("region_code"), "peer_rank", pl.col("peer_name").alias("name"), "population"
        )
        return self.noted(
            placed.join(rows.drop("population"), on="region_code", how="left").sort("peer_rank")
        ).with_columns(pl.col("name").alias("region_name"))

    @cached_property
    def educations(self) -> pl.DataFrame:
        """The rows of each education of the chosen area and year, all together left out."""
        line = {name: value for name, value in self.choice.line.items() if name != "education"}
        level, code = self.choice.region
        rows = read(RELATION, region_level=level, region_code=code, year=self.choice.year, **line)
        return rows.filter(pl.col("education") != ALL).sort("education_share", descending=True, nulls_last=True)

    @cached_property
    def known_educations(self) -> pl.DataFrame:
        """Those of them with a share."""
        return self.educations.filter(pl.col("education_share").is_not_null())

    @cached_property
    def higher(self) -> pl.DataFrame:
        """The limits of the share with higher education (mart.staffing_higher), at most one row."""
        line = {name: value for name, value in self.choice.line.items() if name != "education"}
        level, code = self.choice.region
        return read("mart.staffing_higher", region_level=level, region_code=code, year=self.choice.year, **line)

    def note(self, row: dict[str, Any]) -> str:
        """Say what to know about a row: a break, figures carried forward, areas without a figure, no population."""
        if row["series_code"] is None:
            return self.word("staffing.note.not_delivered")
        notes = []
        if row["is_break"]:
            notes.append(self.word("staffing.note.break"))
        counts = {name: number(row[f"{name}_count"], 0, self.language) for name in ("reporting", "area", "imputed")}
        if row["imputed_count"] and row["area_count"] == 1:
            notes.append(self.word("staffing.note.carried"))
        elif row["imputed_count"]:
            notes.append(self.word("staffing.note.some_carried", **counts))
        if row["fte"] is not None and (row["reporting_count"] or 0) < (row["area_count"] or 0):
            notes.append(self.word("staffing.note.minimum", **counts))
        if row["fte"] is not None and row["population"] is None:
            notes.append(self.word("note.no_population"))
        return "; ".join(notes)

    @kept
    def noted(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Put the notes in a column."""
        return rows.with_columns(
            pl.Series("note", [self.note(row) for row in rows.iter_rows(named=True)], dtype=pl.String)
        )

    @kept
    def table(self, rows: pl.DataFrame, first: tuple[str, ...]) -> Table:
        """Give a table of rows with the columns that every table of the page has after ``first``."""
        columns = [*first, "fte", "fte_per_10k", "fte_per_1000", "change_share"]
        if self.choice.education != ALL or "education" in first:
            columns.append("education_share")
        if rows.height and (rows["area_count"].max() or 0) > 1:  # type: ignore[operator]
            columns += ("reporting_count", "area_count", "imputed_count")
        columns.append("note")
        named = labels(self.language) | {"note": self.word("table.note"), "rank": self.word("table.rank")}
        return Table(rows, tuple(columns), named, self.language)


@of_build(most=VIEWS)
def staffing_view(choice: StaffingChoice, language: Language) -> StaffingView:
    """Give what one choice shows, made once for all readers of a build."""
    return StaffingView(choice, language)
