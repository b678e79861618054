"""The Carpentries' list of how many came to each conference session: a seminar per row, and its participants.

A session that was held several times is one series; each time has a code of its own, made of name, day and time. The hour is
Coordinated Universal Time, so a session early in Australia is a day earlier in the file than there.
"""

import polars as pl

from etl.contract import SOURCE_ROW, Cell, Contract
from etl.layouts.base import Facts, Field, Layout
from etl.layouts.survey_export import TEXT
from etl.messages import Findings, in_both
from etl.slug import slug

_DAY, _TIME = "%d %B, %Y", "%H:%M:%S"


class CarpentriesAttendees(Layout):
    """One file row is one session held once."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give the session and its date, or how many came, by the same code."""
        typed = typed.with_columns(
            date=pl.col("day").str.strptime(pl.Date, _DAY, strict=False),
            clock=pl.col("time").str.strptime(pl.Time, _TIME, strict=False),
        )
        for name, read, rule in (("title", "title", ""), ("day", "date", "date"), ("time", "clock", "time_of_day")):
            header = pl.lit(facts.headers.get(name, "")).alias("header")
            wrong = typed.filter(pl.col(read).is_null()).select(SOURCE_ROW, header, pl.col(name).alias("value"))
            findings.add("error", "nullability", wrong.filter(pl.col("value").is_null()))
            findings.add("error", rule, wrong.filter(pl.col("value").is_not_null()))
        # Without name, day and time there is no code, and that is said already.
        typed = typed.filter(~pl.col(SOURCE_ROW).is_in(findings.error_rows().implode()))
        series = typed["title"].unique()
        codes = pl.Series([slug(title).upper() for title in series], dtype=pl.String)
        typed = typed.with_columns(series_code=pl.col("title").replace_strict(series, codes, return_dtype=pl.String))
        held = pl.format("{}-{}", pl.col("date").dt.strftime("%Y%m%d"), pl.col("clock").dt.strftime("%H%M"))
        return typed.select(
            SOURCE_ROW,
            pl.format("{}-{}", "series_code", held).alias("seminar_code"),
            "series_code",
            pl.col("title").alias("seminar_title"),
            pl.lit("held").alias("seminar_status"),
            pl.col("date").dt.year().cast(pl.Int16).alias("year"),
            pl.col("date").alias("seminar_date"),
            pl.lit("day").alias("date_precision"),
            pl.lit("all").alias("participant_role"),
            pl.lit("all").alias("service_level"),
            "attended_count",
            pl.lit("real").alias("data_class"),
        )


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``seminar`` and for ``seminar_participation``."""
    if contract.source_name() not in ("seminar", "seminar_participation"):
        return None
    return CarpentriesAttendees(
        name="carpentries_attendees",
        contract=contract,
        title=in_both("layout.carpentries_attendees"),
        must_have=frozenset({"title", "attended_count"}),
        origins={
            "seminar_code": "title",
            "series_code": "title",
            "seminar_title": "title",
            "seminar_date": "day",
            "year": "day",
        },
        fields=(
            Field("title", ("session_name",), TEXT, pl.String()),
            Field("day", ("start_day_utc",), TEXT, pl.String()),
            Field("time", ("start_time_utc",), TEXT, pl.String()),
            Field("attended_count", ("num_attendees",), Cell("integer", ""), pl.Int32()),
        ),
    )
