"""The parts of the page about seminars, each drawn from one or two views."""

from dataclasses import replace

import polars as pl
import streamlit as st

from dashboard import address, seminars_finding, seminars_tables
from dashboard.charts import draw, mode
from dashboard.charts.dot_interval import dot_interval
from dashboard.charts.likert import likert
from dashboard.charts.theme import Mode, Spec
from dashboard.components import downloads, is_demo, plain, section, source_line, source_text
from dashboard.data import read
from dashboard.drawing import drawn
from dashboard.export import Download
from dashboard.figure import Figure, card
from dashboard.keeping import kept, of_build, remembered
from dashboard.pictures import Picture
from dashboard.seminars import WaveView, wave_name, wave_view, waves
from dashboard.seminars_frames import bars, difference_dots, distribution, dots, scale_of
from dashboard.seminars_tables import divisions, when
from dashboard.static_table import whole_or_scrolled
from dashboard.table import Table
from dashboard.words import language, t
from warehouse.words import Language, kroner, number, percent

CHARTS = ("diverging", "stacked")
DOTS = "dots"

SEMINAR_SOURCES = ("seminar", "seminar_participation")


def choose_wave() -> WaveView | None:
    """Show the choice of survey wave, the only choice that narrows the answers; None when there is no wave."""
    rows = waves()
    if rows.is_empty():
        return None
    names = _wave_names(language())
    with st.container(key="choices-wave"):
        code = address.choose(
            "wave",
            t("choice.wave"),
            list(names),
            rows["wave_code"][0],
            names.__getitem__,
            width=440,
        )
    return wave_view(code, language())


@of_build()
def _wave_names(language: Language) -> dict[str, str]:
    return {row["wave_code"]: wave_name(row, language) for row in waves().iter_rows(named=True)}


@drawn(kept)
def key_figures(view: WaveView) -> None:
    """Show the key numbers of the wave, each with its card: response, most and least agreement, measures started, cost."""
    row = view.wave
    with st.grid(4, min_column_width=230):
        for name, value, about, figure in known_figures(view):
            with st.container(border=True, height="stretch"):
                st.metric(t(f"seminars.key.{name}"), value)
                st.markdown(plain(about))
                card(replace(figure, text=value), f"seminars-{name}")
    if row["response_level"] in ("low", "very_low"):
        st.warning(plain(t(f"seminars.warning.{row['response_level']}")))
    if row["share_basis"] is not None:
        st.caption(plain(seminars_finding.silent(view)))


@kept
def known_figures(view: WaveView) -> list[tuple[str, str, str, Figure]]:
    """Give the key numbers of the wave that are known: name, figure as text, what it is about, and what it is read from."""
    row, code = view.wave, {"wave_code": view.code}
    found = []
    if row["share_basis"] is not None:
        figure = Figure("mart.survey_wave", "response_rate", code, view.sources[0], code)
        about = t(f"value.response_level.{row['response_level']}")
        if row["population_size"] is not None:
            counts = {name: number(row[name], 0, language()) for name in ("answer_count", "population_size")}
            about = t("seminars.of_population", level=about, **counts)
        found.append(("response", percent(row["response_rate"], 1, language()), about, figure))
    ends = {"most": 0, "fewest": -1} if view.sure.height > 1 else {"most": 0} if view.sure.height else {}
    for name, place in ends.items():
        statement = view.sure.row(place, named=True)
        about = t("seminars.key_about", statement=statement["statement_text"], figures=view.agreement(statement))
        about += " " + t("seminars.interval", interval=view.interval(statement["low_share"], statement["high_share"]))
        share = view.share(statement["agree_share"], statement["base_count"])
        key = "fewest_possible" if name == "fewest" and view.impossible.height else name
        found.append((key, share, about, view.figure(statement)))
    if row["cost_per_participant_nok"] is not None:
        series = {"series_code": row["series_code"]}
        figure = Figure("mart.survey_wave", "cost_per_participant_nok", code, "seminar", series)
        each = kroner(round(row["cost_per_participant_nok"]), language())
        found.append(("cost", each, seminars_finding.cost(row, language()), figure))
    return found


def agreement(view: WaveView) -> None:
    """Show how many agree: the spread of the answers where counts are known, else the published shares with intervals."""
    section("section.agreement")
    if view.known.is_empty():
        for sentence in seminars_finding.in_words(view):
            st.markdown(f"- {plain(sentence)}")
        st.info(plain(t("seminars.no_shares" if view.agree.height else "seminars.no_answers")))
        return
    kind = DOTS
    if view.is_counted:
        kind = address.choose("chart", t("choice.chart"), CHARTS, CHARTS[0], lambda one: t(f"seminars.chart.{one}"))
    _agreement(view, kind)


@drawn(kept)
def _agreement(view: WaveView, kind: str) -> None:
    spec, rows = agreement_chart(view, kind, mode())
    alt = t(f"alt.seminars.{kind}", finding=seminars_finding.wave(view))
    draw(spec, alt, f"agreement-{kind}", _picture(view, "agreement"), rows=rows)
    for row in view.impossible.iter_rows(named=True):
        st.warning(plain(view.reason(row)))
    source_line(t("definition.agreement" if view.is_counted else "definition.published"), view.sources)
    _in_full(view, seminars_tables.agreement(view), "agreement")


@kept
def agreement_chart(view: WaveView, kind: str, mode: Mode) -> tuple[Spec, pl.DataFrame]:
    """Give the chart of the agreement, one of ``CHARTS`` where counts are known, else ``DOTS``, with its frame."""
    if kind == DOTS:
        rows, lines = dots(view, view.known, view.known["statement_text"].to_list())
        return dot_interval(_titles("share"), view.known.height, lines, False, mode, language()), rows
    rows, ticks, ends, lines = bars(view, kind == CHARTS[0])
    titles = (t(f"seminars.axis.{kind}"), t("seminars.statement"), t("seminars.answer"), t("seminars.share"))
    answers = scale_of(distribution(view))
    kinds = tuple(answers.values())
    return likert(titles, tuple(answers), kinds, ticks, ends, view.known.height, lines, mode, language()), rows


@kept
def difference_chart(view: WaveView, mode: Mode) -> tuple[Spec, pl.DataFrame]:
    """Give the chart of leaders minus staff with its frame, where any difference is known."""
    frame, lines = difference_dots(view)
    return dot_interval(_titles("difference"), frame.height, lines, True, mode, language()), frame


def roles(view: WaveView) -> None:
    """Show leaders against staff, and then the answers by one division at a time; what the source does not divide is said."""
    section("section.roles")
    _leaders_and_staff(view)
    options = divisions(view)
    if options:
        by = address.choose("by", t("choice.by"), options, options[0], lambda one: t(f"seminars.by.{one}"))
        _divided(view, by)


@drawn(kept)
def _leaders_and_staff(view: WaveView) -> None:
    rows = view.known_differences
    told = seminars_finding.directions(view)
    for sentence in told:
        st.markdown(f"- {plain(sentence)}")
    if rows.height:
        st.markdown(plain(seminars_finding.differences(rows, language())))
        spec, frame = difference_chart(view, mode())
        draw(spec, t("alt.seminars.difference"), "difference", _picture(view, "roles"), rows=frame)
        source_line(t("definition.difference"), view.sources)
        _in_full(view, seminars_tables.differences(view), "roles")
    elif not told:
        st.info(plain(t("seminars.not_divided")))


@drawn(kept)
def _divided(view: WaveView, by: str) -> None:
    _in_full(view, seminars_tables.divided(view, by), f"by_{by}")
    st.caption(plain(t("seminars.hidden")))


def over_time(view: WaveView) -> None:
    """Show one statement over the waves of the series, and all of them in the table."""
    section("section.over_time")
    if not view.repeated:
        st.info(plain(t("seminars.asked_once")))
        return
    texts = repeated(view)
    code = address.choose(
        "statement", t("choice.statement"), list(texts), next(iter(texts)), texts.__getitem__, width=440
    )
    _statement(view, texts[code])


@drawn(kept)
def _statement(view: WaveView, text: str) -> None:
    spec, frame = over_time_chart(view, text, mode())
    st.markdown(plain(t("seminars.two_samples")))
    picture = Picture(f"{text}: {t('section.over_time')}", view.sources)
    draw(spec, t("alt.seminars.over_time", statement=text), "over-time", picture, rows=frame)
    source_line(f"{t('definition.agreement')} {t('definition.lines')}", view.sources)
    _in_full(view, seminars_tables.over_waves(view), "over_time")


@kept
def repeated(view: WaveView) -> dict[str, str]:
    """Give the statements that were asked more than once: code → text."""
    asked = view.agree.filter(pl.col("statement_text").is_in(view.repeated)).sort("statement_code")
    return dict(zip(asked["statement_code"], asked["statement_text"], strict=True))


@kept
def over_time_chart(view: WaveView, statement: str, mode: Mode) -> tuple[Spec, pl.DataFrame]:
    """Give the chart of one statement over the waves of the series, with its frame."""
    rows = view.series.filter(pl.col("statement_text") == statement)
    frame, lines = dots(view, rows, [when(view, row) for row in rows.iter_rows(named=True)])
    return dot_interval(_titles("share"), rows.height, lines, False, mode, language()), frame


@drawn(kept)
def follow_up(view: WaveView) -> None:
    """Show what became of the measures, and what the follow-up found without figures."""
    section("section.measures")
    later = view.follow_up
    if later is not None and later is not view:
        for sentence in (*seminars_finding.in_words(later), *seminars_finding.directions(later)):
            st.markdown(f"- {plain(sentence)}")
    started = read("mart.measure_started", wave_code=later.code, participant_role="all") if later else None
    if later is None or started is None or started.is_empty():
        st.info(plain(t("seminars.no_measures")))
        return
    row = started.row(0, named=True)
    st.markdown(plain(seminars_finding.started(row, language())))
    where = {name: row[name] for name in ("wave_code", "time_point", "participant_role")}
    column = "started_count" if row["started_share"] is None else "started_share"
    card(Figure("mart.measure_started", column, where, "measure_status", where), "seminars-measures")
    st.caption(plain(f"{t('definition.measures')} {source_text(('measure_status',))}"))
    _in_full(later, seminars_tables.measures(later), "measures")


@drawn(kept)
def who_came(view: WaveView) -> None:
    """Show participation and response per wave, and the seminars of this wave with what they cost."""
    section("section.participation")
    if (answered := seminars_tables.waves_with_answers(language())) is not None:
        _table(answered, "waves", t("seminars.table.waves"), ("survey_answer", "survey_reported_share"))
    if view.seminars.height:
        st.markdown(plain(seminars_finding.cost(view.wave, language())))
        _in_full(view, seminars_tables.seminars(view), "seminars")
        if (came := seminars_tables.came(view)) is not None:
            _in_full(view, came, "came")
    source_line(t("definition.response"), SEMINAR_SOURCES)


@drawn(remembered)
def coverage(rows: pl.DataFrame) -> None:
    """Show which DPS areas have had seminars, year by year, in words and numbers. ``rows``: mart.seminar_coverage."""
    section("section.coverage")
    if rows.is_empty():
        st.info(plain(t("seminars.no_areas")))
        return
    st.markdown(plain(seminars_finding.coverage(rows, language())))
    _table(seminars_tables.coverage(rows, language()), "coverage", t("section.coverage"), SEMINAR_SOURCES)
    source_line(t("definition.coverage"), SEMINAR_SOURCES)


def _picture(view: WaveView, part: str) -> Picture:
    return Picture(f"{t(f'section.{part}')}: {wave_name(view.wave, language())}", view.sources)


def _in_full(view: WaveView, table: Table, name: str) -> None:
    _table(table, name, f"{t(f'seminars.table.{name}')}: {wave_name(view.wave, language())}", view.sources)


def _table(table: Table, name: str, title: str, sources: tuple[str, ...]) -> None:
    whole_or_scrolled(table, title, pinned=table.columns[:1])
    downloads(lambda: _download(table, title, sources), f"table-{name}")


def _download(table: Table, title: str, sources: tuple[str, ...]) -> Download:
    tag = ((t("tag.title"), t("tag.demo")),) if is_demo(table.rows) else ()
    notes = (*tag, (t("download.source"), source_text(sources)), (t("download.symbols"), t("seminars.symbols")))
    return Download(title, notes, table, (t("download.sheet"), t("download.about")))


def _titles(what: str) -> tuple[str, str, str, str]:
    return (
        t(f"seminars.axis.{what}"),
        t("seminars.statement"),
        t("seminars.share"),
        t("seminars.interval_name"),
    )
