"""The workbook to fill in for a source: the sheet itself, what each column means, an example, and the lists to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

from etl.contract import Contract, ContractColumn
from etl.messages import WORDS
from etl.workbooks import HEAD_COLOUR, LAST_ROW, new_workbook, row_height, set_page, sheet_name, write_lines
from warehouse.dictionary import dictionary
from warehouse.words import Language

HEADER_ROW = 2
"""The number of the row with the headers; above each it says whether the column must be filled in."""

_FORMATS = {"amount": "#,##0.00", "date": "dd.mm.yyyy", "integer": "0", "number": "General"}
_AS_TEXT = "@"
_ALLOWED_WIDTH, _MEANING_WIDTH = 44, 60


@dataclass(frozen=True)
class Guide:
    """What a person must know to fill in one column. choices: the spellings of a drop-down, empty for none."""

    column: ContractColumn
    required: str
    kind: str
    unit: str
    allowed: str
    meaning: str
    choices: tuple[str, ...]


def write_template(contract: type[Contract], path: Path, language: Language = "nb") -> str:
    """Write the template of ``contract`` to ``path`` and give the name of the sheet to fill in.

    The headers and the choices are always Norwegian, as files are; ``language`` is that of the guidance.
    """
    guides = [_guide(contract, column, language) for column in contract.contract_columns().values()]
    names = {name: WORDS(f"template.sheet.{name}", language) for name in ("guidance", "example", "lists")}
    own_name = sheet_name(contract.about.title[0], {name.casefold() for name in names.values()})
    with new_workbook(path) as new:
        book = new.book
        own = book.add_worksheet(own_name)
        _write_guidance(book, names["guidance"], own_name, contract, guides, language)
        _write_example(book, names["example"], contract, language)
        lists = _write_lists(book, names["lists"], guides)
        _write_own(book, own, contract, guides, lists, language)
    return own_name


# What is said of a column


def _guide(contract: type[Contract], column: ContractColumn, language: Language) -> Guide:
    cell, entry = column.cell, dictionary()[column.name]
    choices = {"choice": tuple(accepted[0] for accepted in (cell.spellings or {}).values()), "boolean": ("ja", "nei")}
    required = WORDS("template.may" if column.is_nullable else "template.must", language)
    if cell.default is not None:
        spelling = (cell.spellings or {}).get(cell.default, (cell.default,))[0]
        required = WORDS("template.or_gone", language, value=spelling)
    return Guide(
        column=column,
        required=required,
        kind=WORDS(f"template.kind.{cell.kind}", language, width=cell.width),
        unit=WORDS(f"template.unit.{cell.unit}", language) if cell.unit else "",
        allowed=_allowed(contract, column, choices.get(cell.kind, ()), language),
        meaning=entry.meaning_nb if language == "nb" else entry.meaning_en,
        choices=choices.get(cell.kind, ()),
    )


def _allowed(contract: type[Contract], column: ContractColumn, choices: tuple[str, ...], language: Language) -> str:
    """Say what the column takes: its choices or its limits, and where its values must be known."""

    def say(key: str, **values: object) -> str:
        return WORDS(f"template.{key}", language, **values)

    cell, said = column.cell, []
    if choices:
        said.append(", ".join(choices))
    minimum, maximum, above = _limits(contract, column.name)
    if minimum is not None and maximum is not None:
        said.append(say("range_both", minimum=minimum, maximum=maximum))
    elif minimum is not None:
        said.append(say("range_from", minimum=minimum))
    elif maximum is not None and above is None:
        said.append(say("range_to", maximum=maximum))
    elif above is not None:
        parts = [say("range_above", minimum=above)]
        said.append(", ".join([*parts, say("range_to", maximum=maximum)] if maximum is not None else parts))
    if cell.flag:
        said.append(say("symbol"))
    if reference := cell.reference:
        is_free = reference.is_loose or reference.unless is not None
        said.append(say("known_or" if is_free else "known_in", source=reference.source))
    return "; ".join(said)


def _limits(contract: type[Contract], name: str) -> tuple[str | None, str | None, str | None]:
    """The smallest, the largest, and what a value must be above, as people write them."""
    definition = contract.columns()[name]
    minimum, maximum, above = (_shown(getattr(definition, bound, None)) for bound in ("min", "max", "min_exclusive"))
    return minimum, maximum, above


def _shown(bound: object) -> str | None:
    if bound is None:
        return None
    return f"{bound:%d.%m.%Y}" if hasattr(bound, "strftime") else str(bound).replace(".", ",")


# The sheets


def _write_own(
    book: Any,  # noqa: ANN401 (xlsxwriter has no types)
    sheet: Any,  # noqa: ANN401
    contract: type[Contract],
    guides: list[Guide],
    lists: Mapping[str, str],
    language: Language,
) -> None:
    must = book.add_format({"font_color": "#9B1C31", "bold": True, "text_wrap": True, "valign": "bottom"})
    may = book.add_format({"font_color": "#44525F", "italic": True, "text_wrap": True, "valign": "bottom"})
    head = book.add_format({"bold": True, "bg_color": HEAD_COLOUR, "bottom": 2})
    sheet.freeze_panes(HEADER_ROW, 0)
    sheet.repeat_rows(0, HEADER_ROW - 1)
    set_page(sheet, is_wide=True)
    sheet.set_row(0, 32)
    for place, guide in enumerate(guides):
        cell = guide.column.cell
        look = book.add_format({"num_format": _FORMATS.get(cell.kind, _AS_TEXT)})
        sheet.set_column(place, place, max(14, 1.2 * len(cell.header) + 3), look)
    for place, guide in enumerate(guides):
        key, look = ("may", may) if guide.column.is_nullable else ("must", must)
        sheet.write_string(0, place, WORDS(f"template.{key}", language), look)
    for place, guide in enumerate(guides):
        sheet.write_string(HEADER_ROW - 1, place, guide.column.cell.header, head)
        note = _note(guide)
        sheet.write_comment(HEADER_ROW - 1, place, note, {"width": 320, "height": 36 + 17 * (3 + len(note) // 40)})
        if (checked := _validation(contract, guide, lists, language)) is not None:
            sheet.data_validation(HEADER_ROW, place, LAST_ROW - 1, place, checked)


def _note(guide: Guide) -> str:
    kind = f"{guide.kind}, {guide.unit}" if guide.unit else guide.kind
    return "\n".join(text for text in (guide.meaning, kind, guide.required, guide.allowed) if text)


def _validation(
    contract: type[Contract], guide: Guide, lists: Mapping[str, str], language: Language
) -> dict[str, object] | None:
    """What Excel itself refuses in the column: no choice of the list, no date, or a date that cannot be."""
    common = {"error_title": WORDS("template.wrong", language)}
    if guide.choices:
        message = WORDS("template.wrong_choice", language)
        return {"validate": "list", "source": f"={lists[guide.column.name]}", "error_message": message, **common}
    if guide.column.cell.kind == "date":
        definition: Any = contract.columns()[guide.column.name]
        first, last = definition.min, definition.max
        message = WORDS("template.wrong_date", language, first=_shown(first), last=_shown(last))
        between = {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
        return {**between, "error_message": message, **common}
    return None


def _write_guidance(
    book: Any,  # noqa: ANN401
    name: str,
    own_name: str,
    contract: type[Contract],
    guides: list[Guide],
    language: Language,
) -> None:
    """Write one row per column of the template; so no row of the sheet looks like the template's own header."""

    def say(key: str, **values: object) -> str:
        return WORDS(f"template.{key}", language, **values)

    source, title = contract.source_name(), contract.about.title[0 if language == "nb" else 1]
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bg_color": HEAD_COLOUR, "bottom": 1, "valign": "top"})
    for place, size in enumerate((28, 30, 32, 18, _ALLOWED_WIDTH, _MEANING_WIDTH)):
        sheet.set_column(place, place, size)
    set_page(sheet, is_wide=True)
    sheet.write_string(0, 0, say("only", source=source, title=title), book.add_format({"bold": True, "font_size": 14}))
    lines = [
        say("fill_in", sheet=own_name, row=HEADER_ROW + 1),
        say("owner", owner=contract.about.owner_name),
        say("persons"),
        say("load", source=source),
    ]
    row = write_lines(sheet, 1, [[line] for line in lines])
    header = [say(f"column.{column}") for column in ("header", "required", "kind", "unit", "allowed", "meaning")]
    row = write_lines(sheet, row + 1, [header], head)
    for guide in guides:
        cells = [guide.column.cell.header, guide.required, guide.kind, guide.unit, guide.allowed, guide.meaning]
        heights = [row_height(guide.allowed, _ALLOWED_WIDTH), row_height(guide.meaning, _MEANING_WIDTH)]
        sheet.set_row(row, max(*heights, row_height(guide.required, 30), row_height(guide.kind, 32)))
        row = write_lines(sheet, row, [cells], wrapped)


def _write_example(book: Any, name: str, contract: type[Contract], language: Language) -> None:  # noqa: ANN401
    """Write the sample with the headers down the side, so that it is never taken for rows that somebody filled in."""
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": HEAD_COLOUR})
    sheet.set_column(0, 0, 32)
    header, *rows = contract.template_rows()
    sheet.set_column(1, len(rows), 36)
    set_page(sheet)
    titles = [WORDS("template.column.row", language, number=number) for number in range(1, len(rows) + 1)]
    write_lines(sheet, 0, [[WORDS("template.column.header", language), *titles]], head)
    write_lines(sheet, 1, list(zip(header, *rows, strict=True)))


def _write_lists(book: Any, name: str, guides: list[Guide]) -> Mapping[str, str]:  # noqa: ANN401
    """Write each list of choices as a row, and give the range of each by column: a list in the cell may have 255 characters."""
    chosen = [guide for guide in guides if guide.choices]
    if not chosen:
        return {}
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 32)
    write_lines(sheet, 0, [(guide.column.cell.header, *guide.choices) for guide in chosen])
    return {
        guide.column.name: f"'{name}'!$B${row}:{xl_rowcol_to_cell(row - 1, len(guide.choices), True, True)}"
        for row, guide in enumerate(chosen, start=1)
    }
