"""The board page of the profile of one region: money, projects, staff, seminars and the chain beside its peers."""

from dashboard import region_finding
from dashboard import region_parts as parts
from dashboard.chain import figure_text
from dashboard.charts.theme import Mode
from dashboard.data import labels
from dashboard.region import RegionView, profile_years, region_view, usual_year
from dashboard.regions import COUNTRY
from dashboard.report.choices import REGION, YEAR, Refused, known_year, region_names
from dashboard.report.paper import Block, Number, Numbers, Paper, Points, Section, Text, chart_of, rows_of
from dashboard.table import Table, code_label
from dashboard.words import language, t
from warehouse.words import number

CHOICES = (REGION, YEAR)
SOURCES = (*parts.MONEY_SOURCES, "grant_payment", "grant_report", *parts.PROJECT_SOURCES, "staffing", "seminar")
MODE: Mode = "light"
HEIGHT = 250
MOST_PROJECTS = 8


def paper(region: str | None = None, year: int | None = None) -> Paper:
    """Put the paper together; without a region it is the first that the page lists, without a year the latest with kroner."""
    names = region_names()
    country = "-".join(COUNTRY)
    if region == country:
        raise Refused("report.refused.country")
    chosen = region or next(one for one in names if one != country)
    level, _, code = chosen.partition("-")
    years = profile_years()
    if year is not None and not years:
        raise Refused("report.refused.no_years")
    shown = known_year(year, years) if year is not None else usual_year(years) if years else None
    view = region_view((level, code), names[chosen], shown, language())
    sections: dict[str, list[Block]] = {
        "who": [Text(region_finding.who(view))],
        "money": _money(view),
        "projects": _projects(view),
        "staff": _staff(view),
        "seminars": _seminars(view),
        "chain": _chain(view),
        "open": _open_points(view),
    }
    return Paper(
        title=t("region.title", place=view.place, year=view.year or "").strip(),
        finding=region_finding.lead(view),
        choices=[
            (t("choice.area"), f"{view.place} ({view.level_name(level)}, {code})"),
            *([(t("choice.year"), str(view.year))] if view.year else []),
        ],
        sections=[Section(t(f"region.section.{name}"), blocks) for name, blocks in sections.items()],
        sources=SOURCES,
        frames=view.frames,
    )


def _money(view: RegionView) -> list[Block]:
    row = view.funding
    if row is None:
        key = "region.no_grants" if view.fundings.is_empty() else "region.no_year"
        return [Text(t(key, place=view.place, year=view.year))]
    numbers = [Number(label, value) for label, value, _ in parts.money_figures(view, row)]
    return [
        Text(region_finding.paid(view)),
        Numbers(numbers),
        *_lines(view, "money"),
        _beside(view, view.money_table, t("region.table.money", year=view.year)),
        Text(t("definition.granted_per_capita_nok"), is_small=True),
    ]


def _projects(view: RegionView) -> list[Block]:
    told = Text(region_finding.projects(view))
    if not view.has_projects:
        return [told]
    caption = t("region.table.projects", place=view.place)
    definition = Text(t("projects.definition.lights"), is_small=True)
    return [told, rows_of(view.project_table, caption, most=MOST_PROJECTS), definition]


def _staff(view: RegionView) -> list[Block]:
    told = Text(region_finding.staff(view))
    row = view.staff_row
    if row is None:
        return [told]
    named = labels(language())
    numbers = [
        Number(f"{named[name]} {row['year']}", number(row[name], 1, language())) for name in ("fte_per_10k", "fte")
    ]
    table = _beside(view, view.staff_table, t("region.table.staff", year=row["year"]))
    return [told, Numbers(numbers), *_lines(view, "staff"), table, Text(t("region.definition.staff"), is_small=True)]


def _seminars(view: RegionView) -> list[Block]:
    told = Text(region_finding.seminars(view))
    if view.seminars.is_empty():
        return [told]
    return [told, rows_of(view.seminar_table, t("region.table.seminars", place=view.place))]


def _chain(view: RegionView) -> list[Block]:
    known = []
    for row in view.chain.iter_rows(named=True):
        value = figure_text(row, language())
        if value is not None:
            name = code_label("step", row["step"], language())
            known.append(Number(name[:1].upper() + name[1:], value))
    told = Text(region_finding.chain(view))
    return [told, Numbers(known), Text(t("chain.caution"), is_small=True)] if known else [told]


def _open_points(view: RegionView) -> list[Block]:
    found = [point.text for point in region_finding.points(view)]
    return [Points(found)] if found else [Text(t("finding.profile.none_open", place=view.place))]


def _lines(view: RegionView, kind: str) -> list[Block]:
    drawn = parts.line_chart(view, kind, MODE)
    if drawn is None:
        return []
    title = t(f"region.chart.{kind}")
    return [chart_of(title, t("region.alt", title=title, place=view.place), *drawn, HEIGHT)]


def _beside(view: RegionView, table: Table, caption: str) -> Block:
    """Give the region beside its peers, cut so that it and the country are still there."""
    codes = table.rows["region_code"].to_list()
    own = view.region[1]
    return rows_of(table, caption, codes.index(own) if own in codes else None, most=len(codes))
