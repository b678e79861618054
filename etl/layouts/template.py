"""The project's own template: the contract's Norwegian headers, or its English column names, in any order."""

import polars as pl

from etl.contract import Contract
from etl.layouts.base import Facts, Layout, contract_field
from etl.messages import Findings, in_both


class Template(Layout):
    """One file row is one row of the contract."""

    def rows(self, typed: pl.DataFrame, facts: Facts, findings: Findings) -> pl.DataFrame:
        """Give the rows as they are; an absent column with a default, and an absent year, are filled and noted."""
        for column in self.contract.contract_columns().values():
            if column.name in facts.headers:
                continue
            if column.cell.default is not None:
                value: object = column.cell.default
                spelling = (column.cell.spellings or {}).get(column.cell.default, (column.cell.default,))[0]
                facts.notes.append(in_both("note.default", header=column.cell.header, value=spelling))
            elif column.name == "year" and facts.year_given is not None:
                value = facts.year_given
                facts.notes.append(in_both("note.year_given", value=value))
            else:
                continue
            typed = typed.with_columns(pl.lit(value, column.dtype).alias(column.name))
        return typed


def layout_for(contract: type[Contract]) -> Layout | None:
    """Give the template of any contract."""
    return Template(
        name="template",
        contract=contract,
        title=in_both("layout.template"),
        fields=tuple(
            contract_field(
                contract,
                name,
                (column.cell.header, name),
                "optional" if column.is_nullable or column.cell.default is not None else "required",
            )
            for name, column in contract.contract_columns().items()
        ),
    )
