"""The card of a figure (tallkort): what it means, how sure it is, where it comes from, and how to get it again with SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import streamlit as st

from dashboard import shell
from dashboard.components import owner, plain
from dashboard.data import deliveries_of, read
from dashboard.drawing import opened_by
from dashboard.table import code_label, kind, local, written
from dashboard.whole import Filter, Value
from dashboard.words import language, t
from warehouse.dictionary import dictionary
from warehouse.words import moment, number, percent

MOST_DELIVERIES = 8
"""So many deliveries are named on a card; the Data page has all."""


@dataclass(frozen=True)
class Figure:
    """One figure on screen, told so that it can be found again.

    relation, column and where are the one row it is read from. source and rows are the source it comes from and the choices
    that find its rows there (column → value). base is the number it is a share of, population those who could have answered,
    interval its limits, coverage how many of how many areas it covers. text is the figure as the page writes it, where that is
    not how its column usually is written.
    """

    relation: str
    column: str
    where: Mapping[str, Filter]
    source: str
    rows: Mapping[str, Value] = field(default_factory=dict)
    definition: str = ""
    base: int | None = None
    population: int | None = None
    interval: tuple[float, float] | None = None
    coverage: tuple[int, int] | None = None
    text: str = ""

    def sql(self) -> str:
        """Give the SELECT that ``samhandling query`` answers with this very figure."""
        conditions = "\n    and ".join(_condition(column, value) for column, value in self.where.items())
        where = f"\nwhere\n    {conditions}" if conditions else ""
        return f"select {self.column}\nfrom {self.relation}{where}"


def _condition(column: str, value: Filter) -> str:
    if value is None:
        return f"{column} is null"
    if isinstance(value, tuple):
        return f"{column} in ({', '.join(_literal(one) for one in value)})"
    return f"{column} = {_literal(value)}"


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


@opened_by
def card(figure: Figure, key: str) -> None:
    """Show the button that opens the card of a figure; what is in it is read only when it is open."""
    opened = st.popover(t("card.open"), key=f"card-{key}", on_change="rerun")
    if opened.open:
        with opened:
            _content(figure, key)


def _content(figure: Figure, key: str) -> None:
    entry = dictionary().get(figure.column)
    chosen = language()
    meaning = figure.definition or ((entry.meaning_nb if chosen == "nb" else entry.meaning_en) if entry else "")
    name = (entry.label_nb if chosen == "nb" else entry.label_en) if entry else figure.column
    st.markdown(f"**{plain(name)}**")
    st.markdown(plain(meaning))
    for line in _facts(figure):
        st.markdown(plain(line))
    _deliveries(figure)
    shell.link("data", t("card.rows"), view="rows", source=figure.source, **_as_choices(figure.rows))
    st.caption(t("card.sql"))
    st.code(figure.sql(), language="sql", wrap_lines=True)


def _as_choices(rows: Mapping[str, Value]) -> dict[str, str]:
    """The choices of the rows view: ``where=year:2014~scheme_code:X`` is short enough for an address."""
    text = "~".join(f"{column}:{value}" for column, value in rows.items() if value is not None)
    return {"where": text} if text else {}


def _facts(figure: Figure) -> list[str]:
    chosen = language()
    lines = []
    value = figure.text or value_of(figure)
    if value is not None:
        lines.append(t("card.value", value=value))
    if figure.base is not None and figure.population:
        rate = percent(figure.base / figure.population, 1, chosen)
        counts = {"base": number(figure.base, 0, chosen), "population": number(figure.population, 0, chosen)}
        lines.append(t("card.base_of", rate=rate, **counts))
    elif figure.base is not None:
        lines.append(t("card.base", base=number(figure.base, 0, chosen)))
    if figure.interval is not None:
        low, high = (percent(limit, 0, chosen) for limit in figure.interval)
        lines.append(t("card.interval", low=low, high=high))
    if figure.coverage is not None:
        known, total = (number(count, 0, chosen) for count in figure.coverage)
        lines.append(t("card.coverage", known=known, total=total))
    return lines


def value_of(figure: Figure) -> str | None:
    """Give the figure as it is read on screen; None when its row is not there."""
    rows = read(figure.relation, **cast(dict[str, Any], figure.where))
    if rows.is_empty():
        return None
    one = rows[figure.column].head(1)
    return written(one, kind(figure.column, rows.schema[figure.column]), language())[0]


def _deliveries(figure: Figure) -> None:
    """Name the deliveries that the rows of the figure stand in, with file, sheet, owner and day."""
    counted = deliveries_of(
        f"source.{figure.source}", **{name: value for name, value in figure.rows.items() if value is not None}
    )
    if counted.is_empty():
        st.markdown(plain(t("card.no_rows")))
        return
    deliveries = read("meta.delivery", delivery_id=tuple(counted["delivery_id"]))
    named = counted.join(deliveries, on="delivery_id").sort("received_at", "delivery_id", descending=True)
    classes = sorted(code_label("data_class", one, language()) for one in named["data_class"].unique())
    st.markdown(plain(t("card.class", classes=", ".join(classes))))
    for row in named.head(MOST_DELIVERIES).iter_rows(named=True):
        sheet = t("card.sheet", sheet=row["sheet_name"]) if row["sheet_name"] else ""
        st.markdown(
            "- "
            + plain(
                t(
                    "card.delivery",
                    file=row["file_name"],
                    sheet=sheet,
                    rows=number(row["row_count"], 0, language()),
                    first=row["first_row"],
                    last=row["last_row"],
                    owner=owner(row["owner_name"]),
                    received=moment(local(row["received_at"]), language()),
                )
            )
        )
    if named.height > MOST_DELIVERIES:
        st.caption(t("card.more", count=number(named.height - MOST_DELIVERIES, 0, language())))
