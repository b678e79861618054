"""The board page of the front page: key numbers over the years, what needs attention, and the way from kroner to effect."""

import polars as pl

from dashboard import attention, chain, deadlines, key_numbers
from dashboard.charts.development import development
from dashboard.components import change_text, key_number_text
from dashboard.data import labels, read, source_titles
from dashboard.overview import overview
from dashboard.regions import COUNTRY, Region
from dashboard.report.choices import REGION, YEAR, known_year, region_names
from dashboard.report.paper import Block, Chart, Number, Numbers, Paper, Rows, Section, Text, chart_of, rows_of
from dashboard.table import Table, code_label
from dashboard.words import language, t

CHOICES = (REGION, YEAR)
HEIGHT = 170
MOST_YEARS = 6


def paper(region: str | None = None, year: int | None = None) -> Paper:
    """Put the paper together; ``region`` and ``year`` are those of the chain."""
    view = overview()
    level, _, code = (region or "-".join(COUNTRY)).partition("-")
    place = region_names()[f"{level}-{code}"]
    every = read(
        chain.RELATION, order_by=("year", "step_order"), region_level=level, region_code=code, scheme_code="all"
    )
    years = chain.known_years(every)
    if year is not None:
        year = known_year(year, [one for one, _ in years])
    elif years:
        year = chain.fullest(years)
    steps = every.filter(pl.col("year").eq_missing(year))
    return Paper(
        title=t("page.overview.title"),
        finding=view.finding(language()),
        choices=[(t("report.chain"), f"{place}, {year}" if years else place)],
        sections=[
            Section(t("section.key_numbers"), _key_numbers(view.numbers)),
            Section(t("section.attention"), _attention(view.exceptions)),
            Section(t("section.deadlines"), _deadlines()),
            Section(t("section.chain"), _chain(steps, (level, code), place)),
        ],
        sources=view.sources["source"].to_list(),
        frames=[*view.frames, steps],
    )


def _key_numbers(rows: pl.DataFrame) -> list[Block]:
    if rows.is_empty():
        return [Text(t("empty.no_kroner"))]
    by_name = {name: rows.filter(pl.col("key_number") == name) for name in key_numbers.KEY_NUMBERS}
    latest = [own.row(-1, named=True) for own in by_name.values() if own.height]
    numbers = []
    for row in latest:
        change = change_text(row["unit"], row["value"], row["previous_value"], row["change_share"])
        since = f"{change} {t('key_number.since', year=row['year'] - 1)}" if change else ""
        name, year = row["key_number"], row["year"]
        numbers.append(
            Number(f"{t(f'key_number.{name}.label')} {year}", key_number_text(row["unit"], row["value"]), since)
        )
    found: list[Block] = [Numbers(numbers)]
    if chart := _chart(by_name["granted_nok"]):
        found.append(chart)
    return [*found, _over_years(by_name), Text(t("definition.key_numbers"), is_small=True)]


def _chart(rows: pl.DataFrame) -> Chart | None:
    """Draw the kroner over the years, where there is more than one with any."""
    if rows["value"].count() < 2:
        return None
    title, place = t("key_number.granted_nok.label"), t("place.country_name")
    amounts = [key_number_text("nok", value) for value in rows["value"]]
    lines = rows.select("year", pl.lit(place).alias("series"), "value").with_columns(
        pl.Series("amount", amounts), pl.Series("spoken", amounts)
    )
    marks = pl.DataFrame(schema={"year": pl.Int64, "kind": pl.String, "spoken": pl.String})
    titles = (t("chart.year"), t("chart.series"), title)
    spec = development(t("report.kroner"), titles, (place,), "light", language())
    alt = t("alt.development", name=place)
    return chart_of(title, alt, spec, {"rows": lines, "marks": marks}, HEIGHT)


def _over_years(by_name: dict[str, pl.DataFrame]) -> Rows:
    """Put the key numbers of the last years beside each other."""
    years = sorted({year for own in by_name.values() for year in own["year"]})[-MOST_YEARS:]
    rows = []
    for name, own in by_name.items():
        value = dict(own.select("year", "value").iter_rows())
        unit = own["unit"][0] if own.height else "count"
        rows.append([t(f"key_number.{name}.label"), *(key_number_text(unit, value.get(year)) for year in years)])
    heads = [t("report.key_number"), *map(str, years)]
    return Rows(t("report.over_years"), heads, rows, [False, *(True for _ in years)])


def _attention(exceptions: pl.DataFrame) -> list[Block]:
    if exceptions.is_empty():
        return [Text(t("attention.none"))]
    rows = attention.by_consequence(exceptions)
    first = attention.worst(rows)
    listed = [
        [t(f"attention.severity.{row['severity']}"), attention.sentence(row), attention.follow_up(row)]
        for row in first.iter_rows(named=True)
    ]
    heads = [t(f"report.attention.{name}") for name in ("severity", "what", "who")]
    more = attention.left_out(rows, first)
    return [Rows("", heads, listed, [False] * len(heads), more=more)]


def _deadlines() -> list[Block]:
    rows = read(deadlines.RELATION, order_by=("deadline_date", "deadline_kind", "subject"))
    if rows.is_empty():
        return [Text(t("deadline.none"))]
    told = deadlines.told(rows, source_titles(language()), language())
    table = Table(told, deadlines.COLUMNS, labels(language()), language())
    return [rows_of(table, "", most=deadlines.MOST)]


def _chain(steps: pl.DataFrame, region: Region, place: str) -> list[Block]:
    if steps.is_empty():
        return [Text(t("chain.empty", place=place))]
    chosen = language()
    rows = []
    for row in steps.iter_rows(named=True):
        name = code_label("step", row["step"], chosen)
        figure = chain.figure_text(row, chosen) or t("chain.unknown.name")
        rows.append([name[:1].upper() + name[1:], figure, chain.about(row, region, chosen)])
    heads = [t("report.step"), t("report.figure"), t("report.about")]
    title = t("chain.title", place=place, year=steps["year"][0])
    return [
        Text(chain.finding(steps, place, chosen)),
        Rows(title, heads, rows, [False, True, False]),
        Text(f"{t('chain.caution')} {t('chain.definition')}", is_small=True),
    ]
