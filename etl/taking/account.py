"""The account of a file: every row counted once, and why those that did not land did not."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from etl.contract import SOURCE_ROW
from etl.layouts.base import Keeps
from etl.messages import WORDS, Note
from etl.parsing import shown
from etl.personal import MASK, masked
from etl.taking.state import PERSONAL_SCHEMA, Taking

_NO_VALUE = pl.lit(None, pl.String)


@dataclass(frozen=True)
class Taken:
    """What a file became.

    accepted: the contract's columns in order and ``source_row`` Int32. findings: source_row (null: the whole file), level
    error|warning, rule, header, value, message_nb, message_en; sorted by row. rejected: source_row, outcome rejected|skipped,
    reason_nb, reason_en, row_text (the cells as delivered). Counts are rows of the file. is_landable is false when not even
    the rows without faults can land, because a required column is missing. personal: ``PERSONAL_SCHEMA``, the cells that hold
    personal data. replaces: the columns of the slices that it replaces. keeps: what may be kept of the file; where that is not
    ``all``, kept are the cells that may (None: nothing), one row per row of the file.
    """

    source: str
    layout: str
    replaces: tuple[str, ...]
    file_name: str
    accepted: pl.DataFrame
    findings: pl.DataFrame
    rejected: pl.DataFrame
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    rows_skipped: int
    encoding: str | None
    delimiter: str | None
    sheet_name: str | None
    header_rows: int
    notes: tuple[Note, ...]
    content_sha256: str
    file_sha256: str
    is_landable: bool
    personal: pl.DataFrame
    keeps: Keeps
    kept: pl.DataFrame | None

    @property
    def has_errors(self) -> bool:
        """Whether something must be corrected before the whole file can land."""
        return not self.findings.filter(pl.col("level") == "error").is_empty()


def account(taking: Taking, accepted: pl.DataFrame) -> Taken:
    """Count every row of the file once, and say why those that did not land did not."""
    body, match = taking.body, taking.match
    findings = taking.findings.frame()
    skipped = _with_reason({**taking.skipped, **taking.facts.skipped})
    rejected = _rejections(taking, findings, skipped[SOURCE_ROW])
    used = accepted[SOURCE_ROW] if taking.facts.used_rows is None else taking.facts.used_rows
    accepted_rows = used.filter(~used.is_in(rejected[SOURCE_ROW].implode())).unique() if len(used) else used
    silent = _without_figures(taking, accepted_rows, pl.concat([rejected[SOURCE_ROW], skipped[SOURCE_ROW]]))
    skipped = pl.concat([skipped, silent])
    lost = pl.concat([rejected, skipped]).sort(SOURCE_ROW)
    lost = lost.join(_row_texts(taking, lost[SOURCE_ROW]), on=SOURCE_ROW, how="left", maintain_order="left")
    if taking.hides_counts:
        # The rows as they came would tell what is hidden.
        lost = lost.with_columns(pl.lit(MASK).alias("row_text"))
    counts = len(accepted_rows), rejected.height, skipped.height
    if sum(counts) != body.row_count:
        raise AssertionError(f"{body.row_count} rows in, but {counts} accepted, rejected and skipped")
    return Taken(
        source=taking.contract.source_name(),
        layout=match.layout.name,
        replaces=match.layout.slice_columns,
        file_name=taking.sheet.file_name,
        accepted=accepted,
        findings=findings,
        rejected=lost,
        rows_in=body.row_count,
        rows_accepted=counts[0],
        rows_rejected=counts[1],
        rows_skipped=counts[2],
        encoding=taking.sheet.encoding,
        delimiter=taking.sheet.delimiter,
        sheet_name=taking.sheet.sheet_name,
        header_rows=match.last_row,
        notes=tuple(taking.facts.notes),
        content_sha256=taking.sheet.content_sha256(),
        file_sha256=taking.sheet.file_sha256,
        is_landable=not match.repeated and not _lacks_required(taking),
        personal=(personal := pl.concat([pl.DataFrame(schema=PERSONAL_SCHEMA), *taking.personal]).unique()),
        keeps=(keeps := _keeps(taking, personal)),
        kept=_kept(taking, personal) if keeps == "read" else None,
    )


def _keeps(taking: Taking, personal: pl.DataFrame) -> Keeps:
    """What may be kept of the file: less than the layout says where there is something in it that nobody may see."""
    if taking.hides_counts:
        return "none"
    if taking.match.layout.keeps == "all" and (
        taking.has_persons_elsewhere or taking.match.layout.withheld or not personal.is_empty()
    ):
        return "read"
    return taking.match.layout.keeps


def _kept(taking: Taking, personal: pl.DataFrame) -> pl.DataFrame:
    """Give the cells of the file that may be kept, in its own rows and columns, with a mask where one may not."""
    head, match, body = taking.sheet.head, taking.match, taking.body
    header = head[match.row - taking.sheet.first_row]
    places = [name for name in body.cells.columns if name != SOURCE_ROW]
    above = pl.DataFrame(
        [
            {SOURCE_ROW: number, **{place: (row[int(place)] if int(place) < len(row) else "") for place in places}}
            for number, row in enumerate(
                head[: match.last_row - taking.sheet.first_row + 1], start=taking.sheet.first_row
            )
        ],
        schema={SOURCE_ROW: pl.Int32, **dict.fromkeys(places, pl.String)},
    )
    torn = body.faults.filter(pl.col("rule") != "excel_error").select(SOURCE_ROW, pl.lit(MASK).alias(places[0]))
    blank = body.blank_rows.to_frame(SOURCE_ROW)
    kept = pl.concat([above, body.cells, torn, blank], how="diagonal").sort(SOURCE_ROW)
    names = {place: name for name, place in match.positions.items()}
    data = pl.col(SOURCE_ROW) > match.last_row
    for place in places:
        hidden = personal.filter(pl.col("column") == int(place), pl.col(SOURCE_ROW).is_not_null())[SOURCE_ROW]
        is_withheld = (
            int(place) in taking.person_columns
            or names.get(int(place)) in match.layout.withheld
            or " ".join(header[int(place)].split()) in match.layout.withheld
        )
        mask = data & pl.lit(is_withheld) & pl.col(place).is_not_null() | pl.col(SOURCE_ROW).is_in(hidden.implode())
        kept = kept.with_columns(pl.when(mask).then(pl.lit(MASK)).otherwise(masked(shown(pl.col(place)))).alias(place))
    return kept


def _lacks_required(taking: Taking) -> bool:
    return any(
        one.presence == "required" and not (one.name == "year" and taking.facts.year_given is not None)
        for one in taking.match.missing
    )


_LOST_SCHEMA = pl.Schema(
    {SOURCE_ROW: pl.Int32(), "outcome": pl.String(), "reason_nb": pl.String(), "reason_en": pl.String()}
)


def _with_reason(skipped: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Give skipped rows with their reason, each row once."""
    frames = [
        rows.to_frame().with_columns(
            pl.lit("skipped").alias("outcome"),
            pl.lit(WORDS(f"skipped.{reason}", "nb")).alias("reason_nb"),
            pl.lit(WORDS(f"skipped.{reason}", "en")).alias("reason_en"),
        )
        for reason, rows in skipped.items()
    ]
    return pl.concat([pl.DataFrame(schema=_LOST_SCHEMA), *frames]).unique(SOURCE_ROW, keep="first", maintain_order=True)


def _rejections(taking: Taking, findings: pl.DataFrame, skipped: pl.Series) -> pl.DataFrame:
    """Give rejected rows with all their reasons in one text."""
    reasons = findings.filter((pl.col("level") == "error") & (pl.col(SOURCE_ROW) > taking.match.last_row)).select(
        SOURCE_ROW, reason_nb="message_nb", reason_en="message_en"
    )
    barred = [
        rows.to_frame().with_columns(pl.lit(nb).alias("reason_nb"), pl.lit(en).alias("reason_en"))
        for rows, (nb, en) in taking.barred
    ]
    joined = (
        pl.concat([reasons, *barred])
        .group_by(SOURCE_ROW, maintain_order=True)
        .agg(pl.col("reason_nb", "reason_en").str.join(" "))
        .with_columns(outcome=pl.lit("rejected"))
    )
    return joined.select(_LOST_SCHEMA.names()).filter(~pl.col(SOURCE_ROW).is_in(skipped.implode()))


def _without_figures(taking: Taking, accepted: pl.Series, told: pl.Series) -> pl.DataFrame:
    """Give the rows from which a wide layout made no row at all, because every figure is blank; ``told`` has its reason."""
    rows = taking.texts[SOURCE_ROW]
    if len(accepted) == len(rows):
        return pl.DataFrame(schema=_LOST_SCHEMA)
    return _with_reason({"no_figures": rows.filter(~rows.is_in(pl.concat([accepted, told]).implode()))})


def _row_texts(taking: Taking, rows: pl.Series) -> pl.DataFrame:
    """Give rows as they were delivered, cells joined by the delimiter; cells that are not kept are masked."""
    match, body = taking.match, taking.body
    header = taking.sheet.head[match.row - taking.sheet.first_row]
    withheld = match.layout.withheld
    names = {place: name for name, place in match.positions.items()}
    cells = [
        pl.lit(MASK)
        if int(place) in taking.person_columns
        or names.get(int(place)) in withheld
        or " ".join(header[int(place)].split()) in withheld
        else pl.col(place).fill_null("")
        for place in body.cells.columns
        if place != SOURCE_ROW
    ]
    text = pl.concat_str(cells, separator=taking.sheet.delimiter or ";")
    whole = body.cells.filter(pl.col(SOURCE_ROW).is_in(rows.implode())).select(
        SOURCE_ROW, masked(shown(text)).alias("row_text")
    )
    # A row of the wrong width cannot be masked cell by cell.
    is_hidden = withheld or taking.person_columns
    raw = _NO_VALUE.fill_null(MASK) if is_hidden else masked(shown(pl.col("value")))
    torn = body.faults.filter(pl.col("rule") != "excel_error").select(SOURCE_ROW, raw.alias("row_text"))
    return pl.concat([whole, torn])
