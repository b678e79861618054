"""``samhandling load``: files in, a new warehouse out, or a list of what is wrong."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from etl.commands.shared import Answer, AsJson, DataDir, answer, language, progress_bar, say
from etl.loading import FileOutcome, LoadOutcome, LoadRequest, load
from etl.reading import Options
from etl.receipts import write_receipt
from etl.receipts.known import known_rows
from etl.sources import sources
from warehouse.reader import Reader
from warehouse.words import number, short_kroner

SHOWN_FINDINGS = 20


def run(
    source: Annotated[str, typer.Argument(help=say("option.source"), show_default=False)],
    files: Annotated[list[Path], typer.Argument(help=say("option.files"), show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("option.dry_run"))] = False,
    partial: Annotated[bool, typer.Option("--partial", help=say("option.partial"))] = False,
    layout: Annotated[str | None, typer.Option("--layout", help=say("option.layout"))] = None,
    year: Annotated[int | None, typer.Option("--year", help=say("option.year"))] = None,
    rate: Annotated[str | None, typer.Option("--rate", help=say("option.rate"))] = None,
    licence: Annotated[str | None, typer.Option("--licence", help=say("option.licence"))] = None,
    wave: Annotated[str | None, typer.Option("--wave", help=say("option.wave"))] = None,
    time_point: Annotated[str | None, typer.Option("--time-point", help=say("option.time_point"))] = None,
    sender: Annotated[str | None, typer.Option("--sender", help=say("option.sender"))] = None,
    receipt: Annotated[Path | None, typer.Option("--receipt", help=say("option.receipt"))] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Load one or more files of a source."""
    out = answer(data_dir, as_json)
    if source not in sources():
        out.fail(say("load.unknown_source", source=source, sources=", ".join(sources())))
    for path in files:
        if not path.is_file():
            out.fail(say("load.no_file", file=path))
    options = Options(
        source=source, layout=layout, year=year, rate=_rate(rate), licence=licence, wave=wave, time_point=time_point
    )
    requests = [LoadRequest(path, options, owner_name=sender, licence=licence) for path in files]
    with progress_bar(as_json) as progress:
        outcome = load(out.folder, requests, is_dry_run=dry_run, partial=partial, progress=progress)
    out.json(_as_json(outcome))
    for path, file in zip(files, outcome.files, strict=True):
        out.text(_report(file, outcome))
        if receipt is not None:
            known = known_rows(out.folder, sources()[source])
            written = write_receipt(file.taken, path, receipt, language(), known)
            out.line("load.receipt", files=", ".join(one.name for one in written))
    if outcome.installed:
        out.line("load.installed", sources=", ".join(outcome.installed))
    if outcome.changed_figures is not None:
        _tell_changes(out, outcome.changed_figures)
    if outcome.is_refused:
        out.line("load.refused")
        raise typer.Exit(1)
    if outcome.is_dry_run:
        out.line("load.dry_run")
    elif outcome.build is not None:
        out.line("load.published", seconds=number(outcome.build.seconds, 1, language()))


def _tell_changes(out: Answer, figures: pl.DataFrame) -> None:
    """Say how many figures would change in which mart, and the granted sums of the country and the counties one by one."""
    out.line("load.changed_figures", count=number(figures.height, 0, language()))
    for relation, count in figures.group_by("relation").len().sort("relation").iter_rows():
        out.text(f"  mart.{relation}: {number(count, 0, language())}")
    shown = figures.filter(
        pl.col("relation") == "funding_by_region",
        pl.col("column_name") == "granted_nok",
        pl.col("row_key").str.contains("border_basis=2024 region_level=(country|county) "),
        pl.col("row_key").str.contains(" scheme_code=all "),
    ).with_columns(
        region_code=pl.col("row_key").str.extract(r" region_code=(\S+)"),
        year=pl.col("row_key").str.extract(r" year=(\d+)"),
    )
    names = Reader(out.folder.published).read(
        "select region_code, region_name from mart.region where border_basis = '2024' and region_level in ('country', 'county')"
    )
    lines = shown.join(names, on="region_code", how="left", maintain_order="left")
    for row in lines.head(SHOWN_FINDINGS).iter_rows(named=True):
        before, after = (short_kroner(row[name], language()) for name in ("before", "after"))
        out.text(f"  {row['region_name']} {row['year']}: {before} → {after}")
    if lines.height > SHOWN_FINDINGS:
        out.text("  " + say("load.more", count=number(lines.height - SHOWN_FINDINGS, 0, language())))


def _rate(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise typer.BadParameter(say("load.bad_rate", rate=text)) from None
    return value


def _report(file: FileOutcome, outcome: LoadOutcome) -> str:
    """What came of one file, as lines: how it was read, what was wrong, what it changes."""
    taken = file.taken
    lines = [
        say(
            "load.read",
            file=taken.file_name,
            layout=taken.layout,
            how=", ".join(
                part
                for part in (
                    taken.sheet_name and say("load.sheet", sheet=taken.sheet_name),
                    taken.encoding,
                    taken.delimiter and say("load.delimiter", delimiter=_visible(taken.delimiter)),
                    say("load.header_rows", count=taken.header_rows),
                )
                if part
            ),
        )
    ]
    position = 0 if language() == "nb" else 1
    lines += [f"  {note[position]}" for note in taken.notes]
    lines += _findings(taken.findings)
    counts = {
        name: number(getattr(taken, name), 0, language())
        for name in ("rows_in", "rows_accepted", "rows_rejected", "rows_skipped")
    }
    lines.append("  " + say("load.counts", **counts))
    if file.same_as is not None:
        lines.append("  " + say("load.same", delivery=file.same_as))
    elif not (outcome.is_refused):
        changes = {
            name: number(getattr(file.changes, name), 0, language())
            for name in ("added", "changed", "removed", "unchanged")
        }
        lines += ["  " + say("load.changes", **changes), "  " + summary(taken.source, taken.accepted)]
    return "\n".join(lines)


def _visible(delimiter: str) -> str:
    return "tab" if delimiter == "\t" else delimiter


def _findings(findings: pl.DataFrame) -> list[str]:
    """The findings, errors first; of each rule the first ones and how many more there are."""
    lines = []
    column = f"message_{language()}"
    for level in ("error", "warning"):
        of_level = findings.filter(pl.col("level") == level)
        for rule in of_level["rule"].unique(maintain_order=True):
            of_rule = of_level.filter(pl.col("rule") == rule)
            lines += [f"  {say(f'load.{level}')} {text}" for text in of_rule[column].head(SHOWN_FINDINGS)]
            if of_rule.height > SHOWN_FINDINGS:
                more = number(of_rule.height - SHOWN_FINDINGS, 0, language())
                lines.append("  " + say("load.more", count=more))
    return lines


def summary(source: str, accepted: pl.DataFrame) -> str:
    """What came out, in a line that a person can hold against the sender's own figures."""
    parts = [say("load.rows", count=number(accepted.height, 0, language()))]
    if "year" in accepted.columns and accepted.height:
        years = accepted["year"].unique().sort().to_list()
        parts.append("–".join(dict.fromkeys(map(str, (years[0], years[-1])))))
    if "municipality_code" in accepted.columns and (count := accepted["municipality_code"].drop_nulls().n_unique()):
        parts.append(say("load.municipalities", count=number(count, 0, language())))
    for name in ("applied_nok", "granted_nok"):
        if name in accepted.columns and accepted[name].drop_nulls().len():
            parts.append(say(f"load.{name}", amount=number(accepted[name].sum(), 2, language())))
    return f"{source}: " + ", ".join(parts)


def _as_json(outcome: LoadOutcome) -> dict[str, object]:
    return {
        "ok": not outcome.is_refused,
        "dry_run": outcome.is_dry_run,
        "published": outcome.build.build_id if outcome.build else None,
        "installed": list(outcome.installed),
        "changed_figures": None if outcome.changed_figures is None else outcome.changed_figures.to_dicts(),
        "files": [
            {
                "file": file.taken.file_name,
                "source": file.taken.source,
                "layout": file.taken.layout,
                "encoding": file.taken.encoding,
                "delimiter": file.taken.delimiter,
                "sheet": file.taken.sheet_name,
                "rows_in": file.taken.rows_in,
                "rows_accepted": file.taken.rows_accepted,
                "rows_rejected": file.taken.rows_rejected,
                "rows_skipped": file.taken.rows_skipped,
                "fact_rows": file.taken.accepted.height,
                "added": file.changes.added,
                "changed": file.changes.changed,
                "removed": file.changes.removed,
                "unchanged": file.changes.unchanged,
                "same_as": file.same_as,
                "delivery_id": file.delivery_id,
                "findings": file.taken.findings.to_dicts(),
            }
            for file in outcome.files
        ],
    }
