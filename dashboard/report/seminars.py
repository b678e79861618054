"""The board page of the seminars: who answered, what they agree on and how sure it is, what was done, and who was reached."""

from dataclasses import replace

from dashboard import seminars_finding as finding
from dashboard import seminars_parts as parts
from dashboard import seminars_tables as tables
from dashboard.charts.theme import Mode
from dashboard.data import read
from dashboard.report.choices import Choice, Refused, pick
from dashboard.report.paper import Block, Number, Numbers, Paper, Points, Section, Text, chart_of, rows_of
from dashboard.seminars import WaveView, wave_name, waves
from dashboard.words import language, t

MODE: Mode = "light"
LEFT_OUT = ("measure_category", "mention_count", "base_count", "responsible_body")
"""Columns about the measures that the page has and the paper has no room for."""


def _find(asked: str) -> str:
    names = {row["wave_code"]: wave_name(row, language()) for row in waves().iter_rows(named=True)}
    return pick("wave", asked, names)


CHOICES = (Choice("wave", _find),)


def paper(wave: str | None = None) -> Paper:
    """Put the paper together; without a wave it is the one that the page begins with."""
    rows, reached = waves(), read("mart.seminar_coverage")
    if rows.is_empty() and reached.is_empty():
        raise Refused("empty.no_seminars")
    coverage = Section(t("section.coverage"), _coverage())
    if rows.is_empty():
        told = finding.coverage(reached, language())
        return Paper(t("page.seminars.title"), told, [], [coverage], parts.SEMINAR_SOURCES, [reached])
    by_code = {row["wave_code"]: row for row in rows.iter_rows(named=True)}
    view = WaveView(by_code[wave or rows["wave_code"][0]], language())
    sections = [
        Section(t("report.key_numbers"), _figures(view)),
        Section(t("section.agreement"), _agreement(view)),
        Section(t("section.roles"), _roles(view)),
        Section(t("section.measures"), _measures(view)),
        coverage,
    ]
    return Paper(
        title=t("page.seminars.title"),
        finding=finding.wave(view),
        choices=[(t("choice.wave"), wave_name(view.wave, language()))],
        sections=[section for section in sections if section.blocks],
        sources=(*view.sources, "measure_status", *parts.SEMINAR_SOURCES),
        frames=[view.every, reached, rows],
    )


def _figures(view: WaveView) -> list[Block]:
    known = [Number(t(f"seminars.key.{name}"), value, about) for name, value, about, _ in parts.known_figures(view)]
    found: list[Block] = [Numbers(known)] if known else []
    level = view.wave["response_level"]
    if level in ("low", "very_low"):
        found.append(Text(t(f"seminars.warning.{level}")))
    if view.wave["share_basis"] is not None:
        found.append(Text(finding.silent(view), is_small=True))
    return found


def _agreement(view: WaveView) -> list[Block]:
    if view.known.is_empty():
        told = finding.in_words(view)
        nothing = Text(t("seminars.no_shares" if view.agree.height else "seminars.no_answers"))
        return [Points(told), nothing] if told else [nothing]
    kind = parts.CHARTS[0] if view.is_counted else parts.DOTS
    spec, frame = parts.agreement_chart(view, kind, MODE)
    table = tables.agreement(view)
    return [
        chart_of("", t(f"alt.seminars.{kind}", finding=finding.wave(view)), spec, {"rows": frame}),
        rows_of(table, "", most=table.rows.height),
        Text(t("definition.agreement" if view.is_counted else "definition.published"), is_small=True),
    ]


def _roles(view: WaveView) -> list[Block]:
    rows = view.differences.filter(view.differences["difference_share"].is_not_null())
    told = finding.directions(view)
    if rows.is_empty():
        return [Points(told)] if told else [Text(t("seminars.not_divided"))]
    table = tables.differences(view)
    return [
        Text(finding.differences(rows, language())),
        rows_of(table, "", most=table.rows.height),
        Text(t("definition.difference"), is_small=True),
    ]


def _measures(view: WaveView) -> list[Block]:
    later = view.follow_up
    started = read("mart.measure_started", wave_code=later.code, participant_role="all") if later else None
    found: list[Block] = []
    if later is not None and later is not view and (told := [*finding.in_words(later), *finding.directions(later)]):
        found.append(Points(told))
    if later is None or started is None or started.is_empty():
        return [*found, Text(t("seminars.no_measures"))]
    every = tables.measures(later)
    table = replace(every, columns=tuple(name for name in every.columns if name not in LEFT_OUT))
    return [
        *found,
        Text(finding.started(started.row(0, named=True), language())),
        rows_of(table, ""),
        Text(t("definition.measures"), is_small=True),
    ]


def _coverage() -> list[Block]:
    rows = read("mart.seminar_coverage")
    if rows.is_empty():
        return [Text(t("seminars.no_areas"))]
    table = tables.coverage(rows, language())
    return [
        Text(finding.coverage(rows, language())),
        rows_of(table, "", most=table.rows.height),
        Text(t("definition.coverage"), is_small=True),
    ]
