"""Changed figures of a trial load in words: which pages and marts they stand on, what each is about, from what and to what."""

from dataclasses import dataclass

import polars as pl

from dashboard.data import labels, read, source_titles
from dashboard.shell import page_modules
from dashboard.table import Kind, kind
from dashboard.words import words
from warehouse.codes import code_lists
from warehouse.words import MISSING, Language, kroner, number, percent

_PLACES = {"region_code": "region_level", "area_code": "area_level", "parent_code": "parent_level"}
_LEVELS = {"municipality_code": "municipality", "peer_code": "municipality", "dps_code": "dps"}
_SEEN = {"year", "scheme_code", "flow_level", *_PLACES, *_LEVELS}
"""Parts of a key that need no name before them: one sees what they are."""


@dataclass(frozen=True)
class Names:
    """The names that stand in the published warehouse: places by border_basis, level and code; the rest by column and code."""

    places: pl.DataFrame
    codes: dict[str, dict[str, str]]
    language: Language


def names(language: Language) -> Names:
    """Read the names."""
    places = read("mart.region").select("border_basis", "region_level", "region_code", "region_name")
    schemes = dict(read("core.dim_scheme").select("scheme_code", "scheme_name").iter_rows())
    return Names(places, {"scheme_code": schemes, "source": source_titles(language)}, language)


def by_mart(figures: pl.DataFrame, views: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Count changed figures of each mart, in the order of the menu: pages (their names), relation, and how many figures are
    revised, added and removed.

    ``figures``: warehouse.changes.SCHEMA. ``views``: meta.view.
    """
    was, will = pl.col("before").is_not_null(), pl.col("after").is_not_null()
    counted = figures.group_by("relation").agg(
        revised_count=(was & will).sum(), added_count=(~was & will).sum(), removed_count=(was & ~will).sum()
    )
    pages = pl.DataFrame(
        [(name, *shown) for name, shown in pages_of(views, language).items()],
        schema={"relation": pl.String, "place": pl.Int64, "pages": pl.String},
        orient="row",
    )
    return (
        counted.join(pages, on="relation", how="left")
        .sort("place", "relation", nulls_last=True)
        .select(pl.col("pages").fill_null(""), "relation", "revised_count", "added_count", "removed_count")
    )


def pages_of(views: pl.DataFrame, language: Language) -> dict[str, tuple[int, str]]:
    """Give, for each mart, the pages of this dashboard that show it: the place of the first in the menu, and their names."""
    menu = [module.NAME for module in page_modules()]
    found = {}
    for name, listed in views.filter(pl.col("schema_name") == "mart").select("relation_name", "pages").iter_rows():
        shown = [page for page in menu if page in listed.split(", ")]
        if shown:
            found[name] = (menu.index(shown[0]), ", ".join(words(f"page.{page}.name", language) for page in shown))
    return found


def pages_that_show(source: str, views: pl.DataFrame) -> list[str]:
    """Give the pages, in the order of the menu, that show something made from ``source``."""
    rows = views.select(pl.format("{}.{}", "schema_name", "relation_name"), "reads", "pages").rows()
    reached, before = {f"source.{source}"}, 0
    while len(reached) > before:
        before = len(reached)
        reached |= {name for name, reads, _ in rows if not reached.isdisjoint(reads.split(", "))}
    pages = {page for name, _, listed in rows if name in reached for page in listed.split(", ")}
    return [module.NAME for module in page_modules() if module.NAME in pages]


def in_words(figures: pl.DataFrame, views: pl.DataFrame, known: Names, first: int | None = None) -> pl.DataFrame:
    """Write what each changed figure is about: relation, about, figure (its name), column_name, before, after; what is revised
    comes first in a mart, and of that what changes most. ``first``: no more than so many of each mart.

    ``figures``: warehouse.changes.SCHEMA. ``views``: meta.view.
    """
    texts, numbers = ("relation", "about", "figure", "column_name"), ("before", "after")
    schema = dict.fromkeys(texts, pl.String) | dict.fromkeys(numbers, pl.Float64)
    keys = dict(views.filter(pl.col("schema_name") == "mart").select("relation_name", "key_columns").iter_rows())
    ranked = figures.sort(
        pl.col("before").is_null() | pl.col("after").is_null(),
        (pl.col("after").fill_null(0) - pl.col("before").fill_null(0)).abs(),
        descending=[False, True],
        maintain_order=True,
    )
    if first is not None:
        ranked = ranked.filter(pl.int_range(pl.len()).over("relation") < first)
    parts = [
        rows.with_columns(
            about=_about(rows["row_key"], keys.get(relation, ""), known),
            figure=pl.col("column_name").replace(labels(known.language)),
        ).select(list(schema))
        for (relation,), rows in ranked.group_by("relation", maintain_order=True)
    ]
    return pl.concat([pl.DataFrame(schema=schema), *parts])


def from_to(rows: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Write before and after of in_words as the pages write them, with as many decimals as it takes to see the change."""
    pairs = [
        _pair(column, before, after, language)
        for column, before, after in rows.select("column_name", "before", "after").iter_rows()
    ]
    texts = pl.DataFrame(pairs, schema={"before": pl.String, "after": pl.String}, orient="row")
    return rows.with_columns(texts.get_columns())


def _pair(column: str, before: float | None, after: float | None, language: Language) -> tuple[str, str]:
    what = kind(column, pl.Float64())
    usual = 1 if what == "share" else 0
    pairs = [
        (_written(before, what, decimals, language), _written(after, what, decimals, language))
        for decimals in range(usual, usual + 4)
    ]
    return next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])


def _written(value: float | None, what: Kind, decimals: int, language: Language) -> str:
    if value is None:
        return MISSING
    if what == "share":
        return percent(value, decimals, language)
    if what == "nok" and not decimals:
        return kroner(value, language)
    return number(value, decimals, language)


def _about(row_keys: pl.Series, key_columns: str, known: Names) -> pl.Series:
    """Write keys like ``region_level=county region_code=55 year=2020`` as «Troms, 2020»; as they are where not known."""
    columns = key_columns.split(", ")
    if not key_columns:
        return row_keys
    pattern = " ".join(f"{column}=(?P<{column}>.*)" for column in columns)
    keys = row_keys.str.extract_groups(f"^{pattern}$").struct.unnest()
    if "border_basis" not in columns:
        keys = keys.with_columns(border_basis=pl.lit("2024"))
    # What borders it is by is worth knowing, but not before the place.
    ordered = sorted(columns, key=lambda column: column == "border_basis")
    said = [text.alias(column) for column in ordered if (text := _said(keys, column, known)) is not None]
    return pl.DataFrame(said).select(pl.concat_str(pl.all(), separator=", ", ignore_nulls=True)).to_series()


def _said(keys: pl.DataFrame, column: str, known: Names) -> pl.Series | None:
    """Write one part of a key; None for a part that another part says, null where it goes without saying."""
    if any(level == column and code in keys.columns for code, level in _PLACES.items()):
        return None
    if column in _PLACES or column in _LEVELS:
        level = pl.col(_PLACES[column]) if column in _PLACES else pl.lit(_LEVELS[column])
        asked = keys.select("border_basis", region_level=level, region_code=pl.col(column))
        place = ["border_basis", "region_level", "region_code"]
        found = asked.join(known.places, on=place, how="left", maintain_order="left")
        return found.select(pl.col("region_name").fill_null(pl.col("region_code"))).to_series()
    if column == "border_basis":
        old = pl.lit(words("borders.historical", known.language))
        return keys.select(pl.when(pl.col(column) == "historical").then(old)).to_series()
    values = keys[column].replace("", None)
    named = values.replace({code: _named(column, code, known) for code in values.drop_nulls().unique()})
    return named if column in _SEEN else labels(known.language)[column] + ": " + named


def _named(column: str, code: str, known: Names) -> str:
    """Give what a code is called: in the warehouse, in its code lists, or on the pages; itself where it has no name."""
    listed = code_lists().get(column, {})
    if code in known.codes.get(column, {}):
        return known.codes[column][code]
    if code in listed:
        return listed[code].label(known.language)
    group = column.removesuffix("_code").removeprefix("region_")
    keys = (f"{group}.{code}", f"{group}.{code}.label", f"{group}.{code}.name", f"{group}.{code}.one")
    return next((words(key, known.language) for key in keys if key in words), code)
