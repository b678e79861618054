"""The words of a receipt in one language, in the order they are read; the page, the PDF and the workbook print them."""

from dataclasses import dataclass

import polars as pl

from etl.messages import WORDS
from etl.personal import MASK
from etl.receipts.groups import GROUPS, Group
from etl.receipts.receipt import Receipt
from warehouse.words import Language, moment, number

SHOWN_KINDS = 8
"""How many kinds of fault of each group fit on the page."""

_SHOWN_ROWS = 5
COUNTS = ("rows_in", "rows_accepted", "rows_rejected", "rows_skipped")


@dataclass(frozen=True)
class Kind:
    """One kind of fault in one column: how many, the rows of the first, and what the first of them is told."""

    level: str
    header: str
    message: str
    count: int
    rows: str


@dataclass(frozen=True)
class GroupSummary:
    """The faults of one group; kinds are the most frequent ones, more says how many kinds are left out («» for none)."""

    group: Group
    name: str
    meaning: str
    findings: int
    rows: int
    kinds: tuple[Kind, ...]
    more: str


@dataclass(frozen=True)
class Summary:
    """A receipt in words. ok: nothing must be corrected."""

    language: Language
    title: str
    verdict: str
    ok: bool
    facts: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]
    counted: str
    groups: tuple[GroupSummary, ...]
    notes: tuple[str, ...]
    steps: tuple[str, ...]

    def say(self, key: str, **values: object) -> str:
        """A text of ``[receipt]`` in the language of the receipt."""
        return WORDS(f"receipt.{key}", self.language, **values)

    def number(self, value: int) -> str:
        """A count as people read it."""
        return number(value, 0, self.language)


def summary(receipt: Receipt, language: Language, sheet_name: str | None) -> Summary:
    """Put a receipt in words; ``sheet_name`` is what the sender's own sheet is called in the workbook."""
    place = 0 if language == "nb" else 1
    counts = {name: getattr(receipt, name) for name in COUNTS}
    shown_counts = {name: number(count, 0, language) for name, count in counts.items()}
    return Summary(
        language=language,
        title=WORDS("receipt.title", language, file=receipt.file_name),
        verdict=_verdict(receipt, language),
        ok=not receipt.count("error"),
        facts=_facts(receipt, language),
        counts=tuple((WORDS(f"receipt.count.{name}", language), count) for name, count in counts.items()),
        counted=WORDS("receipt.counted", language, **shown_counts),
        groups=tuple(
            _group(of_group, group, language)
            for group in GROUPS
            if not (of_group := receipt.findings.filter(pl.col("group") == group)).is_empty()
        ),
        notes=tuple(map(_sentence, [*(note[place] for note in receipt.notes), *_skipped(receipt, language)])),
        steps=tuple(_steps(receipt, language, sheet_name)),
    )


def bare_messages(findings: pl.DataFrame, language: Language) -> pl.Series:
    """The messages without the «rad 107, Tildelt beløp: » in front, for where the place is said already."""
    row_word = WORDS("place.row", language)
    row = pl.when(pl.col("source_row").is_not_null()).then(pl.format("{} {}", pl.lit(row_word), "source_row"))
    place = pl.concat_str(row, "header", separator=", ", ignore_nulls=True)
    message = pl.col(f"message_{language}")
    bare = message.str.strip_prefix(place + ": ")
    return findings.select(message=bare.str.head(1).str.to_uppercase() + bare.str.slice(1)).to_series()


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}."


def _skipped(receipt: Receipt, language: Language) -> list[str]:
    """Name the rows that are nobody's data, by reason."""
    skipped = receipt.rejected.filter(pl.col("outcome") == "skipped").sort("source_row")
    by_reason = skipped.group_by(f"reason_{language}", maintain_order=True).agg("source_row")
    return [
        WORDS("receipt.skipped_rows", language, reason=reason, rows=_rows(rows, language))
        for reason, rows in by_reason.iter_rows()
    ]


def _verdict(receipt: Receipt, language: Language) -> str:
    errors, warnings = receipt.count("error"), receipt.count("warning")
    of_errors, of_rest = "wrong" if receipt.rows_rejected else "wrong_file", "ok_but" if warnings else "ok"
    key = of_errors if errors else of_rest
    facts = {
        "errors": errors,
        "warnings": warnings,
        "accepted": receipt.rows_accepted,
        "rejected": receipt.rows_rejected,
        "rows": receipt.rows_in,
    }
    return WORDS(f"receipt.{key}", language, **{name: number(count, 0, language) for name, count in facts.items()})


def _facts(receipt: Receipt, language: Language) -> tuple[tuple[str, str], ...]:
    place = 0 if language == "nb" else 1
    rows = range(receipt.header_rows - receipt.layout.header_rows + 1, receipt.header_rows + 1)
    when = "checked" if receipt.delivery_id is None else "received"
    tab = WORDS("receipt.delimiter.tab", language)
    facts = {
        "file": receipt.file_name,
        "source": f"{receipt.contract.about.title[place]} ({receipt.source})",
        "layout": receipt.layout.title[place],
        "sheet": receipt.sheet_name,
        "encoding": receipt.encoding,
        "delimiter": tab if receipt.delimiter == "\t" else receipt.delimiter,
        "header_rows": "–".join(dict.fromkeys((str(rows[0]), str(rows[-1])))) if receipt.header_rows else None,
        when: moment(receipt.at.astimezone(), language),
        "delivery": receipt.delivery_id,
    }
    return tuple((WORDS(f"receipt.fact.{name}", language), fact) for name, fact in facts.items() if fact)


def _group(findings: pl.DataFrame, group: Group, language: Language) -> GroupSummary:
    told = findings.with_columns(bare_messages(findings, language).alias("message"))
    kinds = told.group_by("level", "rule", "header", maintain_order=True).agg(
        pl.len().alias("count"), pl.first("message"), pl.col("source_row").unique(maintain_order=True)
    )
    kinds = kinds.sort(pl.col("count"), descending=True, maintain_order=True)
    hidden = kinds.height - SHOWN_KINDS
    sheet = WORDS("receipt.sheet.findings", language)
    return GroupSummary(
        group=group,
        name=WORDS(f"receipt.group.{group}", language),
        meaning=WORDS(f"receipt.group_meaning.{group}", language),
        findings=findings.height,
        rows=findings["source_row"].drop_nulls().n_unique(),
        kinds=tuple(
            Kind(
                level=WORDS(f"receipt.level.{kind['level']}", language),
                header=kind["header"] or "–",
                message=kind["message"],
                count=kind["count"],
                rows=_rows(kind["source_row"], language),
            )
            for kind in kinds.head(SHOWN_KINDS).iter_rows(named=True)
        ),
        more=WORDS("receipt.all_shown", language, count=number(hidden, 0, language), sheet=sheet) if hidden > 0 else "",
    )


def _rows(rows: list[int | None], language: Language) -> str:
    numbers = [str(row) for row in rows if row is not None]
    if not numbers:
        return WORDS("receipt.whole_file", language)
    return ", ".join(numbers[:_SHOWN_ROWS]) + (" …" if len(numbers) > _SHOWN_ROWS else "")


def _steps(receipt: Receipt, language: Language, sheet_name: str | None) -> list[str]:
    def step(key: str, **values: object) -> str:
        return WORDS(f"receipt.step.{key}", language, **values)

    steps = [] if receipt.count("error") or receipt.count("warning") else [step("nothing")]
    if receipt.count("error"):
        findings = WORDS("receipt.sheet.findings", language)
        steps.append(step("cells" if sheet_name else "rows", sheet=sheet_name, findings=findings))
    elif receipt.count("warning") and sheet_name:
        steps.append(step("look", sheet=sheet_name))
    if receipt.sheet is not None and receipt.sheet.has_masks:
        steps.append(step("masked" if receipt.count("error") else "masked_only", mask=MASK))
    if not receipt.names.is_empty():
        count = number(receipt.names["written_name"].n_unique(), 0, language)
        steps.append(step("names", count=count, sheet=WORDS("receipt.sheet.names", language)))
    if receipt.count("error"):
        steps.append(step("send"))
        steps.append(step("load", command=f"samhandling load {receipt.source} {receipt.file_name}"))
    return steps
