"""What the portfolio page shows for one choice: the projects in order of urgency, chart frames and tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from dashboard.data import labels, read
from dashboard.keeping import VIEWS, of_build
from dashboard.lights import ORDER, light_text, light_texts
from dashboard.regions import UNALLOCATED, Region
from dashboard.table import Table, code_label
from dashboard.words import words
from warehouse.codes import code_lists
from warehouse.words import MISSING, Language, date

ALL, ACTIVE, WORSE = "all", "active", "worse"
RUNNING = ("running", "on_hold")
DIMENSIONS = tuple(code_lists()["status_dimension"])


@dataclass(frozen=True)
class PortfolioChoice:
    """Which projects the reader looks at. ``place`` is the name of the region."""

    region: Region
    place: str
    model: str
    state: str
    light: str


@dataclass(frozen=True)
class PortfolioView:
    """One choice in one language. ``here``: every project of the region and model; ``rows``: those of the state and light."""

    choice: PortfolioChoice
    here: pl.DataFrame
    rows: pl.DataFrame
    lights: pl.DataFrame
    milestones: pl.DataFrame
    parties: pl.DataFrame
    language: Language

    def word(self, key: str, **values: object) -> str:
        """Give a text in the language of the view."""
        return words(key, self.language, **values)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the projects shown, in the order of the screen."""
        return tuple(self.rows["project_code"])

    @cached_property
    def names(self) -> dict[str, str]:
        """Code → name of the projects shown, by name, for a list to choose from."""
        return dict(self.rows.sort("name", "project_code").select("project_code", "name").iter_rows())

    @cached_property
    def running(self) -> pl.DataFrame:
        """The projects shown that run or are on hold."""
        return self.rows.filter("is_running")

    @cached_property
    def reported(self) -> pl.DataFrame:
        """One row per project shown, each dimension as text: the reported light, and ≠ the computed where that is worse."""
        both = pl.concat_str(
            pl.Series(light_texts(self.lights["reported_light"], self.language)),
            pl.when("is_worse_than_reported").then(
                pl.concat_str(pl.lit(" ≠ "), pl.Series(light_texts(self.lights["computed_light"], self.language, True)))
            ),
            ignore_nulls=True,
        )
        wide = self.lights.with_columns(both.alias("text")).pivot(
            "status_dimension", index="project_code", values="text"
        )
        return self.rows.select("project_code", "name", "state").join(
            wide, on="project_code", how="left", maintain_order="left"
        )

    @cached_property
    def light_table(self) -> Table:
        """Give the table of lights per project and dimension."""
        named = {one: capital(code_lists()["status_dimension"][one].label(self.language)) for one in DIMENSIONS}
        known = labels(self.language)
        heads = {"name": known["project_title"], "state": known["project_state"], **named}
        shown = tuple(one for one in DIMENSIONS if one in self.reported.columns)
        return Table(self.reported, ("name", "state", *shown), known | heads, self.language)

    @cached_property
    def table(self) -> Table:
        """Give the table of the projects, the same rows in the same order as the charts."""
        known = labels(self.language)
        columns = (
            *("name", "project_model", "project_phase", "project_state", "overall", "computed", "light_change"),
            *("last_reported_date", "late_count", "milestone_count", "worst_slip_days", "next_milestone_date"),
            *("start_date", "end_date", "budget_nok", "spent_nok", "spent_share", "accounts_time_share"),
            *("is_missing_nav", "is_missing_user_organisation", "lead_organisation_name", "project_code", "data_class"),
        )
        heads = {
            "name": known["project_title"],
            "overall": known["overall_light"],
            "computed": known["computed_light"],
        }
        return Table(with_missing(self.rows, columns, self.language), columns, known | heads, self.language)


@of_build(most=VIEWS)
def portfolio(choice: PortfolioChoice, language: Language) -> PortfolioView:
    """Give what one choice shows, made once for all readers of a build. The rows may be none."""
    level, code = choice.region
    within = read("mart.project_place", region_level=level, region_code=code)["project_code"]
    here = projects(language).filter(pl.col("project_code").is_in(within.to_list()))
    if choice.model != ALL:
        here = here.filter(pl.col("project_model") == choice.model)
    rows = here
    if choice.state == ACTIVE:
        rows = rows.filter("is_running")
    elif choice.state != ALL:
        rows = rows.filter(pl.col("project_state") == choice.state)
    if choice.light == WORSE:
        rows = rows.filter(pl.col("worse_dimension_count") > 0)
    elif choice.light != ALL:
        rows = rows.filter(pl.col("overall_light") == choice.light)
    codes = rows["project_code"].to_list()

    def of_these(relation: str, *order: str) -> pl.DataFrame:
        return read(relation, order_by=("project_code", *order)).filter(pl.col("project_code").is_in(codes))

    return PortfolioView(
        choice,
        here,
        rows,
        of_these("mart.project_light", "status_dimension"),
        of_these("mart.project_milestone", "milestone_number"),
        of_these("mart.project_party", "organisation_name", "party_role"),
        language,
    )


@of_build(most=8)
def projects(language: Language) -> pl.DataFrame:
    """Give every project with its name and lights in words, those that need a look first."""
    rows = read("mart.project", order_by=("project_code",))
    urgency = {light: place for place, light in enumerate(("red", "yellow", "grey", "green"))}
    untitled = words("project.untitled", language, code="{}")
    title = pl.coalesce("project_title", pl.format(untitled, "project_code"))
    return (
        rows.with_columns(title.alias("name"))
        .with_columns(
            pl.when(pl.col("name").is_duplicated())
            .then(pl.format("{} ({})", "name", "project_code"))
            .otherwise("name")
            .alias("name"),
            light_texts(rows["overall_light"], language).alias("overall"),
            light_texts(rows["computed_light"], language, is_computed=True).alias("computed"),
            pl.Series(
                "state", [code_label("project_state", one, language) for one in rows["project_state"]], pl.String
            ),
        )
        .sort(
            pl.col("is_running"),
            pl.col("overall_light").replace_strict(urgency, return_dtype=pl.Int8),
            pl.col("worse_dimension_count"),
            pl.col("worst_slip_days"),
            pl.col("name"),
            descending=[True, False, True, True, False],
            nulls_last=True,
        )
    )


def counts_row(choice: PortfolioChoice, state: str, model: str = ALL) -> pl.DataFrame:
    """Give the row of mart.project_portfolio for the region of a choice; no row when the region has no such project."""
    level, code = choice.region
    return read("mart.project_portfolio", region_level=level, region_code=code, model_group=model, state_group=state)


def unplaced_count(choice: PortfolioChoice) -> int:
    """Say how many projects cannot be placed in any region of the level looked at, and so are nowhere on it."""
    level = choice.region[0]
    rows = read("mart.project_portfolio", region_level=level, region_code=UNALLOCATED, model_group=ALL, state_group=ALL)
    return int(rows["project_count"][0]) if rows.height else 0


def published_counts() -> pl.DataFrame:
    """Give the published counts of projects in the scheme, oldest first: mart.key_figure."""
    return read("mart.key_figure", order_by=("year", "source_document"), figure_code="samhandlingsprosjekter")


def with_missing(rows: pl.DataFrame, columns: Sequence[str], language: Language) -> pl.DataFrame:
    """Write days and texts that are not known as ``..``, and yes or no that is not stated as «ikke oppgitt»: never blank."""
    answers = {True: words("project.yes", language), False: words("project.no", language)}
    unknown = words("project.not_stated", language)
    # A clone and its own columns: a step of polars takes longer than all the cells of a page.
    told = rows.clone()
    for column in columns:
        values = rows[column]
        if values.dtype == pl.Date:
            texts = [date(day, language) for day in values.to_list()]
        elif values.dtype == pl.Boolean:
            texts = [answers.get(answer, unknown) for answer in values.to_list()]
        elif values.dtype == pl.String and values.null_count():
            texts = [MISSING if text is None else text for text in values.to_list()]
        else:
            continue
        told.replace_column(told.get_column_index(column), pl.Series(column, texts, pl.String))
    return told


def capital(text: str) -> str:
    """Begin with a capital letter, and leave the others: «FACT ung» stays."""
    return text[:1].upper() + text[1:]


def written_lights(language: Language) -> tuple[str, ...]:
    """Give the lights in words, worst first."""
    return tuple(light_text(light, language) for light in ORDER)
