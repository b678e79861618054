"""A cube from a statistics database as json-stat 2: one key figure per cell, with the publisher's symbol where there is none.

The reader has laid the cube out as rows, and marked which dimension is time, what is measured, and geography. A cube without
geography is about the country; a cube without time needs a year from the file name or --year.
"""

import polars as pl

from etl.contract import SOURCE_ROW, Contract
from etl.layouts.base import Facts, Field, Layout, Match, contract_field
from etl.layouts.statistics import COUNTRY, NO_UNIT, area_code, area_level, breakdown, text_field, unlike, with_columns
from etl.messages import Findings, in_both
from etl.readers.json_stat import LABEL, ROLES, STATUS, TABLE, TITLE, UNIT, VALUE
from etl.slug import slug

_ORDINARY = "dimension:"


class JsonStat(Layout):
    """One cell of the cube is one row."""

    def match(self, head: list[list[str]], first_row: int = 1) -> Match:
        """Take every column that is not the reader's own for a dimension."""
        names = head[0] if head else []
        if not {TITLE, VALUE, STATUS} <= set(names):
            return unlike(self, first_row)
        known = {header: one for one in self.fields for header in one.headers}
        places = {place: known.get(name) or self._dimension(name) for place, name in enumerate(names)}
        return with_columns(self, first_row, names, places)

    def _dimension(self, header: str) -> Field:
        role = header.partition(":")[0]
        name = role if role in ROLES else _ORDINARY + header.removesuffix(LABEL)
        if header.endswith(LABEL):
            return text_field(name + LABEL, header)
        return contract_field(self.contract, "year", (header,)) if role == "time" else text_field(name, header)

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give each cell its code, area, year and breakdown."""
        labels = [name for name in facts.headers if name.startswith(_ORDINARY) and name.endswith(LABEL)]
        has_metric = "metric" in facts.headers
        geo = pl.col("geo") if "geo" in facts.headers else pl.lit(COUNTRY)
        year = pl.col("year") if "year" in facts.headers else pl.lit(facts.year(), pl.Int16)
        table = pl.coalesce("table", pl.lit(slug(typed["title"].item(0) if typed.height else "")))
        return typed.select(
            SOURCE_ROW,
            (pl.concat_str(table, "metric", separator="/") if has_metric else table).alias("figure_code"),
            (pl.col("metric" + LABEL) if has_metric else pl.col("title")).alias("figure_name"),
            area_level(geo).alias("area_level"),
            area_code(geo).alias("area_code"),
            year.alias("year"),
            breakdown({name: name.removeprefix(_ORDINARY).removesuffix(LABEL) for name in labels}).alias("breakdown"),
            "figure_value",
            "value_flag",
            pl.lit("exact").alias("precision"),
            pl.col("unit").fill_null(NO_UNIT).alias("figure_unit"),
            pl.col("title").alias("source_document"),
            pl.lit("real").alias("data_class"),
        )


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the layout for ``key_figure``."""
    if contract.source_name() != "key_figure":
        return None
    return JsonStat(
        name="json_stat",
        contract=contract,
        title=in_both("layout.json_stat"),
        must_have=frozenset({"title", "figure_value", "value_flag"}),
        origins={"area_code": "geo", "figure_code": "metric", "source_document": "title"},
        fields=(
            text_field("title", TITLE),
            text_field("table", TABLE, "optional"),
            text_field("unit", UNIT, "optional"),
            contract_field(contract, "figure_value", (VALUE,)),
            contract_field(contract, "value_flag", (STATUS,)),
        ),
    )
