"""What the page about money per region shows for one choice: rows, chart frames, sentences and downloads."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from dashboard import findings
from dashboard.classes import Classes, classes_of
from dashboard.data import labels, read
from dashboard.filters import Choice
from dashboard.keeping import VIEWS, of_build
from dashboard.regions import UNALLOCATED, Region, region_tree
from dashboard.table import Table, written
from dashboard.words import words
from warehouse.words import MISSING, Language, number, short_kroner

RELATION = "mart.funding_by_region"
SHORT = 20
"""So many bars are shown at each end; the table has all."""


@dataclass(frozen=True)
class FundingView:
    """One choice, seen in one language. ``rows`` are in the order of the screen: ranked, «ikke fordelt» last."""

    choice: Choice
    rows: pl.DataFrame
    language: Language

    def word(self, key: str, **values: object) -> str:
        """Give a text in the language of the view."""
        return words(key, self.language, **values)

    @property
    def measure(self) -> str:
        """The column that is mapped and ranked."""
        return self.choice.measure

    @cached_property
    def ranked(self) -> pl.DataFrame:
        """The rows that have a place in the order: regions, not «ikke fordelt»."""
        return self.rows.filter(~pl.col("is_unallocated"))

    @cached_property
    def unconverted(self) -> str:
        """How many awards the krone amounts lack, in words; empty when they lack none."""
        count = int(self.rows["unconverted_award_count"].sum())
        return self.word("note.unconverted", count=number(count, 0, self.language)) if count else ""

    @cached_property
    def opened(self) -> dict[str, Any] | None:
        """The row of the opened region itself; None for the whole country, or when it has no row that year."""
        level, code = self.choice.region
        if self.choice.is_whole_country:
            return None
        found = choice_rows(self.choice, region_level=level, region_code=code, year=self.choice.year)
        return named(found, self.language).row(0, named=True) if found.height else None

    @cached_property
    def finding(self) -> str:
        """The sentence on top: how the regions compare, and before that how the opened one stands."""
        choice = self.choice
        sentences = []
        if self.opened:
            sentences.append(findings.one_region(self.opened, self.measure, self.language))
        if not (choice.is_lowest and self.opened):
            within = self.opened["region_name"] if self.opened else None
            sentences.append(
                findings.funding(self.rows, self.measure, choice.year, choice.level, self.language, within)
            )
        return " ".join(sentences)

    def why_unknown(self, rows: pl.DataFrame) -> str:
        """Give the message for rows none of which has a figure: the kroner are unknown, or else the population."""
        return "empty.kroner_unknown" if rows["granted_nok"].null_count() == rows.height else "empty.no_population"

    def titles(self, *first: str) -> tuple[str, ...]:
        """The words of a chart: those given, then of name, amount, total and note in the tooltip."""
        return (
            *first,
            self.word(f"level.{self.choice.level}.one"),
            self.word(f"measure.{self.measure}.name"),
            self.word("measure.granted_nok.name"),
            self.word("chart.note"),
        )

    @cached_property
    def axis_title(self) -> str:
        """What the figure is, with unit and year."""
        return self.word(f"measure.{self.measure}.axis", year=self.choice.year)

    def marks(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Give rows as a chart draws them: code, unique name, value, and the texts of the tooltip."""
        amounts = pl.Series("amount", written(rows[self.measure], "nok", self.language), dtype=pl.String)
        twice = pl.col("region_name").is_duplicated()
        return rows.with_columns(amounts).select(
            "region_code",
            pl.when(twice)
            .then(pl.format("{} ({})", "region_name", "region_code"))
            .otherwise("region_name")
            .alias("name"),
            pl.col(self.measure).cast(pl.Float64).alias("value"),
            "amount",
            pl.Series("label", self._bar_labels(rows), dtype=pl.String),
            pl.Series("total", written(rows["granted_nok"], "nok", self.language), dtype=pl.String),
            "note",
            (pl.col("region_code") == self.choice.region[1]).alias("is_opened"),
            pl.format("{}: {}", "region_name", "amount").alias("spoken"),
        )

    @cached_property
    def classes(self) -> Classes:
        """The classes of the map."""
        return classes_of(self.ranked[self.measure].cast(pl.Float64), self.has_shared, self.language)

    @cached_property
    def has_shared(self) -> bool:
        """Say whether the map has areas that several regions share: cities with more than one trust or DPS."""
        return (
            self.choice.is_whole_country and self.choice.hierarchy == "health" and self.choice.level != "health_region"
        )

    def _bar_labels(self, rows: pl.DataFrame) -> list[str]:
        """A bar's own figure: in full per inhabitant, short for sums, which would not fit beside the longest bar."""
        if self.measure == "granted_nok":
            return [short_kroner(value, self.language) for value in rows[self.measure]]
        return written(rows[self.measure], "nok", self.language)

    @cached_property
    def map_marks(self) -> pl.DataFrame:
        """Give the rows of the map with their class; areas that several regions share have no figure, and say so."""
        marks = self.marks(self.ranked)
        if self.has_shared:
            words_of = {"amount": MISSING, "label": MISSING, "total": MISSING, "note": self.word("map.shared_note")}
            name = self.word("map.shared")
            shared = {"region_code": UNALLOCATED, "name": name, "value": None, "is_opened": False, "spoken": name}
            marks = pl.concat([marks, pl.DataFrame([shared | words_of], schema=marks.schema)])
        return self.classes.put(marks)

    def bars(self, end: str) -> pl.DataFrame:
        """Give the bars to draw: all when there is room, else those with most (``top``) or least (``bottom``)."""
        if not self.has_ends:
            return self.all_bars
        return self.all_bars.head(SHORT) if end == "top" else self.all_bars.tail(SHORT)

    @cached_property
    def all_bars(self) -> pl.DataFrame:
        """All bars there could be, in order."""
        return self.marks(self.ranked.filter(pl.col(self.measure).is_not_null()))

    @cached_property
    def has_ends(self) -> bool:
        """Say whether there are too many regions for one picture."""
        return self.ranked.height > 2 * SHORT + 5

    @cached_property
    def median(self) -> pl.DataFrame:
        """Give the median of all regions of the level in the country, as one row with value."""
        values = self.rows[f"median_{self.measure}"].drop_nulls().cast(pl.Float64)
        return pl.DataFrame({"value": values.head(1)})

    @cached_property
    def written_median(self) -> str:
        """The same median in words."""
        return written(self.median["value"], "nok", self.language)[0] if self.median.height else MISSING

    @cached_property
    def opened_years(self) -> pl.DataFrame:
        """The rows of the opened region, or of the country, for all years."""
        level, code = self.choice.region
        return choice_rows(self.choice, region_level=level, region_code=code)

    @cached_property
    def development(self) -> pl.DataFrame:
        """Give the lines over the years: year, series, value, amount, spoken; series in the order they are to be drawn."""
        choice, measure = self.choice, self.measure
        level, own = choice.region[0], self.opened_years
        # Every region of a level has the level's median, so one of them a year is enough.
        listed = choice_rows(choice, region_level=choice.level)
        peers = listed.unique("year", keep="first", maintain_order=True) if choice.is_whole_country else own
        median = self.word(
            "chart.median_of", many=self.word(f"level.{(choice.level if choice.is_whole_country else level)}.many")
        )
        country = self.word("place.country_name")
        lines = [own.select("year", pl.lit(self.opened_name).alias("series"), pl.col(measure).alias("value"))]
        # Kroner of a whole country beside those of one region would press the region flat against the axis.
        if measure == "granted_per_capita_nok" and not choice.is_whole_country:
            lines.append(
                own.select("year", pl.lit(country).alias("series"), pl.col(f"country_{measure}").alias("value"))
            )
        if measure == "granted_per_capita_nok" or not choice.is_whole_country:
            lines.append(
                peers.select("year", pl.lit(median).alias("series"), pl.col(f"median_{measure}").alias("value"))
            )
        frame = pl.concat([line.cast({"value": pl.Float64}) for line in lines])
        amounts = pl.Series("amount", written(frame["value"], "nok", self.language), dtype=pl.String)
        return frame.with_columns(amounts).with_columns(
            pl.format("{} {}: {}", "series", "year", "amount").alias("spoken")
        )

    @cached_property
    def opened_name(self) -> str:
        """The name of the opened region, or of the country."""
        if self.choice.is_whole_country:
            return self.word("place.country_name")
        tree = region_tree(self.choice.hierarchy, self.choice.borders)
        return tree.names[self.choice.region]

    @cached_property
    def table(self) -> Table:
        """Give the table behind the charts, the same rows in the same order."""
        rank = "granted_per_capita_rank" if self.measure == "granted_per_capita_nok" else "granted_rank"
        columns = (
            *(rank, "region_name", "granted_per_capita_nok", "granted_nok", "granted_share", "granted_change_share"),
            *("applied_nok", "application_count", "award_count", "population", "note", "region_code"),
        )
        return Table(
            self.rows,
            columns,
            labels(self.language) | {"note": self.word("table.note"), rank: self.word("table.rank")},
            self.language,
        )


@of_build(most=VIEWS)
def funding_view(choice: Choice, language: Language) -> FundingView:
    """Give what one choice shows, made once for all readers of a build. The rows may be none."""
    rows = choice_rows(choice, region_level=choice.level, year=choice.year)
    if not choice.is_whole_country:
        rows = rows.filter(pl.col("region_code").is_in(_listed(choice)) & ~pl.col("is_unallocated"))
    rows = named(rows, language).sort(
        "is_unallocated", choice.measure, "region_name", descending=[False, True, False], nulls_last=True
    )
    return FundingView(choice, rows, language)


def named(rows: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Give rows with the names that are words and not names in the language, and a note that says what to know."""

    def note(when: pl.Expr, key: str) -> pl.Expr:
        return pl.when(when).then(pl.lit(words(f"note.{key}", language)))

    return rows.with_columns(
        pl.when("is_unallocated")
        .then(pl.lit(words("place.unallocated", language)))
        .when(pl.col("region_level") == "country")
        .then(pl.lit(words("place.country_name", language)))
        .otherwise("region_name")
        .alias("region_name"),
        pl.concat_str(
            note(pl.col("data_class") == "synthetic", "synthetic"),
            note(pl.col("data_class") == "derived", "derived"),
            note(pl.col("is_estimated"), "estimated"),
            note(pl.col("has_unallocated_part"), "minimum"),
            note(pl.col("granted_nok").is_null(), "kroner_unknown"),
            note(pl.col("population").is_null() & ~pl.col("is_unallocated"), "no_population"),
            note(pl.col("is_unallocated"), "unallocated"),
            separator="; ",
            ignore_nulls=True,
        ).alias("note"),
    )


def _listed(choice: Choice) -> list[str]:
    tree = region_tree(choice.hierarchy, choice.borders)
    parent: Region = tree.path(choice.region)[-2] if choice.is_lowest else choice.region
    return tree.within(parent, choice.level)


def choice_rows(choice: Choice, **equal: str | int) -> pl.DataFrame:
    """Give the rows of mart.funding_by_region of the chosen borders, scheme and flow level, and of ``equal``."""
    return read(
        RELATION,
        order_by=("year", "region_code"),
        border_basis=choice.borders,
        scheme_code=choice.scheme,
        flow_level=choice.flow,
        **equal,
    )
