"""What is new since the build that the reader saw last: revised figures by page, the largest from what to what, and files."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboard.arrow import figures
from dashboard.changed import from_to, in_words, names, pages_of
from dashboard.components import plain, section
from dashboard.data import read, source_titles
from dashboard.keeping import remembered
from dashboard.table import Table, local
from dashboard.visits import last_seen
from dashboard.words import language, t
from warehouse.changes import has_list, revised_figures
from warehouse.folder import DataFolder, data_folder
from warehouse.words import Language, moment, number

MOST = 10
"""No more revised figures are told than these; ``samhandling changes`` has all."""

MOST_OF_A_MART = 3
MOST_FILES = 5

COLUMNS = ("pages", "about", "figure", "before", "after")


@dataclass(frozen=True)
class News:
    """What builds changed: revised figures by page (pages, count), the largest as text, and builds without a list."""

    by_page: tuple[tuple[str, int], ...]
    largest: pl.DataFrame
    unlisted_count: int

    @property
    def revised_count(self) -> int:
        """How many figures are revised."""
        return sum(count for _, count in self.by_page)


def show() -> None:
    """Say what is new since the reader's last visit; nothing when there was none, or it showed this same build."""
    builds = read("meta.build", order_by=("build_id",))
    current = builds.filter("is_current")["build_id"]
    if current.is_empty():
        return
    before = last_seen(st.context.cookies, current[0], builds["build_id"].to_list())
    if before is None:
        return
    since = builds.filter((pl.col("build_id") > before) & (pl.col("build_id") <= current[0]))["build_id"].to_list()
    news = _news(tuple(since))
    seen_at = builds.filter(pl.col("build_id") == before)["built_at"][0]
    files = read("meta.delivery", order_by=("received_at", "delivery_id"), status="standing")
    files = files.filter(pl.col("received_at") > seen_at).reverse()
    section("section.news")
    st.markdown(plain(t("news.since", moment=moment(local(seen_at), language())) + " " + sentence(news, files.height)))
    _tell_pages(news)
    _tell_files(files)
    if not news.largest.is_empty():
        title = t("news.largest")
        st.caption(title)
        figures(_table(news.largest), title)


@remembered
def _table(largest: pl.DataFrame) -> Table:
    return Table(largest, COLUMNS, {column: t(f"news.{column}") for column in COLUMNS}, language())


def sentence(news: News, file_count: int) -> str:
    """Say in words how many figures are revised and how many files came."""
    parts = ["news.revised.none" if not news.revised_count else _counted("revised", news.revised_count)]
    parts.append("news.files.none" if not file_count else _counted("files", file_count))
    counts = (news.revised_count, file_count)
    told = [t(key, count=number(count, 0, language())) for key, count in zip(parts, counts, strict=True)]
    if news.unlisted_count:
        unlisted = number(news.unlisted_count, 0, language())
        told.append(t(_counted("unlisted", news.unlisted_count), count=unlisted))
    return " ".join(told)


def _counted(part: str, count: int) -> str:
    return f"news.{part}.one" if count == 1 else f"news.{part}.many"


def _tell_pages(news: News) -> None:
    lines = [
        t(_counted("on_page", count), page=pages or t("news.no_page"), count=number(count, 0, language()))
        for pages, count in news.by_page
    ]
    _list(lines)


def _tell_files(files: pl.DataFrame) -> None:
    titles = source_titles(language())
    lines = [
        t(
            _counted("file", row["rows_accepted"]),
            file=row["file_name"],
            source=titles.get(row["source"], row["source"]),
            count=number(row["rows_accepted"], 0, language()),
            received=moment(local(row["received_at"]), language()),
        )
        for row in files.head(MOST_FILES).iter_rows(named=True)
    ]
    _list(lines)
    if files.height > MOST_FILES:
        st.caption(t("news.more_files", count=number(files.height - MOST_FILES, 0, language())))


def _list(lines: Sequence[str]) -> None:
    if lines:
        st.markdown("\n".join("- " + plain(line) for line in lines))


@remembered
def _news(builds: tuple[str, ...]) -> News:
    return news_of(DataFolder(data_folder()), builds, read("meta.view"), language())


def news_of(folder: DataFolder, builds: Sequence[str], views: pl.DataFrame, chosen: Language) -> News:
    """Put together what builds, oldest first, revised. ``views``: meta.view."""
    # What needs attention is told in words above; its counts are no figures of their own.
    revised = net(revised_figures(folder, builds)).filter(pl.col("relation") != "attention")
    unlisted = sum(not has_list(folder, build) for build in builds)
    shown = pages_of(views, chosen)
    pages = pl.DataFrame(
        [(relation, place, names_of) for relation, (place, names_of) in shown.items()],
        schema={"relation": pl.String, "place": pl.Int64, "pages": pl.String},
        orient="row",
    )
    counted = (
        revised.join(pages, on="relation", how="left")
        .with_columns(pl.col("pages").fill_null(""))
        .group_by("pages")
        .agg(pl.len(), pl.col("place").min())
        .sort("place", "pages", nulls_last=True)
    )
    on_pages = revised.filter(pl.col("relation").is_in(list(shown)))
    told = from_to(in_words(on_pages, views, names(chosen), MOST_OF_A_MART), chosen)
    largest = told.join(pages, on="relation", how="left", maintain_order="left").sort("place", maintain_order=True)
    return News(tuple(counted.select("pages", "len").iter_rows()), largest.head(MOST).select(COLUMNS), unlisted)


def net(revised: pl.DataFrame) -> pl.DataFrame:
    """Join the revisions of one figure by several builds: from what it was first to what it is now; none when it is back.

    ``revised``: warehouse.changes.revised_figures, oldest build first.
    """
    return (
        revised.group_by("relation", "row_key", "column_name", maintain_order=True)
        .agg(pl.col("before").first(), pl.col("after").last())
        .filter(pl.col("before").ne_missing(pl.col("after")))
    )
