"""The third step of a load: what came of the trial. Rows counted, what is wrong, and which figures would change."""

from collections.abc import Callable
from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboard import changed, loading
from dashboard.arrow import figures as table
from dashboard.components import plain, section
from dashboard.data import labels, read
from dashboard.export import CSV_TYPE
from dashboard.load_job import doing, take_along
from dashboard.loading import Upload, Work, in_page
from dashboard.plain_csv import plain_csv
from dashboard.published import generation
from dashboard.runner import Answer
from dashboard.table import Table
from dashboard.words import language, t
from warehouse.words import number

SHOWN_FIGURES = 20
SHOWN_FINDINGS = 5
"""Of each rule; the file to take along has all."""

_LEVELS = ("error", "warning")
_ROWS = ("rows_in", "rows_accepted", "rows_rejected", "rows_skipped")
_CHANGES = ("added", "changed", "removed", "unchanged")
_COLORS: dict[str, Literal["red", "orange"]] = {"error": "red", "warning": "orange"}
_FROM_TO = ("about", "figure", "before", "after")


def see_trial(mine: Work, upload: Upload, trial: Answer) -> None:
    """Show all that the trial found."""
    section("load.trial.title")
    file = trial.facts["files"][0]
    findings = trial.findings
    st.markdown(plain(_account(file)))
    _counts("rows", _ROWS, file)
    if file["same_as"] is not None:
        st.info(plain(t("load.trial.same", delivery=file["same_as"])))
    elif trial.is_ok:
        st.markdown(
            plain(t("load.trial.rows", rows=_count(file["fact_rows"]), source=loading.titles()[file["source"]]))
        )
        _counts("changes", _CHANGES, file)
        if file["removed"]:
            st.warning(plain(t("load.trial.removed", count=_count(file["removed"]))))
    _findings(findings)
    with st.container(horizontal=True, vertical_alignment="center", key="load-trial-files"):
        st.button(t("load.receipt.make"), on_click=loading.receipt, args=(mine,), disabled=mine.is_busy)
        if findings.height:
            columns = ("level", "source_row", "header", "value", f"message_{language()}")
            headings = {name: labels(language())[name] for name in columns}
            _download("findings", lambda: findings, headings, upload)
    doing(mine, "receipt")
    take_along(mine, "receipt ")
    if trial.is_ok and file["same_as"] is None:
        _figures(mine, upload, trial)


def _account(file: dict[str, Any]) -> str:
    """Say that every row of the file is accounted for."""
    return t("load.trial.account", **{name: _count(file[name]) for name in _ROWS})


def _counts(kind: str, names: tuple[str, ...], file: dict[str, Any]) -> None:
    with st.grid(len(names), min_column_width=130, key=f"load-{kind}"):
        for name in names:
            st.metric(t(f"load.count.{name}"), _count(file[name]), border=True)


def _findings(findings: pl.DataFrame) -> None:
    """List what is wrong, errors first; of each rule the first ones, and how many more there are."""
    st.subheader(t("load.findings.title"), anchor=False)
    if findings.is_empty():
        st.markdown(t("load.findings.none"))
        return
    for level in _LEVELS:
        of_level = findings.filter(pl.col("level") == level)
        if of_level.is_empty():
            continue
        with st.container(horizontal=True, vertical_alignment="center", key=f"load-findings-{level}"):
            st.badge(t(f"load.findings.{level}"), color=_COLORS[level])
            st.markdown(t(f"load.findings.{level}_about", count=_count(of_level.height)))
        for (_,), of_rule in of_level.group_by("rule", maintain_order=True):
            messages = of_rule[f"message_{language()}"].head(SHOWN_FINDINGS)
            lines = [f"- {plain(in_page(message))}" for message in messages]
            if of_rule.height > SHOWN_FINDINGS:
                lines.append(f"- {t('load.findings.more', count=_count(of_rule.height - SHOWN_FINDINGS))}")
            st.markdown("\n".join(lines))


def _figures(mine: Work, upload: Upload, trial: Answer) -> None:
    """Show which pages and marts get other figures, and of one mart the first ones, from and to."""
    st.subheader(t("load.figures.title"), anchor=False)
    if not generation():
        st.markdown(t("load.figures.first"))
        return
    found = trial.figures
    if found.is_empty():
        st.markdown(t("load.figures.none"))
        return
    views = read("meta.view")
    marts = changed.by_mart(found, views, language())
    named = labels(language()) | {
        name: t(f"load.figures.{name}")
        for name in ("pages", "relation", "revised_count", "added_count", "removed_count", *_FROM_TO)
    }
    st.markdown(t("load.figures.count", count=_count(found.height), marts=_count(marts.height)))
    marts = marts.with_columns(pl.col("pages").replace("", t("load.figures.no_page")))
    table(Table(marts, tuple(marts.columns), named, language()), t("load.figures.title"))
    counts = dict(found.group_by("relation").len().iter_rows())
    options = {name: f"{name} ({_count(counts[name])})" for name in marts["relation"]}
    chosen = st.selectbox(
        t("load.figures.choose"),
        list(options),
        index=marts["revised_count"].arg_max() or 0,
        format_func=options.__getitem__,
        key=f"load-mart-{mine.count}",
        width=420,
    )
    known = changed.names(language())
    first = changed.in_words(found.filter(pl.col("relation") == chosen), views, known, SHOWN_FIGURES)
    table(Table(changed.from_to(first, language()), _FROM_TO, named, language()), chosen)
    if counts[chosen] > SHOWN_FIGURES:
        st.caption(t("load.figures.shown", shown=_count(SHOWN_FIGURES), count=_count(counts[chosen])))
    headings = {name: named[name] for name in ("relation", *_FROM_TO)}
    _download("figures", lambda: changed.in_words(found, views, known), headings, upload)


def _download(what: str, rows: Callable[[], pl.DataFrame], headings: dict[str, str], upload: Upload) -> None:
    """Offer all rows as a file, made when it is asked for."""
    chosen = language()
    st.download_button(
        t(f"load.{what}.download"),
        lambda: plain_csv(rows(), headings, chosen),
        f"{upload.path.stem}-{t(f'load.{what}.file')}.csv",
        CSV_TYPE,
        key=f"load-{what}-csv",
        on_click="ignore",
    )


def _count(value: int) -> str:
    return number(value, 0, language())
